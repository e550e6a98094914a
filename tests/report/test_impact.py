"""The evaluation of the mines as text."""

import pandas as pd
import pytest

from dandong_analysis.report.impact import changes_in_words, criteria_words


def test_criteria_are_named_as_the_dimensions_are():
    criteria = pd.DataFrame({"group": ["land"], "grade": ["severe"], "verified": [True]})
    shown = criteria_words(criteria)
    assert shown.to_dict("records") == [
        {"criteria_group": "land", "impact_grade": "severe", "is_verified": "true"}
    ]


@pytest.mark.parametrize(("lang", "criterion", "factor"), [
    ("zh", "受威胁人数> 100 人", "地质灾害 +0.700、含水层 +0.200"),
    ("en", "threatened people > 100 people", "geological hazards +0.700, aquifer +0.200"),
])  # fmt: skip
def test_why_methods_differ_is_told_in_words(lang, criterion, factor):
    criteria = pd.DataFrame({
        "criterion": ["HAZ.X"], "zh": ["受威胁人数"], "en": ["threatened people"],
        "threshold_zh": ["> 100 人"], "threshold_en": ["> 100 people"],
    })  # fmt: skip
    changed = pd.DataFrame({
        "mine_id": ["M1", "M2"], "rules": ["severe", "slight"], "index": ["moderate", "slight"],
        "fuzzy": ["slight", "moderate"], "criteria": ["HAZ.X", ""],
        "factors": ["hazard +0.700、aquifer +0.200", ""],
    })  # fmt: skip
    told = changes_in_words(changed, criteria, lang=lang)
    assert told["criteria"].tolist() == [criterion, ""]
    assert told["factors"].tolist() == [factor, ""]
    assert told["impact_grade"].tolist() == ["severe", "slight"]
    assert told["fuzzy_class"].tolist() == ["slight", "moderate"]

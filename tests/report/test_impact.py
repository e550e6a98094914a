"""The evaluation of the mines as text."""

import pandas as pd
import pytest

from dandong_analysis.report.impact import (
    agreement_words,
    changes_in_words,
    criteria_words,
    least_certain,
)

TRIED = pd.DataFrame({
    "mine_id": ["B", "A", "C", "D"], "grade": ["slight", "slight", "severe", "ungraded"],
    "p_slight": [0.6, 0.6, 0.0, 0.0], "p_moderate": [0.4, 0.4, 0.0005, 0.0],
    "p_severe": [0.0, 0.0, 0.9995, 0.0], "p_grade": [0.6, 0.6, 0.9995, 0.0],
})  # fmt: skip


def test_the_least_certain_come_first_and_ungraded_mines_are_left_out():
    shown = least_certain(TRIED, number=3)
    assert shown["mine_id"].tolist() == ["A", "B", "C"]
    assert shown["index_class"].tolist() == ["slight", "slight", "severe"]
    assert shown["p_grade"].tolist() == ["0.600", "0.600", "1.000"]
    assert least_certain(TRIED, number=1)["mine_id"].tolist() == ["A"]
    assert TRIED["p_grade"].tolist() == [0.6, 0.6, 0.9995, 0.0]


def test_agreement_has_three_decimals_and_an_unknown_kappa_stays_empty():
    methods = pd.DataFrame({
        "method_a": ["rules"], "observed": [0.67649], "expected": [0.5], "kappa": [float("nan")],
    })  # fmt: skip
    shown = agreement_words(methods)
    assert (shown["observed"][0], shown["expected"][0], shown["kappa"][0]) == ("0.676", "0.500", "")


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

"""The evaluation of the mines as tables of text: codes under the names that have words."""

from collections.abc import Mapping

import pandas as pd

from dandong_analysis.report.labels import word
from dandong_analysis.standards import load_standard


def criteria_words(criteria: pd.DataFrame) -> pd.DataFrame:
    """The criteria with group, grade and verification named as dimensions are."""
    named = {"group": "criteria_group", "grade": "impact_grade", "verified": "is_verified"}
    renamed = criteria.rename(columns=named)
    return renamed.assign(is_verified=renamed["is_verified"].map({True: "true", False: "false"}))


def changes_in_words(changed: pd.DataFrame, criteria: pd.DataFrame, *, lang: str) -> pd.DataFrame:
    """The mines that the methods grade differently, with criteria and factors in words.

    Parameters
    ----------
    changed
        ``mine_id``, the grade by each method (``rules``, ``index``, ``fuzzy``), ids of the
        deciding ``criteria`` joined by 、, and ``factors`` as "id +part" joined by 、.
    criteria
        ``criterion`` with its name and limit in both languages.
    """
    between, gap = word(lang, "code", "between"), "" if lang == "zh" else " "
    limits = {
        row["criterion"]: f"{row[lang]}{gap}{row[f'threshold_{lang}']}"
        for row in criteria.to_dict("records")
    }
    factors = {f["id"]: f[lang] for f in load_standard("impact_index")["factor"]}
    named = changed.rename(
        columns={"rules": "impact_grade", "index": "index_class", "fuzzy": "fuzzy_class"}
    )
    return named.assign(
        criteria=[between.join(limits[c] for c in _listed(ids)) for ids in named["criteria"]],
        factors=[between.join(_named(f, factors) for f in _listed(t)) for t in named["factors"]],
    )


def _listed(text: str) -> list[str]:
    return [part for part in text.split("、") if part]


def _named(factor: str, names: Mapping[str, str]) -> str:
    name, _, part = factor.partition(" ")
    return f"{names[name]} {part}"

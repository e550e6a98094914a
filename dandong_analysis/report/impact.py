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


def agreement_words(methods: pd.DataFrame) -> pd.DataFrame:
    """The agreement of methods with shares and kappa at three decimals."""
    return methods.assign(
        **{n: three_decimals(methods[n]) for n in ("observed", "expected", "kappa")}
    )


def least_certain(sensitivity: pd.DataFrame, *, number: int = 20) -> pd.DataFrame:
    """The mines whose class the fewest random weightings give, the least certain first.

    ``sensitivity``: ``mine_id``, ``grade``, ``p_grade`` and the share of each class; mines
    without a class are left out. Shares are text with three decimals.
    """
    graded = sensitivity[sensitivity["grade"] != "ungraded"]
    first = graded.sort_values(["p_grade", "mine_id"]).head(number)
    shares = {n: three_decimals(first[n]) for n in first.columns if n.startswith("p_")}
    return first.rename(columns={"grade": "index_class"}).assign(**shares)


def three_decimals(values: pd.Series) -> pd.Series:
    """Numbers as text with three decimals, empty where there is none."""
    return values.map(lambda value: "" if pd.isna(value) else f"{value:.3f}").astype("str")


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

"""The evaluation of the mines as tables of text: codes under the names that have words."""

import pandas as pd


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

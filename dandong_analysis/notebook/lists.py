"""The survey's own tables as a chapter lists them."""

from collections.abc import Callable, Mapping

import pandas as pd

from dandong_analysis.report.impact import agreement_words, criteria_words, least_certain
from dandong_analysis.report.labels import code_label
from dandong_analysis.schemas import Schemas

# What the change log and the row accounting put before the id of a correction.
_CORRECTION = "correction:"


def listed(
    name: str, frames: Mapping[str, pd.DataFrame], scope: Mapping[str, str], *,
    schemas: Schemas, lang: str,
) -> pd.DataFrame:  # fmt: skip
    """The list ``name`` within the scope of a chapter, shaped for print."""
    if name == "corrections":
        return corrections(frames["changes"], schemas=schemas, lang=lang)
    source, shaped = _SHAPED.get(name, (name, None))
    frame = within(frames[source], frames, scope)
    return shaped(frame) if shaped else frame


def within(
    frame: pd.DataFrame, frames: Mapping[str, pd.DataFrame], scope: Mapping[str, str]
) -> pd.DataFrame:
    """The rows of the county that a chapter is about: by their own county, else their mine's.

    A list that has neither is about all deliveries and stays whole.
    """
    county = scope.get("county")
    if county is None:
        return frame
    if "county" in frame:
        return frame[frame["county"] == county]
    if "mine_id" in frame:
        mines = frames["mines"]
        return frame[frame["mine_id"].isin(mines.loc[mines["county"] == county, "mine_id"])]
    return frame


def first_of_each(findings: pd.DataFrame) -> pd.DataFrame:
    """Findings of one kind in one table as one row: how many (``n``), and the first of them."""
    alike = ["code", "severity", "delivery", "table"]
    counted = findings.assign(n=findings.groupby(alike)["code"].transform("size"))
    return counted.drop_duplicates(alike)


def corrections(changes: pd.DataFrame, *, schemas: Schemas, lang: str) -> pd.DataFrame:
    """The cells that a declared correction changed, with what they are read as in words."""
    made = changes[changes["rule"].str.startswith(_CORRECTION)]
    fields, codes = made["field"].tolist(), made["parsed"].tolist()
    words = [code_label(f, c, schemas, lang) for f, c in zip(fields, codes, strict=True)]
    return made.assign(parsed=words, rule=made["rule"].str.split("+").str[0])


def set_aside(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows that were not accepted; the reason of a declared exclusion is the correction."""
    aside = rows[rows["fate"].isin(["quarantined", "excluded"])]
    is_declared = (aside["fate"] == "excluded") & (aside["code"] != "duplicate")
    return aside.assign(code=aside["code"].mask(is_declared, _CORRECTION + aside["code"]))


# Lists that are shown otherwise than they are stored: their frame, and how it is shaped.
_SHAPED: Mapping[str, tuple[str, Callable[[pd.DataFrame], pd.DataFrame]]] = {
    "findings": ("findings", first_of_each),
    "set_aside": ("rows", set_aside),
    "impact_criteria": ("impact_criteria", criteria_words),
    "impact_methods": ("impact_methods", agreement_words),
    "impact_unsure": ("impact_sensitivity", least_certain),
}

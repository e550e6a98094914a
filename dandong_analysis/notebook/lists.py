"""The survey's own tables as a chapter lists them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from dandong_analysis.errors import Text
from dandong_analysis.members import Members
from dandong_analysis.notebook.lookup import looked_up
from dandong_analysis.report.impact import changes_in_words, criteria_words
from dandong_analysis.report.labels import code_label, word
from dandong_analysis.schemas import Schemas

# What the change log and the row accounting put before the id of a correction.
_CORRECTION = "correction:"


ZONES = Members("impact_zones", "zone_id", "zone_name", "zone_name_en",
                Text("影响程度分区", "Impact zone"))  # fmt: skip
MANAGEMENT = Members("management_zones", "management_zone_id", "management_name",
                     "management_name_en", Text("管理分区", "Management zone"))  # fmt: skip
# The rows that a dimension divides.
DIVIDED: Mapping[str, Members] = {"zone_grade": ZONES, "management_kind": MANAGEMENT}


@dataclass(frozen=True)
class Given:
    """What a list may be worded with: all built frames, and the names of codes in a language."""

    frames: Mapping[str, pd.DataFrame]
    schemas: Schemas
    lang: str


def listed(
    name: str, frames: Mapping[str, pd.DataFrame], scope: Mapping[str, str], *,
    schemas: Schemas, lang: str,
) -> pd.DataFrame | None:  # fmt: skip
    """The list ``name`` within the scope of a chapter, shaped for print; None without a table."""
    source = _SOURCES.get(name, name)
    if source not in frames:
        return None
    frame = within(frames[source], frames, scope)
    if name in _WORDED:
        return _WORDED[name](frame, Given(frames, schemas, lang))
    return _SHAPED[name](frame) if name in _SHAPED else frame


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


def first_of_kind(findings: pd.DataFrame) -> pd.DataFrame:
    """Findings about the plan, the first of each kind."""
    return findings.drop_duplicates(["plan_finding", "severity"])


def first_of_each(findings: pd.DataFrame) -> pd.DataFrame:
    """Findings of the survey, the first of each kind in one table of a delivery."""
    return findings.drop_duplicates(["code", "severity", "delivery", "table"])


def set_aside(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows that were not accepted; the reason of a declared exclusion is the correction."""
    aside = rows[rows["fate"].isin(["quarantined", "excluded"])]
    is_declared = (aside["fate"] == "excluded") & (aside["code"] != "duplicate")
    return aside.assign(code=aside["code"].mask(is_declared, _CORRECTION + aside["code"]))


def unplaced(zone_mines: pd.DataFrame) -> pd.DataFrame:
    """The mines that lie in no zone."""
    return zone_mines[zone_mines["zone_id"].isna()]


def settings(frame: pd.DataFrame) -> pd.DataFrame:
    """Settings with their verification named as the dimension is."""
    values = [f"{value:f}" for value in frame["value"]]
    return frame.assign(value=values, is_verified=_named_truth(frame["is_verified"]))


def _named_truth(values: pd.Series) -> pd.Series:
    return values.map({True: "true", False: "false"})


def thresholds(frame: pd.DataFrame) -> pd.DataFrame:
    """Thresholds as text, with their verification named as the dimension is."""
    numbers = {
        name: ["" if pd.isna(v) else f"{v.normalize():f}" for v in frame[name]]
        for name in ("value", "value_after_end")
    }
    return frame.assign(**numbers, is_verified=_named_truth(frame["is_verified"]))


def measures(zones: pd.DataFrame) -> pd.DataFrame:
    """The management zones with what is to be done in zones of their kind."""
    kinds = zones["management_kind"]
    return zones.assign(**{
        f"measure_{lang}": [word(lang, "code", "measure", kind) for kind in kinds]
        for lang in ("zh", "en")
    })  # fmt: skip


def corrections(changes: pd.DataFrame, given: Given) -> pd.DataFrame:
    """The cells that a declared correction changed, with what they are read as in words."""
    made = changes[changes["rule"].str.startswith(_CORRECTION)]
    fields, codes = made["field"].tolist(), made["parsed"].tolist()
    words = [
        code_label(f, c, given.schemas, given.lang) for f, c in zip(fields, codes, strict=True)
    ]
    return made.assign(parsed=words, rule=made["rule"].str.split("+").str[0])


def changed_mines(changed: pd.DataFrame, given: Given) -> pd.DataFrame:
    """The mines that the methods grade differently, with criteria and factors in words."""
    return changes_in_words(changed, given.frames["impact_criteria"], lang=given.lang)


def conflicts(conflicts: pd.DataFrame, given: Given) -> pd.DataFrame:
    """Working mines in protected areas with their names."""
    return looked_up(conflicts, given.frames["mines"], "mine_id", mine_name="name")


# The frames of lists that have another name than theirs.
_SOURCES: Mapping[str, str] = {
    "corrections": "changes",
    "set_aside": "rows",
    "impact_changed": "impact_changed_mines",
    "zone_unplaced": "zone_mines",
    "management_list": "management_zones",
}

# Lists that are shown otherwise than they are stored.
_SHAPED: Mapping[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "findings": first_of_each,
    "plan_findings": first_of_kind,
    "plan_thresholds": thresholds,
    "set_aside": set_aside,
    "impact_criteria": criteria_words,
    "zone_unplaced": unplaced,
    "zone_settings": settings,
    "management_list": measures,
}

# Those that need other frames for it, or the words of a language.
_WORDED: Mapping[str, Callable[[pd.DataFrame, Given], pd.DataFrame]] = {
    "corrections": corrections,
    "impact_changed": changed_mines,
    "protection_conflicts": conflicts,
}

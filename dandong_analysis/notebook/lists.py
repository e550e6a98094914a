"""The survey's own tables as a chapter lists them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from dandong_analysis.errors import Text
from dandong_analysis.notebook.lookup import looked_up
from dandong_analysis.report.impact import (
    agreement_words,
    changes_in_words,
    criteria_words,
    least_certain,
    three_decimals,
)
from dandong_analysis.report.labels import code_label, word
from dandong_analysis.report.wording import show_number
from dandong_analysis.schemas import Schemas
from dandong_analysis.units import print_number
from dandong_analysis.vocabulary import Term, Vocabulary

# What the change log and the row accounting put before the id of a correction.
_CORRECTION = "correction:"


@dataclass(frozen=True)
class Members:
    """A list whose rows have names: the frame, its key, and the columns of the names."""

    frame: str
    key: str
    zh: str
    en: str
    label: Text

    def names(self, lang: str) -> str:
        """The column of the names in a language."""
        return self.en if lang == "en" else self.zh


ZONES = Members("impact_zones", "zone_id", "zone_name", "zone_name_en",
                Text("影响程度分区", "Impact zone"))  # fmt: skip
MANAGEMENT = Members("management_zones", "management_zone_id", "management_name",
                     "management_name_en", Text("管理分区", "Management zone"))  # fmt: skip
# The rows that a dimension divides.
DIVIDED: Mapping[str, Members] = {"zone_grade": ZONES, "management_kind": MANAGEMENT}


def with_names(schemas: Schemas, frames: Mapping[str, pd.DataFrame]) -> Schemas:
    """``schemas`` in which the keys of zones have their names."""
    named = {
        m.key: _vocabulary(m, frames[m.frame]) for m in (ZONES, MANAGEMENT) if m.frame in frames
    }
    return replace(schemas, vocabularies={**schemas.vocabularies, **named})


def _vocabulary(members: Members, frame: pd.DataFrame) -> Vocabulary:
    keys, zh, en = (frame[c].tolist() for c in (members.key, members.zh, members.en))
    terms = tuple(
        Term(key, f"{key} {name}", f"{key} {english}")
        for key, name, english in zip(keys, zh, en, strict=True)
    )
    return Vocabulary(members.key, members.label.zh, members.label.en, terms)


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
    """Findings about the plan, one row a kind: how many (``n``), and the first of them."""
    return _first_of(findings, "plan_finding", "severity")


def first_of_each(findings: pd.DataFrame) -> pd.DataFrame:
    """Findings of one kind in one table as one row: how many (``n``), and the first of them."""
    return _first_of(findings, "code", "severity", "delivery", "table")


def _first_of(findings: pd.DataFrame, *alike: str) -> pd.DataFrame:
    counted = findings.assign(n=findings.groupby(list(alike))[alike[0]].transform("size"))
    return counted.drop_duplicates(list(alike))


def set_aside(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows that were not accepted; the reason of a declared exclusion is the correction."""
    aside = rows[rows["fate"].isin(["quarantined", "excluded"])]
    is_declared = (aside["fate"] == "excluded") & (aside["code"] != "duplicate")
    return aside.assign(code=aside["code"].mask(is_declared, _CORRECTION + aside["code"]))


def unplaced(zone_mines: pd.DataFrame) -> pd.DataFrame:
    """The mines that lie in no zone."""
    return zone_mines[zone_mines["zone_id"].isna()]


def reasons(zones: pd.DataFrame) -> pd.DataFrame:
    """The zones with index and probability as text of three decimals."""
    return zones.assign(**{n: three_decimals(zones[n]) for n in ("index_mean", "p_grade")})


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


def sites(areas: pd.DataFrame) -> pd.DataFrame:
    """Sites with their areas as text of two decimals."""
    return _two_decimals(areas, "stated_area_mu", "measured_area_mu")


def _two_decimals(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    return frame.assign(**{
        name: ["" if pd.isna(v) else show_number(print_number(v, 2)) for v in frame[name]]
        for name in columns
    })  # fmt: skip


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
    """Working mines in protected areas with their names, the overlap as text of two decimals."""
    named = looked_up(conflicts, given.frames["mines"], "mine_id", mine_name="name")
    return _two_decimals(named, "overlap_area_mu")


# The frames of lists that have another name than theirs.
_SOURCES: Mapping[str, str] = {
    "corrections": "changes",
    "set_aside": "rows",
    "impact_changed": "impact_changed_mines",
    "impact_unsure": "impact_sensitivity",
    "zone_unplaced": "zone_mines",
    "zone_reasons": "impact_zones",
    "management_list": "management_zones",
    "site_list": "site_areas",
}

# Lists that are shown otherwise than they are stored.
_SHAPED: Mapping[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "findings": first_of_each,
    "plan_findings": first_of_kind,
    "plan_thresholds": thresholds,
    "set_aside": set_aside,
    "impact_criteria": criteria_words,
    "impact_methods": agreement_words,
    "impact_unsure": least_certain,
    "zone_unplaced": unplaced,
    "zone_reasons": reasons,
    "zone_settings": settings,
    "management_list": measures,
    "site_list": sites,
}

# Those that need other frames for it, or the words of a language.
_WORDED: Mapping[str, Callable[[pd.DataFrame, Given], pd.DataFrame]] = {
    "corrections": corrections,
    "impact_changed": changed_mines,
    "protection_conflicts": conflicts,
}

"""The survey's own tables as a chapter lists them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from dandong_analysis.errors import Text
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


def listed(
    name: str, frames: Mapping[str, pd.DataFrame], scope: Mapping[str, str], *,
    schemas: Schemas, lang: str,
) -> pd.DataFrame | None:  # fmt: skip
    """The list ``name`` within the scope of a chapter, shaped for print; None without a table."""
    if name == "corrections":
        return corrections(frames["changes"], schemas=schemas, lang=lang)
    if name == "impact_changed":
        changed = within(frames["impact_changed_mines"], frames, scope)
        return changes_in_words(changed, frames["impact_criteria"], lang=lang)
    source, shaped = _SHAPED.get(name, (name, None))
    if source not in frames:
        return None
    frame = _joined(name, within(frames[source], frames, scope), frames)
    return shaped(frame) if shaped else frame


def _joined(name: str, frame: pd.DataFrame, frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """``frame`` with what :data:`_LOOKED_UP` adds to the list; a key without a row gives nothing."""
    for key, source, columns in _LOOKED_UP.get(name, ()):
        known = frames[source].set_index(key)
        frame = frame.assign(**{new: frame[key].map(known[old]) for new, old in columns.items()})
    return frame


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


def unplaced(zone_mines: pd.DataFrame) -> pd.DataFrame:
    """The mines that lie in no zone."""
    return zone_mines[zone_mines["zone_id"].isna()]


def reasons(zones: pd.DataFrame) -> pd.DataFrame:
    """The zones with index and probability as text of three decimals."""
    return zones.assign(**{n: three_decimals(zones[n]) for n in ("index_mean", "p_grade")})


def settings(frame: pd.DataFrame) -> pd.DataFrame:
    """Settings with their verification named as the dimension is."""
    return frame.assign(
        value=[f"{value:f}" for value in frame["value"]],
        is_verified=frame["is_verified"].map({True: "true", False: "false"}),
    )


def sites(areas: pd.DataFrame) -> pd.DataFrame:
    """Sites with their areas as text of two decimals."""
    return _two_decimals(areas, "stated_area_mu", "measured_area_mu")


def conflicts(frame: pd.DataFrame) -> pd.DataFrame:
    """Working mines in protected areas with the overlap as text of two decimals."""
    return _two_decimals(frame, "overlap_area_mu")


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


# What a list adds to its rows: key, table, new column = column there.
_LOOKED_UP: Mapping[str, tuple[tuple[str, str, Mapping[str, str]], ...]] = {
    "protection_conflicts": (("mine_id", "mines", {"mine_name": "name"}),),
    "site_list": (("site_id", "sites", {"period": "period"}),),
}

# Lists that are shown otherwise than they are stored: their frame, and how it is shaped.
_SHAPED: Mapping[str, tuple[str, Callable[[pd.DataFrame], pd.DataFrame] | None]] = {
    "findings": ("findings", first_of_each),
    "plan_findings": ("plan_findings", first_of_each),
    "set_aside": ("rows", set_aside),
    "impact_criteria": ("impact_criteria", criteria_words),
    "impact_methods": ("impact_methods", agreement_words),
    "impact_unsure": ("impact_sensitivity", least_certain),
    "zone_unplaced": ("zone_mines", unplaced),
    "zone_reasons": ("impact_zones", reasons),
    "zone_settings": ("zone_settings", settings),
    "management_list": ("management_zones", measures),
    "site_list": ("site_areas", sites),
    "protection_conflicts": ("protection_conflicts", conflicts),
}

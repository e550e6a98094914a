"""The delivery profile: what the files cannot say about themselves (``profile.toml``)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dandong_analysis.errors import Place, raise_all
from dandong_analysis.schemas import Schemas
from dandong_analysis.survey.profile_checks import check_profile
from dandong_analysis.survey.profile_fields import code_text

SUBTOTAL_WORDS = ("合计", "小计", "总计")
NOTE_WORDS = ("注", "填表人", "审核", "说明")


@dataclass(frozen=True)
class SheetProfile:
    """One declared sheet, layer or csv file, and how its columns become fields of a table.

    Every entry has the name and the meaning that it has in ``profile.toml``.
    """

    file: str
    table: str
    sheet: str = ""
    header_rows: tuple[int, ...] = ()
    encoding: str = ""
    delimiter: str = ","
    declared_rows: int | None = None
    missing: tuple[str, ...] = ()
    subtotal_words: tuple[str, ...] = SUBTOTAL_WORDS
    note_words: tuple[str, ...] = NOTE_WORDS
    ignore: tuple[str, ...] = ()
    thousands: str = ""
    crs: str = ""
    axis: str = "easting_northing"
    zone_prefix: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    cell_units: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    formats: Mapping[str, str] = field(default_factory=dict)
    spellings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    provenance: str = ""
    source: str = ""
    licence: str = ""
    notice: str = ""
    is_sketch: bool = False
    approval: str = ""
    use_zh: str = ""
    use_en: str = ""
    doubt_zh: str = ""
    doubt_en: str = ""


@dataclass(frozen=True)
class Profile:
    """The declaration of one delivery; a sheet may have a provenance of its own."""

    team: str
    provenance: str
    contact: str = ""
    sheets: tuple[SheetProfile, ...] = ()


def parse_profile(data: Mapping[str, Any], schemas: Schemas, *, delivery: str = "") -> Profile:
    """Build a :class:`Profile` from the parsed ``profile.toml``.

    Parameters
    ----------
    data
        The parsed file.
    schemas
        Tables, fields and vocabularies that the profile may name.
    delivery
        Id of the delivery, for messages.

    Raises
    ------
    DandongError
        With every problem of the profile at once.
    """
    raise_all(list(check_profile(data, schemas, Place("profile.toml", delivery=delivery))))
    return Profile(
        data["team"], data["provenance"], data.get("contact", ""),
        tuple(_parse_sheet(entry) for entry in data.get("sheet", ())),
    )  # fmt: skip


def _parse_sheet(entry: Mapping[str, Any]) -> SheetProfile:
    values = {key: _frozen(value) for key, value in entry.items()}
    if "spellings" in entry:
        values["spellings"] = {
            name: {word: code_text(code) for word, code in words.items()}
            for name, words in entry["spellings"].items()
        }
    return SheetProfile(**values)


def _frozen(value: Any) -> Any:  # noqa: ANN401 - TOML values have no static type
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, dict):
        return {key: _frozen(inner) for key, inner in value.items()}
    return value

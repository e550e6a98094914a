"""True rows as the text that a team writes into its cells."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from pyproj import Transformer

from dandong_analysis.demo.chance import Chance
from dandong_analysis.demo.layout import GEOMETRY, NUMBERED, Sheet
from dandong_analysis.demo.records import Mine, Parcel, Record
from dandong_analysis.demo.shapes import parcel_outline
from dandong_analysis.schemas import Field, Schema
from dandong_analysis.units import convert, units
from dandong_analysis.vocabulary import Vocabulary

Cells = dict[str, str]

_DEGREES_DIGITS = 6
_METRES_DIGITS = 2
_ALIAS_SHARE = 0.12
_MOST_PLACES = 9


@dataclass(frozen=True)
class Office:
    """What a team needs to write any row: schema, words, its mines and its coordinates."""

    vocabularies: Mapping[str, Vocabulary]
    mines: Mapping[str, Mine]
    transformer: Transformer | None = None

    def metres(self, mine: Mine) -> tuple[float, float]:
        """Easting and northing in the team's projected CRS."""
        if self.transformer is None:
            raise ValueError("this team writes no projected coordinates")
        x, y = self.transformer.transform(mine.longitude, mine.latitude)
        return round(float(x), _METRES_DIGITS), round(float(y), _METRES_DIGITS)


def render_row(
    record: Record, number: int, *, sheet: Sheet, schema: Schema, office: Office, chance: Chance
) -> Cells:
    """One row as text by delivered header; ``number`` is its running number in the sheet."""
    cells = {}
    for header in sheet.headers:
        name = sheet.columns.get(header, "")
        if header == NUMBERED:
            cells[header] = str(number)
        elif header.startswith(GEOMETRY):
            cells[header] = _coordinates(record, header, office, chance)
        elif name:
            cells[header] = _text(record, schema[name], sheet, office, chance)
        else:
            cells[header] = ""
    return cells


def _coordinates(record: Record, header: str, office: Office, chance: Chance) -> str:
    if isinstance(record, Parcel):
        centre = office.metres(office.mines[record.mine_id])
        area = convert(record.damaged_area_mu, "mu", "m2")
        return parcel_outline(chance.stream(record.parcel_id), centre, float(area))
    if isinstance(record, Mine):
        x, y = office.metres(record)
        return repr(x if header.endswith(".x") else y)
    raise TypeError(f"rows of {type(record).__name__} have no place")


def _text(record: Record, field: Field, sheet: Sheet, office: Office, chance: Chance) -> str:
    value = getattr(record, field.name)
    if value is None:
        return chance.choose(sheet.missing) if sheet.missing else ""
    if field.kind == "category":
        return _word(value, field, sheet, office, chance)
    if field.kind == "decimal":
        return _quantity(value, field, sheet, getattr(record, "unit", ""))
    plain = _PLAIN.get(field.kind, _as_text)
    return plain(value, sheet.formats.get(field.name, ""))


def _word(code: str, field: Field, sheet: Sheet, office: Office, chance: Chance) -> str:
    """The team's own spelling where it has one, else the label, sometimes another spelling."""
    own = [w for w, c in sheet.spellings.get(field.name, {}).items() if c == code]
    if own:
        return own[0]
    term = office.vocabularies[field.vocabulary][code]
    other = bool(term.aliases) and field.vocabulary != "county" and chance.happens(_ALIAS_SHARE)
    return chance.choose(term.aliases) if other else term.zh


def _quantity(value: Decimal, field: Field, sheet: Sheet, cell_unit: str) -> str:
    unit = cell_unit or sheet.units.get(field.name, field.unit)
    suffix = units()[unit].zh if cell_unit else ""
    return f"{plain_number(converted(value, field.unit, unit))}{suffix}"


def converted(value: Decimal, source: str, target: str) -> Decimal:
    """``value`` in unit ``target``; refuses one that its decimals cannot hold exactly.

    Raises
    ------
    ValueError
        When it has more decimals than anybody writes, as one third has.
    """
    there = convert(value, source, target)
    if round(there, _MOST_PLACES) != there:
        raise ValueError(f"{value} {source} is no exact decimal in {target}")
    return there


def plain_number(value: Decimal) -> str:
    """Decimal text without exponent and trailing zeros.

    >>> plain_number(Decimal("1.50E+2"))
    '150'
    """
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _as_text(value: object, _: str) -> str:
    return str(value)


def _as_yes(value: bool, _: str) -> str:
    return "是" if value else "否"


def _as_date(value: date, form: str) -> str:
    """Like strftime, but without leading zeros where the form has Chinese words."""
    if "年" in form:
        return f"{value.year}年{value.month}月{value.day}日"
    return value.strftime(form)


def _as_degrees(value: float, form: str) -> str:
    return dms(value) if form == "dms" else f"{value:.{_DEGREES_DIGITS}f}"


def dms(value: float) -> str:
    """Degrees, minutes and seconds with one decimal.

    >>> dms(124.99999)
    '125°00′00.0″'
    """
    tenths = round(value * 36000)
    minutes, seconds = divmod(tenths, 600)
    degrees, minutes = divmod(minutes, 60)
    return f"{degrees}°{minutes:02d}′{seconds / 10:04.1f}″"


_PLAIN: Mapping[str, Callable[[Any, str], str]] = {
    "boolean": _as_yes,
    "date": _as_date,
    "degree": _as_degrees,
}

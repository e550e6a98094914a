"""A delivered text becomes the canonical text of its field's kind, by a strict grammar."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from dandong_analysis.schemas import Field
from dandong_analysis.survey.cell import EXCEL_ERRORS, Cell, Parser, faulty, fold_word, visible
from dandong_analysis.survey.coordinates import PROJECTED, degree_parser
from dandong_analysis.survey.dates import date_parser, year_parser
from dandong_analysis.survey.quantities import Measure, decimal_parser, integer_parser
from dandong_analysis.vocabulary import Vocabulary, normalise

_SCIENTIFIC = re.compile(r"[0-9]+(?:\.[0-9]+)?[eE]\+?[0-9]+")
_DATELIKE = re.compile(
    r"[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}(?:[T ][0-9:.]+)?|[0-9]{1,2}月[0-9]{1,2}日"
    r"|[0-9]{1,2}-(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:-[0-9]{2,4})?",
    re.IGNORECASE,
)

_TRUE = ("是", "有", "已", "true", "yes", "y", "t", "1", "√", "✓")
_FALSE = ("否", "无", "未", "没有", "false", "no", "n", "f", "0", "×")
_BOOLEANS = dict.fromkeys(_TRUE, "true") | dict.fromkeys(_FALSE, "false")


@dataclass(frozen=True)
class Reading:
    """How one column is to be read: what the profile declares about it."""

    field: Field
    measure: Measure = Measure()
    pattern: str = ""
    missing: frozenset[str] = frozenset()
    spellings: Mapping[str, str] = field(default_factory=dict)
    vocabulary: Vocabulary | None = None


def parser_for(reading: Reading, values: Collection[str] = ()) -> Parser:
    """The parser of one column; ``values`` are the texts that the column holds.

    A blank cell and a declared missing-value token give an empty text, unless the profile
    spells that token for this very field. A spreadsheet's error value is a fault anywhere.
    """
    inner = _grammar(reading, values)

    def parse(raw: str) -> Cell:
        word = normalise(raw)
        if word in EXCEL_ERRORS:
            return faulty(raw, "error-cell")
        if word in reading.spellings:
            return Cell(reading.spellings[word], ("spelling",))
        if not word:
            return Cell("", ("trim",) if raw else ())
        return Cell("", ("missing",)) if word in reading.missing else inner(raw)

    return parse


def _grammar(reading: Reading, values: Collection[str]) -> Parser:
    kind = reading.field.kind
    made: dict[str, Parser] = {
        "text": parse_text, "id": parse_id, "boolean": parse_boolean, "geometry": parse_text,
    }  # fmt: skip
    if kind in made:
        return made[kind]
    if kind == "category":
        return category_parser(reading.vocabulary)
    if kind in {"date", "year"}:
        return (
            date_parser(reading.pattern, values) if kind == "date" else year_parser(reading.pattern)
        )
    if kind == "degree" and reading.pattern != PROJECTED:
        return degree_parser(reading.pattern)
    return integer_parser(reading.measure) if kind == "integer" else decimal_parser(reading.measure)


def parse_text(raw: str) -> Cell:
    """Free text: only invisible characters and surrounding blanks go."""
    text = visible(raw)
    return Cell(text, ("trim",) if text != raw else ())


def parse_id(raw: str) -> Cell:
    """An identifier; one that a spreadsheet made a number or a date is a fault.

    >>> parse_id("FC０１２ ")
    Cell(text='FC012', rules=('fullwidth', 'trim'), code='', near=None)
    >>> parse_id("2.10682E+17").code
    'id-scientific'
    """
    text, rules = fold_word(raw)
    if _SCIENTIFIC.fullmatch(text):
        return faulty(raw, "id-scientific")
    return faulty(raw, "id-date") if _DATELIKE.fullmatch(text) else Cell(text, rules)


def parse_boolean(raw: str) -> Cell:
    """Yes or no, as ``true`` or ``false``.

    >>> parse_boolean("是").text
    'true'
    """
    text, rules = fold_word(raw)
    found = _BOOLEANS.get(text.lower())
    if found is None:
        return faulty(raw, "bad-boolean")
    return Cell(found, rules if found == text else (*rules, "term"))


def category_parser(vocabulary: Vocabulary | None) -> Parser:
    """Reads a word of a closed list as its code; an unknown word names the nearest one."""
    if vocabulary is None:
        return parse_text

    def parse(raw: str) -> Cell:
        text, rules = fold_word(raw)
        code = vocabulary.code_of(raw)
        if code is None:
            return faulty(raw, "unknown-term", vocabulary.nearest(raw))
        return Cell(code, rules if code == text else (*rules, "term"))

    return parse

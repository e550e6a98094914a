"""Texts of an edited document as tokens, and what its numbers are worth.

Blanks do not count, and characters count by what they mean: a full-width digit or sign is the
same as a narrow one.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from dandong_analysis.report.docx_units import Mark

# Digits in groups of three, or as they come; full-width digits are digits too.
_DIGITS = r"(?:\d{1,3}(?:[,'’\u00a0\u2009\u202f]\d{3})+(?!\d)|\d+)(?:[.．]\d+)?"
_SIGN = r"(?:(?<![\w\d.)）])[-−－])?"
_NUMBER = re.compile(rf"{_SIGN}{_DIGITS}")
# Within a control, where nothing else is meant, groups may also be apart by a blank or a wide comma.
_ALONE = re.compile(
    r"\s*([-−－]?\d{1,3}(?:[,，'’\s]\d{3})+(?:[.．]\d+)?|[-−－]?\d+(?:[.．]\d+)?)\s*"
)
_TOKEN = re.compile(rf"(?P<number>{_NUMBER.pattern})|(?P<text>[A-Za-z]+|\S)")
_SEPARATORS = re.compile(r"[,，'’\s]")

# A number after or before these is a date, an order or a name, and says no quantity.
_BEFORE_LABEL = re.compile(
    r"(?:第|[A-Za-z][-–]?|\b(?:in|since|until|by|of|from|to|chapter|table|figure|section) )$",
    re.IGNORECASE,
)
_AFTER_LABEL = re.compile(
    r"\s?(?:年|月|日|号|章|节|条|[A-Za-z]\d|[—–~～至-]\s?\d{4}\s?年|-\d{1,2}(?:-\d{1,2})?\b)"
)
_ISO_DATE = re.compile(r"\d{4}-\d{1,2}(?:-\d{1,2})?")

Kind = Literal["key", "number", "text"]


@dataclass(frozen=True)
class Token:
    """A number of the record by its key, another number, or a word or sign.

    ``text`` is what is compared: for a number of the record its key.
    """

    kind: Kind
    text: str
    start: int
    end: int

    @property
    def sign(self) -> tuple[Kind, str]:
        """By what it is compared."""
        return self.kind, self.text


def plain(text: str) -> str:
    """A text without blanks, its characters in their common form.

    >>> plain("１,２６５ 亩　")
    '1,265亩'
    """
    return "".join(unicodedata.normalize("NFKC", text).split())


def value_of(text: str) -> Decimal | None:
    """The number that a text says, if it says one and nothing else.

    >>> value_of("１,２６５.５０"), value_of("1 265"), value_of("约5"), value_of("−3")
    (Decimal('1265.50'), Decimal('1265'), None, Decimal('-3'))
    """
    found = _ALONE.fullmatch(text)
    if found is None:
        return None
    narrow = unicodedata.normalize("NFKC", _SEPARATORS.sub("", found[1])).replace("−", "-")
    return Decimal(narrow)


def tokens_of(text: str, marks: Sequence[Mark]) -> list[Token]:
    """The tokens of a unit; each of ``marks`` is one."""
    found: list[Token] = []
    at = 0
    for mark in marks:
        if mark.start >= at:
            found += _between(text, at, mark.start)
            found.append(Token("key", mark.key, mark.start, mark.end))
            at = mark.end
    return [*found, *_between(text, at, len(text))]


def _between(text: str, start: int, end: int) -> Iterator[Token]:
    for match in _TOKEN.finditer(text, start, end):
        kind: Kind = "number" if match["number"] else "text"
        yield Token(kind, plain(match[0]), match.start(), match.end())


def narrowed(text: str, mark: Mark, printed: str) -> Mark:
    """The part of a mark that is its number: people also type beside it.

    What was printed, if it is still there; else the first number; else, and where no number was
    printed, all of it.
    """
    inside = text[mark.start : mark.end]
    at = inside.find(printed)
    if printed and at >= 0 and _stands_alone(inside, at, at + len(printed)):
        return Mark(mark.key, mark.start + at, mark.start + at + len(printed))
    is_whole = value_of(printed) is None or _ALONE.fullmatch(inside)
    found = None if is_whole else _NUMBER.search(inside)
    if found is None:
        return mark
    return Mark(mark.key, mark.start + found.start(), mark.start + found.end())


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a part of a text is no part of a longer number."""
    return all(
        not (match.start() < end and start < match.end())
        or (start <= match.start() and match.end() <= end)
        for match in _NUMBER.finditer(text)
    )


def is_label(text: str, token: Token) -> bool:
    """Whether a number of a text is part of a date, an order or a name.

    >>> [is_label(t, next(x for x in tokens_of(t, ()) if x.kind == "number"))
    ...  for t in ("2019年开工", "第3处", "共3处", "1. 甲", "（1）甲")]
    [True, True, False, True, True]
    """
    before, after = text[: token.start], text[token.end :]
    dates = (m for m in _ISO_DATE.finditer(text) if m.start() <= token.start < m.end())
    begins = before.strip() in {"", "(", "（"} and after[:1] in {".", "．", "、", ")", "）"}
    return begins or bool(_BEFORE_LABEL.search(before) or _AFTER_LABEL.match(after) or any(dates))


@dataclass(frozen=True)
class Known:
    """A number that a fact is printed as: text, id and name of the fact."""

    text: str
    fact: str
    label: str = ""


def by_value(known: Iterable[Known]) -> Mapping[Decimal, tuple[Known, ...]]:
    """The facts that print a value, by the value; each fact once."""
    found: dict[Decimal, dict[str, Known]] = {}
    for one in known:
        value = value_of(one.text)
        if value is not None:
            found.setdefault(value, {}).setdefault(one.fact, one)
    return {value: tuple(facts.values()) for value, facts in found.items()}

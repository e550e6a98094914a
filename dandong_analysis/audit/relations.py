"""What a document says about its own figures: the relations in the column ``derived_from``.

====================================== =====================================================
``sum(a,b,...)``                       the figure is the sum of the named ones
``same(a)``                            the figure is printed again (also for words)
``pct(a/b)``                           the figure is the ratio of two others
``subset(a)``                          the figure is a part of another: not larger
``converted_subset(k;a)``              k times the figure is a part of another
``named(n)``                           so many things are named where the figure announces it
``eq(expr)``                           arithmetic with ``+ - * /``, brackets and numbers
====================================== =====================================================

Several relations of one figure are joined by ``;``.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from dandong_analysis.audit.expressions import Affine, Expression, parse_expression
from dandong_analysis.audit.faults import fault
from dandong_analysis.audit.figures import Figure
from dandong_analysis.errors import DandongError, Place, Problem

Kind = Literal["sum", "same", "pct", "subset", "converted_subset", "named", "eq"]

_CALL = re.compile(r"(\w+)\s*\((.*)\)", re.DOTALL)
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_ONE = Fraction(1)


@dataclass(frozen=True)
class Relation:
    """One relation of ``figure`` to its ``terms``. ``key`` is its id: ``LAND.DAMAGED#1``."""

    key: str
    figure: str
    kind: Kind
    text: str
    terms: tuple[str, ...] = ()
    number: Fraction = _ONE
    expression: Expression | None = None

    @property
    def is_part(self) -> bool:
        """Whether it only says that the figure is not larger than another."""
        return self.kind in ("subset", "converted_subset")

    def affine(self) -> Affine | None:
        """The right side as a weighted sum of figures; None when it is none."""
        if self.kind in ("sum", "same"):
            return Affine(dict.fromkeys(self.terms, _ONE))
        return self.expression.affine() if self.expression else None


class _WrongTermsError(Exception):
    """What stands in the brackets does not suit the relation."""


@dataclass(frozen=True)
class _Inside:
    """What was read between the brackets."""

    terms: tuple[str, ...] = ()
    number: Fraction = _ONE
    expression: Expression | None = None


def parse_relations(figures: Mapping[str, Figure], *, file: str = "") -> list[Relation]:
    """All relations of the figures, in the order of the file.

    Raises
    ------
    DandongError
        With every relation that cannot be read, its place and text.
    """
    found: list[Relation] = []
    problems: list[Problem] = []
    for figure in figures.values():
        place = Place(file=file, row=figure.row, column="derived_from")
        for number, text in enumerate(_parts(figure.relations), 1):
            try:
                found.append(_relation(figure, number, text, place))
            except DandongError as error:
                problems += error.problems
    if problems:
        raise DandongError(*problems)
    return found


def _parts(text: str) -> Iterator[str]:
    """The relations of one cell: cut at each ``;`` outside brackets."""
    depth, start = 0, 0
    for at, char in enumerate(f"{text};"):
        depth += (char == "(") - (char == ")")
        if char == ";" and depth <= 0:
            if part := text[start:at].strip():
                yield part
            start, depth = at + 1, 0
    if rest := text[start:].strip():
        yield rest


def _relation(figure: Figure, number: int, text: str, place: Place) -> Relation:
    call = _CALL.fullmatch(text)
    reader = _READERS.get(call[1]) if call else None
    if call is None or reader is None:
        raise DandongError(fault("relation-syntax", place, text))
    kind, read = reader
    try:
        inside = read(call[2].strip())
    except _WrongTermsError as error:
        raise DandongError(fault("relation-terms", place, text)) from error
    _check_terms(figure, kind, inside.terms, text, place)
    return Relation(
        f"{figure.id}#{number}", figure.id, kind, text, inside.terms, inside.number,
        inside.expression,
    )  # fmt: skip


def _check_terms(figure: Figure, kind: Kind, terms: Iterable[str], text: str, place: Place) -> None:
    if figure.id in terms:
        raise DandongError(fault("relation-self", place, text))
    if kind == "sum" and max(Counter(terms).values()) > 1:
        raise DandongError(fault("relation-term-twice", place, text))


def _sum(text: str) -> _Inside:
    return _Inside(_ids(text.split(",")))


def _one(text: str) -> _Inside:
    return _Inside(_ids([text]))


def _ratio(text: str) -> _Inside:
    return _Inside(_ids(_pair(text, "/")))


def _converted(text: str) -> _Inside:
    factor, term = _pair(text, ";")
    return _Inside(_ids([term]), _positive(factor))


def _named(text: str) -> _Inside:
    if not text.isdecimal():
        raise _WrongTermsError
    return _Inside(number=Fraction(int(text)))


def _equation(text: str) -> _Inside:
    expression = parse_expression(text)
    if expression is None:
        raise _WrongTermsError
    return _Inside(tuple(dict.fromkeys(expression.names())), expression=expression)


def _ids(parts: Iterable[str]) -> tuple[str, ...]:
    names = tuple(part.strip() for part in parts)
    if not all(names) or any(char in "(),;/" for name in names for char in name):
        raise _WrongTermsError
    return names


def _pair(text: str, separator: str) -> tuple[str, str]:
    left, found, right = text.partition(separator)
    if not found or separator in right:
        raise _WrongTermsError
    return left, right


def _positive(text: str) -> Fraction:
    if not _NUMBER.fullmatch(text.strip()) or not Fraction(text.strip()):
        raise _WrongTermsError
    return Fraction(text.strip())


_READERS: dict[str, tuple[Kind, Callable[[str], _Inside]]] = {
    "sum": ("sum", _sum), "same": ("same", _one), "pct": ("pct", _ratio),
    "subset": ("subset", _one), "converted_subset": ("converted_subset", _converted),
    "named": ("named", _named), "eq": ("eq", _equation),
}  # fmt: skip

"""Arithmetic between figures, as ``eq(...)`` states it; read by a parser of its own, never run.

``+ - * /``, brackets, numbers and ids of figures: ``PLAN.END - PLAN.START + 1``.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from dandong_analysis.audit.spans import Span

_TOKEN = re.compile(r"\s*(?:[0-9]+(?:\.[0-9]+)?|[^\W\d]\w*(?:\.\w+)*|[-+*/()])")
# Deeper brackets are no formula of a table.
_DEEPEST = 50

_SPANS: dict[str, Callable[[Span, Span], Span]] = {
    "+": lambda a, b: a + b, "-": lambda a, b: a - b,
    "*": lambda a, b: a * b, "/": lambda a, b: a / b,
}  # fmt: skip


@dataclass(frozen=True)
class Affine:
    """A weighted sum of figures and a constant."""

    weights: Mapping[str, Fraction]
    constant: Fraction = Fraction(0)

    def scaled(self, factor: Fraction) -> "Affine":
        weights = {name: weight * factor for name, weight in self.weights.items()}
        return Affine(weights, self.constant * factor)

    def plus(self, other: "Affine") -> "Affine":
        names = dict.fromkeys([*self.weights, *other.weights])
        weights = {n: self.weights.get(n, 0) + other.weights.get(n, Fraction(0)) for n in names}
        return Affine(weights, self.constant + other.constant)


@dataclass(frozen=True)
class Expression:
    """A number, the id of a figure, or an operation on two expressions."""

    operator: str = ""
    left: "Expression | None" = None
    right: "Expression | None" = None
    name: str = ""
    number: Fraction = Fraction(0)

    def names(self) -> Iterator[str]:
        """The figures in it, from left to right, each as often as it occurs."""
        if self.left and self.right:
            yield from self.left.names()
            yield from self.right.names()
        elif self.name:
            yield self.name

    def affine(self) -> Affine | None:
        """It as a weighted sum, or None where figures are multiplied or divided."""
        if not (self.left and self.right):
            return Affine({self.name: Fraction(1)}) if self.name else Affine({}, self.number)
        left, right = self.left.affine(), self.right.affine()
        return _combined(self.operator, left, right) if left and right else None

    def over(self, values: Mapping[str, Span]) -> Span:
        """What it comes to when each figure lies in its span.

        Exact where each figure occurs once; else the span may be too wide, never too narrow.

        Raises
        ------
        ZeroDivisionError
            When a divisor may be zero.
        """
        if self.left and self.right:
            return _SPANS[self.operator](self.left.over(values), self.right.over(values))
        return values[self.name] if self.name else Span.at(self.number)


def _combined(operator: str, left: Affine, right: Affine) -> Affine | None:
    if operator in "+-":
        return left.plus(right.scaled(Fraction(1 if operator == "+" else -1)))
    if operator == "/":
        is_number = not right.weights and right.constant
        return left.scaled(1 / right.constant) if is_number else None
    if not right.weights:
        return left.scaled(right.constant)
    return right.scaled(left.constant) if not left.weights else None


def parse_expression(text: str) -> Expression | None:
    """The formula in ``text``, or None when it is none.

    >>> parse_expression("A.END - A.START + 1").affine().constant
    Fraction(1, 1)
    >>> parse_expression("A.END -") is None
    True
    """
    tokens = _tokens(text)
    if tokens is None:
        return None
    try:
        found, rest = _sum(tokens, 0, 0)
    except _SyntaxError:
        return None
    return found if rest == len(tokens) else None


class _SyntaxError(Exception):
    """The text is no formula."""


def _tokens(text: str) -> list[str] | None:
    found, at = [], 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            return None
        found.append(match[0].strip())
        at = match.end()
    return found


def _sum(tokens: list[str], at: int, depth: int) -> tuple[Expression, int]:
    left, at = _product(tokens, at, depth)
    while at < len(tokens) and tokens[at] in "+-":
        right, after = _product(tokens, at + 1, depth)
        left, at = Expression(tokens[at], left, right), after
    return left, at


def _product(tokens: list[str], at: int, depth: int) -> tuple[Expression, int]:
    left, at = _factor(tokens, at, depth)
    while at < len(tokens) and tokens[at] in "*/":
        right, after = _factor(tokens, at + 1, depth)
        left, at = Expression(tokens[at], left, right), after
    return left, at


def _factor(tokens: list[str], at: int, depth: int) -> tuple[Expression, int]:
    symbol = tokens[at] if at < len(tokens) else ""
    if not symbol or symbol in "+*/)" or depth > _DEEPEST:
        raise _SyntaxError
    if symbol == "-":
        inner, after = _factor(tokens, at + 1, depth + 1)
        return Expression("-", Expression(), inner), after
    if symbol == "(":
        inner, after = _sum(tokens, at + 1, depth + 1)
        if after >= len(tokens) or tokens[after] != ")":
            raise _SyntaxError
        return inner, after + 1
    if symbol[0].isdigit():
        return Expression(number=Fraction(symbol)), at + 1
    return Expression(name=symbol), at + 1

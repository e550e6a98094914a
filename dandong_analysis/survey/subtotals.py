"""Delivered subtotals against the recomputed sums of their rows, as delivered."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import pandas as pd

from dandong_analysis.errors import Place, Problem
from dandong_analysis.schemas import Field
from dandong_analysis.survey.account import DATA, subtotal_word
from dandong_analysis.survey.cell import Parser
from dandong_analysis.survey.faults import fault, same
from dandong_analysis.survey.profile import SheetProfile
from dandong_analysis.units import exact_sum, printed_places, round_to

_SUMMED = ("decimal", "integer")

# A spreadsheet adds binary numbers; its saved sum is off by about this much at most.
_FLOAT_NOISE = Decimal("1e-9")

Numbers = Mapping[int, Decimal | None]


def is_summed(field: Field) -> bool:
    return field.kind in _SUMMED


def check_subtotals(
    cells: pd.DataFrame, fates: pd.Series, sheet: SheetProfile, place: Place,
    columns: Mapping[str, tuple[str, Parser]],
) -> list[Problem]:  # fmt: skip
    """Subtotals that differ from their rows.

    A 小计 is the sum of the data rows since the previous one. Any other word is the sum of
    all data rows of the sheet, or, where it occurs more than once, of those since its
    previous occurrence. A subtotal printed with fewer decimals is compared at those. Nothing
    is said about a column in which some row cannot be read.

    Parameters
    ----------
    columns
        By column address, the delivered header and the parser of the field's numbers.
    """
    numbers = [int(n) for n in fates.index[fates == "subtotal"]]
    words = {n: subtotal_word(cells.loc[n].tolist(), sheet) for n in numbers}
    data = fates.index[fates == DATA]
    problems: list[Problem] = []
    for address, (header, parser) in columns.items() if numbers else ():
        values = {int(n): _number(cells.at[n, address], parser) for n in data}  # noqa: PD008 - one cell
        for n in numbers:
            found = str(cells.at[n, address])  # noqa: PD008 - one cell
            where = replace(place, row=n, column=header)
            problems.extend(_compare(found, parser, _expected(n, words, values), where))
    return problems


def _number(text: object, parser: Parser) -> Decimal | None:
    cell = parser(str(text))
    return None if cell.code else Decimal(cell.text or 0)


def _expected(number: int, words: Mapping[int, str], values: Numbers) -> list[Decimal | None]:
    """The sums that the subtotal in row ``number`` may stand for."""
    before = [n for n, word in words.items() if n < number and word == words[number]]
    block = [v for n, v in values.items() if max(before, default=0) < n < number]
    repeated = list(words.values()).count(words[number]) > 1
    if words[number] == "小计":
        return [_sum(block)]
    return [_sum(block), _sum(list(values.values()))] if repeated else [_sum(list(values.values()))]


def _sum(values: Sequence[Decimal | None]) -> Decimal | None:
    known = [v for v in values if v is not None]
    return exact_sum(known) if len(known) == len(values) else None


def _compare(
    found: str, parser: Parser, sums: Sequence[Decimal | None], place: Place
) -> Iterator[Problem]:
    cell = parser(found)
    wanted = [s for s in sums if s is not None]
    if cell.code or not cell.text or len(wanted) < len(sums):
        return
    value, places = Decimal(cell.text), printed_places(cell.text)
    if not any(_meets(value, places, s) for s in wanted):
        yield fault("subtotal-differs", place, found, hint=same(f"{wanted[0]:f}"))


def _meets(value: Decimal, places: int, total: Decimal) -> bool:
    rounded = {round_to(total, places), round_to(total, places, "half_up")}
    return value in rounded or abs(value - total) <= _FLOAT_NOISE * max(abs(total), Decimal(1))

"""Delivered subtotals against the recomputed sums of their rows, as delivered."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import pandas as pd

from dandong_analysis.errors import Place, Problem, Text
from dandong_analysis.schemas import Field
from dandong_analysis.survey.account import DATA, subtotal_word
from dandong_analysis.survey.cell import Cell, Parser
from dandong_analysis.survey.faults import fault
from dandong_analysis.survey.profile import SheetProfile
from dandong_analysis.units import exact_sum, printed_places, round_to

_SUMMED = ("decimal", "integer")

# A spreadsheet adds binary numbers; its saved sum is off by about this much at most.
_FLOAT_NOISE = Decimal("1e-9")

Numbers = Mapping[int, Decimal | None]
Sums = Sequence[Decimal | None]


def is_summed(field: Field) -> bool:
    return field.kind in _SUMMED


def check_subtotals(
    cells: pd.DataFrame, fates: pd.Series, sheet: SheetProfile, place: Place,
    columns: Mapping[str, tuple[str, Parser]], *, corrected: pd.DataFrame,
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
    corrected
        The data rows after corrections; a finding says when these do add up.
    """
    numbers = [int(n) for n in fates.index[fates == "subtotal"]]
    rows = zip(numbers, cells.loc[numbers].to_numpy().tolist(), strict=True)
    words = {n: subtotal_word(texts, sheet) for n, texts in rows}
    data = cells[fates == DATA]
    problems: list[Problem] = []
    for address, (header, parser) in columns.items() if numbers else ():
        delivered, mended = (_numbers(frame[address], parser) for frame in (data, corrected))
        for n, found in zip(numbers, cells.loc[numbers, address].tolist(), strict=True):
            where = replace(place, row=n, column=header)
            sums, after = _expected(n, words, delivered), _expected(n, words, mended)
            problems.extend(_compare(found, parser(found), sums, after, where))
    return problems


def _numbers(column: pd.Series, parser: Parser) -> dict[int, Decimal | None]:
    cells = zip(column.index.tolist(), map(parser, column.tolist()), strict=True)
    return {int(n): None if cell.code else Decimal(cell.text or 0) for n, cell in cells}


def _expected(number: int, words: Mapping[int, str], values: Numbers) -> Sums:
    """The sums that the subtotal in row ``number`` may stand for."""
    before = [n for n, word in words.items() if n < number and word == words[number]]
    block = [v for n, v in values.items() if max(before, default=0) < n < number]
    repeated = list(words.values()).count(words[number]) > 1
    if words[number] == "小计":
        return [_sum(block)]
    return [_sum(block), _sum(list(values.values()))] if repeated else [_sum(list(values.values()))]


def _sum(values: Sums) -> Decimal | None:
    known = [v for v in values if v is not None]
    return exact_sum(known) if len(known) == len(values) else None


def _compare(
    found: str, cell: Cell, sums: Sums, after: Sums, place: Place
) -> Iterator[Problem]:  # fmt: skip
    expected = next(iter(sums))
    if cell.code or not cell.text or expected is None or None in sums or _is_met(cell, sums):
        return
    note = Text("，更正后相符", ", and agrees after corrections")
    hint = note if _is_met(cell, after) else Text("", "")
    told = Text(f"{expected:f}{hint.zh}", f"{expected:f}{hint.en}")
    yield fault("subtotal-differs", place, found, hint=told)


def _is_met(cell: Cell, sums: Sums) -> bool:
    value, places = Decimal(cell.text), printed_places(cell.text)
    return any(total is not None and _meets(value, places, total) for total in sums)


def _meets(value: Decimal, places: int, total: Decimal) -> bool:
    rounded = {round_to(total, places), round_to(total, places, "half_up")}
    return value in rounded or abs(value - total) <= _FLOAT_NOISE * max(abs(total), Decimal(1))

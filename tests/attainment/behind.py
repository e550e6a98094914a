"""What rows and parts add up to, computed without the package."""

from decimal import Decimal
from fractions import Fraction

from dandong_analysis.attainment.frames import (
    records,
)


def added(values):
    """An exact sum that is no code of the package."""
    whole = sum(map(Fraction, values), Fraction(0))
    return Decimal(whole.numerator) / Decimal(whole.denominator)


def codes(cell):
    return [] if cell is None else cell.split("|")


def amounts_of(frames):
    """Each amount as its rows or its parts add up, by code."""
    rows: dict[str, list[Decimal]] = {}
    for row in records(frames["amount_rows"]):
        rows.setdefault(row["plan_amount"], []).append(row["amount"])
    found = {}
    for row in records(frames["amounts"]):
        parts = [found[c] for c in codes(row["amounts"])]
        found[row["plan_amount"]] = added([*rows.pop(row["plan_amount"], []), *parts])
    assert not rows, "rows of an amount that is not listed"
    return found


def columns_of_codes(frames):
    """All codes of amounts that any frame names."""
    listed = {
        "series": ("in_year", "by_year"), "rates": ("numerator_amount", "denominator_amount"),
        "funds": ("cost_amounts", "need_amounts"), "amounts": ("amounts",),
    }  # fmt: skip
    for name, columns in listed.items():
        for row in records(frames[name]):
            for column in columns:
                yield from codes(row[column])

"""The frames of an evaluation: their columns, and rows made into frames."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Any

import pandas as pd

from dandong_analysis.schemas import ADDRESS
from dandong_analysis.units import EXACT

RATIO_PLACES = 18
"""Decimals of a stored ratio. Grades never use stored ratios: they compare exact fractions."""

_ADDRESS = dict.fromkeys(ADDRESS, "str") | {"source_row": "Int64"}
_CELL = {"indicator_id": "str", "region": "str", "liability": "str", "period": "str"}

Row = Mapping[str, Any]
# Rows of the survey tables by table name, as :func:`records` gives them.
Tables = Mapping[str, Sequence[Row]]


def make_frame(rows: Iterable[Row], columns: Mapping[str, str]) -> pd.DataFrame:
    """Rows as a frame with exactly these columns and dtypes; a key that a row lacks is missing.

    Decimals and fractions go into ``object`` columns, fractions as decimals with
    :data:`RATIO_PLACES` places.
    """
    listed = list(rows)
    return pd.DataFrame({
        name: pd.Series([_cell(row.get(name)) for row in listed], dtype=dtype)
        for name, dtype in columns.items()
    })  # fmt: skip


def _cell(value: Any) -> Any:  # noqa: ANN401 - a cell of any kind
    return decimal_of(value) if isinstance(value, Fraction) else value


def decimal_of(value: Fraction) -> Decimal:
    """A fraction as a decimal with at most :data:`RATIO_PLACES` places, half to even.

    >>> decimal_of(Fraction(1, 8)), decimal_of(Fraction(2, 3))
    (Decimal('0.125'), Decimal('0.666666666666666667'))
    """
    exact = EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))
    exponent = exact.as_tuple().exponent
    if isinstance(exponent, int) and exponent >= -RATIO_PLACES:
        return exact
    return exact.quantize(Decimal(1).scaleb(-RATIO_PLACES), ROUND_HALF_EVEN, context=EXACT)


def text(value: object) -> str:
    """A text cell of :func:`records`; a missing one is empty."""
    return "" if value is None else str(value)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame by column name: plain values, dates as days, what is missing as None."""
    columns = {str(name): _plain(frame[name]) for name in frame.columns}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _plain(column: pd.Series) -> list[Any]:
    values = column.dt.date if column.dtype.kind == "M" else column
    return values.astype("object").where(column.notna(), None).tolist()


def address_of(row: Row) -> dict[str, Any]:
    """The address columns of a typed row."""
    return {name: row.get(name) for name in ADDRESS}


# One printed target, or a cell of the county table, as parsed. `held_target` is in `unit`.
TARGET_COLUMNS = {
    **_ADDRESS, "target_id": "str", **_CELL, "indicator_name": "str", "indicator_name_en": "str",
     "indicator_kind": "str",
    "target_kind": "str", "measure": "str", "printed_target": "str", "printed_unit": "str",
    "held_target": "object", "unit": "str", "baseline": "object", "section": "str",
    "status": "str",
}  # fmt: skip

# One cell of an indicator at the date. Ratios are fractions of 1, times are days and calendar
# years, amounts are in `unit`. What cannot be said is missing, and `status` says why.
ATTAINMENT_COLUMNS = {
    **_ADDRESS, **_CELL, "target_id": "str", "restated_ids": "str", "indicator_name": "str", "indicator_name_en": "str",
    "indicator_kind": "str", "target_kind": "str", "measure": "str", "is_dated": "boolean", "unit": "str",
    "printed_target": "str", "target_origin": "str", "section": "str", "as_of": "datetime64[ms]",
    "start": "datetime64[ms]", "end": "datetime64[ms]", "is_over": "boolean", "status": "str",
    "done": "object", "target": "object", "attainment": "object", "numerator": "str",
    "numerator_value": "object", "denominator": "str", "denominator_value": "object",
    "days_elapsed": "Int64", "days_total": "Int64", "time_progress": "object",
    "path_progress": "object", "expected_linear": "object", "expected_path": "object",
    "ratio_linear": "object", "ratio_path": "object", "grade_linear": "str", "grade_path": "str",
    "grade": "str", "next_grade": "str", "ratio_to_next": "object", "amount_to_next": "object",
    "lower_grade": "str", "amount_to_lower": "object", "margin_unit": "str", "remaining": "object",
    "surplus": "object", "pace_per_year": "object", "years_left": "object",
    "needed_per_year": "object", "reached_on": "datetime64[ms]", "n_counted": "Int64",
    "evidence_ids": "str",
}  # fmt: skip

# The columns of a table of works that hold money.
MONEY_COLUMNS = tuple(f"{s}_funds_cny_10k" for s in ("central", "local", "mine", "social"))

# One row of a survey table that may be evidence, and whether it counts.
EVIDENCE_COLUMNS = {
    **_ADDRESS, "table": "str", "row_id": "str", "mine_id": "str", "mine_name": "str",
    "county": "str", "liability": "str", "production_status": "str", "date": "datetime64[ms]", "period": "str",
    "acceptance_number": "str", "target_id": "str", "area_mu": "object", "counted_mu": "object",
    "excess_mu": "object", **dict.fromkeys(MONEY_COLUMNS, "object"), "status": "str",
}  # fmt: skip

# Counted amount of a calendar year. `in_year` and `by_year` are the codes of the amounts;
# `is_whole`: the year lies in the plan and is over.
SERIES_COLUMNS = {
    "indicator_id": "str", "region": "str", "liability": "str", "in_year": "str",
    "by_year": "str", "year": "Int64",
    "amount": "object", "cumulative": "object", "unit": "str", "n_counted": "Int64",
    "is_whole": "boolean",
}  # fmt: skip

# One ratio with both terms named. `value` is a percentage; `reading` is `plan` where the plan
# itself prints the share so, else `alternative`.
RATE_COLUMNS = {
    "rate": "str", **_CELL, "numerator": "str", "numerator_value": "object", "denominator": "str",
    "denominator_value": "object", "unit": "str", "value": "object", "reading": "str",
    "status": "str", "numerator_amount": "str", "denominator_amount": "str",
}  # fmt: skip

# One scenario of one cell at the end of its period.
PROJECTION_COLUMNS = {
    **_CELL, "scenario": "str", "unit": "str", "at_end": "datetime64[ms]", "done": "object",
    "target": "object", "per_year": "object", "projected": "object", "attainment": "object",
    "low": "Float64", "high": "Float64", "confidence": "object", "n_years": "Int64",
    "reason": "str",
}  # fmt: skip

# Money of the counted work. Unit costs are in 10 000 yuan a mu.
FUNDS_COLUMNS = {
    **{k: v for k, v in _CELL.items() if k != "indicator_id"}, "n_works": "Int64",
    "n_without_money": "Int64", "area_mu": "object", "area_without_money_mu": "object",
    "central_cny_10k": "object", "local_cny_10k": "object", "mine_cny_10k": "object",
    "social_cny_10k": "object", "total_cny_10k": "object", "unit_cost": "object",
    "unit_cost_low": "object", "unit_cost_high": "object", "remaining_mu": "object",
    "needed_cny_10k": "object", "needed_low_cny_10k": "object", "needed_high_cny_10k": "object",
    "reason": "str", "cost_amounts": "str", "need_amounts": "str",
}  # fmt: skip

# What another reading of the plan changes in one cell.
SENSITIVITY_COLUMNS = {
    "parameter": "str", "value": "str", "base_value": "str", **_CELL, "target_kind": "str",
    "base_status": "str", "status": "str", "base_attainment": "object", "attainment": "object",
    "base_grade": "str", "grade": "str", "flips": "boolean",
}  # fmt: skip

# An amount behind the evaluation. `amounts` are the codes of those that it is the sum of,
# joined by |; all others are the sums of their rows.
AMOUNT_COLUMNS = {
    "plan_amount": "str", "amount_kind": "str", "amount": "object", "unit": "str",
    "places": "Int64", "amounts": "str",
}  # fmt: skip

# A delivered row behind an amount: `column` of `table` is its cell, where it is one cell.
AMOUNT_ROW_COLUMNS = {
    **_ADDRESS, "plan_amount": "str", "table": "str", "column": "str", "date": "datetime64[ms]",
    "amount": "object",
}  # fmt: skip

"""Targets as a plan prints them, read by the kind of their indicator."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from dandong_analysis.attainment.faults import finding, target_problem
from dandong_analysis.attainment.frames import (
    TARGET_COLUMNS,
    Row,
    Tables,
    address_of,
    make_frame,
    text,
)
from dandong_analysis.attainment.parts import is_plain
from dandong_analysis.attainment.settings import AttainmentSettings, Measure
from dandong_analysis.errors import Problem
from dandong_analysis.study import WHOLE
from dandong_analysis.units import convert, unit_of, units
from dandong_analysis.vocabulary import normalise

GIVEN = "given"
# A target of zero is a number, but leaves nothing to attain.
ZERO = "target_zero"
ADDITIVE = ("cumulative", "count")

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True)
class Target:
    """One target. ``value`` is in the unit of the measure; None for a sign or what is unread.

    ``region``, ``liability`` and ``period`` are codes, or ``all``. ``status`` is ``given`` or
    the code of what keeps it from being assessed.
    """

    id: str
    indicator: str
    name: str
    name_en: str
    kind: str
    measure: str
    region: str
    liability: str
    period: str
    attribute: str
    printed: str
    printed_unit: str
    unit: str
    value: Decimal | None
    baseline: Decimal | None
    section: str
    status: str
    address: Row

    @property
    def key(self) -> tuple[str, str, str, str]:
        return self.indicator, self.region, self.liability, self.period


def read_targets(tables: Tables, settings: AttainmentSettings) -> list[Target]:
    """The targets of the tables ``plan_indicators`` and ``targets``, in their order.

    Parameters
    ----------
    tables
        Rows by table name; either table may be absent.
    settings
        Measures, and what the rows of ``targets`` are targets of.
    """
    return [*_indicator_targets(tables, settings), *_county_targets(tables, settings)]


def check_measures(targets: Iterable[Target], settings: AttainmentSettings) -> list[Problem]:
    """Targets whose measure does not exist, or is a rate where the indicator is none, or the reverse."""
    return [
        target_problem("target-measure", t.address, f"{t.id} {t.kind} {t.measure}")
        for t in targets
        if t.measure not in settings.measures
        or settings.measures[t.measure].is_rate != (t.kind == "rate")
    ]


def check_ids(targets: Iterable[Target]) -> list[Problem]:
    """Targets whose indicator id would break the fact ids that it is made part of."""
    return [
        target_problem("target-id", t.address, f"{t.id} {t.indicator}")
        for t in targets if not is_plain(t.indicator)
    ]  # fmt: skip


def target_frame(targets: list[Target]) -> pd.DataFrame:
    """Targets as a frame with the columns :data:`~.frames.TARGET_COLUMNS`."""
    return make_frame((_target_row(t) for t in targets), TARGET_COLUMNS)


def target_findings(targets: list[Target]) -> Iterator[Problem]:
    """A finding for each target that is blank, zero, negative or cannot be read."""
    for t in targets:
        if t.status != GIVEN:
            code = t.status.replace("_", "-")
            yield finding(code, t.address, *_place_of(t), f"{t.id} {t.printed}".strip())


def _place_of(target: Target) -> tuple[str, str]:
    """Table and field in which the target stands."""
    is_county_cell = target.address.get("table") == "targets"
    return (
        ("targets", "target_area_mu") if is_county_cell else ("plan_indicators", "printed_target")
    )


def _indicator_targets(tables: Tables, settings: AttainmentSettings) -> Iterator[Target]:
    for row in tables.get("plan_indicators", ()):
        measure = settings.measures.get(text(row["target_measure"]))
        kind, printed = text(row["indicator_kind"]), text(row["printed_target"])
        value, status = read_value(
            printed, text(row["printed_unit"]), kind, measure, settings.sign_spellings
        )
        baseline = read_value(
            text(row["printed_baseline"]), text(row["printed_unit"]), "rate", measure, frozenset()
        )[0]
        yield Target(
            text(row["target_id"]), text(row["indicator_id"]), text(row["indicator_name"]),
            text(row.get("indicator_name_en")), kind,
            text(row["target_measure"]), *_place(row), text(row["target_kind"]), printed,
            text(row["printed_unit"]), measure.unit if measure else "", value, baseline,
            text(row["section"]), status, {**address_of(row), "table": "plan_indicators"},
        )  # fmt: skip


def _county_targets(tables: Tables, settings: AttainmentSettings) -> Iterator[Target]:
    declared = settings.county_targets
    measure = settings.measures[declared.measure]
    for row in tables.get("targets", ()):
        area = row["target_area_mu"]
        known = isinstance(area, Decimal)
        value, status = _judged(area) if known else (None, "target_blank")
        yield Target(
            text(row["target_id"]), declared.indicator, declared.zh, declared.en,
            declared.kind,
            declared.measure, *_place(row), "", f"{area:f}" if known else "",
            units()[measure.unit].zh, measure.unit, value, None, text(row["section"]), status,
            {**address_of(row), "table": "targets"},
        )  # fmt: skip


def _place(row: Row) -> tuple[str, str, str]:
    return tuple(text(row[c]) or WHOLE for c in ("county", "liability", "period"))  # type: ignore[return-value]


def read_value(
    printed: str, unit: str, kind: str, measure: Measure | None, signs: frozenset[str]
) -> tuple[Decimal | None, str]:
    """The value of a printed target in the unit of its measure, and its status.

    A blank is ``target_blank``, never 0. A milestone has the value 1 whatever its words; a sign
    has no value. A number must be a plain decimal, in a unit of the measured quantity.

    Returns
    -------
    tuple
        Value and ``given``, or None and one of ``target_blank``, ``target_negative``,
        ``target_unreadable``, ``target_unit``; 0 is ``target_zero``.
    """
    word = normalise(printed)
    if not word:
        return None, "target_blank"
    if kind == "milestone":
        return Decimal(1), GIVEN
    if kind == "sign":
        return None, GIVEN if word in signs else "target_unreadable"
    if measure is None or not _NUMBER.fullmatch(word):
        return None, "target_unreadable"
    held = _held(Decimal(word), unit, measure.unit)
    return (None, "target_unit") if held is None else _judged(held)


def _judged(value: Decimal) -> tuple[Decimal | None, str]:
    if value < 0:
        return None, "target_negative"
    return value, GIVEN if value else ZERO


def _held(value: Decimal, printed_unit: str, held_unit: str) -> Decimal | None:
    """``value`` in the held unit; counting words stand for each other; None for other units."""
    given = unit_of(normalise(printed_unit)) if printed_unit else units()[held_unit]
    if given is None or given.quantity != units()[held_unit].quantity:
        return None
    return convert(value, given.code, held_unit)


def _target_row(t: Target) -> dict[str, object]:
    return {
        **t.address, "target_id": t.id, "indicator_id": t.indicator, "region": t.region,
        "liability": t.liability, "period": t.period, "indicator_name": t.name,
        "indicator_name_en": t.name_en or None,
        "indicator_kind": t.kind, "target_kind": t.attribute or None, "measure": t.measure,
        "printed_target": t.printed or None, "printed_unit": t.printed_unit or None,
        "held_target": t.value, "unit": t.unit, "baseline": t.baseline,
        "section": t.section or None, "status": t.status,
    }  # fmt: skip

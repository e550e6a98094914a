"""What is true of all facts: they add up, open to their rows, and do not depend on order."""

from dataclasses import replace
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dandong_analysis.stats.behind import rows_behind
from dandong_analysis.stats.catalogue import standard_catalogue

DAMAGE = ["open_pit_site", "industrial_yard", "waste_dump", "tailings_facility"]
LAND = ("LAND.DAMAGED", "LAND.PARCELS")


def test_inputs_are_untouched(trial, small):
    before = {name: frame.copy(deep=True) for name, frame in small.items()}
    trial.ledger(small)
    for name, frame in small.items():
        pd.testing.assert_frame_equal(frame, before[name])


def test_rows_behind_every_fact_give_it_again(trial, small):
    ledger = trial.ledger(small)
    for fact in ledger:
        rows = rows_behind(fact, ledger, small, trial.schemas)
        assert len(rows) == fact.n_rows, fact.id
        if fact.definition.measure == "sum" and fact.definition.table and fact.value is not None:
            assert sum(rows[fact.definition.column], Decimal(0)) == fact.value, fact.id


def test_rows_behind_a_ratio_are_those_of_both_terms(trial, small):
    ledger = trial.ledger(small)
    rows = rows_behind(ledger["LAND.PER_MINE@county=A"], ledger, small, trial.schemas)
    assert rows["table"].value_counts().to_dict() == {"land_damage": 3, "mines": 2}


AREAS = st.lists(
    st.tuples(
        st.sampled_from(["M1", "M2", "M3", "M4", "M9"]),
        st.sampled_from(DAMAGE),
        st.decimals("0", "9999", places=4).map(str),
    ),
    max_size=12,
)
quick = settings(max_examples=40, deadline=None)


@pytest.fixture(scope="session")
def land_only():
    """Damaged land and its parcels by two crossings, so that a property runs quickly."""
    standard = standard_catalogue()
    by = ((), ("damage_type", "status_class"), ("county",), ("commodity",))
    kept = {n: replace(standard.indicators[n], by=by, names={}) for n in LAND}
    return replace(standard, indicators=kept)


@quick
@given(rows=AREAS, data=st.data())
def test_the_order_of_rows_changes_nothing(trial, small, land_only, rows, data):
    shuffled = data.draw(st.permutations(rows))
    a, b = (
        trial.ledger({**small, "land_damage": trial.parcels(*r)}, land_only)
        for r in (rows, shuffled)
    )
    assert {f.id: f.value for f in a} == {f.id: f.value for f in b}


@quick
@given(rows=AREAS.filter(bool), cut=st.decimals("0", "1", places=3))
def test_splitting_a_parcel_leaves_every_sum(trial, small, land_only, rows, cut):
    mine, kind, area = rows[0]
    part = Decimal(area) * cut
    split = [(mine, kind, str(part)), (mine, kind, str(Decimal(area) - part)), *rows[1:]]
    a, b = (
        trial.ledger({**small, "land_damage": trial.parcels(*r)}, land_only) for r in (rows, split)
    )
    for fact in (f for f in a if f.indicator == "LAND.DAMAGED"):
        assert b[fact.id].value == fact.value
    assert b["LAND.PARCELS"].value == a["LAND.PARCELS"].value + 1


@quick
@given(rows=AREAS)
def test_every_crossing_adds_up_to_the_total(trial, small, land_only, rows):
    ledger = trial.ledger({**small, "land_damage": trial.parcels(*rows)}, land_only)
    for name in LAND:
        for crossing in land_only.indicators[name].by:
            parts = ledger.select(name, *crossing)
            total = sum((Decimal(r[2]) for r in rows), Decimal(0))
            assert sum(f.value for f in parts) == (total if name == LAND[0] else len(rows))


def test_every_crossing_of_the_standard_catalogue_adds_up(trial, small):
    ledger = trial.ledger(small)
    for name in ("MINE.TOTAL", "LAND.MINE_AREA", "LAND.DAMAGED", "LAND.PARCELS"):
        for crossing in standard_catalogue().indicators[name].by:
            parts = ledger.select(name, *crossing)
            assert sum(f.value for f in parts) == ledger[name].value, (name, crossing)

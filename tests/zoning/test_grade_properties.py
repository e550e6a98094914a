"""What holds for every survey: monotone, free of order, and the same for a part."""

from decimal import Decimal

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dandong_analysis.zoning.criteria import LEVELS

AREA = st.decimals("0", "400", places=2)
CLASSES = ["basic_farmland", "arable", "orchard", "forest", "grass", "unused", "construction"]
OBJECTS = ["农田", "乡村公路", "铁路", "某设施", None]
HAZARD = st.fixed_dictionaries({
    "hazard_type": st.sampled_from(["rockfall", "landslide", "debris_flow", "ground_collapse"]),
    "volume_m3": st.none() | st.decimals("0", "2000000", places=0),
    "threatened_people": st.none() | st.integers(0, 300),
    "potential_loss_cny_10k": st.none() | st.decimals("0", "900", places=1),
    "threatened_objects": st.sampled_from(OBJECTS),
})  # fmt: skip
AQUIFER = st.fixed_dictionaries({
    "inflow_m3_per_day": st.none() | st.decimals("0", "20000", places=0),
    "leakage": st.sampled_from(["none", "moderate", "severe", None]),
    "supply_affected": st.sampled_from(["none", "partial", "central", None]),
})  # fmt: skip
PARCEL = st.fixed_dictionaries(
    {"land_class": st.sampled_from([*CLASSES, None]), "damaged_area_mu": AREA}
)
IDS = ["M1", "M2", "M3"]
SURVEY = st.fixed_dictionaries({
    "mines": st.lists(
        st.fixed_dictionaries({
            "county": st.sampled_from("AB"),
            "mining_method": st.sampled_from(["open_pit", "underground", "combined", None]),
            "is_in_protected_view": st.sampled_from([True, False, None]),
        }), min_size=3, max_size=3,
    ),
    "hazards": st.lists(st.tuples(st.sampled_from(IDS), HAZARD), max_size=4),
    "land_damage": st.lists(st.tuples(st.sampled_from(IDS), PARCEL), max_size=6),
    "aquifer": st.dictionaries(st.sampled_from(IDS), AQUIFER).map(lambda d: list(d.items())),
    "landscape": st.dictionaries(
        st.sampled_from(IDS),
        st.fixed_dictionaries(
            {"landscape_degree": st.sampled_from(["slight", "moderate", "severe", None])}
        ),
    ).map(lambda d: list(d.items())),
})  # fmt: skip
few = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def tables(world, survey):
    mines = [{"mine_id": i, **row} for i, row in zip(IDS, survey["mines"], strict=True)]
    children = {
        name: [{"mine_id": mine, **row} for mine, row in rows]
        for name, rows in survey.items() if name != "mines"
    }  # fmt: skip
    return world.tables(mines=mines, **children)


def levels(graded):
    frame = graded.mines.set_index("mine_id").sort_index()
    return frame[["best_grade", "worst_grade"]].map(LEVELS.index)


WORSE = {
    "leakage": {"none": "moderate", "moderate": "severe"},
    "supply_affected": {"none": "partial", "partial": "central"},
    "landscape_degree": {"slight": "moderate", "moderate": "severe"},
    "threatened_objects": {"农田": "乡村公路", "乡村公路": "铁路"},
}  # fmt: skip


def worsened(value, field, factor):
    """A value that is at least as bad."""
    if pd.isna(value):
        return value
    if field in WORSE:
        return WORSE[field].get(value, value)
    return value * factor if isinstance(value, Decimal) else value + factor


FIELDS = [
    ("hazards", "threatened_people"), ("hazards", "potential_loss_cny_10k"),
    ("hazards", "volume_m3"), ("hazards", "threatened_objects"),
    ("aquifer", "inflow_m3_per_day"), ("aquifer", "leakage"), ("aquifer", "supply_affected"),
    ("landscape", "landscape_degree"), ("land_damage", "damaged_area_mu"),
]  # fmt: skip


@few
@given(survey=SURVEY, where=st.sampled_from(FIELDS), factor=st.integers(1, 40))
def test_a_worse_factor_never_improves_a_grade(world, survey, where, factor):
    before = tables(world, survey)
    table, field = where
    column = before[table][field]
    worse = [worsened(v, field, factor) for v in column.tolist()]
    changed = before[table].assign(**{field: pd.Series(worse, column.index, column.dtype)})
    then = levels(world.grade({**before, table: changed}))
    assert (then >= levels(world.grade(before))).all(axis=None)


@few
@given(survey=SURVEY, extra=st.tuples(st.sampled_from(IDS), PARCEL))
def test_another_parcel_never_improves_a_certain_grade(world, survey, extra):
    more = {**survey, "land_damage": [*survey["land_damage"], extra]}
    before, then = (levels(world.grade(tables(world, s))) for s in (survey, more))
    assert (then["best_grade"] >= before["best_grade"]).all()


@few
@given(survey=SURVEY, seed=st.integers(0, 1000))
def test_the_order_of_rows_changes_nothing(world, survey, seed):
    given_order = tables(world, survey)
    mixed = {n: f.sample(frac=1, random_state=seed) for n, f in given_order.items()}
    one, two = world.grade(given_order), world.grade(mixed)
    for name in ("mines", "fired", "missing", "groups"):
        a, b = (
            getattr(g, name).astype("object").where(lambda x: x.notna(), None) for g in (one, two)
        )
        keys = [c for c in ("mine_id", "group", "criterion", "field", "reason", "found") if c in a]
        a, b = (f.sort_values(keys, ignore_index=True) for f in (a, b))
        pd.testing.assert_frame_equal(a, b)


@few
@given(survey=SURVEY, share=st.integers(1, 9))
def test_splitting_parcels_changes_nothing(world, survey, share):
    whole = tables(world, survey)
    parcels = whole["land_damage"]
    tenth = Decimal(share) / 10
    first = parcels.assign(damaged_area_mu=[a * tenth for a in parcels["damaged_area_mu"]])
    rest = parcels.assign(
        damaged_area_mu=[a - a * tenth for a in parcels["damaged_area_mu"]],
        parcel_id=parcels["parcel_id"] + "b",
    )
    split = {**whole, "land_damage": pd.concat([first, rest], ignore_index=True)}
    one, two = world.grade(whole), world.grade(split)
    pd.testing.assert_frame_equal(one.mines, two.mines)
    same = ["mine_id", "criterion", "value", "decides"]
    pd.testing.assert_frame_equal(one.fired[same], two.fired[same])


@few
@given(survey=SURVEY)
def test_one_county_alone_gets_the_same_grades(world, survey):
    whole = tables(world, survey)
    part = {**whole, "mines": whole["mines"].query("county == 'A'")}
    expected = world.grade(whole).mines.query("county == 'A'").reset_index(drop=True)
    pd.testing.assert_frame_equal(world.grade(part).mines, expected)


@few
@given(survey=SURVEY)
def test_grade_is_given_exactly_when_best_and_worst_agree(world, survey):
    frame = world.grade(tables(world, survey)).mines
    agree = frame["best_grade"] == frame["worst_grade"]
    assert (frame.loc[agree, "grade"] == frame.loc[agree, "best_grade"]).all()
    assert (frame.loc[~agree, "grade"] == "ungraded").all()
    assert (levels(world.grade(tables(world, survey))).diff(axis=1)["worst_grade"] >= 0).all()


FILLS = {
    "threatened_people": [0, 50, 200], "potential_loss_cny_10k": [Decimal(0), Decimal(900)],
    "volume_m3": [Decimal(0), Decimal(2000000)], "threatened_objects": ["农田", "乡村公路", "铁路"],
    "inflow_m3_per_day": [Decimal(0), Decimal(20000)], "leakage": ["none", "severe"],
    "supply_affected": ["none", "partial", "central"], "landscape_degree": ["slight", "severe"],
    "land_class": CLASSES,
}  # fmt: skip


@few
@given(survey=SURVEY, data=st.data())
def test_any_filling_of_missing_cells_stays_between_best_and_worst(world, survey, data):
    before = tables(world, survey)
    filled = dict(before)
    for name in ("hazards", "aquifer", "landscape", "land_damage"):
        for field in FILLS.keys() & set(before[name].columns):
            values = [
                data.draw(st.sampled_from(FILLS[field])) if pd.isna(v) else v
                for v in filled[name][field].tolist()
            ]
            column = pd.Series(values, filled[name].index, filled[name][field].dtype)
            filled[name] = filled[name].assign(**{field: column})
    open_, closed = levels(world.grade(before)), levels(world.grade(filled))
    assert (closed["best_grade"] >= open_["best_grade"]).all()
    assert (closed["worst_grade"] <= open_["worst_grade"]).all()

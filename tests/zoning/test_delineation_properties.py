"""What holds for the zones of every survey."""

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dandong_analysis.geometry import area_mu, read_shape
from dandong_analysis.zoning.zone_frames import ZONE_COLUMNS

PLAIN = {"surface": "grade", "breaks": "given", "bandwidth_m": 1000, "min_zone_km2": 3}


# Without shrinking: an example takes a good part of a second.
few = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)  # fmt: skip
GRADES = st.sampled_from(["severe", "moderate", "slight"])
# Tenths of a kilometre, a parcel's length away from the common border at 4.9 km.
TENTHS = st.integers(2, 97).filter(lambda tenths: abs(tenths - 49) > 2)
PLACE = st.tuples(TENTHS, TENTHS, GRADES)
SURVEY = st.lists(PLACE, min_size=2, max_size=9, unique_by=lambda p: p[:2])
# An L and the square in its corner: 10 by 10 km in all, with a common border.
ELL = [(0.1, 0.1), (9.9, 0.1), (9.9, 4.9), (4.9, 4.9), (4.9, 9.9), (0.1, 9.9)]
SQUARE = [(4.9, 4.9), (9.9, 4.9), (9.9, 9.9), (4.9, 9.9)]
SMALL = {**PLAIN, "min_zone_km2": 5}


def placed(chart, places):
    """Mines at tenths of a kilometre in the two districts; half have an outline."""
    mines = {f"M{i}": (x / 10, y / 10, g) for i, (x, y, g) in enumerate(places)}
    parcels = [
        {
            "mine_id": m, "parcel_id": f"P{m}", "damaged_area_mu": "12.5",
            "geometry_wkt": chart.box(x - 0.15, y - 0.1, x + 0.15, y + 0.1) if i % 2 else None,
        }
        for i, (m, (x, y, _)) in enumerate(mines.items())
    ]  # fmt: skip
    layer = chart.layer("districts", [
        {"district_id": "D1", "name": "一", "county": "A", "geometry_wkt": chart.wkt(shapely.Polygon(ELL))},
        {"district_id": "D2", "name": "二", "county": "B", "geometry_wkt": chart.wkt(shapely.Polygon(SQUARE))},
    ])  # fmt: skip
    counties = chart.layer("counties", [
        {"county": "A", "name": "甲县", "geometry_wkt": chart.box(-1, -1, 11, 11)},
    ])  # fmt: skip
    return mines, parcels, {"districts": layer, "counties": counties}


@given(places=SURVEY, random=st.randoms(use_true_random=False))
@few
def test_the_order_of_rows_changes_nothing(country, chart, places, random):
    mines, parcels, layers = placed(chart, places)
    tables = country.survey(
        mines, land_damage=country.world.typed("land_damage", parcels), **layers
    )
    frames = country.zones(tables, **SMALL)
    mixed = {}
    for name, frame in tables.items():
        order = list(range(len(frame)))
        random.shuffle(order)
        mixed[name] = frame.iloc[order].reset_index(drop=True)
    again = country.zones(mixed, **SMALL)
    for name, frame in frames.items():
        pd.testing.assert_frame_equal(again[name], frame)


@given(places=SURVEY, cut=st.integers(1, 9))
@few
def test_dividing_parcels_changes_no_zone(country, chart, places, cut):
    mines, parcels, layers = placed(chart, places)
    pieces = []
    for parcel in parcels:
        x, y, _ = mines[parcel["mine_id"]]
        middle = x - 0.15 + 0.03 * cut
        west, east = (
            chart.box(x - 0.15, y - 0.1, middle, y + 0.1),
            chart.box(middle, y - 0.1, x + 0.15, y + 0.1),
        )
        for part, area, wkt in (("a", "10.25", west), ("b", "2.25", east)):
            outlined = wkt if parcel["geometry_wkt"] else None
            pieces.append({**parcel, "parcel_id": parcel["parcel_id"] + part,
                           "damaged_area_mu": area, "geometry_wkt": outlined})  # fmt: skip
    whole, parts = (
        country.zones(
            country.survey(mines, land_damage=country.world.typed("land_damage", rows), **layers),
            **SMALL,
        )
        for rows in (parcels, pieces)
    )
    for name in ("zone_cells", "zone_runs", "zone_mines", "zone_shift"):
        pd.testing.assert_frame_equal(whole[name], parts[name])
    # A parcel on a border may lie in two zones once it is divided.
    own = [c for c in ZONE_COLUMNS if c != "damaged_area_mu"]
    pd.testing.assert_frame_equal(whole["impact_zones"][own], parts["impact_zones"][own])
    total = [sum(f["impact_zones"]["damaged_area_mu"]) for f in (whole, parts)]
    assert total[0] == total[1]


@given(places=SURVEY)
@few
def test_zones_partition_the_districts(country, chart, places):
    mines, parcels, layers = placed(chart, places)
    tables = country.survey(
        mines, land_damage=country.world.typed("land_damage", parcels), **layers
    )
    zones = country.zones(tables, **SMALL)["impact_zones"]
    shapes = np.array([read_shape(wkt) for wkt in zones["geometry_wkt"]], dtype=object)
    assert shapely.is_valid(shapes).all()
    measured = np.array([float(area_mu(s)) for s in shapes])
    # A side of 1 km, straight in the plane, bends by 2 cm when it is straight in degrees.
    assert measured == pytest.approx(zones["zone_area_mu"].astype(float).to_numpy(), abs=0.5)
    for district, wkt in zip(["D1", "D2"], layers["districts"]["geometry_wkt"], strict=True):
        whole, own = read_shape(wkt), shapes[zones["district_id"] == district]
        assert shapely.union_all(own).area == pytest.approx(shapely.area(own).sum(), rel=1e-6)
        assert shapely.symmetric_difference(shapely.union_all(own), whole).area < 1e-6 * whole.area


@given(places=SURVEY)
@few
def test_a_part_of_the_study_has_the_same_zones(country, chart, places):
    """Given limits: district D2 is the same whether or not D1 and its mines are there."""
    mines, parcels, layers = placed(chart, places)
    inside = {m: v for m, v in mines.items() if v[0] > 4.9 and v[1] > 4.9}
    if not inside:
        return
    all_rows = country.zones(
        country.survey(mines, land_damage=country.world.typed("land_damage", parcels), **layers),
        **SMALL,
    )["impact_zones"]
    part = country.zones(
        country.survey(
            inside, counties=layers["counties"],
            districts=layers["districts"].iloc[1:].reset_index(drop=True),
            land_damage=country.world.typed(
                "land_damage", [p for p in parcels if p["mine_id"] in inside]
            ),
        ), **SMALL,
    )["impact_zones"]  # fmt: skip
    own = all_rows[all_rows["district_id"] == "D2"].reset_index(drop=True)
    same = [
        "zone_grade",
        "zone_area_mu",
        "index_mean",
        "mine_count",
        "damaged_area_mu",
        "geometry_wkt",
    ]
    pd.testing.assert_frame_equal(own[same], part[same])


@given(places=SURVEY, chosen=st.integers(0, 8))
@few
def test_a_worse_mine_never_lowers_the_index_of_a_cell(country, chart, places, chosen):
    worse = {"slight": "moderate", "moderate": "severe", "severe": "severe"}
    x, y, grade = places[chosen % len(places)]
    changed = [(a, b, worse[g] if (a, b) == (x, y) else g) for a, b, g in places]
    before, after = (
        country.zones(country.survey(placed(chart, p)[0], **placed(chart, p)[2]), **SMALL)[
            "zone_cells"
        ]
        for p in (places, changed)
    )
    assert (after["index_low"] >= before["index_low"]).all()
    assert (after["index_high"] >= before["index_high"]).all()
    assert grade in worse

"""Rules about places, on boxes of a tenth of a degree that can be counted on paper.

At 40 degrees north a hundredth of a degree is 1110 m of latitude and 854 m of longitude.
"""

import re
from decimal import Decimal

import pandas as pd
import pyproj
import pytest
import shapely
from deliveries import SCHEMAS, table
from hypothesis import given, settings
from hypothesis import strategies as st

from dandong_analysis.survey.rules import confront, rule_findings, rule_frame, survey_rules

RULES = {rule.id: rule for rule in survey_rules(SCHEMAS)}
ELLIPSOID = pyproj.Geod(ellps="GRS80")
CELLS = pd.DataFrame(
    columns=["delivery", "file", "sheet", "table", "row", "column", "header", "field", "raw"]
)


def box(west, south, east, north) -> str:
    return shapely.box(west, south, east, north).wkt


def geodesic_mu(shape) -> float:
    """The area by another method: the polygon of geodesics, not an equal-area plane."""
    return abs(ELLIPSOID.geometry_area_perimeter(shape)[0]) * 0.0015


JIA, YI = box(124, 40, 124.1, 40.1), box(124.1, 40, 124.2, 40.1)
COUNTIES = table(
    "counties",
    {"county": "A", "name": "甲县", "geometry_wkt": JIA},
    {"county": "B", "geometry_wkt": YI},
)


def outcome(rule, tables):
    (made,) = confront([RULES[rule]], tables)
    return [None if pd.isna(v) else bool(v) for v in made.outcome]


def said(rule, tables):
    """What the findings of a rule say beyond its statement."""
    statement = RULES[rule].statement
    found = rule_findings(confront([RULES[rule]], tables), tables, CELLS)
    assert all(p.rule.en.startswith(f"{statement.en}: ") for p in found)
    return [p.rule.zh.removeprefix(f"{statement.zh}：") for p in found]


def mines(*places):
    return table(
        "mines",
        *({"mine_id": f"M{n}", "county": c, "longitude": x, "latitude": y}
          for n, (c, x, y) in enumerate(places)),
    )  # fmt: skip


def test_points_are_in_their_county_give_or_take_the_tolerance():
    places = [
        ("A", 124.05, 40.05), ("A", 124.0, 40.0), ("A", 124.05, 40.12), ("A", 124.05, 40.13),
        ("A", 124.15, 40.05), ("B", 124.15, 40.05), ("A", None, None), (None, 124.05, 40.05),
        ("C", 124.05, 40.05),
    ]  # fmt: skip
    tables = {"mines": mines(*places), "counties": COUNTIES}
    assert RULES["mines-within-county"].arguments["tolerance_m"] == 3000
    assert outcome("mines-within-county", tables) == [
        True, True, True, False, False, True, None, None, None,
    ]  # fmt: skip
    assert said("mines-within-county", tables) == [
        "距“甲县”3.3 千米",
        "距“甲县”4.3 千米，落在“B”",
    ]


@pytest.mark.parametrize("counties", [None, COUNTIES.iloc[:0], COUNTIES.drop(columns="name")])
def test_without_county_outlines_nothing_is_decided(counties):
    tables = {"mines": mines(("A", 124.05, 40.05))}
    if counties is not None:
        tables["counties"] = counties
    assert outcome("mines-within-county", tables) == [None]


def test_the_message_says_that_a_point_fits_when_swapped():
    square = table("counties", {"county": "A", "name": "甲县", "geometry_wkt": box(50, 40, 51, 41)})
    tables = {"mines": mines(("A", 40.5, 50.5), ("A", 44.5, 45.5)), "counties": square}
    swapped, elsewhere = said("mines-within-county", tables)
    assert swapped.endswith("千米，经纬度交换后在“甲县”")
    assert elsewhere.endswith("千米")


def test_a_degree_that_is_no_latitude_when_swapped_is_no_place():
    tables = {"mines": mines(("A", 124.05, 41.05)), "counties": COUNTIES}
    assert said("mines-within-county", tables) == ["距“甲县”105.5 千米"]


@settings(deadline=None, max_examples=50)
@given(st.floats(123.0, 125.0), st.floats(39.0, 41.0))
def test_the_distance_is_that_on_the_ellipsoid(lon, lat):
    """To the nearest point of the box, which for a box of degrees is the clamped one."""
    nearest = min(max(lon, 124.0), 124.1), min(max(lat, 40.0), 40.1)
    metres = ELLIPSOID.inv(lon, lat, *nearest)[2]
    tables = {"mines": mines(("A", lon, lat)), "counties": COUNTIES.iloc[:1]}
    if abs(metres - 3000) > 10:
        assert outcome("mines-within-county", tables) == [metres < 3000]
    if metres > 3010:
        (text,) = said("mines-within-county", tables)
        km = float(re.search(r"([0-9.]+) 千米", text)[1])
        # The clamped point is not quite the nearest one on a sphere: meridians converge.
        assert km * 1000 <= metres + 60
        assert km * 1000 >= metres * 0.98 - 60


def test_a_part_of_a_county_and_its_hole():
    holed = shapely.box(124, 40, 125, 41).difference(shapely.box(124.2, 40.2, 124.8, 40.8))
    parts = shapely.union_all([holed, shapely.box(126, 40, 126.1, 40.1)])
    counties = table("counties", {"county": "A", "geometry_wkt": parts.wkt})
    places = mines(("A", 126.05, 40.05), ("A", 124.1, 40.5), ("A", 124.5, 40.5))
    tables = {"mines": places, "counties": counties}
    assert outcome("mines-within-county", tables) == [True, True, False]
    # From the middle of the hole to its side: 0.3 degrees of longitude at 40.5 degrees north.
    (text,) = said("mines-within-county", tables)
    assert text == f"距“A”{ELLIPSOID.inv(124.5, 40.5, 124.2, 40.5)[2] / 1000:.1f} 千米"


def test_outlines_touch_their_county_or_lie_near_it():
    def district(number, county, wkt):
        return {"district_id": f"D{number}", "county": county, "geometry_wkt": wkt}

    frame = table(
        "districts",
        district(1, "A", box(124.02, 40.02, 124.05, 40.05)),
        district(2, "A", box(124.09, 40.05, 124.15, 40.06)),
        district(3, "A", box(124.12, 40.05, 124.15, 40.06)),
        district(4, "A", box(124.15, 40.05, 124.16, 40.06)),
        district(5, None, box(124.15, 40.05, 124.16, 40.06)),
    )
    tables = {"districts": frame, "counties": COUNTIES}
    assert outcome("districts-within-county", tables) == [True, True, True, False, None]
    assert said("districts-within-county", tables) == ["距“甲县”4.3 千米，落在“B”"]
    assert outcome("districts-within-county", {"districts": frame}) == [None] * 5


@pytest.mark.parametrize("name", ["protected_areas", "sites"])
def test_other_layers_are_held_to_their_county_too(name):
    frame = table(
        name,
        {"county": "A", "geometry_wkt": JIA},
        {"county": "A", "geometry_wkt": box(124.5, 40, 124.6, 40.1)},
        {},
    )
    tables = {name: frame, "counties": COUNTIES}
    assert outcome(f"{name}-within-county", tables) == [True, False, None]


DISTRICTS = table(
    "districts",
    {"district_id": "D1", "geometry_wkt": box(124, 40, 124.02, 40.01)},
    {"district_id": "D2", "geometry_wkt": box(124.01, 40, 124.03, 40.01)},
    {"district_id": "D3", "geometry_wkt": box(124.03, 40, 124.04, 40.01)},
    {"district_id": "D4", "geometry_wkt": box(124.0399999, 40, 124.05, 40.01)},
    {"district_id": "D5"},
)


def test_outlines_that_overlap_are_told_with_the_other_and_the_area():
    assert outcome("districts-apart", {"districts": DISTRICTS}) == [False, False, True, True, None]
    mu = f"{geodesic_mu(shapely.box(124.01, 40, 124.02, 40.01)):.2f}"
    assert mu == "1422.15"
    assert said("districts-apart", {"districts": DISTRICTS}) == [
        f"与“D2”重叠 {mu} 亩", f"与“D1”重叠 {mu} 亩",
    ]  # fmt: skip


def test_of_many_overlaps_the_largest_are_named_and_the_others_counted():
    large = {"district_id": "L", "geometry_wkt": box(124, 40, 124.1, 40.1)}
    widths = {"a": 1, "b": 4, "c": 2, "d": 3, "e": 2}
    inside = [
        {"district_id": name, "geometry_wkt": box(124, 40 + n / 50, 124 + w / 100, 40.01 + n / 50)}
        for n, (name, w) in enumerate(widths.items())
    ]
    first, *others = said("districts-apart", {"districts": table("districts", large, *inside)})
    assert re.sub(r" [0-9.]+ 亩", "", first) == "与“b”重叠，与“d”重叠，与“c”重叠，另与2个重叠"
    assert [re.search("“(.)”", text)[1] for text in others] == ["L"] * 5


def test_counties_overlap_too():
    overlapping = table(
        "counties",
        {"county": "A", "geometry_wkt": JIA},
        {"county": "B", "geometry_wkt": box(124.09, 40, 124.2, 40.1)},
    )
    assert outcome("counties-apart", {"counties": COUNTIES}) == [True, True]
    assert outcome("counties-apart", {"counties": overlapping}) == [False, False]


# A hundredth of a degree each way: 1422.15 mu between geodesics.
SQUARE = shapely.box(124, 40, 124.01, 40.01)


@pytest.mark.parametrize(
    ("rule", "name", "field"),
    [("land-damage-area-of-outline", "land_damage", "damaged_area_mu"),
     ("sites-area-of-outline", "sites", "stated_area_mu")],
)  # fmt: skip
def test_the_stated_area_is_that_of_the_outline_give_or_take_five_per_cent(rule, name, field):
    measured = Decimal(f"{geodesic_mu(SQUARE):.2f}")
    assert RULES[rule].arguments["tolerance_percent"] == 5
    stated = [measured, measured * Decimal("0.9501"), measured * Decimal("1.0499"),
              measured * Decimal("0.9499"), measured * Decimal("1.0501"), Decimal(0), None]  # fmt: skip
    rows = [{field: area, "geometry_wkt": SQUARE.wkt} for area in stated]
    frame = table(name, *rows, {field: measured})
    assert outcome(rule, {name: frame}) == [True, True, True, False, False, False, None, None]
    texts = said(rule, {name: frame})
    assert texts[-1] == f"填报 0.00 亩，图形 {measured} 亩，相差 100.0%"
    assert len(texts) == 3


def test_the_counts_of_each_outcome_stand_in_the_frame_of_rules():
    tables = {
        "mines": mines(("A", 124.05, 40.05), ("A", 130, 40), ("C", 1, 2)),
        "counties": COUNTIES,
    }
    frame = rule_frame(confront([RULES["mines-within-county"]], tables))
    assert frame[["valid", "invalid", "undecided"]].to_numpy().tolist() == [[1, 1, 1]]
    assert "容差3000米" in frame["statement_zh"].iloc[0]


def test_a_finding_stands_at_the_delivered_cell_and_quotes_no_whole_outline():
    tables = {"districts": DISTRICTS}
    wkt = "POLYGON (" + "1 2, " * 100
    cells = pd.DataFrame(
        [("d", "f.csv", "", "districts", 2, "@geometry", "@geometry", "geometry_wkt", wkt)],
        columns=list(CELLS.columns),
    )
    first, _ = rule_findings(confront([RULES["districts-apart"]], tables), tables, cells)
    assert (first.place.file, first.place.row, first.place.column) == ("f.csv", 2, "@geometry")
    assert len(first.value) == 81
    assert first.severity == "warning"


MIXED = {
    "counties": pd.concat([
        COUNTIES,
        table("counties", {"county": "C", "geometry_wkt": box(124.15, 40, 124.3, 40.1)}),
    ], ignore_index=True),
    "districts": DISTRICTS.assign(county=["A", "A", "B", "B", "B"]),
    "mines": mines(("A", 124.05, 40.05), ("A", 124.17, 40.05), ("B", 124.05, 40.3), ("C", None, None)),
    "land_damage": table("land_damage", *(
        {"parcel_id": str(n), "damaged_area_mu": Decimal(n) * 100, "geometry_wkt": SQUARE.wkt}
        for n in range(12, 17)
    )),
}  # fmt: skip
PLACES = ("mines-within-county", "districts-within-county", "districts-apart", "counties-apart",
          "land-damage-area-of-outline")  # fmt: skip


def answers(tables):
    """Outcomes by rule and row, and the text of every finding, as sets without an order."""
    made = confront([RULES[rule] for rule in PLACES], tables)
    outcomes = {
        (c.rule.id, row, str(value))
        for c in made
        for row, value in zip(tables[c.rule.table]["source_row"], c.outcome, strict=True)
    }
    return outcomes, {(p.code, p.place.row, p.rule) for p in rule_findings(made, tables, CELLS)}


@settings(deadline=None, max_examples=25)
@given(st.data())
def test_the_order_of_the_rows_changes_nothing(data):
    shuffled = {
        name: frame.loc[data.draw(st.permutations(frame.index.tolist()))].reset_index(drop=True)
        for name, frame in MIXED.items()
    }
    assert answers(shuffled) == answers(MIXED)


@pytest.mark.parametrize("rows", [[0], [1, 3], [0, 2]])
def test_a_mine_is_judged_alike_whatever_other_mines_there_are(rows):
    part = {**MIXED, "mines": MIXED["mines"].iloc[rows].reset_index(drop=True)}
    whole = {a for a in answers(MIXED)[0] if a[0] == "mines-within-county"}
    assert {a for a in answers(part)[0] if a[0] == "mines-within-county"} <= whole

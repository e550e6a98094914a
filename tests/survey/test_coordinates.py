"""Degrees, projected coordinates and outlines."""

import pyproj
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from dandong_analysis.survey.coordinates import (
    degree_parser,
    grid_of,
    locate,
    maybe_dms,
    place_shapes,
)

DMS = degree_parser("dms")
DECIMAL = degree_parser("decimal")


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("124°30′00″", "124.5"),
        ("124°30'36\"", "124.51"),
        ("124度30分36秒", "124.51"),
        ("124:30:36", "124.51"),
        ("１２４°３０′３６″", "124.51"),
        ("40°7′12.36″N", "40.1201"),
        ("东经124°30′", "124.5"),
        ("-80°29′2.4″", "-80.484"),
    ],
)
def test_degrees_minutes_seconds(raw, text):
    assert (DMS(raw).text, DMS(raw).code) == (text, "")


@pytest.mark.parametrize(
    "raw", ["124°60′00″", "124°30′60″", "124.51", "12430", "124°", "约124°30′"]
)
def test_minutes_and_seconds_stay_below_sixty(raw):
    assert DMS(raw).code == "bad-dms"


def test_degrees_in_decimals_are_not_degrees_minutes_seconds():
    assert DECIMAL("124.51").text == "124.51"
    assert DECIMAL("124.51°").text == "124.51"
    assert DECIMAL("124°30′36″").code == "undeclared-dms"
    assert DECIMAL("东边").code == "bad-degree"


@given(st.integers(0, 179), st.integers(0, 59), st.integers(0, 5999))
def test_dms_means_its_sum(degrees, minutes, centiseconds):
    text = DMS(f"{degrees}°{minutes}′{centiseconds / 100:.2f}″").text
    expected = degrees + minutes / 60 + centiseconds / 360000
    assert abs(float(text) - expected) <= 5.1e-9


def test_twelve_points_with_pairs_below_sixty_are_doubted():
    points = [f"40.{m:02d}{s:02d}" for m, s in zip(range(10, 22), range(30, 42), strict=True)]
    assert maybe_dms(points)
    assert not maybe_dms(points[:-1])
    assert not maybe_dms([*points, "40.6100"])


def only(x, y, grid):
    ((lon, lat),) = locate([x], [y], grid)
    return lon, lat


# 3-degree zone 41, central meridian 123 E: on the meridian the easting is 500 km, and the
# northing is the meridian arc of GRS 80 from the equator to 40 N (4 429 529.03 m).
def test_the_central_meridian_of_a_declared_zone():
    lon, lat = only("41500000", "4429529.030", grid_of("EPSG:4529", zone_prefix=True))
    assert (lon.text, lon.rules, lon.code) == ("123", ("crs",), "")
    assert abs(float(lat.text) - 40) < 1e-8


def test_prefix_of_a_system_without_zone_is_taken_off():
    with_zone = only("41541000.5", "4429529.03", grid_of("EPSG:4529", zone_prefix=True))
    bare = only("541000.5", "4429529.03", grid_of("EPSG:4550"))
    prefixed = only("41541000.5", "4429529.03", grid_of("EPSG:4550", zone_prefix=True))
    assert with_zone == bare == prefixed


def test_six_degree_zone_number():
    six = grid_of("EPSG:4509", zone_prefix=True)
    assert pyproj.CRS("EPSG:4509").name == "CGCS2000 / Gauss-Kruger CM 117E"
    assert only("20500000", "4429529.03", six)[0].text == "117"


def test_wrong_zone_undeclared_zone_and_swapped_axes():
    declared = grid_of("EPSG:4529", zone_prefix=True)
    assert only("40541000", "4429529", declared)[0].code == "zone-mismatch"
    assert only("541000", "4429529", declared)[0].code == "zone-mismatch"
    assert only("41541000", "4429529", grid_of("EPSG:4550"))[0].code == "zone-undeclared"
    assert only("4429529", "41541000", declared)[0].code == "axes-swapped"


def test_declared_axis_order():
    swapped = grid_of("EPSG:4529", "northing_easting", zone_prefix=True)
    lon, lat = only("4429529.03", "41500000", swapped)
    assert (lon.text, lon.rules, lon.code) == ("123", ("axis", "crs"), "")
    assert lat.text.startswith("40")


@pytest.mark.parametrize(
    ("x", "y", "code"),
    [("124.4", "40.1", ""), ("40.1", "124.4", "axes-swapped"), ("12.44", "40.1", "outside-area"),
     ("124.4", "0", "outside-area"), ("-80.5", "37.0", "outside-area")],
)  # fmt: skip
def test_points_lie_in_china_unless_another_system_is_declared(x, y, code):
    lon, lat = only(x, y, grid_of(""))
    assert (lon.code, lat.code) == (code, code)
    assert code or (lon.text, lat.text, lon.rules) == (x, y, ())


def test_the_area_is_that_of_the_declared_system():
    assert only("-80.5", "37.0", grid_of("EPSG:4326"))[0].code == ""
    assert only("-80.5", "37.0", grid_of("EPSG:4269"))[0].code == ""
    assert only("124.4", "40.1", grid_of("EPSG:4269"))[0].code == "outside-area"


def test_an_unknown_system_is_an_error():
    with pytest.raises(pyproj.exceptions.CRSError):
        grid_of("EPSG:999999")


@given(st.floats(121.5, 124.5), st.floats(39.5, 41.5))
def test_projected_there_and_back(lon, lat):
    forward = pyproj.Transformer.from_crs("EPSG:4490", "EPSG:4529", always_xy=True)
    x, y = forward.transform(lon, lat)
    found = only(repr(x), repr(y), grid_of("EPSG:4529", zone_prefix=True))
    assert abs(float(found[0].text) - lon) < 1e-8
    assert abs(float(found[1].text) - lat) < 1e-8
    assert max(len(c.text.partition(".")[2]) for c in found) <= 8


def test_outlines_move_with_their_system_and_bad_ones_are_refused():
    grid = grid_of("EPSG:4529", zone_prefix=True)
    square = "POLYGON ((41500000 4429529, 41500100 4429529, 41500100 4429629, 41500000 4429529))"
    bow = "POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))"
    far = "POLYGON ((500000 4429529, 500100 4429529, 500100 4429629, 500000 4429529))"
    moved, crossed, broken, zone = place_shapes([square, bow, "POLYGON ((", far], grid)
    assert shapely.from_wkt(moved.text).bounds[0] == 123.0
    assert moved.rules == ("crs",)
    assert (crossed.code, crossed.near) == ("bad-geometry", "Self-intersection[0.5 0.5]")
    assert (broken.code, zone.code) == ("bad-geometry", "zone-mismatch")


def test_an_outline_in_degrees_only_changes_its_notation():
    (cell,) = place_shapes(["POLYGON ((124 40, 124.1 40, 124.1 40.1, 124 40))"], grid_of(""))
    assert cell.text == "POLYGON ((124 40, 124.1 40, 124.1 40.1, 124 40))"


@pytest.mark.parametrize(
    ("text", "code", "reason"),
    [
        ("POINT (124 40)", "not-an-area", "Point"),
        ("LINESTRING (124 40, 125 41)", "not-an-area", "LineString"),
        ("POLYGON EMPTY", "bad-geometry", "Empty"),
        ("POLYGON ((124 40, 124.1 40, 124.1 40.1, 124 40.5))", "bad-geometry", "Unreadable"),
        ("POLYGON ((124 40, 124 40, 124 40, 124 40))", "bad-geometry",
         "Too few points in geometry component[124 40]"),
        ("POLYGON ((40 124, 40 124.1, 40.1 124.1, 40 124))", "axes-swapped", None),
        ("POLYGON ((541000 4429529, 541100 4429529, 541100 4429629, 541000 4429529))",
         "outside-area", None),
    ],
)  # fmt: skip
def test_outlines_that_cannot_be_used(text, code, reason):
    (cell,) = place_shapes([text], grid_of(""))
    assert (cell.code, cell.near) == (code, reason)


def test_heights_are_left_out_and_parts_are_kept():
    high = "MULTIPOLYGON Z (((124 40 5, 124.1 40 5, 124.1 40.1 5, 124 40 5)))"
    (cell,) = place_shapes([high], grid_of(""))
    assert cell.text == "MULTIPOLYGON (((124 40, 124.1 40, 124.1 40.1, 124 40)))"

"""Meridians and parallels where they belong, with their degrees, and a round scale bar."""

from decimal import Decimal

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from dandong_analysis.geometry import Plane
from dandong_analysis.report.graticule import degrees_text, graticule, scale_bar_km
from dandong_analysis.report.spots import Box

PLANE = Plane(124.5, 40.5)
WINDOW = Box(-100_000, -80_000, 100_000, 80_000)


@pytest.fixture(scope="module")
def made():
    return graticule(WINDOW, PLANE)


def sides(made, side):
    return [label.text for label in made.labels if label.side == side]


def test_every_half_degree_of_a_city_is_labelled_on_both_sides(made):
    # At 40.5°N a degree of longitude is about 85 km and one of latitude 111 km: the window spans
    # about 123°19′ to 125°41′ and 39°47′ to 41°13′.
    meridians = ["123°30′E", "124°E", "124°30′E", "125°E", "125°30′E"]
    assert sides(made, "bottom") == sides(made, "top") == meridians
    assert sides(made, "left") == sides(made, "right") == ["40°N", "40°30′N", "41°N"]
    assert len(made.lines) == 8


def test_labels_lie_on_the_border_of_the_window_at_their_degrees(made):
    for label in made.labels:
        edge = getattr(WINDOW, label.side)
        assert (label.x if label.side in {"left", "right"} else label.y) == pytest.approx(
            edge, abs=1
        )
        at = PLANE.to_degrees(shapely.Point(label.x, label.y))
        degrees, _, minutes = label.text[:-1].partition("°")
        value = int(degrees) + int(minutes.rstrip("′") or 0) / 60
        assert (at.x if label.text.endswith("E") else at.y) == pytest.approx(value, abs=1e-4)


def test_the_central_meridian_is_straight_and_the_others_lean_to_the_pole(made):
    central = next(line for line in made.lines if np.ptp(line[:, 0]) < 1)
    assert central[:, 0] == pytest.approx(0, abs=0.5)
    # The line of 124°30′ in the middle of the plane; 123°30′ runs to the right going north.
    west = next(
        line for line in made.lines if np.ptp(line[:, 1]) > 100_000 and line[0, 0] < -50_000
    )
    south, north = west[np.argsort(west[:, 1])][[0, -1]]
    assert north[0] > south[0]


def test_lines_stay_inside_the_window(made):
    window = shapely.box(*WINDOW.bounds).buffer(1e-3)
    assert all(window.contains(shapely.LineString(line)) for line in made.lines)


@given(st.floats(600, 2_000_000), st.floats(0.5, 2))
def test_any_window_has_a_few_lines(width, ratio):
    window = Box.around(1000, -2000, width, width * ratio)
    made = graticule(window, PLANE)
    assert len(made.lines) <= 40
    if min(width, width * ratio) > 8000:
        assert len(made.lines) >= 5


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(0, "0°"), (60, "1°E"), (-60, "1°W"), (65, "1°05′E"), (7410, "123°30′E")],
)
def test_degrees_and_minutes(minutes, text):
    assert degrees_text(minutes, "E", "W") == text


@pytest.mark.parametrize(
    ("metres", "km"),
    [(57_000, "40"), (40_000, "40"), (39_999, "20"), (20_000, "20"), (19_999, "10"),
     (10_000, "10"), (9_999, "4"), (999, "0.4"), (400, "0.4")],
)  # fmt: skip
def test_scale_bars_are_round(metres, km):
    assert scale_bar_km(float(metres)) == Decimal(km)


@given(st.floats(10, 5_000_000))
def test_a_scale_bar_fits_and_is_not_tiny(metres):
    length = float(scale_bar_km(metres)) * 1000
    assert metres * 0.39 <= length <= metres

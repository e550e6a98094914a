"""Symbols on the screen: lengths worked by hand, and nothing unknown is painted."""

import re
from dataclasses import replace

import pytest

from dandong_analysis.errors import DandongError
from dandong_analysis.report.blocks import MapSymbol
from dandong_analysis.report.glyphs import PX_PER_POINT, TILE, glyph
from dandong_analysis.standards import load_standard

AREA = MapSymbol("a", "甲", fill="#112233", edge="#445566", width=0.5)
POINT = MapSymbol("p", "乙", fill="#112233", edge="#445566", marker="s", size=4.0, width=0.5)


def test_a_square_marker_is_as_wide_as_its_size():
    half = 4.0 * PX_PER_POINT / 2
    made = glyph(POINT, "point")
    assert made.outline == (
        f"M-{half:.2f} {half:.2f}L{half:.2f} {half:.2f}"
        f"L{half:.2f} -{half:.2f}L-{half:.2f} -{half:.2f}Z"
    )
    assert (made.fill, made.edge, made.width) == ("#112233", "#445566", 0.5 * PX_PER_POINT)
    assert made.corner == "miter"


def test_north_is_up():
    tip = re.match(r"M(\S+) (\S+)L", glyph(replace(POINT, marker="^"), "point").outline)
    assert float(tip[1]) == 0
    assert float(tip[2]) < 0


def test_a_round_marker_is_made_of_curves():
    outline = glyph(replace(POINT, marker="o"), "point").outline
    assert re.fullmatch(r"M[^A-Z]+(C[^A-Z]+){8}Z", outline)


def test_a_cross_is_not_filled():
    made = glyph(MapSymbol("f", "裂缝", edge="#111111", marker="x", size=4.0), "point")
    assert (made.fill, made.edge) == ("none", "#111111")
    assert "Z" not in made.outline


def test_an_area_without_colours_paints_nothing():
    made = glyph(MapSymbol("n", "无"), "area")
    assert (made.fill, made.edge, made.width, made.hatch) == ("none", "none", 0, "")


def test_a_hatch_repeated_is_closer():
    one, four = (glyph(replace(AREA, hatch="/" * n), "area") for n in (1, 4))
    assert one.hatch == four.hatch != ""
    assert one.step == pytest.approx(4 * four.step)
    assert one.step == pytest.approx(12 * PX_PER_POINT)
    assert four.hatch_width * four.step / TILE == pytest.approx(1, abs=0.01)


def test_two_hatches_lie_over_each_other():
    both, one = glyph(replace(AREA, hatch="/."), "area"), glyph(replace(AREA, hatch="."), "area")
    assert both.hatch.endswith(one.hatch)
    assert both.hatch != one.hatch


def test_dashes_grow_with_the_line():
    made = glyph(MapSymbol("r", "路", edge="#666666", width=2.0, dashes=True), "line")
    width = 2.0 * PX_PER_POINT
    assert made.dashes == f"{3 * width:g} {2 * width:g}"
    assert made.fill == "none"


def test_a_line_without_edge_takes_the_fill():
    assert glyph(MapSymbol("r", "路", fill="#123456"), "line").edge == "#123456"


@pytest.mark.parametrize(
    ("changes", "kind", "named"),
    [
        ({"fill": "red;}*{display:none"}, "area", "red;}*{display:none"),
        ({"edge": "url(#x)"}, "line", "url(#x)"),
        ({"fill": "#12345"}, "area", "#12345"),
        ({"hatch": "?"}, "area", "?"),
        ({"marker": r"$\frac{1}$"}, "point", r"$\frac{1}$"),
        ({"marker": ""}, "point", ""),
        ({"marker": "None"}, "point", "None"),
    ],
)
def test_what_is_unknown_is_an_error_that_names_it(changes, kind, named):
    with pytest.raises(DandongError) as caught:
        glyph(replace(POINT, **changes), kind)
    problem = caught.value.problems[0]
    assert (problem.code, problem.value) == ("bad-map-symbol", named)
    assert "“p”" in problem.message().zh


def catalogue():
    return [
        pytest.param(MapSymbol(code, code, **entry), id=f"{name}.{code}")
        for name, entries in load_standard("symbols").items()
        if isinstance(entries, dict)
        for code, entry in entries.items()
    ]


@pytest.mark.parametrize("symbol", catalogue())
def test_every_symbol_of_the_standard_can_be_painted(symbol):
    made = glyph(symbol, "point" if symbol.marker else "area")
    assert bool(made.outline) == bool(symbol.marker)
    assert bool(made.hatch) == bool(symbol.hatch)

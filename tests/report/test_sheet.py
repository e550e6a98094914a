"""The arrangement of a sheet: everything inside the outline, nothing on the map."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from map_samples import PLANE, SHEET, layers

from dandong_analysis.report.basemap import Base
from dandong_analysis.report.sheet import DEGREES, FOOTER_SIZE, MARGIN, arrange, footer_lines
from dandong_analysis.report.spots import Box
from dandong_analysis.report.typeset import line_height, text_width, widest


def arranged(width=150.0, height=None, *, ratio=0.8, stamp="", footer=("甲", "乙"), text=SHEET):
    return arrange(
        text, layers(), footer=footer, stamp=stamp, width=width, height=height, ratio=ratio
    )


def parts(made):
    """Everything on a sheet as boxes; of the map with its strip of degrees."""
    left, top = made.legend_corner
    legend = Box(left, top - made.legend.height, left + made.legend.width, top)
    foot = made.footer_top - len(made.footer) * line_height(FOOTER_SIZE)
    footer = Box(MARGIN, foot, made.width - MARGIN, made.footer_top)
    frame = made.frame
    around = Box(
        frame.left - DEGREES, frame.bottom - DEGREES, frame.right + DEGREES, frame.top + DEGREES
    )
    below_title = made.title_top - len(made.title) * line_height(made.title_size)
    title = Box(MARGIN, below_title, made.width - MARGIN, made.title_top)
    return [around, legend, made.marks, footer, title]


def apart(a, b):
    return (
        a.right <= b.left + 1e-9
        or b.right <= a.left + 1e-9
        or a.top <= b.bottom + 1e-9
        or b.top <= a.bottom + 1e-9
    )


sheets = st.builds(
    arranged, st.sampled_from([150.0, 156.0, 250.0, 285.0]),
    st.sampled_from([None, 130.0, 180.0, 210.0]), ratio=st.floats(0.1, 4),
    stamp=st.sampled_from(["", "模拟数据"]), footer=st.sampled_from([(), ("甲",), ("甲", "乙", "丙")]),
    text=st.sampled_from([SHEET, replace(SHEET, title="图名"), replace(SHEET, title="很长的图名" * 12)]),
)  # fmt: skip


@given(sheets)
def test_parts_stand_inside_the_outline_and_apart(made):
    boxes = [box for box in parts(made) if box.height > 0]
    assert all(made.outline.holds(box) for box in boxes)
    assert all(apart(a, b) for a, b in combinations(boxes, 2))


def test_a_wide_sheet_has_its_legend_beside_the_map_another_below():
    wide, high = arranged(250, 130), arranged(150, 180)
    assert wide.legend_corner[0] > wide.frame.right
    assert high.legend_corner[1] < high.frame.bottom


@pytest.mark.parametrize(
    ("ratio", "shown"), [(0.8, 0.8), (0.1, 0.55), (3, 1.05)], ids=["as it is", "flat", "high"]
)
def test_without_a_height_the_map_has_its_own_shape_within_limits(ratio, shown):
    made = arranged(ratio=ratio)
    assert made.frame.height / made.frame.width == pytest.approx(shown)


def test_a_given_height_is_kept():
    assert (arranged(150, 170).height, arranged(250, 130).height) == (170, 130)


def test_the_stamp_shares_the_row_of_a_short_title():
    short, long = (replace(SHEET, title=title) for title in ("图名", "很长的图名" * 9))
    assert (
        arranged(250, 130, stamp="模拟数据", text=short).frame
        == arranged(250, 130, text=short).frame
    )
    with_stamp, without = (arranged(250, 130, stamp=s, text=long) for s in ("模拟数据", ""))
    assert with_stamp.frame.height < without.frame.height


def test_a_sheet_that_is_too_small_is_an_error():
    with pytest.raises(ValueError, match="too small"):
        arranged(150, 45)
    with pytest.raises(ValueError, match="too small"):
        arranged(90)


def test_the_footer_says_what_a_map_must_say():
    lines = footer_lines(SHEET, PLANE, "zh", 150)
    assert lines == (
        "示意图，无审图号　　2000国家大地坐标系（EPSG:4490），兰伯特等积方位投影，投影中心 124°E、40°N",
        "资料来源：甲组调查表",
        "编制：示范组　　日期：2017-12-31",
    )


def test_an_approved_map_names_its_number_instead():
    lines = footer_lines(
        replace(SHEET, base=Base(is_sketch=False, approval="辽S〔2023〕1号")), PLANE, "zh", 150
    )
    assert lines[0].startswith("审图号：辽S〔2023〕1号　　2000国家")
    assert "示意图" not in "".join(lines)


def test_what_is_not_given_leaves_no_trace():
    bare = replace(SHEET, source="", date="", compiler="")
    assert len(footer_lines(bare, PLANE, "zh", 150)) == 1


def test_the_footer_in_english_is_broken_to_the_width():
    lines = footer_lines(replace(SHEET, source="word " * 60), PLANE, "en", 150)
    assert "Sketch without a map approval number" in lines[0]
    assert len(lines) > 4
    assert widest(lines, FOOTER_SIZE) <= 150 - 2 * MARGIN
    assert text_width(lines[2], FOOTER_SIZE) > 100

"""Maps: what a sheet says, what it leaves out, and the same bytes each time."""

import re
import struct
from dataclasses import replace

import pytest
from defusedxml.ElementTree import fromstring
from map_samples import DOT, PLANE, SHEET, area, layers, square
from matplotlib.text import Text

from dandong_analysis.errors import DandongError
from dandong_analysis.report import canvas, maps
from dandong_analysis.report.blocks import FactRef, MapFeature, MapLayer
from dandong_analysis.report.maps import draw_map

OPTIONS = {"map_id": "m", "caption": "图题", "lang": "zh", "plane": PLANE, "sheet": SHEET}
FACT = FactRef("3", "A", "3", "mu", "面积", "", 1, ("a.csv",), "", "not_published", "synthetic")
STAMP = "模拟数据"


@pytest.fixture
def pictures(monkeypatch):
    """The pictures that were rendered, still open to inspection."""
    seen = []

    def keep(made, *, dpi):
        seen.append(made)
        return canvas.rendered(made, dpi=dpi)

    monkeypatch.setattr(maps, "rendered", keep)
    return seen


def printed(made):
    return [text.get_text() for text in made.findobj(Text) if text.get_text()]


def of(shown=None, **changed):
    return draw_map(layers("甲矿") if shown is None else shown, **{**OPTIONS, **changed})


def pixels(png):
    return struct.unpack(">II", png[16:24])


def points(number):
    return MapLayer("p", "点", "point", (DOT,), tuple(
        MapFeature(f"P{n:04d}", "", "mine", ((37 * n % 90_000, 53 * n % 70_000),))
        for n in range(number)
    ))  # fmt: skip


def test_a_sheet_says_all_that_a_map_must_say(pictures):
    of(sheet=replace(SHEET, title="甲市矿山图"))
    texts = printed(pictures[0])
    for part in ("甲市矿山图", "分区", "严重", "较轻", "公路", "矿山", "北", "资料来源：甲组调查表",
                 "编制：示范组　　日期：2017-12-31", "西区", "东区", "甲矿"):  # fmt: skip
        assert part in texts, part
    assert any("示意图，无审图号" in t and "EPSG:4490" in t for t in texts)
    assert any(t.endswith("千米") for t in texts)
    assert any(t.endswith("′E") for t in texts)
    assert any(t.endswith("′N") for t in texts)


def test_the_legend_has_only_symbols_that_occur(pictures):
    made = of()
    assert "未定级" not in printed(pictures[0])
    assert [s.code for s in made.layers[0].symbols] == ["severe", "slight"]


def test_english(pictures):
    of(lang="en", sheet=replace(SHEET, provenance="synthetic", source="forms", compiler="team"))
    texts = printed(pictures[0])
    for part in ("synthetic data", "Source: forms", "N"):
        assert part in texts
    assert not any(
        re.search("[㐀-鿿]", t)
        for t in texts
        if t not in set("".join(_own_words())) | set(_own_words())
    )


def _own_words():
    """Names of the invented layers."""
    return ["分区", "严重", "较轻", "公路", "矿山", "西区", "东区", "甲矿"]


def test_a_layer_that_is_not_shown_is_kept_for_the_screen_only(pictures):
    zones, roads, mines = layers("甲矿")
    made = of([zones, replace(roads, shown=False), replace(mines, shown=False)])
    assert [one.id for one in made.layers] == ["zones", "roads", "mines"]
    texts = printed(pictures[0])
    assert "甲矿" not in texts
    assert "公路" not in texts
    assert "公路" not in made.alt


def test_the_text_alternative_counts_what_is_shown():
    assert of().alt == "地图：图题。分区：严重 1 个、较轻 1 个；公路：公路 1 个；矿山：矿山 2 个。"


def test_synthetic_data_is_stamped_wherever_it_shows(pictures):
    own = layers()
    with_fact = replace(own[0].features[0], facts=(FACT,))
    shown = [replace(own[0], features=(with_fact, own[0].features[1])), *own[1:]]
    for changed in (
        {"sheet": replace(SHEET, provenance="synthetic")}, {"facts": (FACT,)}, {"shown": shown},
    ):  # fmt: skip
        of(**changed)
        assert STAMP in printed(pictures[-1])
    of(facts=(replace(FACT, provenance="survey"),))
    assert STAMP not in printed(pictures[-1])


def test_facts_and_notes_travel_with_the_block():
    made = of(facts=(FACT,), notes=("甲",))
    assert (made.facts, made.notes, made.id, made.width_mm) == ((FACT,), ("甲",), "m", 150)


def test_the_extent_holds_every_feature_with_some_space():
    # Features reach from -10 km to 10 km and from -5 km to 5 km; 4 % of 20 km are 800 m.
    assert of().extent == (-10_800, -5_800, 10_800, 5_800)
    one = MapLayer("p", "点", "point", (DOT,), (MapFeature("P", "", "mine", ((7, 9),)),))
    west, south, east, north = of([one]).extent
    assert (east - west, north - south) == (1000, 1000)


def test_names_without_room_are_reported():
    crowd = [
        area(f"A{n:02d}", square(0, 0, 10), label=f"很长很长的区域名称{n:02d}") for n in range(150)
    ]
    zones = layers()[0]
    made = of([replace(zones, features=tuple(crowd))])
    (note,) = made.notes
    found = re.fullmatch(r"图上有(\d+)处名称因没有空位而未注：(.+)等。", note)
    assert 0 < int(found[1]) < 150
    assert len(found[2].split("、")) == 10


def test_a_few_names_without_room_are_all_listed():
    zones = layers()[0]
    long = area("A", square(0, 0, 10), label="长" * 600)
    assert of([replace(zones, features=(long,))], caption="图").notes == (
        f"图上有1处名称因没有空位而未注：{'长' * 600}。",
    )


def test_the_same_bytes_each_time_and_in_any_order_of_features():
    first, again = of(), of()
    assert (first.svg, first.png) == (again.svg, again.png)


def test_the_svg_is_plain_shapes_of_the_sheet_and_names_no_time_or_tool():
    made = of()
    root = fromstring(made.svg)
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert not tags & {"text", "image", "script", "foreignObject"}
    assert float(root.get("width").removesuffix("pt")) == pytest.approx(150 / 25.4 * 72, abs=0.01)
    assert not re.search(r"matplotlib\.org|\d{4}-\d{2}-\d{2}T", made.svg)


def test_the_png_has_300_dots_to_the_inch_of_the_printed_width():
    chapter, large = of(), of(width_mm=370.0, height_mm=210.0)
    assert pixels(chapter.png)[0] == pytest.approx(150 / 25.4 * 300, abs=1)
    assert pixels(large.png) == (
        pytest.approx(370 / 25.4 * 300, abs=2),
        pytest.approx(210 / 25.4 * 300, abs=2),
    )


def test_type_is_readable_on_every_sheet(pictures):
    for size, zoom in (((150.0, None), 1), ((250.0, 130.0), 1), ((370.0, 210.0), 1.3)):
        of(width_mm=size[0], height_mm=size[1])
        drawn = [t for t in pictures[-1].findobj(Text) if t.get_text()]
        assert min(t.get_fontsize() for t in drawn) * zoom >= 6


def test_all_text_is_inside_the_sheet_and_no_two_texts_touch(pictures):
    of(
        sheet=replace(SHEET, provenance="synthetic", title="甲市矿山图"),
        width_mm=250.0,
        height_mm=130.0,
    )
    (made,) = pictures
    made.draw_without_rendering()
    sheet = made.bbox
    boxes = [t.get_window_extent() for t in made.findobj(Text) if t.get_text()]
    assert all(
        sheet.x0 <= b.x0 and b.x1 <= sheet.x1 and sheet.y0 <= b.y0 and b.y1 <= sheet.y1
        for b in boxes
    )
    assert not any(a.overlaps(b) for n, a in enumerate(boxes) for b in boxes[:n])


def test_thousands_of_points_keep_the_svg_small():
    made = of([layers()[0], points(2694)])
    assert len(made.svg) < 800_000
    assert made.svg.count("<use") > 2694


def test_a_character_without_a_glyph_stops_the_map():
    zones, *others = layers("\U0001f525矿")
    with pytest.raises(DandongError) as raised:
        of([replace(zones, title="\U0001f600"), *others])
    assert [p.code for p in raised.value.problems] == ["missing-glyph"] * 2


@pytest.mark.parametrize("shown", [[], [layers()[0]]])
def test_a_map_of_nothing_is_an_error(shown):
    empty = [replace(one, features=()) for one in shown]
    with pytest.raises(ValueError, match="at least one feature"):
        of(empty)


def test_delivered_text_stays_text(pictures):
    evil = r"<script>$\frac{1}{2}$ {n} %s &amp;"
    zones = layers()[0]
    named = replace(zones.features[0], label=evil)
    made = of([replace(zones, title=evil, features=(named,))], sheet=replace(SHEET, source=evil))
    assert "script" not in {e.tag.rpartition("}")[2] for e in fromstring(made.svg).iter()}
    squeezed = re.sub(r"\s", "", "".join(printed(pictures[0])))
    assert squeezed.count(re.sub(r"\s", "", evil)) == 3

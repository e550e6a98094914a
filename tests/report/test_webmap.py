"""The map of a page as the server writes it: shapes, structure, text as text, one allowed script."""

import base64
import re
from dataclasses import replace
from itertools import accumulate, groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as parser

from dandong_analysis.errors import DandongError
from dandong_analysis.report.blocks import Heading, MapFeature, Paragraph
from dandong_analysis.report.document import DocumentMeta, printable
from dandong_analysis.report.html import render_html
from dandong_analysis.report.templating import joined_scripts
from dandong_analysis.report.webmap import screen_map
from tests.report.invented_map import SVG, mines, road, web_map, zones
from tests.report.powers import FORBIDDEN

META = DocumentMeta("t")
SCRIPT = joined_scripts(["map.js"])


def parsed(*blocks, meta=META):
    return parser.document_fromstring(render_html(blocks, meta))


def features_of(layer, kind, *parts, extent=(0, 0, 200_000, 100_000)):
    """The features of one group as they are drawn, with other shapes."""
    feature = replace(layer.features[0], parts=parts)
    drawn = screen_map(
        web_map(replace(layer, kind=kind, features=(feature,)), extent=extent), key="m"
    )
    return drawn.layers[0].legend[0].features


@pytest.fixture
def page(fact):
    listed = fact("7", "IN.BOTH", label="图上数值")
    alone = fact("44,750", "ZONE.AREA", unit="亩", label="分区面积", definition="“甲”", n_rows=3)
    layers = (road(shown=False), zones((listed, alone)), mines())
    return parsed(Heading("甲", 1), web_map(*layers, facts=(listed,)))


def test_shapes_are_steps_in_units_from_the_north_western_corner():
    drawn = screen_map(web_map(road(), zones(), mines()), key="m")
    assert (drawn.width, drawn.height, drawn.unit) == (20_000, 10_000, 10)
    way, areas, points = drawn.layers
    assert way.legend[0].features[0].path == "M0 1000l10000-500 10000 500"
    assert areas.legend[0].features[0].path == (
        "M1000 9000l0-4000 4000 0 0 4000zM4000 6000l0-500 500 0 0 500z"
    )
    assert [group.trail for group in points.legend] == ["M8000 2000l200 0", "M16000 2000"]


def test_a_label_stands_in_the_widest_part_of_an_area_and_in_the_middle_of_a_line():
    way, areas, _ = screen_map(web_map(road(), zones(), mines()), key="m").layers
    # The circle touches the western and the southern side and the corner of the hole at
    # (40, 40) km: r = 30 √2 / (1 + √2) km from (10, 10) km.
    r = 3000 * 2**0.5 / (1 + 2**0.5)
    assert areas.legend[0].features[0].at == pytest.approx((1000 + r, 9000 - r), abs=5)
    assert areas.legend[1].features[0].at == pytest.approx((12_000, 7000), abs=5)
    assert way.legend[0].features[0].at == (10_000, 500)


@pytest.mark.parametrize(
    ("longer", "unit"), [(900, 1), (99_999, 1), (100_000, 10), (999_999, 10), (1_000_000, 100)]
)
def test_a_unit_is_a_power_of_ten_of_metres(longer, unit):
    assert screen_map(web_map(mines(), extent=(0, 0, 300, longer)), key="m").unit == unit


def test_a_half_rounds_to_the_south_east_everywhere():
    (one,), (two,) = (features_of(mines(), "point", (x, 99_995)) for x in (5, 15))
    assert (one.at, two.at) == ((1, 1), (2, 1))


coordinates = st.integers(-300_000, 300_000)


def corners(path):
    """Path data read back by somebody else: absolute corners of each part."""
    for part in path.strip("z").split("zM" if "z" in path else "M"):
        numbers = [int(n) for n in re.findall(r"-?\d+", part)]
        steps = list(zip(numbers[::2], numbers[1::2], strict=True))
        yield list(accumulate(steps, lambda a, b: (a[0] + b[0], a[1] + b[1])))


@given(st.lists(st.tuples(coordinates, coordinates), min_size=3, max_size=9))
def test_a_path_reads_back_as_its_corners(points):
    part = tuple(number for point in points for number in point)
    (one,) = features_of(zones(), "area", part)
    rounded = [(int((x + 5) // 10), int((100_000 - y + 5) // 10)) for x, y in points]
    expected = [point for point, _ in groupby(rounded)]
    (found,) = corners(one.path)
    assert found[: len(expected)] == expected
    assert len(found) == max(len(expected), 3 if len(expected) == 1 else 0)


def test_a_shape_smaller_than_a_unit_is_still_drawn():
    (one,) = features_of(zones(), "area", (0, 100_000, 1, 100_000, 1, 99_999))
    assert one.path == "M0 0l1 0 0 1z"
    assert one.at == (0, 0)


@pytest.mark.parametrize(
    ("kind", "parts"),
    [
        ("point", ()), ("point", ((1, 2), (3, 4))), ("point", ((1, 2, 3, 4),)), ("point", ((1,),)),
        ("line", ((1, 2),)), ("line", ((1, 2, 3, 4, 5),)), ("area", ((1, 2, 3, 4),)), ("area", ()),
    ],
)  # fmt: skip
def test_a_feature_without_a_shape_stops_the_map(kind, parts):
    layer = mines() if kind == "point" else zones()
    with pytest.raises(DandongError) as caught:
        features_of(layer, kind, *parts)
    problem = caught.value.problems[0]
    assert problem.code == "bad-map-feature"
    assert layer.features[0].id in problem.message().zh


def test_a_feature_without_its_symbol_stops_the_map():
    layer = replace(mines(), features=(MapFeature("M9", "丁矿", "unknown", ((1, 1),)),))
    with pytest.raises(DandongError) as caught:
        screen_map(web_map(layer), key="m")
    assert caught.value.problems[0].value == "unknown"


def test_the_legend_lists_the_symbols_that_occur_and_the_first_is_painted_last(page):
    legend, areas = page.find_class("legend")[0], page.find_class("area")[0]
    titles = [e.text_content().strip() for e in legend.iterfind("fieldset/legend/label")]
    assert titles == ["道路", "影响分区", "矿山"]
    boxes = legend.xpath("fieldset[2]/label/input")
    assert [box.tail or box.getnext().tail for box in boxes] == ["严重", "较轻"]
    assert [(b.get("data-layer"), b.get("data-symbol")) for b in boxes] == [("1", "0"), ("1", "1")]
    assert [g.get("data-kind") for g in areas] == ["影响分区 · 较轻", "影响分区 · 严重"]


def test_the_order_of_features_does_not_change_what_is_drawn():
    layer = mines()
    turned = replace(layer, features=layer.features[::-1])
    one, two = (screen_map(web_map(each), key="m").layers[0].legend for each in (layer, turned))
    assert [(g.id, {f.feature for f in g.features}) for g in one] == [
        (g.id, {f.feature for f in g.features}) for g in two
    ]


def test_a_layer_that_is_not_shown_is_off(page):
    groups = page.find_class("layer")
    assert [group.get("class") for group in groups] == [
        "layer line off",
        "layer area",
        "layer point",
    ]
    boxes = page.xpath("//fieldset/legend//input")
    assert ["checked" in box.attrib for box in boxes] == [False, True, True]


def test_features_are_options_with_name_text_and_label(page):
    lists = page.xpath("//*[@role='listbox']")
    assert [one.get("aria-label") for one in lists] == ["道路", "影响分区", "矿山"]
    points = lists[2].xpath(".//*[@role='option']")
    shown = [(p.tag, p.get("cx"), p.get("cy"), p.get("aria-label")) for p in points]
    assert shown == [
        ("circle", "16000", "2000", "丙矿"),
        ("circle", "8000", "2000", "甲矿"),
        ("circle", "8200", "2000", "乙矿"),
    ]
    assert points[1].get("data-text") == "乡镇：甲\n矿种：铁"
    assert "data-text" not in points[2].attrib
    assert points[0].get("data-label") == "丙矿"


def test_the_screen_is_hidden_until_the_script_runs_and_the_sheet_is_there(page):
    figure = page.find_class("map")[0]
    assert "hidden" in figure.find_class("live")[0].attrib
    image = figure.find("img")
    assert base64.b64decode(image.get("src").partition(",")[2]).decode() == SVG
    assert image.get("alt") == "示意地图的文字说明"
    assert figure.findtext("figcaption") == "图1-1　示意地图"


def test_a_feature_tells_its_numbers_and_links_to_those_of_the_appendix(page):
    (template,) = page.iter("template")
    assert page.xpath("//*[@data-facts]/@data-facts") == [template.get("id")]
    both, alone = template.findall("div")
    assert both.find("p/a").get("href") == "#entry-1"
    assert alone.find("p/a") is None
    assert [p.text_content() for p in alone.findall("p")] == [
        "分区面积：44,750 亩", "定义：“甲”", "数值：44750 亩", "行数：3 行",
        "来源：城区、宽甸、凤城、东港", "公布值：1265", "对比结论：一致", "性质：模拟", "ZONE.AREA",
    ]  # fmt: skip
    (entry,) = page.xpath("//section[@class='definitions']/dl/div")
    assert "IN.BOTH" in entry.findtext("dd")


def test_every_reference_of_two_maps_finds_its_only_target(fact):
    layers = (road(), zones((fact(),)), mines())
    tree = parsed(web_map(*layers), web_map(*layers))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    text = parser.tostring(tree, encoding="unicode")
    named = set(re.findall(r'(?:url\(|href=")#([^")]+)', text))
    named |= set(tree.xpath("//@aria-describedby | //@data-facts | //@aria-labelledby"))
    assert len(named) > 10
    assert named <= set(ids)


def program_of(tree):
    """The script that a page runs; the other one is data."""
    (element,) = tree.xpath("//script[not(@type)]")
    return element.text


def test_only_a_page_with_a_map_has_the_script_of_maps(page):
    assert program_of(page).endswith(SCRIPT)
    tree = parsed(Heading("甲", 1))
    assert SCRIPT not in program_of(tree)
    assert ".stage" not in tree.findtext(".//style")


def test_the_script_is_small_and_cannot_make_markup_or_ask_anybody():
    assert len(SCRIPT.encode()) < 12 * 1024
    assert "</" not in SCRIPT
    assert not FORBIDDEN.search(SCRIPT)
    # Other scripts copy a table by the one and remember light or dark by the other.
    assert not re.search("outerHTML|localStorage", SCRIPT)


def test_hostile_text_stays_text(hostile, fact):
    texts = (*hostile, '" onload="alert(1)', "${alert(1)}", "a\u2028b", "</template></svg>")
    layers = [
        replace(
            layer, title=text, symbols=tuple(replace(s, label=text) for s in layer.symbols),
            features=tuple(
                replace(f, id=text, name=text, label=text, text=(text, text),
                        facts=(fact(text, text, label=text, definition=text, sources=(text,)),))
                for f in layer.features
            ),
        )
        for text in texts for layer in (zones(), mines())
    ]  # fmt: skip
    tree = parsed(replace(web_map(*layers), caption=texts[0], alt=texts[0], notes=texts))
    tags = {e.tag for e in tree.iter() if isinstance(e.tag, str)}
    assert tags.isdisjoint({"foreignobject", "iframe", "object", "embed", "set", "animate"})
    assert len(list(tree.iter("script"))) == 2
    assert not [a for e in tree.iter() for a in e.attrib if a.startswith("on")]
    for n, text in enumerate(texts):
        group = tree.find_class("layer")[2 * n]
        assert group.get("aria-label") == printable(text)
        option = group.xpath(".//*[@role='option']")[0]
        assert option.get("aria-label") == option.get("data-label") == printable(text)
        assert option.get("data-text") == f"{printable(text)}\n{printable(text)}"
        template = tree.get_element_by_id(option.get("data-facts"))
        assert template.findtext("div/p[2]").endswith(printable(text))


def test_a_synthetic_number_of_a_feature_stamps_page_and_map(fact):
    surveyed, made = fact(provenance="survey"), fact(provenance="synthetic")
    real, synthetic = (parsed(web_map(zones((one,)))) for one in (surveyed, made))
    assert not real.find_class("stamp")
    assert not real.find_class("synthetic")
    assert synthetic.find_class("stamp")[0].text == "模拟数据：由程序生成，不是实地调查成果"
    assert synthetic.find_class("synthetic")[0].text == synthetic.find_class("stamp")[0].text


def test_a_map_says_what_its_base_is(page):
    assert page.find_class("sketch")[0].text == "示意图，无审图号"
    approved = parsed(Heading("甲", 1), replace(web_map(zones()), base="审图号：辽S(2023)1号"))
    assert approved.find_class("sketch")[0].text == "审图号：辽S(2023)1号"


def test_an_english_page_speaks_english():
    english = replace(
        zones(), title="Zones", symbols=tuple(replace(s, label=s.code) for s in zones().symbols),
        features=tuple(replace(f, name=f.id, label=f.id, text=()) for f in zones().features),
    )  # fmt: skip
    page = parsed(
        Paragraph(("x",)), replace(web_map(english), caption="Map", base="Sketch"),
        meta=DocumentMeta("t", lang="en", provenance="synthetic"),
    )  # fmt: skip
    live = parser.tostring(page.find_class("live")[0], encoding="unicode")
    assert not re.search("[\u4e00-\u9fff]", live)
    assert "Sketch" in live
    assert page.find_class("length")[0].get("data-km") == "km"


def test_the_same_map_gives_the_same_bytes():
    blocks = [web_map(road(), zones(), mines())]
    assert render_html(blocks, META) == render_html(list(blocks), META)

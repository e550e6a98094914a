"""Numbering, safe text and the appendix."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from dandong_analysis.errors import DandongError
from dandong_analysis.report.blocks import (
    Figure,
    Heading,
    Map,
    MapFeature,
    MapLayer,
    Note,
    Paragraph,
)
from dandong_analysis.report.document import (
    DocumentMeta,
    build_document,
    meta_from_json,
    printable,
    printable_block,
)
from dandong_analysis.report.numbering import chinese_number, number_blocks
from tests.report.conftest import make_table as table


def a_map(*facts) -> Map:
    return Map("m", "图", "图", "<svg/>", b"", 150.0, (0, 0, 1, 1), (), facts=facts)


def figure(*facts) -> Figure:
    return Figure("f", "乙", "乙图", "<svg/>", b"", 50.0, (), facts)


def numbers(blocks, chapter=2, lang="zh"):
    return [item.number for item in number_blocks(blocks, chapter=chapter, lang=lang)]


def test_headings_follow_the_order_of_official_documents():
    blocks = [Heading("", n) for n in (1, 2, 3, 3, 4, 5, 2, 3)]
    assert numbers(blocks) == [
        "第二章",
        "一、",
        "（一）",
        "（二）",
        "1.",
        "（1）",
        "二、",
        "（一）",
    ]


def test_english_headings_are_decimal():
    assert numbers([Heading("", n) for n in (1, 2, 3, 2)], lang="en") == [
        "2",
        "2.1",
        "2.1.1",
        "2.2",
    ]


def test_captions_count_within_their_chapter_and_kind():
    blocks = [Heading("", 1), table(), figure(), table(), Heading("", 1), table()]
    assert numbers(blocks) == ["第二章", "表2-1", "图2-1", "表2-2", "第三章", "表3-1"]


def test_a_map_is_counted_as_a_figure_and_its_facts_are_defined(fact):
    shown = a_map(fact("1", "A"))
    items = number_blocks([figure(), shown, figure()], chapter=2, lang="zh")
    assert [(i.number, i.anchor) for i in items] == [
        ("图2-1", "figure-2-1"), ("图2-2", "figure-2-2"), ("图2-3", "figure-2-3"),
    ]  # fmt: skip
    document = build_document([shown], DocumentMeta("t"))
    assert [e.fact.id for e in document.entries] == ["A"]


def test_a_synthetic_number_of_a_feature_stamps_the_document(fact):
    feature = MapFeature("f", "", "s", ((0, 0),), facts=(fact("2", "B", provenance="synthetic"),))
    layer = MapLayer("l", "", "point", (), (feature,))
    document = build_document([replace(a_map(), layers=(layer,))], DocumentMeta("t"))
    assert document.is_synthetic
    assert document.entries == ()
    assert not build_document([a_map()], DocumentMeta("t")).is_synthetic


def test_text_of_a_map_becomes_printable_but_not_its_picture():
    feature = MapFeature("f", "\x00", "s", ((3, 4),), "\u202e", ("\x01",))
    layer = MapLayer("l", "\x02", "point", (), (feature,))
    safe = printable_block(replace(a_map(), svg="<svg>\n</svg>", layers=(layer,)))
    (made,) = safe.layers
    assert (made.title, made.features[0].name, made.features[0].label) == (
        r"\u0002",
        r"\u0000",
        r"\u202e",
    )
    assert made.features[0].text == (r"\u0001",)
    assert made.features[0].parts == ((3, 4),)
    assert safe.svg == "<svg>\n</svg>"


def test_a_block_before_any_heading_belongs_to_the_first_chapter():
    assert numbers([table(), Paragraph(("x",))], chapter=5) == ["表5-1", ""]
    assert numbers([table(), Heading("", 1), table()]) == ["表2-1", "第二章", "表2-2"]


def test_a_level_deeper_than_the_deepest_is_printed_as_the_deepest():
    assert numbers([Heading("", 1), Heading("", 9)]) == ["第二章", "（1）"]


@pytest.mark.parametrize(
    ("number", "characters"), [(1, "一"), (10, "十"), (19, "十九"), (30, "三十"), (99, "九十九"), (100, "100")]
)  # fmt: skip
def test_chinese_numbers(number, characters):
    assert chinese_number(number) == characters


def test_anchors_differ(chapter, meta):
    document = build_document(chapter, meta)
    anchors = [i.anchor for i in document.items if i.anchor] + [e.anchor for e in document.entries]
    assert len(set(anchors)) == len(anchors)


def test_numbers_are_defined_once_in_order_of_first_use(fact):
    second, first = fact("2", "B"), fact("1", "A")
    blocks = [
        Paragraph(("x", first)),
        table(body=((("x",), (second,)),)),
        Note("limit", (fact("1.0", "A", label="later"),)),
        figure(fact("3", "C")),
    ]
    entries = build_document(blocks, DocumentMeta("t")).entries
    assert [(e.fact.id, e.fact.text, e.anchor) for e in entries] == [
        ("A", "1", "fact-1"), ("B", "2", "fact-2"), ("C", "3", "fact-3"),
    ]  # fmt: skip
    assert entries[0].fact.label == "矿山总数"


@pytest.mark.parametrize(
    ("claimed", "of_fact", "stamped"),
    [("synthetic", "survey", True), ("survey", "synthetic", True), ("survey", "survey", False)],
)
def test_a_synthetic_number_stamps_the_document_whatever_is_claimed(
    claimed, of_fact, stamped, fact
):
    blocks = [Paragraph((fact(provenance=of_fact),))]
    assert build_document(blocks, DocumentMeta("t", provenance=claimed)).is_synthetic is stamped


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("a\tb\nc\rd\u2028e", "a b c d e"),
        ("\x00\x1b", "\\u0000\\u001b"),
        ("\u202e倒", "\\u202e倒"),
        ("\ud800", "\\ud800"),
        ("\ufffe\ufdd0", "\\ufffe\\ufdd0"),
        ("叆河 ≥ 3 m² 😀", "叆河 ≥ 3 m² 😀"),
    ],
)
def test_hidden_characters_become_visible(raw, shown):
    assert printable(raw) == shown


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_printable_text_is_legal_in_xml_and_stays(text):
    shown = printable(text)
    element = etree.Element("a")
    element.text = shown
    assert etree.fromstring(etree.tostring(element)).text == (shown or None)
    assert printable(shown) == shown


def test_all_text_of_a_block_becomes_printable_but_not_the_picture(fact):
    block = Figure("f", "\x00", "\x00", "<svg>\n</svg>", b"\x00", 10.0, ("\x00",), (fact("\x00"),))
    safe = build_document([block], DocumentMeta("\x01")).items[0].block
    assert (safe.caption, safe.alt, safe.notes) == ("\\u0000", "\\u0000", ("\\u0000",))
    assert safe.facts[0].text == "\\u0000"
    assert (safe.svg, safe.png) == (block.svg, block.png)


def test_particulars_leave_out_what_is_not_known():
    meta = DocumentMeta("t", study="示范", created=date(2026, 11, 23))
    assert build_document([], meta).particulars() == [("研究", "示范"), ("编制日期", "2026-11-23")]


def test_meta_of_a_notebook():
    given_meta = {"subtitle": "s", "created": "2026-11-23", "chapter": 2, "lang": "en"}
    assert meta_from_json(given_meta, title="甲") == DocumentMeta(
        "甲", subtitle="s", created=date(2026, 11, 23), chapter=2, lang="en"
    )
    assert meta_from_json({"title": "乙"}, title="甲").title == "乙"


@pytest.mark.parametrize(
    "wrong",
    [{"subtile": "x"}, {"title": 3}, {"chapter": "2"}, {"created": "gestern"}, {"lang": "de"}, {"provenance": "real"}],
)  # fmt: skip
def test_meta_that_is_not_understood_is_an_error(wrong):
    with pytest.raises(DandongError) as error:
        meta_from_json(wrong)
    assert error.value.problems[0].code == "bad-document-meta"
    assert error.value.problems[0].place.column in wrong

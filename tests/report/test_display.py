"""What a notebook shows of a block; delivered text stays text."""

import re
from html.parser import HTMLParser

import pytest

from dandong_analysis.report.blocks import (
    MIME,
    FactRef,
    Figure,
    HeaderCell,
    Heading,
    Map,
    Note,
    Paragraph,
    Table,
)
from dandong_analysis.report.display import as_html, as_text, display_block
from dandong_analysis.report.numbering import Item
from dandong_analysis.report.serialise import from_json
from tests.report.conftest import make_table

EVIL = "<script>alert('矿')</script>\"{{ 7 * 7 }}"
FACT = FactRef(
    "44,750", "LAND.DAMAGED", "44750.12", "亩", "占用破坏土地", "面积之和", 9,
    ("甲.csv",), "44750", "equal_rounded", "synthetic",
)  # fmt: skip
EVIL_FACT = FactRef(EVIL, EVIL, EVIL, EVIL, EVIL, EVIL, 1, (EVIL,), EVIL, EVIL, EVIL)
TABLE = Table(
    "t1", "土地", ((HeaderCell("县", 1, 2), HeaderCell("面积", 2)), (HeaderCell("甲"), HeaderCell("乙"))),
    ((("合计",), (FACT,), ("—",)),), "lrr", "亩", ("来源：调查",), (0,),
)  # fmt: skip


class Parsed(HTMLParser):
    """Start tags with attributes, and all text."""

    def __init__(self, source):
        super().__init__()
        self.tags, self.text = [], ""
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


@pytest.mark.parametrize(
    "block",
    [
        Heading(EVIL),
        Paragraph((EVIL, EVIL_FACT)),
        Note("limit", (EVIL, EVIL_FACT)),
        Table(EVIL, EVIL, ((HeaderCell(EVIL),),), (((EVIL, EVIL_FACT),),), "l", EVIL, (EVIL,)),
        Figure(EVIL, EVIL, EVIL, f"<svg>{EVIL}</svg>", b"", 80.0, (EVIL,)),
        Map(EVIL, EVIL, EVIL, f"<svg>{EVIL}</svg>", b"", 80.0, (0, 0, 1, 1), (), (EVIL,)),
    ],
    ids=lambda block: type(block).__name__,
)
def test_text_stays_text(block):
    parsed = Parsed(as_html(Item(block)))
    assert not {"script", "svg"} & {tag for tag, _ in parsed.tags}
    assert EVIL in parsed.text


def test_a_number_opens_where_it_stands():
    parsed = Parsed(as_html(Item(Paragraph((FACT,)))))
    assert [a["title"] for _, a in parsed.tags if "title" in a] == ["占用破坏土地 · LAND.DAMAGED"]
    assert [tag for tag, _ in parsed.tags if tag in {"details", "summary"}] == [
        "details",
        "summary",
    ]
    for part in ("占用破坏土地", "面积之和", "44750.12 亩", "9 行", "甲.csv", "LAND.DAMAGED"):
        assert part in parsed.text


def test_table_keeps_its_merged_header_and_sides():
    parsed = Parsed(as_html(Item(TABLE)))
    header = [
        (a["colspan"], a["rowspan"]) for tag, a in parsed.tags if tag == "th" and "colspan" in a
    ]
    assert header == [("1", "2"), ("2", "1"), ("1", "1"), ("1", "1")]
    cells = [a["style"] for tag, a in parsed.tags if tag in {"td", "th"} and "colspan" not in a]
    assert [re.search(r"text-align: (\w+)", style)[1] for style in cells] == [
        "left", "right", "right",
    ]  # fmt: skip


def test_no_column_is_squeezed_to_one_character():
    """Of a header over two columns only the two have a width of their own."""
    block = make_table(
        header=((HeaderCell("县", rows=2), HeaderCell("面积", columns=2)),
                (HeaderCell("公布值"), HeaderCell("复算值"))),
        body=((("丹东市振安区",), ("1",), ("1",)),), align="lrr",
    )  # fmt: skip
    widths = re.findall(r"min-width: ([\d.]+)em", as_html(Item(block)))
    # Six Chinese characters are more than five, with the padding; three with theirs are four.
    assert widths == ["6.0", "4.0", "4.0"]


@pytest.mark.parametrize(
    "block",
    [
        Figure("f", "图题", "替代文字", "<svg/>", b"", 80.0),
        Map("m", "图题", "替代文字", "<svg/>", b"", 80.0, (0, 0, 1, 1), ()),
    ],
    ids=["figure", "map"],
)
def test_figure_has_its_alternative_text_and_asks_nobody(block):
    parsed = Parsed(as_html(Item(block)))
    (image,) = [a for tag, a in parsed.tags if tag == "img"]
    assert image["alt"] == "替代文字"
    assert image["src"].startswith("data:")


@pytest.mark.parametrize(
    ("block", "text"),
    [
        (Heading("现状"), "现状"),
        (Paragraph(("共", FACT, "亩")), "共44,750亩"),
        (Note("limit", ("注",)), "注"),
        (TABLE, "土地\n县 | 面积\n甲 | 乙\n合计 | 44,750 | —\n来源：调查"),
        (Figure("f", "图题", "替代", "", b"", 80.0), "图题\n替代"),
        (Map("m", "图题", "替代", "", b"", 80.0, (0, 0, 1, 1), ()), "图题\n替代"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_plain_text(block, text):
    assert as_text(block) == text


def test_block_displays_itself_with_the_json_for_the_exporters():
    bundle = TABLE._repr_mimebundle_(include=None, exclude=None)
    assert list(bundle) == [MIME, "text/html", "text/plain"]
    assert from_json(bundle[MIME]) == TABLE


def test_display_block_makes_one_output_a_block(capsys):
    display_block(Heading("一"), Heading("二"))
    assert "一" in capsys.readouterr().out.split("二")[0]

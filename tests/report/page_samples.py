"""A small page of a site, with numbers that open and a table to sort and copy."""

from dandong_analysis.report.blocks import HeaderCell, Heading, Paragraph, Table
from dandong_analysis.report.document import DocumentMeta
from dandong_analysis.report.html import render_html
from dandong_analysis.report.site import Page, Site
from tests.report.conftest import make_fact

META = DocumentMeta("报告", chapter=2)
SITE = Site(
    "zh", "index.html", "facts.html",
    tuple(Page(f"第{n}章", f"{n}.html") for n in "一二三四五六七八九"), "二.html",
    (Page("English", "two-en.html", "en"),),
)  # fmt: skip
MINES = make_fact("1,265", "MINE.TOTAL")
SHARE = make_fact(
    "32.33", "MINE/SHARE?a=1", value="32.332015…", unit="%", label="占比", published="",
    verdict="not_published", parents=("MINE.TOTAL", "MINE.ELSEWHERE"), n_rows=409,
)  # fmt: skip


def number(text, name, **more):
    return (make_fact(text, f"F.{name}", label=f"数{name}", **more),)


def table():
    """Values whose order as text, as printed and as they are differ from each other.

    The number of the fourth row is printed in another unit than that of its value.
    """
    head = (
        (HeaderCell("县", rows=2), HeaderCell("土地", columns=2), HeaderCell("说明", rows=2)),
        (HeaderCell("面积"), HeaderCell("个数")),
    )
    rows = (
        (("甲县",), number("1,000", "A", value="1000.4"), number("9", "a"), ("=1+1",)),
        (("乙县",), number("1,000", "B", value="999.6"), number("10", "b"), ("@sum",)),
        (("丙县",), ("—",), number("2", "c"), ("-3.5",)),
        (("丁县",), number("80", "D", value="1200", unit="亩"), ("1,234",), ("一 句",)),
        (("合计",), number("2,080", "S", value="2080"), number("121", "s"), ("",)),
    )
    return Table("t", "各县土地", head, rows, "lrrl", "亩", ("注。",), (4,))


BLOCKS = [
    Heading("现状", 1),
    Paragraph(("矿山", MINES, "个，占", SHARE, "%。")),
    table(),
    Paragraph(("后文。" * 900,)),
]


def written(folder, blocks=BLOCKS, site=SITE):
    path = folder / "二.html"
    path.write_bytes(render_html(blocks, META, site))
    return path

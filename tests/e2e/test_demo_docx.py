"""The docx of the demonstration, unpacked and printed: bound numbers, fields, fonts, whole tables.

What is expected comes from the blocks of the executed notebooks, not from the writer.
"""

import json
import re
import subprocess
import unicodedata
import zipfile
from collections import Counter
from itertools import chain
from pathlib import Path
from typing import get_args

import pytest
from defusedxml.ElementTree import fromstring

from dandong_analysis.report.blocks import FactRef, Figure, Heading, Map, Note, Paragraph, Table
from dandong_analysis.report.plain import Plain
from dandong_analysis.report.serialise import blocks_of_notebook
from tests.e2e.conftest import needs

pytestmark = pytest.mark.xdist_group("demo")

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RECORD = "{urn:dandong:record}"
NUMBER = re.compile(r"[-−]?\d[\d,]*(\.\d+)?%?")
DOCUMENTS = ("report", "02_status")
# Pages as LibreOffice lays them out; fonts differ from machine to machine.
PAGES = {"report": (130, 175), "02_status": (34, 50)}
# Text may hang into the right margin by a punctuation mark; header and footer stand outside it.
MARGINS_MM = {"left": 27.5, "right": 20, "top": 19, "bottom": 23}
# Of the landscape pages of large maps.
MAP_MARGINS_MM = {"left": 21, "right": 21, "top": 11, "bottom": 10}


def blocks_of(demo, name: str) -> list:
    notebooks = sorted((demo.root / "reports" / "executed").glob("*.ipynb"))
    if name != "report":
        notebooks = [path for path in notebooks if path.stem == name]
    read = (json.loads(path.read_text("utf-8")) for path in notebooks)
    return list(chain.from_iterable(map(blocks_of_notebook, read)))


def said(block) -> list[tuple]:
    """The runs of spans of a block: of its paragraph, or of its cells."""
    if isinstance(block, Paragraph | Note):
        return [block.spans]
    return [cell for row in block.body for cell in row] if isinstance(block, Table) else []


@pytest.fixture(scope="module", params=DOCUMENTS)
def name(request) -> str:
    return request.param


@pytest.fixture(scope="module")
def parts(demo, name) -> dict[str, bytes]:
    with zipfile.ZipFile(demo.root / "reports" / f"{name}.docx") as package:
        return {part: package.read(part) for part in package.namelist()}


@pytest.fixture(scope="module")
def body(parts):
    return fromstring(parts["word/document.xml"])


@pytest.fixture(scope="module")
def blocks(demo, name) -> list:
    return blocks_of(demo, name)


def text_of(element) -> str:
    return "".join(t.text or "" for t in element.iter(f"{W}t"))


def value(element) -> str:
    return element.get(f"{W}val", "")


def controls(element) -> list:
    """The controls of numbers, in reading order."""
    tags = [(c, c.find(f"{W}sdtPr/{W}tag")) for c in element.iter(f"{W}sdt")]
    return [c for c, tag in tags if tag is not None and value(tag).startswith("dandong.")]


def test_every_number_is_a_control_that_is_bound_to_its_fact(parts, body, blocks):
    expected = [
        (s.id, s.text) for b in blocks for spans in said(b) for s in spans if isinstance(s, FactRef)
    ]
    record = fromstring(parts["customXml/item1.xml"])
    facts = {n.get("key"): n.get("fact") for n in record.iter(f"{RECORD}number")}
    found = [
        (facts[value(c.find(f"{W}sdtPr/{W}tag")).removeprefix("dandong.")], text_of(c))
        for c in controls(body)
    ]
    assert len(expected) > 1000
    assert found == expected


def styled(body, *styles: str) -> list:
    return [p for p in body.iter(f"{W}p") if value(p.find(f"{W}pPr/{W}pStyle")) in styles]


def outside(element) -> str:
    """The text of an element without its numbers."""
    bound = {id(t) for c in controls(element) for t in c.iter(f"{W}t")}
    return "".join(t.text or "" for t in element.iter(f"{W}t") if id(t) not in bound)


def plain(spans) -> str:
    return "".join(s for s in spans if isinstance(s, str))


def test_no_digit_of_a_sentence_stands_outside_a_control_but_in_plain_text(body, blocks):
    expected = [plain(b.spans) for b in blocks if isinstance(b, Paragraph)]
    # The last is the introduction of the appendix, small as the summary is.
    found = [outside(p) for p in styled(body, "BodyText", "SmallBody")][:-1]
    assert len(expected) > 12
    assert found == expected
    notes = [plain(b.spans) for b in blocks if isinstance(b, Note)]
    found_notes = [outside(p).partition("：")[2] for p in styled(body, "Remark", "SmallRemark")]
    assert len(notes) > 1
    assert found_notes == notes


def test_no_digit_of_a_table_stands_outside_a_control_but_in_plain_text(body, blocks):
    tables = [b for b in blocks if isinstance(b, Table)]
    found = list(body.iter(f"{W}tbl"))
    assert len(tables) == len(found) > 15
    for table, element in zip(tables, found, strict=True):
        rows = list(element.iter(f"{W}tr"))[len(table.header) :]
        cells = [[outside(c) for c in row.iter(f"{W}tc")] for row in rows]
        assert cells == [[plain(cell) for cell in row] for row in table.body]
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        headers = list(element.iter(f"{W}tblHeader"))
        assert len(headers) == len(table.header)


def test_a_number_alone_in_a_cell_is_bound_unless_its_column_is_declared_plain(body, blocks):
    """Rows of files, texts of cells, what the plan prints, limits, ordinals and years are none."""
    tables = [b for b in blocks if isinstance(b, Table)]
    seen = set()
    for table, element in zip(tables, body.iter(f"{W}tbl"), strict=True):
        kinds = [cell.plain for cell in table.header[0] for _ in range(cell.columns)]
        for row in list(element.iter(f"{W}tr"))[len(table.header) :]:
            numbers = [NUMBER.fullmatch(outside(cell).strip()) for cell in row.iter(f"{W}tc")]
            found = [kind for kind, number in zip(kinds, numbers, strict=True) if number]
            assert all(found), (table.caption, text_of(row))
            seen |= set(found)
    assert seen
    assert seen <= set(get_args(Plain))


def test_every_run_names_a_font_for_chinese(parts):
    names = [n for n in parts if re.fullmatch(r"word/(document|header\d|footer\d)\.xml", n)]
    runs = [r for n in names for r in fromstring(parts[n]).iter(f"{W}r")]
    assert len(runs) > 3000
    assert not [r for r in runs if not r.find(f"{W}rPr/{W}rFonts").get(f"{W}eastAsia")]


def test_captions_are_fields_with_the_numbers_of_their_chapter(body, blocks, name):
    chapter, counts, expected = 1, Counter(), []
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1 and block.numbered:
            # Chapters of this study follow each other; the report begins with the first.
            chapter = 2 if name == "02_status" else chapter + bool(counts)
            counts = Counter({"": 1})
        if isinstance(block, Table | Figure | Map):
            kind = "表" if isinstance(block, Table) else "图"
            counts[kind] += 1
            expected.append(f"{kind}{chapter}-{counts[kind]}\u3000{block.caption}")
    captions = styled(body, "Caption")
    assert list(map(text_of, captions)) == expected
    codes = ["".join(i.text for i in p.iter(f"{W}instrText")).split()[:2] for p in captions]
    assert codes == [["SEQ", text[0]] for text in expected]


@pytest.fixture(scope="module")
def printed(demo, name, tmp_path_factory) -> Path:
    """The document as LibreOffice prints it."""
    target = tmp_path_factory.mktemp("printed")
    subprocess.run(
        [needs("soffice"), f"-env:UserInstallation=file://{target}/profile", "--headless",
         "--convert-to", "pdf", "--outdir", target, demo.root / "reports" / f"{name}.docx"],
        check=True, capture_output=True,
    )  # fmt: skip
    return target / f"{name}.pdf"


def test_libreoffice_prints_as_many_pages_as_expected(printed, name):
    least, most = PAGES[name]
    assert least <= len(pages_of(printed)) <= most


def pages_of(printed: Path) -> list[str]:
    """The text of each page in the order in which it was printed."""
    text = subprocess.run(
        [needs("pdftotext"), "-raw", printed, "-"], check=True, capture_output=True, text=True
    ).stdout
    return text.split("\f")[:-1]


def squeezed(text: str) -> str:
    """Text as it is found again, whatever the lines, the blanks and the forms of signs."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@pytest.mark.parametrize("name", ["report"], indirect=True, scope="module")
def test_the_first_page_of_the_report_holds_the_whole_summary(printed, blocks):
    first, second = map(squeezed, pages_of(printed)[:2])
    spans = [block.spans for block in blocks[: blocks.index(next(filter(_is_chapter, blocks)))]
             if isinstance(block, Paragraph | Note)]  # fmt: skip
    assert len(spans) >= 10
    for run in spans:
        assert squeezed("".join(s if isinstance(s, str) else s.text for s in run)) in first
    assert "目录" in second


def _is_chapter(block) -> bool:
    return isinstance(block, Heading) and block.numbered


def test_no_table_loses_text_when_printed(printed, blocks):
    text = squeezed("".join(pages_of(printed)))
    cells = {
        squeezed("".join(s if isinstance(s, str) else s.text for s in cell))
        for block in blocks if isinstance(block, Table) for row in block.body for cell in row
    }  # fmt: skip
    headers = {
        squeezed(c.text) for b in blocks if isinstance(b, Table) for r in b.header for c in r
    }
    assert len(cells) > 200
    assert sorted(cell for cell in cells | headers if cell not in text) == []


def test_nothing_is_printed_outside_the_margins(printed):
    boxes = subprocess.run(
        [needs("pdftotext"), "-bbox", printed, "-"], check=True, capture_output=True, text=True
    ).stdout
    pages = list(fromstring(boxes.replace("\x00", "")).iter("{http://www.w3.org/1999/xhtml}page"))
    assert len(pages) > 10
    for number, page in enumerate(pages, 1):
        width, height = float(page.get("width")), float(page.get("height"))
        edges = MAP_MARGINS_MM if width > height else MARGINS_MM
        for word in page:
            x0, y0, x1, y1 = (float(word.get(k)) for k in ("xMin", "yMin", "xMax", "yMax"))
            room = {"left": x0, "right": width - x1, "top": y0, "bottom": height - y1}
            short = {side: mm for side, mm in edges.items() if room[side] * 25.4 / 72 < mm}
            assert not short, (number, word.text, room)


def test_page_numbers_of_the_contents_are_right(printed):
    pages = ["".join(page.split()) for page in pages_of(printed)]
    lines = [m for p in pages for m in re.findall(r"(第[一二三四五六七八]章[^.]+?)\.{3,}(\d+)", p)]
    assert lines
    for title, number in lines:
        assert title in pages[int(number) - 1]
        assert "...." not in pages[int(number) - 1]

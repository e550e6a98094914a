"""What a review says of an edited document: each kind of edit, and nothing else."""

import pytest

from dandong_analysis.report.blocks import HeaderCell, Heading, Paragraph, Table
from dandong_analysis.report.document import DocumentMeta
from dandong_analysis.report.docx import render_docx
from dandong_analysis.report.docx_edited import read_edited
from dandong_analysis.report.review import Finding, review
from dandong_analysis.report.review_tokens import Known, by_value
from tests.edits import BOOKMARKS, TAGS, Draft, edited

META = DocumentMeta("题", slug="two", key="02_status")


@pytest.fixture
def blocks(fact):
    header = tuple(HeaderCell(t) for t in ("县", "矿山", "闭坑"))
    counts = (("甲县", "7", "2"), ("乙县", "5", "2"))
    rows = tuple(
        ((n,), (fact(a, f"MINE@{n}"),), (fact(b, f"CLOSED@{n}"),)) for n, a, b in counts
    )  # fmt: skip
    return [
        Heading("现状", 1), Heading("矿山"),
        Paragraph(("全市共有矿山 ", fact("1,265", "MINE"), " 个，其中闭坑 ", fact("416", "CLOSED"), " 个。")),
        Paragraph(("占用土地 ", fact("44,750.5", "LAND"), " 亩，截至2017年底。")),
        Table("t", "各县矿山数", (header,), rows, "lrr", "个"),
        Heading("土地"),
        Paragraph(("本节说明占用破坏土地的来源。",)),
    ]  # fmt: skip


@pytest.fixture
def made(blocks) -> bytes:
    return render_docx(blocks, META)


KNOWN = by_value([Known("1,265", "MINE", "矿山总数"), Known("80", "PIT", "露天采场")])


def found(data: bytes) -> list[Finding]:
    document = read_edited(data, file="a.docx")
    return review(document.record, document.reading.units, KNOWN)


def brief(data: bytes) -> list[tuple[str, str, str, str]]:
    return [(f.kind, f.fact, f.printed, f.now) for f in found(data)]


def after(made: bytes, *edits) -> list[tuple[str, str, str, str]]:
    return brief(edited(made, *edits))


def number(fact: str, text: str):
    return lambda d: d.type_number(d.key_of(fact), text)


def test_nothing_is_said_of_a_document_that_nobody_edited(made):
    assert brief(made) == []
    assert after(made, Draft.split_runs) == []


@pytest.mark.parametrize("lost", [[TAGS], [BOOKMARKS], [TAGS, BOOKMARKS]])
def test_marks_that_a_program_dropped_are_no_edits(made, lost):
    drops = [lambda d, p=pattern: d.drop(p) for pattern in lost]
    assert after(made, *drops) == []
    assert after(made, *drops, Draft.split_runs) == []
    changed = edited(made, number("LAND", "44,570.5"))
    assert after(changed, *drops) == [("changed", "LAND", "44,750.5", "44,570.5")]


def test_a_changed_number_names_its_fact_and_place(made):
    (finding,) = found(edited(made, number("MINE", "1,256")))
    assert (finding.kind, finding.fact, finding.printed, finding.now) == (
        "changed", "MINE", "1,265", "1,256",
    )  # fmt: skip
    assert finding.place == "矿山 › 全市共有矿山 1,265 个，其中闭坑 416…"


def test_of_two_equal_numbers_the_changed_one_is_named(made):
    (finding,) = found(edited(made, number("CLOSED@乙县", "3")))
    assert (finding.fact, finding.printed, finding.now) == ("CLOSED@乙县", "2", "3")
    assert finding.place == "矿山 › 各县矿山数 › 乙县"


@pytest.mark.parametrize(
    "text", ["1265", "１,２６５", "1 265", "1\u2009265", "1，265", "1,265.0", "约1,265"]
)
def test_another_form_of_a_number_is_no_other_value(made, text):
    kinds = {kind for kind, *_ in after(made, number("MINE", text))}
    assert kinds == ({"added"} if text.startswith("约") else {"form"})


@pytest.mark.parametrize(
    "text", ["1,266", "1.265", "12,65", "-1,265", "一千", "1,265.01", "11,265"]
)
def test_another_value_is_a_change(made, text):
    assert ("changed", "MINE", "1,265") in [f[:3] for f in after(made, number("MINE", text))]


def test_a_removed_number(made):
    def gone(d):
        d.delete_number(d.key_of("CLOSED"))

    assert after(made, gone) == [("removed", "CLOSED", "416", "")]
    assert after(made, number("CLOSED", "")) == [("removed", "CLOSED", "416", "")]


def test_a_deleted_sentence_takes_its_numbers_along(made):
    assert after(made, lambda d: d.delete(d.paragraph("占用土地"))) == [
        ("deleted", "", "占用土地 44,750.5 亩，截至2017年底。", ""),
        ("removed", "LAND", "44,750.5", ""),
    ]


def test_a_deleted_row(made):
    assert after(made, lambda d: d.delete(d.row("乙县"))) == [
        ("deleted", "", "乙县\t5\t2", ""),
        ("removed", "MINE@乙县", "5", ""), ("removed", "CLOSED@乙县", "2", ""),
    ]  # fmt: skip


def test_added_text_is_information_and_its_numbers_are_looked_up(made):
    def add(text):
        return lambda d: d.add_after(d.paragraph("占用土地"), text)

    assert after(made, add("另据走访，居民普遍支持治理。")) == [
        ("added", "", "", "另据走访，居民普遍支持治理。")
    ]
    assert after(made, add("新增 12 处。")) == [
        ("added", "", "", "新增 12 处。"), ("typed", "", "", "12"),
    ]  # fmt: skip
    assert after(made, add("露天采场 80 处。"))[1] == ("supported", "PIT", "", "80")
    assert after(made, add("2019年3月5日第3次会议，2018-06-01，2018—2020年。"))[1:] == []


def test_text_typed_into_a_generated_sentence(made):
    assert after(made, lambda d: d.type_at_end(d.paragraph("占用土地"), "另有 30 亩待查。")) == [
        ("typed", "", "", "30"), ("added", "", "", "另有 30 亩待查。"),
    ]  # fmt: skip


def test_generated_text_that_was_reworded(made):
    (finding,) = found(edited(made, lambda d: d.reword("其中闭坑", "其中已闭坑")))
    assert (finding.kind, finding.now) == ("added", "已")
    (finding,) = found(edited(made, lambda d: d.reword("其中闭坑", "其中在产")))
    assert finding.kind == "reworded"
    assert finding.now == "全市共有矿山 1,265 个，其中在产 416 个。"


def test_a_number_that_was_no_fact(made):
    (finding,) = found(edited(made, lambda d: d.reword("2017", "2018")))
    assert (finding.kind, finding.fact, finding.printed, finding.now) == (
        "changed", "", "2017", "2018",
    )  # fmt: skip


def test_numbers_that_changed_places(made):
    def swap(d):
        one, other = d.control(d.key_of("MINE")), d.control(d.key_of("CLOSED"))
        mark = one.getprevious()
        other.addprevious(one)
        mark.addnext(other)

    assert [(f.kind, f.fact) for f in found(edited(made, swap))] == [
        ("moved", "MINE"), ("moved", "CLOSED"),
    ]  # fmt: skip


def test_a_number_that_went_to_another_sentence(made):
    def move(d):
        d.paragraph("本节说明").append(d.control(d.key_of("CLOSED")))

    assert ("moved", "CLOSED", "416", "416") in after(made, move)


def test_a_copied_number(made):
    def copy(d):
        d.copy_number(d.key_of("MINE"), d.paragraph("本节说明"))

    assert after(made, copy) == [("duplicated", "MINE", "1,265", "1,265")]


def test_of_a_number_and_a_copy_before_it_the_copy_is_named(made):
    def copy(d):
        d.copy_number(d.key_of("LAND"), d.paragraph("全市共有矿山"))

    (finding,) = found(edited(made, copy))
    assert (finding.kind, finding.fact) == ("duplicated", "LAND")
    assert finding.unit == next(
        n for n, u in enumerate(read_edited(made, file="a").reading.units) if "全市" in u.text
    )


def test_a_text_that_is_no_single_number_is_compared_as_text(fact):
    made = render_docx([Paragraph(("止于 ", fact("2017-06", "END"), "。"))], META)
    assert after(made, number("END", "２０１７-06")) == [("form", "END", "2017-06", "２０１７-06")]
    assert after(made, number("END", "2017-07")) == [("changed", "END", "2017-06", "2017-07")]


def test_a_sentence_that_went_elsewhere(made):
    def move(d):
        d.move_after(d.paragraph("占用土地"), d.paragraph("本节说明"))

    kinds = [f.kind for f in found(edited(made, move))]
    assert kinds == ["text_moved"]


def test_tracked_changes_are_read_as_accepted(made):
    data = edited(made, lambda d: d.retype_tracked(d.key_of("MINE"), "1,300"))
    assert brief(data) == [("changed", "MINE", "1,265", "1,300")]
    assert read_edited(data, file="a.docx").reading.tracked == 2


def test_several_edits_at_once_are_told_apart(made):
    assert after(
        made,
        number("MINE", "1,266"),
        number("CLOSED@甲县", "２"),
        lambda d: d.delete(d.row("乙县")),
        lambda d: d.add_after(d.paragraph("本节说明"), "补充说明。"),
        lambda d: d.reword("本节说明", "本章说明"),
    ) == [
        ("changed", "MINE", "1,265", "1,266"),
        ("form", "CLOSED@甲县", "2", "２"),
        ("deleted", "", "乙县\t5\t2", ""),
        ("removed", "MINE@乙县", "5", ""),
        ("removed", "CLOSED@乙县", "2", ""),
        ("reworded", "", "本节说明占用破坏土地的来源。", "本章说明占用破坏土地的来源。"),
        ("added", "", "", "补充说明。"),
    ]  # fmt: skip

"""The appendix on paper: entries of their own, shared entries, sources by number."""

import pytest

from dandong_analysis.report.appendix import Appendix
from dandong_analysis.report.blocks import Figure, HeaderCell, Heading, Note, Paragraph, Table
from dandong_analysis.report.document import DocumentMeta, build_document


@pytest.fixture
def crossing(fact):
    def make(code, rows=2, **changes):
        values = {"published": "", "verdict": "not_published", "n_rows": rows, "sources": ("甲",),
                  "group": "矿山数量（按县）", "group_definition": "记录数，按县分组"}  # fmt: skip
        return fact(str(rows), f"MINE@county={code}", label=f"{code}县", **{**values, **changes})

    return make


def table(*facts):
    body = tuple((("x",), (fact,)) for fact in facts)
    return Table("t", "表", ((HeaderCell("a"), HeaderCell("b")),), body, "lr")


def figure(*facts):
    return Figure("f", "图", "图", "<svg/>", b"", 50.0, (), facts)


def appendix(*blocks, lang="zh"):
    return Appendix(build_document(blocks, DocumentMeta("t", lang=lang, chapter=2)))


def test_an_entry_says_only_what_is_known(fact):
    unknown = fact("1", "A", published="", verdict="not_published", sources=("乙",))
    made = appendix(Paragraph((fact("2", "B"), unknown)))
    assert (made.entries[1].label, made.entries[1].value) == ("矿山总数", "1 个")
    assert made.entries[1].rest == "“矿山基本情况”表的记录数；1265 行；来源 [5]；模拟；A"
    assert made.numbered_sources() == "来源：[1] 城区；[2] 宽甸；[3] 凤城；[4] 东港；[5] 乙"


def test_crossings_in_tables_and_figures_share_one_entry(crossing):
    north, south = crossing("1"), crossing("2", 3, sources=("乙",))
    made = appendix(Heading("章", 1), table(north, south), figure(south))
    assert [(e.label, e.value) for e in made.entries] == [("矿山数量（按县）", "")]
    assert made.entries[0].rest == (
        "记录数，按县分组；单位：个；2 个数，行数合计 5；来源 [1][2]；模拟；表2-1、图2-1；MINE@county=…"
    )
    assert set(made.anchors.values()) == {"entry-1"}


@pytest.mark.parametrize("kind", ["paragraph", "note"])
def test_a_crossing_in_a_sentence_keeps_its_own_entry(crossing, kind):
    facts = [crossing(code) for code in "123"]
    said = Paragraph((facts[1],)) if kind == "paragraph" else Note("limit", (facts[1],))
    made = appendix(table(*facts), said)
    assert [entry.label for entry in made.entries] == ["矿山数量（按县）", "2县"]
    assert [made.anchors[f.id] for f in facts] == ["entry-1", "entry-2", "entry-1"]


def test_a_number_without_group_or_alone_in_it_keeps_its_own_entry(fact, crossing):
    made = appendix(table(fact(), crossing("1")))
    assert [(e.label, e.value) for e in made.entries] == [("矿山总数", "1265 个"), ("1县", "2 个")]


@pytest.mark.parametrize(
    "other", [{"group": "别的"}, {"group_definition": "别的，按县分组"}, {"unit": "亩"}]
)
def test_what_is_computed_otherwise_is_another_entry(crossing, other):
    facts = [
        crossing(code, **changes)
        for code, changes in zip("1234", ({}, {}, other, other), strict=True)
    ]
    assert len(appendix(table(*facts)).entries) == 2


def test_a_mixed_group_names_each_provenance(crossing):
    facts = crossing("1"), crossing("2", provenance="survey")
    made = appendix(table(*facts), lang="en")
    assert "synthetic, survey; Table 2-1; MINE@county=…" in made.entries[0].rest
    assert "Unit: 个; 2 numbers, 4 rows in all; Sources [1]" in made.entries[0].rest

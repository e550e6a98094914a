"""How much of an audit is shown, and in which order, on frames small enough to count."""

from decimal import Decimal

import pandas as pd
import pytest

from dandong_analysis.facts import Definition, Fact, Ledger
from dandong_analysis.report import audited
from dandong_analysis.report.audited import Shown, interval_blocks, open_blocks, relation_blocks
from dandong_analysis.report.blocks import Heading, Paragraph, Table
from dandong_analysis.schemas import Schemas

FIGURES = pd.DataFrame(
    [("A", "12345", "亩", "一", "甲", "first"), ("B", "3", "处", "二", "乙", "second")],
    columns=["figure_id", "printed", "unit", "section", "label_zh", "label_en"],
)


COMPUTED = Fact(
    "AUDIT.COMPUTED@relation_key=A#0", Decimal(12346), "mu", "12346", "甲：计算值", "first: computed",
    Definition("audit_relations", "each"), "AUDIT.COMPUTED", {"relation_key": "A#0"},
)  # fmt: skip


def shown(lang="zh", **frames):
    ledger = Ledger.of([COMPUTED])
    return Shown({"audit_figures": FIGURES, **frames}, ledger, Schemas({}, {}), lang)


def relations(*verdicts):
    """One relation of figure A a verdict, numbered in its sentence."""
    return pd.DataFrame([
        {"id": "A", "relation_key": f"A#{n}", "section": "一", "printed": "12345", "computed": "12346", "difference": "-1",
         "unit": "亩", "verdict": verdict, "reason": "", "zh": f"第{n}句。", "en": f"Sentence {n}."}
        for n, verdict in enumerate(verdicts)
    ])  # fmt: skip


def texts(blocks):
    return [b.spans[0] for b in blocks if isinstance(b, Paragraph)]


def test_relations_of_one_verdict_only():
    blocks = relation_blocks(
        "inconsistent", shown(audit_relations=relations("inconsistent", "exact"))
    )
    assert texts(blocks) == ["1. 〔一〕第0句。"]
    (table,) = [b for b in blocks if isinstance(b, Table)]
    ((*told, (computed,), difference, unit),) = table.body
    assert told == [("一",), ("甲",), ("A",), ("12,345",)]
    assert (computed.id, computed.text) == (COMPUTED.id, "12,346")
    assert (difference, unit) == (("-1",), ("亩",))
    assert table.align == "lllrrrl"
    assert relation_blocks("incomplete", shown(audit_relations=relations("exact"))) == []


def test_sentences_left_out_are_counted():
    many = relations(*["inconsistent"] * 33)
    said = texts(relation_blocks("inconsistent", shown(audit_relations=many)))
    assert len(said) == audited.MOST_SENTENCES + 1
    assert said[-1] == "另有3项没有列出。"


def test_a_place_that_is_not_stated_is_left_out():
    frame = relations("inconsistent").assign(section="")
    assert texts(relation_blocks("inconsistent", shown("en", audit_relations=frame))) == [
        "1. Sentence 0."
    ]


def block(**given):
    row = {"block": "A", "label_zh": "甲", "label_en": "first", "figures": 2, "relations": 1,
           "gaps": 1, "contradictions": 0, "feasibility": "feasible", "radius": "1/3",
           "zh": "组的句子。", "en": "Sentence."}  # fmt: skip
    return pd.DataFrame([row | given])


def ways(number, *, is_complete=True):
    sets = pd.DataFrame([
        {"block": "A", "asked": "exact", "part": "", "set": n, "is_complete": is_complete,
         "zh": f"改法{n}。", "en": f"Way {n}."} for n in range(1, number + 1)
    ])  # fmt: skip
    changes = pd.DataFrame([
        {"block": "A", "asked": "exact", "part": "", "mended_part": "none", "set": n, "id": "A",
         "figure_id": "A", "printed": "12345", "unit": "亩", "low": "12346", "high": "12346", "slip": 1} for n in range(1, number + 1)
    ])  # fmt: skip
    return {"audit_sets": sets, "audit_changes": changes}


def test_all_ways_are_shown_up_to_the_limit():
    made = list(open_blocks(shown(audit_blocks=block(), **ways(audited.MOST_WAYS))))
    assert made[0] == Heading("甲等2个互相关联的数字", 3)
    said = texts(made)
    assert said[:2] == ["组的句子。", "使公布值相加无差的改法："]
    assert said[2:] == [f"{n}. 改法{n}。" for n in range(1, audited.MOST_WAYS + 1)]


def test_ways_beyond_the_limit_are_counted_and_not_in_the_table():
    made = list(open_blocks(shown(audit_blocks=block(), **ways(audited.MOST_WAYS + 5))))
    assert texts(made)[-1] == "另有5项没有列出。"
    (table,) = [b for b in made if isinstance(b, Table)]
    assert len(table.body) == audited.MOST_WAYS


def test_a_search_that_ended_early_says_so():
    made = open_blocks(shown(audit_blocks=block(), **ways(1, is_complete=False)))
    assert "查找到此为止，可能还有其他改法。" in texts(made)


@pytest.mark.parametrize(("given", "is_open"), [
    ({"gaps": 0}, False), ({"gaps": 0, "contradictions": 1}, True), ({}, True),
    ({"gaps": 0, "feasibility": "infeasible"}, True), ({"gaps": 0, "feasibility": "unproved"}, True),
])  # fmt: skip
def test_only_groups_that_do_not_fit_are_told_at_length(given, is_open):
    made = list(open_blocks(shown(audit_blocks=block(**given), **ways(1))))
    assert bool(made) == is_open


def cells(*rows):
    columns = ["id", "printed", "unit", "printed_low", "printed_high", "low", "high"]
    return pd.DataFrame(rows, columns=columns)


def test_intervals_begin_with_those_narrowed_most():
    frame = cells(
        ("A", "8", "亩", "7.5", "8.5", "7.5", "8"),  # half is left
        ("B", "3", "亩", "2.5", "3.5", "3", "13/4"),  # a quarter is left
        ("A", "9", "亩", "8.5", "9.5", "8.5", "9.5"),  # all is left
        ("B", "5", "处", "5", "5", "5", "5"),  # a count has no interval
        ("B", "6", "亩", "5.5", "6.5", "", ""),  # nothing is known
    )
    (table,) = [b for b in interval_blocks(shown(audit_cells=frame)) if isinstance(b, Table)]
    assert [row[3:6] for row in table.body] == [
        (("2.5～3.5",), ("3～3又1/4",), ("亩",)), (("7.5～8.5",), ("7.5～8",), ("亩",)),
    ]  # fmt: skip
    assert interval_blocks(shown(audit_cells=frame.iloc[2:])) == []


def test_delivered_text_stays_text():
    figures = FIGURES.assign(label_zh=["<b>{region}</b>", "=1+1"])
    frame = relations("inconsistent").assign(section="{place}", zh="{text}<script>。")
    made = relation_blocks(
        "inconsistent",
        Shown(
            {"audit_figures": figures, "audit_relations": frame},
            Ledger.of([]),
            Schemas({}, {}),
            "zh",
        ),
    )
    assert texts(made) == ["1. 〔{place}〕{text}<script>。"]
    (table,) = [b for b in made if isinstance(b, Table)]
    assert table.body[0][1] == ("<b>{region}</b>",)

"""Which figures are tied together."""

from hypothesis import given
from hypothesis import strategies as st

from dandong_analysis.audit.blocks import Block, find_blocks

from .conftest import Table

ROWS = [
    ("a", "1"), ("b", "2"), ("t", "3", "亩", "sum(a,b)"), ("t2", "3", "亩", "same(t)"),
    ("n", "4", "个"), ("m", "4", "个", "same(n);named(4)"), ("alone", "9"),
]  # fmt: skip


def shape(blocks: list[Block]) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return [(b.id, b.figures, tuple(r.key for r in b.relations)) for b in blocks]


def test_blocks_are_components_named_by_their_most_related_figure():
    assert shape(Table.of(*ROWS).blocks) == [
        ("m", ("m", "n"), ("m#1",)),
        ("t", ("a", "b", "t", "t2"), ("t#1", "t2#1")),
    ]


@given(st.permutations(ROWS))
def test_the_order_of_rows_does_not_change_a_block(rows):
    assert shape(Table.of(*rows).blocks) == shape(Table.of(*ROWS).blocks)


def test_what_cannot_be_judged_jointly_ties_nothing():
    table = Table.of(
        ("a", ""), ("b", "3", "亩", "same(a)"),
        ("w", "甲", "text"), ("v", "甲", "text", "same(w)"),
        ("c", "2"), ("d", "4", "亩", "eq(c*c)"),
        ("n", "1"), ("z", "0"), ("r", "5", "%", "pct(n/z)"),
        ("x", "7", "处", "named(5)"),
    )  # fmt: skip
    assert find_blocks(table.judged, table.figures) == []


def test_a_part_too_large_is_set_aside_but_kept_in_its_block():
    table = Table.of(
        ("a", "1"), ("b", "2"), ("t", "3", "亩", "sum(a,b)"), ("p", "9", "亩", "subset(t)"),
        ("q", "3", "亩", "subset(t)"),
    )  # fmt: skip
    (block,) = table.blocks
    assert block.figures == ("a", "b", "p", "q", "t")
    assert [r.key for r in block.relations] == ["q#1", "t#1"]
    assert [r.key for r in block.contradictions] == ["p#1"]
    assert block.holds
    rounded = Table.of(("a", "1"), ("t", "2", "亩", "same(a)")).blocks
    assert not rounded[0].holds

"""Blocks survive JSON exactly, and nothing else is taken for a block."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dandong_analysis.errors import DandongError
from dandong_analysis.report.blocks import (
    MIME,
    FactRef,
    Field,
    Figure,
    HeaderCell,
    Heading,
    Hotspot,
    Map,
    MapFeature,
    MapLayer,
    MapSymbol,
    Note,
    Paragraph,
    Table,
)
from dandong_analysis.report.serialise import (
    BLOCK_TYPES,
    blocks_of_notebook,
    from_json,
    numbers_of_notebook,
    to_json,
)

texts = st.text(max_size=8)
facts = st.builds(
    FactRef, texts, texts, texts, texts, texts, texts, st.integers(0, 9),
    st.lists(texts, max_size=2).map(tuple), texts, texts, texts,
)  # fmt: skip
spans = st.lists(texts | facts, max_size=3).map(tuple)


def several(strategy):
    return st.lists(strategy, max_size=3).map(tuple)


numbers = st.floats(allow_nan=False, allow_infinity=False)
runs = several(st.lists(st.integers(), max_size=4).map(tuple))
symbols = st.builds(
    MapSymbol, texts, texts, texts, texts, texts, texts, st.booleans(), numbers, numbers
)
features = st.builds(MapFeature, texts, texts, texts, runs, texts, several(texts), several(facts))
layers = st.builds(
    MapLayer, texts, texts, st.sampled_from(["area", "line", "point"]), several(symbols),
    several(features), st.booleans(),
)  # fmt: skip


@st.composite
def figures(draw):
    """Spots open facts of their own figure."""
    own = draw(several(facts))
    opened = st.sampled_from([f.id for f in own]) if own else st.nothing()
    spots = draw(several(st.builds(Hotspot, opened, numbers, numbers, numbers, numbers)))
    made = st.builds(Figure, texts, texts, texts, texts, st.binary(max_size=9), numbers,
                     several(texts), st.just(own), st.just(spots))  # fmt: skip
    return draw(made)


header_cells = st.builds(HeaderCell, texts, st.integers(1, 3), st.integers(1, 2))
blocks = st.one_of(
    st.builds(Heading, texts, st.integers(1, 4)),
    st.builds(Paragraph, spans),
    st.builds(Field, texts, texts, several(texts), texts, texts, texts),
    st.builds(Note, st.sampled_from(["synthetic", "limit"]), spans),
    st.builds(
        Table, texts, texts, several(several(header_cells)), several(several(spans)),
        texts, texts, several(texts), several(st.integers(0, 9)),
    ),
    figures(),
    st.builds(
        Map, texts, texts, texts, texts, st.binary(max_size=9), numbers,
        st.tuples(*[st.integers()] * 4), several(layers), several(texts), several(facts), texts,
    ),
)  # fmt: skip

HEADING = {"type": "heading", "text": "一", "level": 1}
MAP = to_json(Map("m", "", "", "", b"", 1.0, (0, 0, 1, 1), ()))
FACT = FactRef("3", "M", "3", "mine", "矿山", "", 3, ("a.csv",), "3", "equal", "survey")


@given(blocks)
def test_round_trip_through_json_text_is_exact(block):
    assert from_json(json.loads(json.dumps(to_json(block)))) == block


def test_every_block_has_its_type():
    assert sorted(BLOCK_TYPES) == [
        "field",
        "figure",
        "heading",
        "map",
        "note",
        "paragraph",
        "table",
    ]


@pytest.mark.parametrize(
    "broken",
    [
        {"type": "script", "text": "x"},
        {"text": "一", "level": 1},
        {"type": "heading", "text": "一"},
        {**HEADING, "extra": 1},
        {**HEADING, "level": "1"},
        {**HEADING, "level": True},
        {"type": "paragraph", "spans": "text"},
        {"type": "paragraph", "spans": [3]},
        {"type": "paragraph", "spans": [HEADING]},
        {"type": "note", "kind": "rumour", "spans": []},
        {**MAP, "extent": [0, 0, 1, 1.5]},
        {**MAP, "layers": [{"type": "maplayer"}]},
        {**MAP, "layers": [to_json(Heading("一"))]},
        ["heading"],
        None,
    ],
    ids=str,
)
def test_anything_else_is_an_error(broken):
    with pytest.raises(DandongError) as raised:
        from_json(broken)
    assert [p.code for p in raised.value.problems] == ["bad-block"]


@pytest.mark.parametrize("png", ["@@", "AAA", 3])
def test_broken_picture_is_an_error(png):
    figure = Figure("f", "", "", "", b"png", 1.0)
    assert from_json(to_json(figure)) == figure
    with pytest.raises(DandongError, match="png"):
        from_json({**to_json(figure), "png": png})


@pytest.mark.parametrize(
    "broken",
    [
        {"fact": "N"}, {"left": "0.1"}, {"more": 1}, {"type": "box"},
    ],
    ids=str,
)  # fmt: skip
def test_broken_spot_is_an_error(broken):
    figure = Figure("f", "", "", "", b"", 1.0, (), (FACT,), (Hotspot("M", 0.1, 0.2, 0.3, 0.4),))
    data = to_json(figure)
    assert from_json(data) == figure
    data["spots"][0] |= broken
    with pytest.raises(DandongError, match=r"figure\.spots\[0\]"):
        from_json(data)


def test_message_names_the_part():
    data = to_json(Paragraph(("a", FACT)))
    data["spans"][1]["n_rows"] = "3"
    with pytest.raises(DandongError, match=r"paragraph\.spans\[1\]\.n_rows"):
        from_json(data)


def test_notebook_gives_its_blocks_in_order_and_nothing_else():
    first, second = Heading("一", 1), Paragraph((FACT,))
    nb = {
        "cells": [
            {"cell_type": "markdown", "source": "# no"},
            {
                "cell_type": "code",
                "outputs": [
                    {"output_type": "stream", "name": "stdout", "text": "no"},
                    {
                        "output_type": "display_data",
                        "data": {"text/html": "<b>no</b>", MIME: to_json(first)},
                    },
                    {"output_type": "execute_result", "data": {"text/html": "<script>"}},
                ],
            },
            {
                "cell_type": "code",
                "outputs": [{"output_type": "execute_result", "data": {MIME: to_json(second)}}],
            },
        ]
    }
    assert blocks_of_notebook(nb) == [first, second]


def test_other_fact_is_another_block():
    assert to_json(Paragraph((FACT,))) != to_json(Paragraph((replace(FACT, id="N"),)))


def test_numbers_of_a_notebook_of_any_version(fact):
    one, two, three, four = (fact(str(n), f"F{n}", label=f"数 {n}") for n in range(1, 5))
    table = Table("t", "表", ((HeaderCell("甲"),),), (((two,),), ((three,),)), "r")
    feature = MapFeature("m", "甲", "s", (), facts=(four,))
    layer = MapLayer("l", "层", "point", (), (feature,))
    shown = Map("m", "图", "图", "", b"", 9.0, (), (layer,), facts=(one,))
    data = [to_json(Paragraph(("共", one, "个"))), to_json(table), to_json(shown)]
    data[0]["what a later version says"] = "text"
    cells = [{"outputs": [{"data": {MIME: block}}]} for block in data] + [{"outputs": [{}]}, {}]
    assert list(numbers_of_notebook({"cells": cells})) == [
        ("1", "F1", "数 1"), ("2", "F2", "数 2"), ("3", "F3", "数 3"), ("1", "F1", "数 1"),
    ]  # fmt: skip
    assert list(numbers_of_notebook({})) == []

"""What parts of stacked bars are: names above them where there is room, else a key."""

from itertools import combinations

import pytest
from charts import OPTIONS, fact
from matplotlib.text import Text

from dandong_analysis.report import canvas, maker
from dandong_analysis.report.figures import stacked_bars


@pytest.fixture
def drawn(monkeypatch):
    """The pictures before they were rendered, which changes the resolution of texts."""
    seen = []

    def keep(made):
        # A label of a tick beyond the axis exists, and is not drawn.
        beyond = [
            t for axes in made.axes for t in axes.get_xticklabels()
            if t.get_position()[0] > axes.get_xlim()[1]
        ]  # fmt: skip
        texts = [t for t in made.findobj(Text) if t.get_visible() and t.get_text()]
        boxes = [(t.get_text(), t.get_window_extent()) for t in texts if t not in beyond]
        seen.append((made, boxes))
        return canvas.rendered(made)

    monkeypatch.setattr(maker, "rendered", keep)
    return seen


def shown(*rows, names):
    """Bars of so many parts; the first row is the uppermost one."""
    facts = [
        fact(value, "mu", county=str(n), township=name)
        for n, row in enumerate(rows) for name, value in zip(names, row, strict=True)
    ]  # fmt: skip
    return stacked_bars(facts, rows="county", stack="township", quantity="面积", **OPTIONS)


def test_names_stand_above_the_parts_of_the_first_bar(drawn):
    shown(("50", "30", "20"), ("10", "60", "20"), names=("a甲", "b乙", "c丙"))
    made, boxes = drawn[0]
    (axes,) = made.axes
    assert axes.get_legend() is None
    parts = [p.get_window_extent() for p in axes.patches][::2]
    for name, part in zip(("a甲", "b乙", "c丙"), parts, strict=True):
        (box,) = (box for text, box in boxes if text == name)
        assert (box.x0 + box.x1) / 2 == pytest.approx((part.x0 + part.x1) / 2, abs=1)
        assert box.y0 > part.y1


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        # The first bar lacks a part.
        ([("50", "0", "20"), ("10", "60", "20")], ("a甲", "b乙", "c丙")),
        # Names that are far longer than their parts.
        ([("50", "2", "2"), ("10", "60", "20")], ("a甲" * 5, "b乙" * 8, "c丙" * 8)),
    ],
)
def test_without_room_there_is_a_key_above_the_bars(rows, names, drawn):
    shown(*rows, names=names)
    made, _ = drawn[0]
    (axes,) = made.axes
    assert [t.get_text() for t in axes.get_legend().get_texts()] == list(names)
    assert not [t for t in axes.texts if t.get_text() in names]
    box = axes.get_legend().get_window_extent()
    assert box.y0 >= axes.get_window_extent().y1 - 1


def test_a_long_key_has_several_lines_that_are_read_across(drawn):
    names = [f"{n}{'很长的名称' * 3}" for n in range(5)]
    shown(["0", *["9"] * 4], ["9"] * 5, names=names)
    made, _ = drawn[0]
    (axes,) = made.axes
    texts = axes.get_legend().get_texts()
    by_place = sorted(
        ((-round(b.y0), round(b.x0)), t.get_text())
        for t in texts for b in [t.get_window_extent()]
    )  # fmt: skip
    assert [text for _, text in by_place] == names
    assert len({place[0] for place, _ in by_place}) > 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_two_texts_of_a_figure_touch_and_none_is_cut_off(lang, drawn):
    rows = [("5337", "4190", "2445", "830"), ("3838", "1684", "900", "300")]
    facts = [
        fact(v, "mu", county=str(n), damage_type=kind)
        for n, row in enumerate(rows)
        for kind, v in zip(("open_pit_site", "industrial_yard", "waste_dump", "tailings_facility"), row, strict=True)
    ]  # fmt: skip
    totals = [fact("12802", "mu", county="0"), fact("6722", "mu", county="1")]
    stacked_bars(facts, rows="county", stack="damage_type", totals=totals, quantity="面积",
                 **{**OPTIONS, "lang": lang})  # fmt: skip
    made, boxes = drawn[0]
    for (one, a), (other, b) in combinations(boxes, 2):
        assert not a.overlaps(b), (one, other)
    for text, box in boxes:
        assert made.bbox.x0 <= box.x0, text
        assert box.x1 <= made.bbox.x1 + 1, text

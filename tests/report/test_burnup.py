"""Burn-up figures: points are facts at their days, numbers do not touch each other."""

from datetime import date
from decimal import Decimal
from itertools import combinations

import pytest
from matplotlib.text import Annotation

from dandong_analysis.facts import Definition, Fact
from dandong_analysis.report import canvas, maker
from dandong_analysis.report.burnup import Course, Point, burn_up
from dandong_analysis.schemas import standard_schemas

SCHEMAS = standard_schemas()
START, AS_OF, END = date(2019, 1, 1), date(2020, 12, 31), date(2022, 12, 31)


def point(day, value, unit="mu", provenance="survey"):
    name = f"A@day={day},value={value}"
    made = Fact(name, Decimal(value), unit, value, f"量{value}", f"amount {value}",
                Definition("frame"), "A", {"day": str(day)}, provenance=provenance)  # fmt: skip
    return Point(day, made)


def course(**changes):
    values = {
        "title": "甲县", "done": (point(date(2019, 12, 31), "20"), point(AS_OF, "50")),
        "targets": (point(AS_OF, "60"), point(END, "100")),
        "ahead": (("按已有速度", point(END, "99")),),
    } | changes  # fmt: skip
    return Course(**values)


@pytest.fixture
def drawn(monkeypatch):
    """The pictures that were rendered, still open to inspection."""
    seen = []
    monkeypatch.setattr(
        maker, "rendered", lambda made: (seen.append(made), canvas.rendered(made))[1]
    )
    return seen


def burnt(*courses, lang="zh", **options):
    return burn_up(
        courses or (course(),), start=START, as_of=AS_OF, figure_id="b", caption="进度",
        quantity="面积", lang=lang, schemas=SCHEMAS, **options,
    )  # fmt: skip


def lines(made):
    return {line.get_label(): line for axes in made.axes for line in axes.get_lines()}


def test_lines_begin_with_nothing_and_join_the_facts(drawn):
    burnt()
    by_name = lines(drawn[0])
    assert by_name["累计完成"].get_ydata().tolist() == [0, 20, 50]
    assert by_name["按规划分期"].get_ydata().tolist() == [0, 60, 100]
    assert by_name["按时间均匀"].get_ydata().tolist() == [0, 100]
    assert by_name["推算"].get_ydata().tolist() == [50, 99]


def test_days_stand_where_they_are_in_their_years(drawn):
    """The plan begins with 2019; its first day has passed by one of 365 days."""
    burnt(course(done=(point(date(2019, 1, 1), "1"), point(date(2020, 7, 1), "2"))))
    xs = lines(drawn[0])["累计完成"].get_xdata().tolist()
    assert xs == pytest.approx([2019 + 1 / 365, 2019 + 1 / 365, 2020 + 183 / 366])


def test_a_single_target_has_no_second_line(drawn):
    burnt(course(targets=(point(END, "100"),), ahead=()))
    assert "按时间均匀" not in lines(drawn[0])


def test_every_fact_is_named_for_those_who_do_not_see_the_picture():
    made = burnt()
    assert [ref.text for ref in made.facts] == ["20", "50", "60", "100", "99"]
    assert all(f"量{n} {n}" in made.alt for n in ("20", "50", "60", "100", "99"))


def test_numbers_do_not_touch_each_other(drawn):
    burnt(course(), course(title="乙县", done=(point(date(2019, 12, 31), "1"), point(AS_OF, "62"))))
    made = drawn[0]
    made.draw_without_rendering()
    for axes in made.axes:
        boxes = [t.get_window_extent() for t in axes.texts if isinstance(t, Annotation)]
        assert boxes
        assert not [1 for a, b in combinations(boxes, 2) if a.overlaps(b)]


def test_synthetic_facts_stamp_the_picture(drawn):
    burnt(course(done=(point(AS_OF, "50", provenance="synthetic"),)))
    burnt()
    assert "模拟数据" in drawn[0].get_suptitle()
    assert not drawn[1].get_suptitle()


def test_several_units_are_refused():
    with pytest.raises(ValueError, match="item, mu"):
        burnt(course(ahead=(("x", point(END, "1", unit="item")),)))


def test_the_same_facts_give_the_same_bytes():
    assert (burnt().svg, burnt().png) == (burnt().svg, burnt().png)

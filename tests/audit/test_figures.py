"""Reading a file of figures: printed precision, units, and what is wrong with a file."""

from fractions import Fraction

import pandas as pd
import pytest

from dandong_analysis.audit.figures import figures_frame, read_figures
from dandong_analysis.errors import DandongError

from .conftest import Table

HEADER = "id,value,unit,derived_from\n"


def read(text: str):
    return read_figures(figures_frame(text.encode(), file="f.csv"), file="f.csv")


def codes(error) -> list[tuple[str, int | None, str]]:
    return [(p.code, p.place.row, p.value) for p in error.value.problems]


@pytest.mark.parametrize(
    ("text", "unit", "low", "high"),
    [
        ("44750", "亩", "44749.5", "44750.5"), ("43.80", "%", "43.795", "43.805"),
        ("43.8", "%", "43.75", "43.85"), ("1265", "个", "1265", "1265"),
        ("2017", "year", "2017", "2017"), ("10-19", "m", "9.5", "19.5"), ("-3", "亩", "-3.5", "-2.5"),
        ("1.2", "万人", "1.15", "1.25"), ("0.585", "km2", "0.5845", "0.5855"),
    ],
)  # fmt: skip
def test_half_a_last_digit_is_left_open_except_for_counts(text, unit, low, high):
    figure = Table.of(("a", text, unit)).figures["a"]
    assert (figure.possible.low, figure.possible.high) == (Fraction(low), Fraction(high))


def test_held_numbers_are_converted_exactly():
    held = Table.of(("a", "0.585", "km2")).figures["a"].held
    assert (held.centre, held.step, held.slack) == (
        Fraction("877.5"),
        Fraction("1.5"),
        Fraction(3, 4),
    )


@pytest.mark.parametrize("text", ["", ">0", "初步建立", "1,265", "约20", "1e5"])
def test_what_is_not_a_number_stays_text(text):
    figure = Table.of(("a", text)).figures["a"]
    assert (figure.text, figure.printed) == (text, None)
    with pytest.raises(ValueError, match="a"):
        _ = figure.shown


def test_a_file_is_read_with_its_row_numbers_and_labels():
    found = read(
        "\ufeffid, value ,unit,derived_from,section,description_zh\n"
        'a,1,亩,,一,"甲,乙"\n\nb, 2 ,亩,same(a)\n'
    )
    assert [(f.id, f.text, f.row) for f in found.values()] == [("a", "1", 2), ("b", "2", 4)]
    assert (found["a"].label.zh, found["a"].label.en, found["a"].section) == (
        "甲,乙",
        "甲,乙",
        "一",
    )
    assert (found["b"].label.zh, found["b"].relations) == ("b", "same(a)")


def test_a_unit_that_is_not_known_needs_a_kind():
    header = "id,value,unit,derived_from,kind\n"
    found = read(f"{header}a,1,斛,,\nb,1,斛,,measured\nc,1,斛,,count\nd,1,亩,,count\n")
    assert found["a"].unit is None
    assert (found["b"].slack, found["c"].slack) == (Fraction(1, 2), 0)
    # A known unit says itself what it is.
    assert found["d"].slack == Fraction(1, 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("id,value,unit\n", [("figures-column", None, "derived_from")]),
        ("", [("figures-column", None, n) for n in ("id", "value", "unit", "derived_from")]),
        ("id,value,value,unit,derived_from\n", [("figures-column-twice", None, "value")]),
        (HEADER + "a,1,亩,\n,2,亩,\na,3,亩,\n",
         [("figures-id-blank", 3, ""), ("figures-id-twice", 4, "a")]),
        (HEADER + "a,1,亩,,more\n", [("figures-row", 2, "more")]),
        ("id,value,unit,derived_from,kind\na,1,亩,,weighed\n", [("figures-kind", 2, "weighed")]),
        (HEADER + 'a,"1,亩,\n', [("figures-csv", None, "unexpected end of data")]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_file_is_named_with_its_place(text, expected):
    with pytest.raises(DandongError) as caught:
        read(text)
    assert codes(caught) == expected
    assert all(p.place.file == "f.csv" for p in caught.value.problems)


def test_another_encoding_is_refused():
    with pytest.raises(DandongError) as caught:
        figures_frame("id,矿山面积\n".encode("gb18030"), file="f.csv")
    assert codes(caught) == [("figures-encoding", None, "")]


def test_the_frame_is_left_as_it_was():
    frame = pd.DataFrame({"id": ["a"], "value": [" 1 "], "unit": ["亩"], "derived_from": [None]})
    before = frame.copy()
    assert read_figures(frame)["a"].text == "1"
    pd.testing.assert_frame_equal(frame, before)

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dandong_analysis.survey.read_raw import cell_text, number_text, spans, text_frame


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_the_text_gives_the_same_number(value):
    assert float(number_text(value)) == value


@given(st.floats(min_value=-1e14, max_value=1e14))
def test_ordinary_numbers_have_no_exponent_and_no_trailing_zeros(value):
    text = number_text(value)
    assert "e" not in text
    assert not ("." in text and text.endswith(("0", ".")))


@given(st.floats(min_value=-1e14, max_value=1e14))
def test_no_shorter_text_gives_the_same_number(value):
    digits = Decimal(number_text(value)).normalize().as_tuple().digits
    shorter = f"{value:.{max(len(digits) - 1, 1)}g}"
    assert len(digits) == 1 or float(shorter) != value


@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_a_whole_number_reads_as_its_digits(value):
    assert number_text(float(value)) == str(value) == cell_text(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [(-0.0, "0"), (float("nan"), ""), (1e15, "1000000000000000"), (1e22, "1e+22")],
)
def test_odd_numbers(value, text):
    assert number_text(value) == text


def test_blank_is_the_empty_text():
    assert cell_text(None) == ""


def test_spans_join_neighbours():
    assert spans([7, 5, 3, 6]) == "3、5–7"
    assert spans([]) == ""


def test_a_text_frame_keeps_nan_as_text():
    frame = text_frame([["nan", ""], ["NA", "None"]], ["A", "B"], [4, 9])
    assert frame.to_numpy().tolist() == [["nan", ""], ["NA", "None"]]
    assert list(frame.index) == [4, 9]
    assert all(dtype == "str" for dtype in frame.dtypes)

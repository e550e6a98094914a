import csv
import io
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dandong_analysis.pipeline.sheets import guarded, safe_csv


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "+1+1", "-1-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "\u00a0=1", "\u3000=1",
        "＝1", "＋1", "－1", "＠x", "\ufeff=1", "-", "+", "=cmd|' /C calc'!A0",
    ],
)  # fmt: skip
def test_what_a_spreadsheet_takes_for_a_formula_is_guarded(text):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "在产", "12", "-12.5", "+3", "a=b", "1-2", "'x", "C01"])
def test_numbers_and_plain_text_stay_as_they_are(text):
    assert guarded(text) == text


@given(st.text())
def test_no_text_starts_a_formula_after_guarding(text):
    shown = guarded(text).lstrip(" \u00a0\u3000\ufeff")
    assert not shown.startswith(("=", "@", "＝", "＋", "－", "＠"))


def test_a_frame_reads_back_with_quotes_line_breaks_and_gaps():
    frame = pd.DataFrame({
        "名": ["一\n号", 'a"b', "=1"],
        "数": [Decimal("-1.50"), None, Decimal(3)],
        "n": pd.array([1, None, 3], dtype="Int64"),
    })  # fmt: skip
    data = safe_csv(frame)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows == [
        ["名", "数", "n"], ["一\n号", "-1.50", "1"], ['a"b', "", ""], ["'=1", "3", "3"]
    ]  # fmt: skip

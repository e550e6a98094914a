"""Typed values from canonical texts, kind by kind."""

from decimal import Decimal

import pandas as pd
import pytest

from dandong_analysis.schemas import DTYPES, Field
from dandong_analysis.survey.typed import typed_series


@pytest.mark.parametrize(
    ("kind", "texts", "values"),
    [
        ("id", ["007"], ["007"]),
        ("text", ["1"], ["1"]),
        ("category", ["closed"], ["closed"]),
        ("geometry", ["POINT (1 2)"], ["POINT (1 2)"]),
        ("integer", ["12"], [12]),
        ("year", ["1958"], [1958]),
        ("decimal", ["43.80"], [Decimal("43.8")]),
        ("degree", ["124.5"], [124.5]),
        ("date", ["2017-05-03"], [pd.Timestamp("2017-05-03")]),
        ("boolean", ["true", "false"], [True, False]),
    ],
)
def test_every_kind_has_its_value_its_dtype_and_its_gap(kind, texts, values):
    series = typed_series([*texts, ""], Field("f", "字段", "field", kind))
    assert str(series.dtype) == DTYPES[kind]
    assert series.tolist()[:-1] == values
    assert pd.isna(series.iloc[-1])


def test_every_kind_is_tested():
    marks = test_every_kind_has_its_value_its_dtype_and_its_gap.pytestmark
    assert {case[0] for case in marks[0].args[1]} == set(DTYPES)

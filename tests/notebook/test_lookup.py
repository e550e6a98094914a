"""Columns brought from one frame to the rows of another."""

import pandas as pd
import pytest
from pandas.errors import InvalidIndexError

from dandong_analysis.notebook.lookup import looked_up

MINES = pd.DataFrame({"mine_id": ["M2", "M1"], "name": ["乙", "甲"], "county": ["2", "1"]})
HAZARDS = pd.DataFrame({"mine_id": ["M1", "M9", "M2", "M1"], "name": ["a", "b", "c", "d"]})


def test_every_row_gets_the_columns_of_its_key_or_nothing():
    made = looked_up(HAZARDS, MINES, "mine_id", "county", mine_name="name")
    assert made["name"].tolist() == ["a", "b", "c", "d"]
    assert made["county"].fillna("-").tolist() == ["1", "-", "2", "1"]
    assert made["mine_name"].fillna("-").tolist() == ["甲", "-", "乙", "甲"]
    assert list(HAZARDS.columns) == ["mine_id", "name"]


@pytest.mark.parametrize("rows", [HAZARDS, HAZARDS.iloc[:0]])
def test_a_key_that_is_repeated_in_the_source_is_an_error(rows):
    with pytest.raises(InvalidIndexError):
        looked_up(rows, pd.concat([MINES, MINES]), "mine_id", "county")


def test_a_column_that_the_source_lacks_is_an_error():
    with pytest.raises(KeyError, match="township"):
        looked_up(HAZARDS, MINES, "mine_id", "township")

"""Which mines are told of as the least certain."""

import pandas as pd

from dandong_analysis.standards import load_standard
from dandong_analysis.zoning.sensitivity import MOST_UNSURE, least_certain

# A and B are alike; C is certain; D has no class; E is the only one of its county.
TRIED = pd.DataFrame({
    "mine_id": ["B", "A", "C", "D", "E"],
    "grade": ["slight", "slight", "severe", "ungraded", "severe"],
    "p_slight": [0.6, 0.6, 0.0, 0.0, 0.0], "p_moderate": [0.4, 0.4, 0.0005, 0.0, 0.0],
    "p_severe": [0.0, 0.0, 0.9995, 0.0, 1.0], "p_ungraded": [0.0] * 5,
    "p_grade": [0.6, 0.6, 0.9995, 0.0, 1.0],
})  # fmt: skip
MINES = pd.DataFrame({
    "delivery": ["one"] * 5, "source_file": ["mines.csv"] * 5, "source_sheet": [""] * 5,
    "source_row": [2, 3, 4, 5, 6], "mine_id": ["A", "B", "C", "D", "E"],
    "county": ["1", "1", "1", "1", "2"],
})  # fmt: skip


def told(number: int) -> list[str]:
    return least_certain(TRIED, MINES, number=number)["mine_id"].tolist()


def test_the_least_certain_come_first_and_ungraded_mines_are_left_out():
    assert told(4) == ["A", "B", "C", "E"]


def test_each_county_has_its_own_least_certain():
    assert told(1) == ["A", "E"]
    assert told(2) == ["A", "B", "E"]


def test_a_mine_keeps_its_address_its_class_and_its_shares():
    first = least_certain(TRIED, MINES, number=1).iloc[0]
    assert first.to_dict() == {
        "delivery": "one", "source_file": "mines.csv", "source_sheet": "", "source_row": 2,
        "mine_id": "A", "index_class": "slight", "p_slight": 0.6, "p_moderate": 0.4,
        "p_severe": 0.0, "p_grade": 0.6,
    }  # fmt: skip
    assert TRIED["mine_id"].tolist() == ["B", "A", "C", "D", "E"]


def test_as_many_are_told_of_as_a_chapter_lists():
    assert load_standard("listings")["listing"]["impact_unsure"]["first"] == MOST_UNSURE


def test_the_frame_is_that_of_the_catalogue():
    described = load_standard("impact_indicators")["frame"]["unsure"]["fields"]
    made = least_certain(TRIED, MINES)
    assert {f["name"] for f in described} == set(made.columns)

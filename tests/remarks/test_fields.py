"""Ids of fields and paragraphs of texts."""

import pytest

from dandong_analysis.remarks.fields import LONGEST_ID, is_field_id, paragraphs


@pytest.mark.parametrize(
    "name",
    ["cause:TREATED/210682/company/near", "cause:A", "note:LAND.PIT@county=210601,year=2018",
     f"a:{'x' * (LONGEST_ID - 2)}"],
)  # fmt: skip
def test_ids(name):
    assert is_field_id(name)


@pytest.mark.parametrize(
    "name",
    ["", "cause", "cause:", ":A", "Cause:A", "cause:A B", "cause:A\n", "cause:<b>",
     'cause:"', f"a:{'x' * (LONGEST_ID - 1)}", None, 7, "goog_rdk_0", "MENDELEY_CITATION_v3_x"],
)  # fmt: skip
def test_what_is_no_id(name):
    assert not is_field_id(name)


def test_a_paragraph_is_a_line_without_blanks_around_it():
    assert paragraphs("\u3000\u3000甲 乙\r\n \n丙\u2028丁\n") == ("甲 乙", "丙", "丁")
    assert paragraphs(" \n\t\n") == ()

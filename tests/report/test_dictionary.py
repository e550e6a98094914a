"""The committed data dictionary is what the schemas say."""

from pathlib import Path

from dandong_analysis.report.dictionary import data_dictionary
from dandong_analysis.schemas import standard_schemas

COMMITTED = Path(__file__).resolve().parents[2] / "docs" / "data-dictionary.md"


def test_the_committed_dictionary_is_in_step_with_the_schemas():
    assert COMMITTED.read_text(encoding="utf-8") == data_dictionary(standard_schemas())


def test_a_field_shows_its_header_unit_and_whether_it_is_required():
    line = "| `mine_area_mu` | 矿区面积 | mine area | decimal | 亩 (mu) | yes |"
    assert line in data_dictionary(standard_schemas())

"""The whole evaluation of a survey."""

import pandas as pd

from dandong_analysis.schemas import standard_schemas
from dandong_analysis.zoning.evaluation import COUNTED, evaluate_survey

ROWS = pd.DataFrame(
    columns=["delivery", "file", "sheet", "table", "row", "fate", "code"], dtype="str"
)
CELLS = pd.DataFrame(
    columns=["delivery", "file", "sheet", "row", "field", "table", "raw"], dtype="str"
)


def test_a_survey_without_mines_has_nothing_to_evaluate():
    schemas = standard_schemas()
    empty = pd.DataFrame({n: pd.Series([], dtype=t) for n, t in schemas["mines"].dtypes.items()})
    assert evaluate_survey({}, ROWS, CELLS, schemas) is None
    assert evaluate_survey({"mines": empty}, ROWS, CELLS, schemas) is None


def test_the_frames_that_facts_are_counted_from_have_names_of_their_own():
    assert len(set(COUNTED)) == len(COUNTED) == 6
    assert not set(COUNTED) & set(standard_schemas().tables)

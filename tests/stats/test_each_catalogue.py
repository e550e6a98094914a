"""An indicator that lists rows says so in full."""

import pytest

from dandong_analysis.errors import DandongError
from dandong_analysis.stats.validate import check_catalogue
from tests.stats.listed import FRAMES, SHARE, SUM


@pytest.mark.parametrize(
    ("change", "code", "value"),
    [
        ({"key": "colour"}, "catalogue-dimension", "SUM: colour"),
        ({"unit": "colour"}, "catalogue-column", "SUM: sums.colour"),
        ({"places": "colour"}, "catalogue-column", "SUM: sums.colour"),
        ({"reason": "colour"}, "catalogue-column", "SUM: sums.colour"),
        ({"caution": "colour"}, "catalogue-column", "SUM: sums.colour"),
        ({"parts": "colour"}, "catalogue-column", "SUM: sums.colour"),
        ({"rows": "nowhere"}, "catalogue-column", "SUM: nowhere.code"),
        ({"rows": "shares"}, "catalogue-column", "SUM: shares.code"),
        ({"made_of": ""}, "catalogue-part", "SUM: of"),
        ({"parts": ""}, "catalogue-part", "SUM: SUM"),
        ({"made_of": "NOTHING"}, "catalogue-part", "SUM: NOTHING"),
        ({"made_of": "PLAIN"}, "catalogue-part", "SUM: PLAIN"),
    ],
)
def test_faults_of_an_entry_that_lists_rows(trial, change, code, value):
    plain = {"id": "PLAIN", "table": "mines"}
    entry = {**SUM, "each": {**SUM["each"], **change}}
    found = check_catalogue(trial.catalogue(entry, plain, frame=FRAMES), trial.schemas)
    assert (code, value) in [(p.code, p.value) for p in found]


def test_an_entry_that_lists_rows_measures_a_number_in_a_unit_that_fits(trial):
    for change, code in (
        ({"column": "unit"}, "catalogue-column"), ({"column": "", "measure": "each"}, "catalogue-column"),
    ):  # fmt: skip
        found = check_catalogue(trial.catalogue({**SUM, **change}, frame=FRAMES), trial.schemas)
        assert code in [p.code for p in found]
    (problem,) = check_catalogue(
        trial.catalogue(SUM, {**SHARE, "unit": "mu"}, frame=FRAMES), trial.schemas
    )
    assert (problem.code, problem.value) == ("catalogue-unit", "SHARE: mu")


@pytest.mark.parametrize(
    ("entry", "value"),
    [
        ({**SUM, "each": None}, "SUM: each"),
        ({**SUM, "measure": "sum"}, "SUM: each"),
        ({**SUM, "each": {**SUM["each"], "key": ""}}, "SUM: key"),
        ({**SUM, "each": {**SUM["each"], "colour": "red"}}, "SUM: colour"),
    ],
)
def test_an_entry_says_that_it_lists_rows_in_both_places(trial, entry, value):
    given = {k: v for k, v in entry.items() if v is not None}
    with pytest.raises(DandongError) as caught:
        trial.catalogue(given, frame=FRAMES)
    assert value in [p.value for p in caught.value.problems]

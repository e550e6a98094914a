"""What figures have in common: colours of codes, and decimals of labels."""

from itertools import pairwise

import pytest
from charts import OPTIONS, fact
from vision import lightness

from dandong_analysis.report.maker import Maker, label_places
from dandong_analysis.report.palette import MISSING, colours
from dandong_analysis.standards import load_standard

MAKER = Maker("f", "题", "zh", OPTIONS["schemas"], 150, ())


def test_a_code_has_the_same_colour_in_a_chart_as_on_a_map():
    symbols = load_standard("symbols")["impact_grade"]
    codes = ["severe", "moderate", "slight", "ungraded"]
    assert MAKER.fills("impact_grade", codes) == tuple(symbols[c]["fill"] for c in codes)


def test_codes_without_a_symbol_take_the_scale():
    assert MAKER.fills("status_class", ["active", "closed"]) == colours(2)
    # One code without a filled symbol is enough: a chart mixes no two scales.
    assert MAKER.fills("impact_grade", ["severe", None])[1] == MISSING


@pytest.mark.parametrize("dim", ["impact_grade", "damage_type"])
def test_neighbours_that_take_colours_of_the_map_differ_in_grey_print(dim):
    codes = list(load_standard("symbols")[dim])
    values = [lightness(fill) for fill in MAKER.fills(dim, codes)]
    assert min(abs(a - b) for a, b in pairwise(values)) > 10


@pytest.mark.parametrize(
    ("values", "places"),
    [
        (("2407.06", "27.36"), {"2407.06": 0, "27.36": 0}),
        (("540.5", "8.25"), {"8.25": 1}),
        (("86.22", "1"), {}),
        (("12345",), {}),
        ((None, "1.5"), {}),
        ((), {}),
    ],
)
def test_labels_of_an_axis_show_four_digits_of_its_greatest_value(values, places):
    facts = [fact(v, year=str(v)) for v in values]
    assert label_places(facts) == {f"N@year={v}": n for v, n in places.items()}


def test_a_rounded_label_follows_the_rounding_of_the_study():
    half = fact("2406.5", year="2010")
    even, up = (
        Maker("f", "题", "zh", OPTIONS["schemas"], 150, (), places={half.id: 0}, rounding=rounding)
        for rounding in ("half_even", "half_up")
    )
    assert (even.number(half), up.number(half)) == ("2406", "2407")
    assert up.ref(half).value == "2406.5"

"""Which evaluation is asked for: its date, its reading, and what both are called."""

from datetime import date
from itertools import pairwise, product

import pytest

from dandong_analysis.attainment.definitions import (
    Definitions,
    choices_of,
    parse_reading,
    reading_of,
    value_of,
)
from dandong_analysis.attainment.requested import requested, requested_by_code
from dandong_analysis.attainment.rules import standard_settings
from dandong_analysis.errors import DandongError, UsageError
from dandong_analysis.study import parse_study
from tests.attainment.world import STUDY

SETTINGS = standard_settings()
USUAL = Definitions()


def study(**declared):
    return parse_study({**STUDY, **({"attainment": declared} if declared else {})})


def faults(call, *arguments, **options):
    with pytest.raises(DandongError) as caught:
        call(*arguments, **options)
    return type(caught.value), [(p.code, p.value, p.place.file) for p in caught.value.problems]


def test_every_value_of_every_parameter_is_read_and_told_again():
    for name, choices in choices_of(SETTINGS).items():
        for value in choices:
            found = parse_reading(f" {name}={value} ", SETTINGS, USUAL)
            assert value_of(found, name) == value
            told = reading_of(found, SETTINGS)
            assert told == ("" if value == value_of(USUAL, name) else f"{name}={value}")
            assert value_of(parse_reading(told, SETTINGS, USUAL), name) == value


def test_the_same_reading_is_told_the_same_way_in_any_order():
    pairs = ("schedule=linear", "rate:fund_rate=fund_rate_since", "proof=date")
    told = {
        reading_of(parse_reading(",".join(p), SETTINGS, USUAL), SETTINGS)
        for p in (pairs, pairs[::-1])
    }
    assert told == {"proof=date,rate:fund_rate=fund_rate_since,schedule=linear"}


def test_what_a_reading_does_not_name_stays():
    base = parse_reading("proof=date,rate:fund_rate=fund_rate_since", SETTINGS, USUAL)
    found = parse_reading("schedule=linear", SETTINGS, base)
    assert (found.proof, found.schedule, dict(found.rates)) == (
        "date", "linear", {"fund_rate": "fund_rate_since"},
    )  # fmt: skip
    assert parse_reading("", SETTINGS, base) == base


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("schedule=lunar", ["schedule=lunar"]),
        ("schedule", ["schedule="]),
        ("moon=full", ["moon=full"]),
        ("rate:fund_rate=scheme_rate", ["rate:fund_rate=scheme_rate"]),
        ("rate:treated_area=treated_area", ["rate:treated_area=treated_area"]),
        ("rates=x,proof=none", ["rates=x", "proof=none"]),
    ],
)
def test_a_reading_that_does_not_exist_is_refused_with_everything_wrong(text, values):
    kind, found = faults(parse_reading, text, SETTINGS, USUAL)
    assert (kind, found) == (DandongError, [("reading-unknown", v, "") for v in values])


def test_a_refusal_lists_what_there_is():
    with pytest.raises(DandongError) as caught:
        parse_reading("schedule=lunar,moon=full", SETTINGS, USUAL)
    value, name = caught.value.problems
    assert value.action.en == "known: path, linear"
    assert name.action.en.startswith("known: closed_mines, damaged_area")


def test_without_anything_it_is_the_end_of_the_first_period():
    turned = {**STUDY, "period": STUDY["period"][::-1]}
    for found in (requested(study(), SETTINGS), requested(parse_study(turned), SETTINGS)):
        assert (found.as_of, found.reading) == (date(2020, 12, 31), "")
        assert (found.code, found.folder) == ("2020-12-31", "2020-12-31")


def test_the_study_says_what_is_usual_and_what_is_given_goes_first():
    own = study(as_of=date(2021, 6, 30), reading="proof=date")
    assert requested(own, SETTINGS).code == "2021-06-30+proof.date"
    assert requested(own, SETTINGS, as_of="2020-01-01").code == "2020-01-01+proof.date"
    changed = requested(own, SETTINGS, reading="schedule=linear")
    assert changed.code == "2021-06-30+proof.date+schedule.linear"
    back = requested(own, SETTINGS, reading="proof=number_and_date")
    assert back.code == "2021-06-30"


def test_a_code_names_its_evaluation_whatever_the_study_says():
    own = study(as_of="2021-06-30", reading="proof=date")
    choices = [[f"{n}={v}" for v in values] for n, values in choices_of(SETTINGS).items()]
    pairs = [a + "," + b for first, second in pairwise(choices)
             for a, b in product(first, second)]  # fmt: skip
    for reading in pairs:
        asked = requested(study(), SETTINGS, as_of="2020-12-30", reading=reading)
        assert requested_by_code(own, SETTINGS, asked.code) == asked
        assert set(asked.code).isdisjoint(",=@/|")


def test_each_evaluation_has_a_folder_of_its_own():
    asked = [
        requested(study(), SETTINGS, as_of=day, reading=reading)
        for day in ("2020-12-30", "2020-12-31") for reading in ("", "proof=date", "schedule=linear")
    ]  # fmt: skip
    assert len({a.folder for a in asked}) == len({a.code for a in asked}) == 6
    assert all(a.folder.startswith(str(a.as_of)) for a in asked)


@pytest.mark.parametrize("given", [{"as_of": "2020-02-30"}, {"reading": "proof=none"}])
def test_what_is_given_wrongly_is_wrong_usage(given):
    ((name, value),) = given.items()
    told = value if name == "reading" else f"as_of={value}"
    assert faults(requested, study(), SETTINGS, **given) == (
        UsageError, [("reading-unknown", told, "")],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("declared", "told"),
    [
        ({"as_of": "2020-02-30"}, "as_of=2020-02-30"), ({"reading": "proof=none"}, "proof=none"),
        ({"until": "2020-12-31"}, "until=2020-12-31"), ({"as_of": 2020}, "as_of=2020"),
    ],
)  # fmt: skip
def test_what_the_study_declares_wrongly_is_its_fault_whatever_is_given(declared, told):
    expected = (DandongError, [("reading-unknown", told, "study.toml")])
    assert faults(requested, study(**declared), SETTINGS) == expected
    assert faults(requested, study(**declared), SETTINGS, as_of="2020-12-31") == expected


def test_a_study_without_periods_has_no_evaluation():
    none = parse_study({**STUDY, "period": []})
    for given in ({}, {"as_of": "2020-12-31"}):
        assert faults(requested, none, SETTINGS, **given)[1][0][0] == "plan-no-period"
    assert faults(requested_by_code, none, SETTINGS, "2020-12-31")[1][0][0] == "plan-no-period"


@pytest.mark.parametrize(
    "code", ["2020-02-30", "yesterday", "2020-12-31+proof.none", "2020-12-31+x"]
)
def test_a_code_of_nothing_is_refused(code):
    assert faults(requested_by_code, study(), SETTINGS, code)[1][0][0] == "reading-unknown"

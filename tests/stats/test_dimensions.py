"""How rows get their dimensions."""

import pandas as pd
import pytest

from dandong_analysis.stats.catalogue import standard_catalogue
from dandong_analysis.stats.dimensions import Codes, Model, code_of


@pytest.fixture
def model(trial):
    return Model(standard_catalogue(), trial.schemas)


def test_own_derived_and_joined_codes(model, small):
    codes = Codes(model, small)
    assert codes.of("mines", "status_class") == ["active", "closed", "policy_closed", "abandoned"]
    assert codes.of("land_damage", "county") == ["A", "A", "A", "B", None]
    assert codes.of("land_damage", "status_class") == [
        "active", "active", "closed", "policy_closed", None,
    ]  # fmt: skip
    assert codes.of("land_damage", "duty_class") == ["active", "active", "closed", "legacy", None]
    assert codes.of("land_damage", "commodity_class") == ["metal"] * 4 + [None]
    assert codes.of("land_damage", "is_in_protected_view") == ["true", "true", None, None, None]


def test_a_table_s_own_column_comes_before_a_join(trial, model):
    work = trial.restoration({"county": "B", "mine_id": "M1"}, {"county": "B"})
    codes = Codes(model, {"restoration": work, "mines": trial.mines({"mine_id": "M1"})})
    assert codes.of("restoration", "county") == ["B", "B"]
    assert codes.of("restoration", "status_class") == ["active", None]


def test_a_join_to_a_table_that_is_absent_matches_nothing(trial, model):
    codes = Codes(model, {"land_damage": trial.parcels(("M1", "other", "1"))})
    assert codes.of("land_damage", "county") == [None]


@pytest.mark.parametrize(
    ("day", "period", "year"),
    [
        ("2001-12-31", "before_2002", "2001"),
        ("2002-01-01", "history", "2002"),
        ("2017-06-30", "history", "2017"),
        ("2017-07-01", "after_2017_06", "2017"),
        (None, None, None),
    ],
)
def test_periods_include_both_their_days(trial, plan_catalogue, day, period, year):
    model = Model(plan_catalogue, trial.schemas)
    codes = Codes(model, {"restoration": trial.restoration({"accepted_date": day})})
    assert codes.of("restoration", "acceptance_period") == [period]
    assert codes.of("restoration", "year") == [year]


@pytest.mark.parametrize(
    ("table", "name", "where", "codes"),
    [
        ("mines", "county", {}, ("A", "B")),
        ("mines", "commodity", {}, None),
        ("mines", "status_class", {}, ("active", "closed", "policy_closed", "abandoned")),
        ("mines", "duty_class", {}, ("active", "closed", "legacy")),
        ("mines", "production_status", {"status_class": "active"},
         ("under_construction", "producing")),
        ("mines", "production_status", {"duty_class": "legacy"}, ("policy_closed", "abandoned")),
        ("land_damage", "production_status", {"duty_class": "legacy"},
         ("policy_closed", "abandoned")),
        ("mines", "status_class", {"production_status": "producing"}, ("active",)),
        ("mines", "size_class", {"size_class": "small"}, ("small",)),
        ("mines", "size_class", {"status_class": "active"}, ("large", "medium", "small")),
        ("mines", "is_in_protected_view", {}, ("true", "false")),
        ("rows", "severity", {}, None),
        ("findings", "severity", {}, ("error", "warning", "info")),
    ],
)  # fmt: skip
def test_codes_that_a_filter_leaves_possible(model, table, name, where, codes):
    assert model.possible_codes(table, name, where) == codes


@pytest.mark.parametrize("value", [None, pd.NA, pd.NaT, float("nan"), ""])
def test_nothing_is_no_code(value):
    assert code_of(value) is None


@pytest.mark.parametrize(
    ("value", "code"),
    [(True, "true"), (False, "false"), (2017, "2017"), (0, "0"), ("A", "A"),
     (pd.Timestamp("2017-06-30"), "2017-06-30")],
)  # fmt: skip
def test_values_as_codes(value, code):
    assert code_of(value) == code

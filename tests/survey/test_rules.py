"""Each rule has a row that meets it, one that breaks it and one that leaves it undecided."""

from decimal import Decimal

import pandas as pd
import pytest
from deliveries import SCHEMAS, table

from dandong_analysis.errors import DandongError
from dandong_analysis.schemas import standard_schemas
from dandong_analysis.survey.rules import (
    confront,
    key_rules,
    parse_rules,
    rule_findings,
    rule_frame,
    survey_rules,
)

RULES = {rule.id: rule for rule in survey_rules(SCHEMAS)}


def outcome(rule, tables):
    (made,) = confront([RULES[rule]], tables)
    return [None if pd.isna(v) else bool(v) for v in made.outcome]


MINES = table(
    "mines",
    {"mine_id": "coal", "commodity": "coal", "mining_method": "underground"},
    {"mine_id": "gold", "commodity": "gold", "mining_method": "open_pit"},
    {"mine_id": "bare"},
)

NOT_NEGATIVE = {rule.id: rule for rule in RULES.values() if rule.id.endswith("-not-negative")}


@pytest.mark.parametrize("rule", NOT_NEGATIVE.values(), ids=list(NOT_NEGATIVE))
def test_not_negative(rule):
    values = (Decimal(0), Decimal("-0.01"), None)
    if SCHEMAS[rule.table][rule.shown].kind == "integer":
        values = (0, -1, None)
    frame = table(rule.table, *({rule.shown: v} for v in values))
    assert outcome(rule.id, {rule.table: frame}) == [True, False, None]
    assert rule.severity == "error"


def test_every_number_field_with_a_unit_may_not_be_negative():
    decimals = {
        (s.name, f.name) for s in SCHEMAS.tables.values() for f in s.fields if f.kind == "decimal"
    }
    assert decimals <= {(rule.table, rule.shown) for rule in NOT_NEGATIVE.values()}


def test_damaged_area_above_zero():
    frame = table(
        "land_damage", *({"damaged_area_mu": v} for v in (Decimal("0.1"), Decimal(0), None))
    )
    assert outcome("land-damage-area-above-zero", {"land_damage": frame}) == [True, False, None]


def test_years_in_order():
    years = ((1958, 1958), (2001, 1958), (1958, None), (None, 1958))
    frame = table("mines", *({"year_opened": a, "year_closed": b} for a, b in years))
    assert outcome("mines-years-in-order", {"mines": frame}) == [True, False, None, None]


def test_closed_mines_have_a_year_and_active_ones_do_not():
    states = (
        ("closed", 2001),
        ("abandoned", None),
        ("producing", None),
        ("producing", 2001),
        (None, 2001),
    )
    frame = table("mines", *({"production_status": s, "year_closed": y} for s, y in states))
    assert outcome("mines-closed-has-year", {"mines": frame}) == [True, False, True, True, None]
    assert outcome("mines-active-has-no-end", {"mines": frame}) == [True, True, True, False, None]


def test_damage_within_the_mine_area():
    mines = table("mines", *(
        {"mine_id": m, "mine_area_mu": a}
        for m, a in (("1", Decimal("0.3")), ("2", Decimal("0.29")), ("3", None), ("4", Decimal(1)), ("5", Decimal(9)))
    ))  # fmt: skip
    damage = table("land_damage", *(
        {"mine_id": m, "damaged_area_mu": a}
        for m, a in (("1", Decimal("0.1")), ("1", Decimal("0.2")), ("2", Decimal("0.1")),
                     ("2", Decimal("0.2")), ("3", Decimal(1)), ("5", None))
    ))  # fmt: skip
    both = {"mines": mines, "land_damage": damage}
    assert outcome("mines-damage-within-area", both) == [True, False, None, True, None]
    assert outcome("mines-damage-within-area", {"mines": mines}) == [None] * 5


def test_gangue_heaps_belong_to_coal_mines():
    heaps = (("gangue_heap", "coal"), ("gangue_heap", "gold"), ("gangue_heap", "bare"),
             ("gangue_heap", "nobody"), ("other", "gold"), (None, "coal"))  # fmt: skip
    frame = table("land_damage", *({"damage_type": d, "mine_id": m} for d, m in heaps))
    expected = [True, False, None, None, True, None]
    assert outcome("land-damage-gangue-at-coal", {"mines": MINES, "land_damage": frame}) == expected
    assert outcome("land-damage-gangue-at-coal", {"land_damage": frame}) == [None] * 6


def test_collapse_belongs_to_underground_workings():
    kinds = (("ground_collapse", "coal"), ("ground_fissure", "gold"), ("ground_collapse", "bare"),
             ("rockfall", "gold"))  # fmt: skip
    frame = table("hazards", *({"hazard_type": k, "mine_id": m} for k, m in kinds))
    assert outcome("hazards-collapse-over-workings", {"mines": MINES, "hazards": frame}) == [
        True, False, None, True,
    ]  # fmt: skip


def test_restoration_names_some_money():
    frame = table("restoration", {"social_funds_cny_10k": Decimal(0)}, {})
    assert outcome("restoration-has-money", {"restoration": frame}) == [True, False]


def test_deposits_do_not_exceed_what_is_due():
    amounts = ((Decimal(5), Decimal(5)), (Decimal("5.01"), Decimal(5)), (None, Decimal(5)))
    frame = table("funds", *({"deposited_cny_10k": a, "due_cny_10k": b} for a, b in amounts))
    assert outcome("funds-not-above-due", {"funds": frame}) == [True, False, None]


def test_schemes_and_their_dates():
    day = pd.Timestamp("2012-05-01")
    states = ((True, day), (True, None), (False, day), (False, None), (None, day))
    frame = table("schemes", *({"is_prepared": p, "prepared_date": d} for p, d in states))
    assert outcome("schemes-prepared-has-date", {"schemes": frame}) == [
        True,
        False,
        True,
        True,
        None,
    ]
    assert outcome("schemes-unprepared-has-no-date", {"schemes": frame}) == [
        True,
        True,
        False,
        True,
        None,
    ]


@pytest.mark.parametrize("child", ["land_damage", "hazards", "aquifer", "landscape", "restoration",
                                   "funds", "schemes"])  # fmt: skip
def test_references(child):
    frame = table(child, {"mine_id": "coal"}, {"mine_id": "nobody"}, {})
    rule = f"{child}-mine_id-reference"
    assert outcome(rule, {"mines": MINES, child: frame}) == [True, False, None]
    assert outcome(rule, {child: frame}) == [None, None, None]


def test_keys_of_one_and_of_two_fields():
    rules = {rule.id: rule for rule in key_rules(SCHEMAS)}
    funds = table(
        "funds",
        *(
            {"mine_id": m, "year": y}
            for m, y in (("1", 2017), ("1", 2018), ("2", 2017), ("2", 2017), ("3", None))
        ),
    )
    (made,) = confront([rules["funds-key"]], {"funds": funds})
    assert made.outcome.tolist() == [True, True, False, False, pd.NA]


def test_the_outcomes_of_a_rule_are_counted_and_broken_rows_are_told_at_their_cell():
    years = ((1958, 1960), (2001, 1958), (1958, None))
    frame = table("mines", *({"year_opened": a, "year_closed": b} for a, b in years))
    made = confront([RULES["mines-years-in-order"]], {"mines": frame})
    assert rule_frame(made)[["rule", "valid", "invalid", "undecided"]].to_numpy().tolist() == [
        ["mines-years-in-order", 1, 1, 1]
    ]
    cells = pd.DataFrame([("d", "f.csv", "", "mines", 3, "9", "闭坑", "year_closed", "一九五八")],
                         columns=["delivery", "file", "sheet", "table", "row", "column", "header",
                                  "field", "raw"])  # fmt: skip
    (found,) = rule_findings(made, {"mines": frame}, cells)
    assert (found.code, found.place.row, found.place.column) == ("mines-years-in-order", 3, "闭坑")
    assert found.value == "一九五八"


def test_rules_for_tables_that_a_study_changed_are_left_out():
    without = standard_schemas({"table": {}})
    tables = {n: s for n, s in without.tables.items() if n != "mines"}
    child = {n: s for n, s in tables.items() if not any(f.references for f in s.fields)}
    kept = survey_rules(type(without)(child, without.vocabularies))
    layers = {"counties", "districts", "protected_areas", "sites"}
    assert {rule.table for rule in kept} == {"monitoring", "targets", "plan_reports"} | layers


def test_arguments_stand_in_the_statement_and_other_braces_stay():
    entry = {"id": "x", "table": "mines", "kind": "range", "severity": "error", "field": "year_opened",
             "min": 1990, "zh": "不早于{min}年{其他}", "en": "not before {min} {0.x}"}  # fmt: skip
    (rule,) = parse_rules([entry])
    assert (rule.statement.zh, rule.statement.en) == ("不早于1990年{其他}", "not before 1990 {0.x}")


def test_an_unknown_kind_of_rule_is_refused():
    with pytest.raises(DandongError) as error:
        parse_rules(
            [
                {
                    "id": "x",
                    "table": "mines",
                    "kind": "magic",
                    "zh": "",
                    "en": "",
                    "severity": "error",
                }
            ]
        )
    assert error.value.problems[0].code == "rule-kind-unknown"


def test_rule_ids_are_unique_and_every_rule_speaks_both_languages():
    rules = [*survey_rules(SCHEMAS), *key_rules(SCHEMAS)]
    assert len({rule.id for rule in rules}) == len(rules)
    assert all(rule.statement.zh and rule.statement.en for rule in rules)

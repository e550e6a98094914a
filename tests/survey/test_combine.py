"""Deliveries together: keys and references hold across teams."""

import pandas as pd
from deliveries import (
    DAMAGE_HEADER,
    SCHEMAS,
    csv,
    damage_sheet,
    delivered,
    fates,
    findings,
    mine_sheet,
    mines,
)

from dandong_analysis.survey.combine import combine
from dandong_analysis.survey.deliver import accounting, blocking
from dandong_analysis.survey.replay import replay

M1 = "M1,甲矿,甲县,煤,小型,闭坑,12.50,1958,2001"
M2 = "M2,乙矿,乙县,金,大型,生产,5,1980,"


def north(*rows):
    return delivered(mines(*rows), entry="north")


def south(*rows):
    return delivered(mines(*rows), entry="south")


def test_tables_and_ledgers_are_put_together_in_order():
    whole = combine([north(M1), south(M2)], SCHEMAS)
    assert whole.tables["mines"][["delivery", "mine_id"]].to_numpy().tolist() == [
        ["north", "M1"], ["south", "M2"],
    ]  # fmt: skip
    assert whole.tables["mines"].dtypes.astype(str).to_dict() == SCHEMAS["mines"].dtypes
    assert accounting(whole)["delivery"].tolist() == ["north", "south"]
    assert len(whole.files) == 2
    assert not blocking(whole)


def test_a_key_of_two_deliveries_sets_both_rows_aside_even_when_they_agree():
    whole = combine([north(M1, M2), south(M1)], SCHEMAS)
    assert whole.tables["mines"]["mine_id"].tolist() == ["M2"]
    assert fates(whole) == [
        (1, "header", ""), (2, "quarantined", "duplicate-key"), (3, "accepted", ""),
        (1, "header", ""), (2, "quarantined", "duplicate-key"),
    ]  # fmt: skip
    told = findings(whole, "duplicate-key")
    assert told["delivery"].tolist() == ["north", "south"]
    assert "south mines.csv #2" in told["message_zh"].iloc[0]
    assert whole.rules.set_index("rule").loc["mines-key", ["valid", "invalid"]].tolist() == [1, 2]
    assert blocking(whole)


def test_a_reference_may_point_into_another_delivery():
    damage = {"damage.csv": csv(DAMAGE_HEADER, "P1,M1,尾矿库,2.5", "P2,M9,尾矿库,1")}
    whole = combine([delivered(damage, damage_sheet(), entry="south"), north(M1)], SCHEMAS)
    rule = whole.rules.set_index("rule").loc["land_damage-mine_id-reference"]
    assert rule[["valid", "invalid", "undecided"]].tolist() == [1, 1, 0]
    assert findings(whole, "land_damage-mine_id-reference")["value"].tolist() == ["M9"]


def test_a_reference_to_a_row_that_was_set_aside_is_broken():
    damage = {"damage.csv": csv(DAMAGE_HEADER, "P1,M1,尾矿库,2.5")}
    parts = [delivered({**mines(M1), **damage}, mine_sheet(), damage_sheet()), south(M1)]
    assert findings(parts[0], "land_damage-mine_id-reference").empty
    whole = combine(parts, SCHEMAS)
    assert len(findings(whole, "land_damage-mine_id-reference")) == 1


def test_findings_of_rules_are_not_repeated():
    late = "M1,甲矿,甲县,煤,小型,闭坑,12.50,2001,1958"
    whole = combine([north(late, "M3,丙矿,丙县,煤,小型,闭坑,1,,"), south(M2)], SCHEMAS)
    assert whole.findings["code"].tolist() == ["unknown-term", "mines-years-in-order"]


def test_one_delivery_stays_as_it_is():
    part = north(M1, M2)
    whole = combine([part], SCHEMAS)
    pd.testing.assert_frame_equal(whole.tables["mines"], part.tables["mines"])
    pd.testing.assert_frame_equal(whole.rows, part.rows)
    pd.testing.assert_frame_equal(whole.rules, part.rules)


def test_the_log_of_the_whole_replays():
    whole = combine([north(M1, M2), south(M1, M2.replace("M2", "M5"))], SCHEMAS)
    again = replay(whole, SCHEMAS)
    pd.testing.assert_frame_equal(again["mines"], whole.tables["mines"])


def test_without_deliveries_the_survey_is_empty_and_has_its_columns():
    nothing, one = combine([], SCHEMAS), combine([north(M1)], SCHEMAS)
    assert nothing.tables == {}
    for name in ("rows", "cells", "changes", "findings", "files", "layers"):
        frame = getattr(nothing, name)
        assert len(frame) == 0
        assert list(frame.columns) == list(getattr(one, name).columns)
        assert frame.dtypes.to_dict() == getattr(one, name).dtypes.to_dict()
    assert nothing.rules["invalid"].sum() == 0
    assert not blocking(nothing)

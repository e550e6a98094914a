"""Facts that a computed frame lists row by row, and how they open."""

from decimal import Decimal

import pandas as pd
import pytest

from dandong_analysis.errors import DandongError
from dandong_analysis.facts import Ledger
from dandong_analysis.stats.assessed import of_assessment
from dandong_analysis.stats.behind import rows_behind
from dandong_analysis.stats.indicators import divide_catalogue
from dandong_analysis.stats.trace import trace
from dandong_analysis.stats.validate import check_catalogue, in_order
from tests.stats.listed import FRAMES, SHARE, SUM, frame, row_behind


@pytest.fixture
def tables(small):
    """a = 5.5 + 2.25, b = 1.5 less 0.5, none without rows, both = a + b; 7.75 of 8.75."""
    behind = [row_behind("a", "5.5", 2), row_behind("b", "1.5", 4), row_behind("a", "2.25", 3),
              row_behind("b", "-0.5", 4, column=None)]  # fmt: skip
    made = frame("behind", behind)
    made["table"] = pd.Series([r["table"] for r in behind], dtype="str")
    made["column"] = pd.Series([r["column"] for r in behind], dtype="str")
    return {
        **small, "behind": made,
        "sums": frame("sums", [
            {"assessment": "D1", "code": "a", "amount": "7.75", "unit": "mu", "places": 2},
            {"assessment": "D1", "code": "b", "amount": "1", "unit": "item", "places": 0},
            {"assessment": "D1", "code": "none", "amount": "0"},
            {"assessment": "D1", "code": "both", "amount": "8.75", "unit": "mu", "of": "a|b"},
        ]),
        "shares": frame("shares", [
            {"assessment": "D1", "name": "a of both", "share": "88.57", "of": "a|both"},
            {"assessment": "D1", "name": "a of blank", "of": "a", "why": "target_blank"},
            {"assessment": "D1", "name": "nothing"},
            {"assessment": "D1", "name": "a of some", "share": "50", "of": "a",
             "doubt": "denominator_incomplete"},
        ]),
    }  # fmt: skip


@pytest.fixture
def catalogue(trial):
    return trial.catalogue(SUM, SHARE, frame=FRAMES)


@pytest.fixture
def ledger(trial, tables, catalogue):
    return trial.ledger(tables, catalogue)


def test_every_row_is_a_fact_with_its_own_unit_and_decimals(ledger):
    told = [(f.id, f.value, f.unit, f.printed, f.n_rows) for f in ledger.select("SUM", "code")]
    assert told == [
        ("SUM@code=a", Decimal("7.75"), "mu", "7.75", 2),
        ("SUM@code=b", Decimal(1), "item", "1", 2),
        ("SUM@code=none", Decimal(0), "mu", "0", 0),
        ("SUM@code=both", Decimal("8.75"), "mu", "9", 4),
    ]
    assert ledger["SHARE@name=a of both"].printed == "88.6"


def test_a_row_without_a_value_gives_its_reason(ledger):
    blank, nothing = ledger["SHARE@name=a of blank"], ledger["SHARE@name=nothing"]
    assert (blank.value, blank.printed, blank.verdict) == (None, "", "not_computable")
    assert (blank.reason_zh, blank.reason_en) == (
        "规划未给出目标值，不可评估", "target left blank, not assessable",
    )  # fmt: skip
    assert (nothing.reason_zh, nothing.reason_en) == ("没有数值", "there is no value")
    assert ledger["SHARE@name=a of both"].reason_en == ""


def test_a_value_that_is_not_certain_says_so(ledger):
    some = ledger["SHARE@name=a of some"]
    assert (some.value, some.printed) == (50, "50.0")
    assert (some.reason_zh, some.reason_en) == ("分母不完整", "denominator incomplete")


def test_the_definition_finds_the_rows_again(trial, tables, catalogue, ledger):
    """A sum is one of its rows; what has parts names them; the rest is the row itself."""
    a, both = ledger["SUM@code=a"].definition, ledger["SUM@code=both"].definition
    assert (a.table, a.measure, dict(a.where), a.parents) == ("behind", "sum", {"code": "a"}, ())
    assert (both.table, both.measure, both.parents) == (
        "sums", "each", ("SUM@code=a", "SUM@code=b"),
    )  # fmt: skip
    for key, rows in (("SUM@code=a", [2, 3]), ("SUM@code=both", [2, 3, 4]), ("SUM@code=none", [])):
        found = rows_behind(ledger[key], ledger, tables, trial.schemas, catalogue=catalogue)
        assert found["source_row"].tolist() == rows
    own = rows_behind(
        ledger["SHARE@name=nothing"], ledger, tables, trial.schemas, catalogue=catalogue
    )
    assert own.empty


def test_the_rows_of_a_part_of_a_part_are_counted_once(ledger):
    """a and both have the rows of a in common."""
    assert ledger["SHARE@name=a of both"].n_rows == 4


def test_trust_is_that_of_the_rows_behind(trial, tables, catalogue):
    doubtful = tables["behind"].assign(delivery=["one", "two", "one", "one"])
    ledger = trial.ledger(tables | {"behind": doubtful}, catalogue)
    assert ledger["SUM@code=a"].provenance == "survey"
    assert ledger["SUM@code=b"].provenance == "synthetic"
    assert ledger["SUM@code=both"].provenance == "synthetic"
    known = trial.ledger(tables, catalogue)["SHARE@name=nothing"]
    assert known.provenance == "survey"  # not what another delivery of the study is
    # a row without parts of a frame that rests on those rows
    assert ledger["SHARE@name=nothing"].provenance == "synthetic"


def test_a_part_that_is_no_fact_is_an_error(trial, tables, catalogue):
    wrong = tables["shares"].assign(of=["a|c", None, None, None])
    with pytest.raises(KeyError, match="SUM@code=c"):
        trial.ledger(tables | {"shares": wrong}, catalogue)


@pytest.fixture
def cells(small):
    columns = ("delivery", "file", "sheet", "table", "row", "column", "header", "field", "raw")
    rows = [
        ("one", f"{t}.csv", "", t, int(row.source_row), *cell)
        for t, key, area in (("mines", "mine_id", "mine_area_mu"),
                             ("land_damage", "parcel_id", "damaged_area_mu"))
        for row in small[t].itertuples()
        for cell in (("A", "编号", key, getattr(row, key)),
                     ("C", "面积", area, f"{getattr(row, area)}亩"))
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(columns))


@pytest.fixture
def files():
    return pd.DataFrame({
        "delivery": ["one", "one"], "file": ["mines.csv", "land_damage.csv"],
        "sha256": ["aa", "bb"], "size": [1, 1], "provenance": ["survey", "survey"],
    })  # fmt: skip


def opened(fact, ledger, tables, cells, files, trial, catalogue):
    found = trace(fact, ledger, tables, cells, files, trial.schemas, catalogue=catalogue)
    return [
        (r["row"], r["column"], r["header"], r["raw"], r["value"], r.get("of", ""))
        for r in found["rows"]
    ]


def test_a_fact_opens_to_the_very_cells_that_its_rows_name(
    trial, tables, catalogue, ledger, cells, files
):
    """A row that counts as a whole is shown by its first cell."""
    options = (ledger, tables, cells, files, trial, catalogue)
    assert opened(ledger["SUM@code=a"], *options) == [
        (2, "C", "面积", "5.5亩", "5.5", ""), (3, "C", "面积", "2.25亩", "2.25", ""),
    ]  # fmt: skip
    assert opened(ledger["SUM@code=b"], *options) == [
        (4, "C", "面积", "1.5亩", "1.5", ""), (4, "A", "编号", "P3", "-0.5", ""),
    ]  # fmt: skip
    assert [row[-1] for row in opened(ledger["SUM@code=both"], *options)] == [
        "SUM@code=a", "SUM@code=a", "SUM@code=b", "SUM@code=b",
    ]  # fmt: skip
    assert opened(ledger["SHARE@name=nothing"], *options) == []


def test_rows_of_two_tables_in_one_place_are_told_apart(trial, tables, catalogue, cells, files):
    """A row and a file may feed two tables; the row says which."""
    twice = cells[cells["table"] == "mines"].assign(file="land_damage.csv", raw="falsch")
    named = pd.concat([twice, cells], ignore_index=True)
    ledger = trial.ledger(tables, catalogue)
    found = opened(ledger["SUM@code=a"], ledger, tables, named, files, trial, catalogue)
    assert [row[3] for row in found] == ["5.5亩", "2.25亩"]


@pytest.mark.parametrize(
    ("column", "raw"),
    [
        ("damaged_area_mu", "5.5亩"),
        ("面积", "5.5亩"),
        ("占用破坏土地面积", "5.5亩"),
        ("other", "P1"),
        ("", "P1"),
    ],
)
def test_a_named_column_is_a_field_or_a_header_else_the_first_cell(
    trial, tables, catalogue, cells, files, column, raw
):
    named = tables["behind"].assign(column=[column, None, None, None])
    changed = tables | {"behind": named}
    ledger = trial.ledger(changed, catalogue)
    found = opened(ledger["SUM@code=a"], ledger, changed, cells, files, trial, catalogue)
    assert found[0][3] == raw


def test_a_finding_of_the_survey_opens_to_the_cell_that_it_names(trial, small, cells, files):
    found = pd.DataFrame({
        "code": ["x"], "severity": ["error"], "delivery": ["one"], "table": ["mines"],
        "file": ["mines.csv"], "sheet": [""], "row": pd.array([3], dtype="Int64"),
        "column": ["面积"], "value": ["10"], "message_zh": [""], "message_en": [""],
    })  # fmt: skip
    tables = {**small, "findings": found}
    ledger = trial.ledger(tables)
    (row,) = trace(ledger["FINDING.COUNT"], ledger, tables, cells, files, trial.schemas)["rows"]
    assert (row["row"], row["header"], row["raw"]) == (3, "面积", "10亩")


def two_dates(trial, tables, catalogue):
    """The facts of two assessments, the second with b = 2, side by side."""
    other = {
        name: frame.assign(assessment="D2") if "assessment" in frame else frame
        for name, frame in tables.items()
    }
    other["sums"] = other["sums"].assign(
        amount=[Decimal("7.75"), Decimal(2), Decimal(0), Decimal("9.75")]
    )
    both = {"D1": tables, "D2": other}
    ledgers = {
        code: of_assessment(trial.ledger(own, catalogue), code) for code, own in both.items()
    }
    return ledgers, both


def test_two_dates_have_no_id_in_common_and_each_opens_to_its_own(
    trial, tables, catalogue, cells, files
):
    ledgers, frames = two_dates(trial, tables, catalogue)
    assert not set(ledgers["D1"].facts) & set(ledgers["D2"].facts)
    joined = ledgers["D1"].joined(ledgers["D2"])
    assert len(joined) == sum(map(len, ledgers.values()))
    values = {d: joined[f"SUM@assessment={d},code=both"].value for d in ledgers}
    assert values == {"D1": Decimal("8.75"), "D2": Decimal("9.75")}
    for code in ledgers:
        fact = joined[f"SUM@assessment={code},code=both"]
        assert fact.definition.parents == tuple(f"SUM@assessment={code},code={c}" for c in "ab")
        found = opened(fact, joined, frames[code], cells, files, trial, catalogue)
        assert [row[0] for row in found] == [2, 3, 4, 4]
        stacked = {n: pd.concat([frames[c][n] for c in frames], ignore_index=True)
                   for n in FRAMES}  # fmt: skip
        again = opened(fact, joined, {**tables, **stacked}, cells, files, trial, catalogue)
        assert again == found  # also of the frames of both dates in one


def test_an_id_may_leave_the_date_out_only_where_that_names_one_fact(trial, tables, catalogue):
    ledgers, _ = two_dates(trial, tables, catalogue)
    one = ledgers["D1"].understood("assessment")
    assert one["SUM@code=a"].id == "SUM@assessment=D1,code=a"
    assert one["SUM@assessment=D1,code=a"] is one["SUM@code=a"]
    both = ledgers["D1"].joined(ledgers["D2"]).understood("assessment")
    assert "SUM@code=a" not in both
    with pytest.raises(DandongError):
        both["SUM@code=a"]


def test_a_fact_of_the_survey_keeps_its_short_id(trial, tables, catalogue, small):
    own = trial.ledger(small)
    both = own.joined(of_assessment(trial.ledger(tables, catalogue), "D1")).understood("assessment")
    assert both["MINE.TOTAL"] == own["MINE.TOTAL"]
    assert isinstance(both, Ledger)


def test_the_catalogue_is_divided_by_what_belongs_to_an_assessment(trial, tables):
    """Also a ratio of something assessed to something of the survey, with all that it needs.

    Twice the 8.75 mu of the rows behind, of the 14 mu of damaged land: 125 %.
    """
    land = {
        "id": "LAND",
        "table": "land_damage",
        "measure": "sum",
        "column": "damaged_area_mu",
        "unit": "mu",
    }
    done = {"id": "DONE", "table": "behind", "measure": "sum", "column": "amount", "unit": "mu"}
    ratio = {
        "id": "RATIO",
        "measure": "ratio",
        "numerator": "TWICE",
        "denominator": "LAND",
        "unit": "percent",
    }
    twice = {"id": "TWICE", "of": ["DONE", "DONE"], "unit": "mu"}
    mines = {"id": "MINES", "table": "mines"}
    frames = FRAMES | {"behind": FRAMES["behind"] | {"fields": [
        f | ({"unit": "mu"} if f["name"] == "amount" else {}) for f in FRAMES["behind"]["fields"]
    ]}}  # fmt: skip
    catalogue = trial.catalogue(ratio, twice, done, land, mines, SUM, SHARE, frame=frames)
    survey, assessed = divide_catalogue(catalogue)
    assert set(survey.indicators) == {"LAND", "MINES"}
    assert set(assessed.indicators) == {"RATIO", "TWICE", "DONE", "LAND", "SUM", "SHARE"}
    assert check_catalogue(survey, trial.schemas) == []
    assert check_catalogue(assessed, trial.schemas) == []
    order = [i.id for i in in_order(assessed)]
    assert order.index("DONE") < order.index("TWICE") < order.index("RATIO")
    assert order.index("SUM") < order.index("SHARE")
    told = of_assessment(trial.ledger(tables, assessed), "D1")
    assert told["RATIO@assessment=D1"].value == 125
    assert told["RATIO@assessment=D1"].definition.parents == (
        "TWICE@assessment=D1", "LAND@assessment=D1",
    )  # fmt: skip

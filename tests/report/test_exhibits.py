"""The declared tables and figures: what they name exists in the standard catalogue."""

from decimal import Decimal
from typing import get_args

import pytest

from dandong_analysis.errors import DandongError, Text
from dandong_analysis.facts import Definition, Fact, Ledger, fact_id
from dandong_analysis.report.exhibits import Exhibit, Kind, exhibit, exhibits, figure_of, table_of
from dandong_analysis.schemas import standard_schemas
from dandong_analysis.standards import COMPANIONS, load_standard

ALL = sorted(exhibits())
INDICATORS = [
    entry for name in ("indicators", *COMPANIONS) for entry in load_standard(name)["indicator"]
]
FIGURES = set(load_standard("exhibits")["figure"])
COUNTY = {"county": "1"}
CROSSINGS = {
    entry["id"]: {frozenset(dims) for dims in entry.get("by", ())} | {frozenset()}
    for entry in INDICATORS
}
# A published figure is named by its own id; its codes then hold for the whole exhibit.
NAMED = {
    name: (entry["id"], {pair.partition("=")[0] for pair in key.split(",") if pair})
    for entry in INDICATORS
    for key, names in entry.get("names", {}).items()
    for name in ([names] if isinstance(names, str) else names)
}
COMMON = {"lang": "zh", "schemas": standard_schemas()}


def home(name):
    """Indicator and fixed dimensions of a published id, or of a crossing ``X@dim=code``."""
    indicator, _, pairs = name.partition("@")
    own = {pair.partition("=")[0] for pair in pairs.split(",") if pair}
    return NAMED.get(name, (indicator, own))


def has_crossing(name, dims):
    indicator, fixed = home(name)
    return frozenset({*dims, *fixed}) in CROSSINGS[indicator]


def dims_of(shown):
    return {shown.rows, *shown.columns}


def test_ids_of_tables_and_figures_are_all_there():
    data = load_standard("exhibits")
    # The two kinds have a namespace each: a figure may not hide the table of its name.
    assert set(ALL) == {*data["table"], *data["figure"]}


@pytest.mark.parametrize("name", ALL)
def test_an_exhibit_names_indicators_and_crossings_of_the_catalogue(name):
    shown = exhibit(name)
    for indicator in shown.indicators:
        assert home(indicator)[0] in CROSSINGS
        assert has_crossing(indicator, dims_of(shown))
        # The totals of rows and columns are facts as well.
        assert all(has_crossing(indicator, {dim}) for dim in dims_of(shown))


@pytest.mark.parametrize("name", ALL)
def test_an_exhibit_of_a_county_chapter_names_crossings_with_the_county(name):
    system = {"delivery", "fate", "table", "code", "rule"}
    shown = exhibit(name).within(COUNTY)
    if shown is None or dims_of(shown) & system:
        return
    for indicator in shown.indicators:
        assert has_crossing(indicator, {*dims_of(shown), "county"})


@pytest.mark.parametrize("name", ALL)
def test_kind_captions_and_labels_are_complete(name):
    shown = exhibit(name)
    assert shown.kind in get_args(Kind)
    assert (shown.kind in {"bars", "stacked", "series"}) == (name in FIGURES)
    assert shown.caption.zh
    assert shown.caption.en
    assert set(shown.labels) <= set(shown.indicators)


def test_an_unknown_exhibit_is_an_error():
    with pytest.raises(DandongError) as caught:
        exhibit("mines_by_moon")
    assert caught.value.problems[0].code == "unknown-exhibit"
    assert caught.value.problems[0].value == "mines_by_moon"


def made(rows, columns=(), kind="crosstab", indicators=("MINE",)):
    return Exhibit("e", kind, Text("题", "title"), indicators, rows, columns)


@pytest.mark.parametrize(
    ("shown", "columns"),
    [
        (made("size_class"), ()),
        (made("size_class", ("county",)), None),
        (made("county", ("size_class",)), None),
        (made("size_class", ("status_class",)), ("status_class",)),
        (made("size_class", ("county", "status_class")), ("status_class",)),
    ],
)
def test_a_county_chapter_has_no_rows_of_counties_and_no_column_of_one(shown, columns):
    within = shown.within(COUNTY)
    assert (within and within.columns) == columns
    assert shown.within({}) == shown


def fact(value, **dims):
    return Fact(
        fact_id("MINE", dims), Decimal(value), "mine", value, "矿山数量", "number of mines",
        Definition("mines"), "MINE", dims,
    )  # fmt: skip


# Whole: 9 mines, 6 large and 3 small; county 1 has 4, of which 1 is small.
LEDGER = Ledger.of(
    [
        fact("9"), fact("6", size_class="large"), fact("3", size_class="small"),
        fact("4", county="1"), fact("3", county="1", size_class="large"),
        fact("1", county="1", size_class="small"), fact("0", county="2"),
    ]
)  # fmt: skip


def body(table):
    return [[span if isinstance(span, str) else span.text for (span,) in row] for row in table.body]


@pytest.mark.parametrize(
    ("scope", "numbers"),
    [
        ({}, [["大型", "6"], ["小型", "3"], ["合计", "9"]]),
        (COUNTY, [["大型", "3"], ["小型", "1"], ["合计", "4"]]),
    ],
)
@pytest.mark.parametrize("kind", ["crosstab", "side_by_side"])
def test_a_table_has_the_numbers_of_its_scope(kind, scope, numbers):
    table = table_of(made("size_class", kind=kind), LEDGER, scope=scope, **COMMON)
    assert (table.id, table.caption) == ("e", "题")
    assert body(table) == numbers


@pytest.mark.parametrize("kind", ["bars", "series"])
def test_a_figure_has_the_facts_of_its_scope(kind):
    figure = figure_of(made("size_class", kind=kind), LEDGER, scope=COUNTY, **COMMON)
    assert sorted(f.id for f in figure.facts) == [
        "MINE@county=1,size_class=large", "MINE@county=1,size_class=small",
    ]  # fmt: skip


def test_an_exhibit_is_measured_when_its_first_indicator_has_something():
    assert made("size_class").is_measured(LEDGER, {})
    assert not made("size_class", indicators=("LAND",)).is_measured(LEDGER, {})
    assert not made("size_class").is_measured(Ledger.of([fact("0")]), {})


def test_an_exhibit_is_not_measured_in_a_county_that_has_nothing_of_it():
    ledger = Ledger.of([fact("3"), fact("3", county="1"), fact("0", county="2")])
    assert made("size_class").is_measured(ledger, COUNTY)
    assert not made("size_class").is_measured(ledger, {"county": "2"})

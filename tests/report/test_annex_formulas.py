"""Formulas of totals and rates: which cells become one, and which stay numbers."""

from dataclasses import replace
from decimal import Decimal

from annex_samples import cell, fact, invented, land_table, rate_table, ref, share_table

from dandong_analysis.facts import Ledger
from dandong_analysis.report.annex_cells import Grid, Words
from dandong_analysis.report.annex_formulas import formulas, terms_elsewhere
from dandong_analysis.report.blocks import HeaderCell, Table


def found(table, ledger, elsewhere=None, first_row=4):
    """With the header in rows 1 to ``first_row`` of the sheet, as people count them."""
    return formulas(Grid.of(table, ledger, first_row=first_row), (elsewhere or {}).get)


def changed(ledger, name, **changes) -> Ledger:
    return Ledger.of(replace(f, **changes) if f.id == name else f for f in ledger)


def test_totals_of_rows_and_columns_are_sums_of_the_cells_that_add_up():
    ledger = invented()
    assert found(land_table(ledger), ledger) == {
        (0, 3): "=SUM(B5:C5)", (1, 3): "=SUM(B6:C6)",
        (2, 1): "=SUM(B5:B6)", (2, 2): "=SUM(C5:C6)", (2, 3): "=SUM(D5:D6)",
    }  # fmt: skip


def test_a_total_whose_parts_do_not_add_up_stays_a_number():
    ledger = changed(invented(), "LAND@status=x", value=Decimal("10001.76"))
    made = found(land_table(ledger), ledger)
    assert (2, 1) not in made
    assert (2, 2) in made
    # its row no longer gives the total either, but the column of totals still does
    assert made[2, 3] == "=SUM(D5:D6)"


def test_a_difference_in_the_eighteenth_decimal_is_a_difference():
    ledger = changed(invented(), "LAND@status=y", value=Decimal("2.500000000000000001"))
    assert (2, 2) not in found(land_table(ledger), ledger)


def test_parts_that_were_not_observed_are_left_out_and_ranges_run_over_them():
    ledger = invented()
    table = land_table(ledger)
    extra = (("丙县",), ("—",), ("—",), ("—",))
    body = (table.body[0], extra, table.body[1], table.body[2])
    made = found(replace(table, body=body, total_rows=(3,)), ledger)
    assert made[3, 1] == "=SUM(B5:B7)"


def test_a_largest_value_is_no_sum_even_where_the_others_are_zero():
    ledger = Ledger.of([
        fact("DEEP", "5", measure="max", county="a"), fact("DEEP", "0", measure="max", county="b"),
        fact("DEEP", "5", measure="max"),
    ])  # fmt: skip
    rows = tuple(((n,), (ref(f, f"{f.value}"),)) for n, f in zip("ab全", ledger, strict=True))
    table = Table(
        "deep", "水位", ((HeaderCell("县"), HeaderCell("米")),), rows, "lr", total_rows=(2,)
    )
    assert found(table, ledger) == {}
    summed = Ledger.of(replace(f, definition=replace(f.definition, measure="sum")) for f in ledger)
    assert found(table, summed) == {(2, 1): "=SUM(B5:B6)"}


def test_totals_for_several_groups_add_up_the_rows_of_their_group():
    values = {("a", "c"): "1", ("a", "g"): "10", ("b", "c"): "2", ("b", "g"): "20",
              ("全", "c"): "3", ("全", "g"): "30"}  # fmt: skip
    facts = [fact("T", v, measure="each", cell=f"{a}{b}") for (a, b), v in values.items()]
    rows = tuple(
        ((a,), (b,), (ref(f, f"{f.value}"),)) for (a, b), f in zip(values, facts, strict=True)
    )
    header = (tuple(HeaderCell(t) for t in ("区域", "主体", "目标")),)
    table = Table("t", "目标", header, rows, "llr", total_rows=(4, 5))
    assert found(table, Ledger.of(facts)) == {(4, 2): "=SUM(C5,C7)", (5, 2): "=SUM(C6,C8)"}


def test_one_part_that_meets_the_value_of_a_frame_proves_no_sum():
    facts = [
        fact("T", v, measure="each", cell=k) for k, v in (("a", "3"), ("b", "0"), ("all", "3"))
    ]
    rows = tuple(((f.dims["cell"],), (ref(f, f"{f.value}"),)) for f in facts)
    table = Table("t", "目标", ((HeaderCell("区"), HeaderCell("亩")),), rows, "lr", total_rows=(2,))
    assert found(table, Ledger.of(facts)) == {}


def test_a_subtotal_of_nested_columns_adds_up_its_own_columns():
    inner = [fact("N", v, kind=k, status=s) for k, s, v in
             (("p", "x", "1"), ("p", "y", "2"), ("q", "x", "4"), ("q", "y", "8"))]  # fmt: skip
    totals = [fact("N", "3", kind="p"), fact("N", "12", kind="q"), fact("N", "15")]
    line = [*inner[:2], totals[0], *inner[2:], totals[1], totals[2]]
    rows = ((("县",), *((ref(f, f"{f.value}"),) for f in line)),)
    header = (tuple(HeaderCell(f"{n}") for n in range(8)),)
    table = Table("n", "嵌套", header, rows, "l" + "r" * 7)
    assert found(table, Ledger.of([*inner, *totals])) == {
        (0, 3): "=SUM(B5:C5)", (0, 6): "=SUM(E5:F5)", (0, 7): "=SUM(D5,G5)",
    }  # fmt: skip


def test_a_sum_of_other_facts_adds_up_their_cells():
    parts = [fact("CENTRAL", "7"), fact("LOCAL", "3")]
    total = fact("FUND", "10", parents=("CENTRAL", "LOCAL"))
    rows = ((("县",), *((ref(f, f"{f.value}"),) for f in (*parts, total))),)
    header = (tuple(HeaderCell(f"{n}") for n in range(4)),)
    table = Table("m", "资金", header, rows, "lrrr")
    assert found(table, Ledger.of([*parts, total])) == {(0, 3): "=SUM(B5:C5)"}


def test_a_rate_divides_the_cells_of_its_own_row():
    ledger = invented()
    made = found(rate_table(ledger), ledger, first_row=1)
    assert [made[row, 3] for row in range(3)] == ["=B2/C2", "=B3/C3", "=B4/C4"]
    assert (made[2, 1], made[2, 2]) == ("=SUM(B2:B3)", "=SUM(C2:C3)")


def test_terms_that_the_table_does_not_show_are_taken_from_elsewhere():
    ledger = invented()
    table = share_table(ledger)
    cells = {
        "MINES@county=a": "'数据项'!$C$4",
        "MINES@county=b": "'数据项'!$C$5",
        "MINES": "'数据项'!$C$6",
    }
    assert found(table, ledger, cells)[0, 1] == "='数据项'!$C$4/'数据项'!$C$6*100"
    assert found(table, ledger, {"MINES": "'数据项'!$C$6"}) == {}
    grid = Grid.of(table, ledger, first_row=1)
    assert terms_elsewhere(grid) == ["MINES@county=a", "MINES", "MINES@county=b"]


def test_a_rate_that_is_not_the_quotient_of_its_terms_stays_a_number():
    ledger = changed(invented(), "EACH@county=a", value=Decimal("1.26"), printed="1.26")
    made = found(rate_table(ledger), ledger)
    assert (0, 3) not in made
    assert (1, 3) in made


def test_what_is_left_is_no_quotient_although_it_meets_one():
    done, due = fact("A", "4", "item"), fact("B", "2", "item")
    over = fact("OVER", "2", "item", measure="each", parents=("A", "B"))
    ledger = Ledger.of([done, due, over])
    row = (("甲",), (ref(done, "4"),), (ref(due, "2"),), (ref(over, "2"),))
    header = (tuple(HeaderCell(f"{n}") for n in range(4)),)
    table = Table("o", "超出", header, (row,), "lrrr")
    assert found(table, ledger) == {}
    rate = replace(over, unit="percent", value=Decimal(200), printed="200")
    shown = replace(table, body=((*row[:3], (ref(rate, "200"),)),))
    assert found(shown, Ledger.of([done, due, rate])) == {(0, 3): "=B5/C5*100"}


def test_a_number_in_another_unit_is_no_term():
    ledger = invented()
    table = rate_table(ledger)
    first = (table.body[0][0], cell(ledger, "LAND", "0.25", county="a"), *table.body[0][2:])
    made = found(
        replace(table, body=(first, *table.body[1:])), ledger, {"LAND@county=a": "'F'!$C$9"}
    )
    assert made[0, 3] == "='F'!$C$9/C5"
    assert (2, 1) not in made


def test_cells_are_numbers_only_where_the_table_prints_numbers():
    ledger = invented()
    texts = ("12", "1,234.5", "0012", "=1+1", "-", "12345678901234567", "3.0")
    rows = tuple(((t,), (t,)) for t in texts)
    table = Table("t", "文字", ((HeaderCell("a"), HeaderCell("b")),), rows, "lr")
    cells = Grid.of(table, ledger, first_row=1).cells
    assert all(isinstance(row[0], Words) for row in cells)
    kept = [row[1].text for row in cells if isinstance(row[1], Words)]
    assert kept == ["0012", "=1+1", "-", "12345678901234567"]
    assert [row[1].form for row in cells if not isinstance(row[1], Words)] == [
        "0",
        "#,##0.0",
        "0.0",
    ]

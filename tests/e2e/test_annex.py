"""The annex workbook of the demonstration study, read by openpyxl and computed by LibreOffice."""

import json
import sys
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from dandong_analysis.facts import Ledger
from dandong_analysis.report.annex import render_annex
from dandong_analysis.report.blocks import FactRef, Heading, Table
from dandong_analysis.report.layout import plain_text
from dandong_analysis.report.serialise import blocks_of_notebook
from dandong_analysis.schemas import Schemas
from dandong_analysis.storage import read_frame
from tests.calc import as_shown, recalculated
from tests.e2e.conftest import needs

sys.path.insert(0, str(Path(__file__).parents[1] / "report"))
from annex_samples import META, invented_report

pytestmark = pytest.mark.xdist_group("demo")

# Header rows begin in the fourth row of a sheet.
TOP = 4
MOST_BYTES = 3_000_000


def tables_of(root: Path) -> dict[str, Table]:
    """The tables of the executed notebooks by the number that the whole report gives them."""
    found: dict[str, Table] = {}
    for path in sorted((root / "reports" / "executed").glob("*.ipynb")):
        chapter, count = int(path.name[:2]), 0
        for block in blocks_of_notebook(json.loads(path.read_bytes())):
            if isinstance(block, Heading) and block.level == 1:
                assert block.numbered == (chapter > 0)
            if isinstance(block, Table):
                count += 1
                found[f"表{chapter}-{count}"] = block
    return found


@pytest.fixture(scope="module")
def tables(demo):
    return tables_of(demo.root)


@pytest.fixture(scope="module")
def values(demo) -> dict[str, Decimal]:
    folder = demo.root / "data" / "processed"
    paths = [folder / "facts.parquet", *folder.glob("assessments/*/facts.parquet")]
    assert len(paths) == 2
    return {f.id: f.value for path in paths for f in Ledger.from_frame(read_frame(path))}


@pytest.fixture(scope="module")
def annex(demo):
    return openpyxl.load_workbook(demo.root / "reports" / "annex.xlsx")


def numbers_in(sheet, table: Table):
    """The cells of a table's numbers with what the chapter says there."""
    first = TOP + len(table.header)
    for i, row in enumerate(table.body):
        for j, spans in enumerate(row):
            for ref in spans:
                if isinstance(ref, FactRef):
                    yield sheet.cell(first + i, j + 1), ref


def test_every_table_has_its_sheet_and_every_number_its_comment(annex, tables):
    assert annex.sheetnames[1:-2] == list(tables)
    assert len(tables) > 100
    for name, table in tables.items():
        for cell, ref in numbers_in(annex[name], table):
            assert cell.value is not None, (name, cell.coordinate)
            assert cell.comment.text.startswith(f"{ref.id}\n{ref.label}\n"), (name, cell.coordinate)


def test_numbers_are_the_unrounded_values_of_the_facts(demo, tables, values):
    held = openpyxl.load_workbook(demo.root / "reports" / "annex.xlsx", data_only=True)
    seen = 0
    for name, table in tables.items():
        for cell, ref in numbers_in(held[name], table):
            if isinstance(cell.value, str):
                assert values[ref.id] is None
                continue
            seen += 1
            assert cell.value == pytest.approx(float(values[ref.id]), rel=1e-14, abs=0)
    assert seen > 3000


def test_libreoffice_computes_the_same_totals_and_rates(demo, annex, values, tmp_path, tables):
    computed = recalculated(needs("soffice"), demo.root / "reports" / "annex.xlsx", tmp_path)
    formulas = 0
    for name, table in tables.items():
        facts = {cell.coordinate: ref.id for cell, ref in numbers_in(annex[name], table)}
        for row in annex[name].iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    formulas += 1
                    found = computed[name][cell.coordinate].value
                    wanted = float(values[facts[cell.coordinate]])
                    assert found == pytest.approx(wanted, rel=1e-12), (name, cell.coordinate)
    assert formulas > 600


def test_every_cell_shows_what_the_chapter_prints(demo, tables, tmp_path):
    shown = as_shown(needs("soffice"), demo.root / "reports" / "annex.xlsx", tmp_path)
    for name, table in tables.items():
        first = TOP - 1 + len(table.header)
        lines = shown[name][first : first + len(table.body)]
        printed = [[plain_text(spans) for spans in row] for row in table.body]
        assert [line[: len(table.align)] for line in lines] == printed, name


def test_a_status_total_is_a_sum_and_a_rate_a_quotient(annex, tables):
    (name,) = [n for n, t in tables.items() if t.id == "land_by_county_and_status"]
    # caption, link, stamp and header above; four counties and the total
    assert [annex[name][f"{column}9"].value for column in "BF"] == ["=SUM(B5:B8)", "=SUM(F5:F8)"]
    assert annex[name]["F5"].value == "=SUM(B5:E5)"
    (name,) = [n for n, t in tables.items() if t.id == "schemes_by_county"]
    assert annex[name]["D9"].value == "=C9/B9*100"


def test_the_file_stays_small_and_is_named_in_the_manifest(demo):
    path = demo.root / "reports" / "annex.xlsx"
    assert path.stat().st_size < MOST_BYTES
    manifest = json.loads((demo.root / "reports" / "manifest.json").read_bytes())
    assert "reports/annex.xlsx" in manifest["outputs"]


def test_an_invented_report_is_computed_as_counted_by_hand(tmp_path):
    blocks, ledger = invented_report()
    path = tmp_path / "invented.xlsx"
    path.write_bytes(render_annex(blocks, META, ledger=ledger, schemas=Schemas({}, {})))
    office = needs("soffice")
    computed = recalculated(office, path, tmp_path / "computed")
    sums = [[c.value for c in row] for row in computed["表2-1"]["B6:D8"]]
    assert sums == [[1.25, 2.5, 3.75], [10000.5, 0, 10000.5], [10001.75, 2.5, 10004.25]]
    shown = as_shown(office, path, tmp_path / "shown")
    assert [row[1:4] for row in shown["表2-1"][5:8]] == [
        ["1.25", "2.50", "3.75"], ["10000.50", "—", "10000.50"], ["10001.75", "2.50", "10004.25"],
    ]  # fmt: skip
    assert [row[3] for row in shown["表2-2"][4:7]] == ["1.25", "2500.12", "1429.18"]
    assert [row[1] for row in shown["表2-3"][4:6]] == ["42.9", "57.1"]

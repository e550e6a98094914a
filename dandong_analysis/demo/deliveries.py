"""The four deliveries: true rows -> pages with the teams' habits and mistakes -> files."""

from collections.abc import Mapping, Sequence
from typing import Any

from pyproj import Transformer

from dandong_analysis.demo.chance import Chance
from dandong_analysis.demo.delimited import csv_bytes
from dandong_analysis.demo.flaws import Correction, corrections_toml, with_flaws
from dandong_analysis.demo.gazetteer import Gazetteer, load_data
from dandong_analysis.demo.geopackage import geopackage_bytes
from dandong_analysis.demo.layout import Sheet, parse_sheets, profile_text, with_declared_rows
from dandong_analysis.demo.pages import Line, Page, with_totals
from dandong_analysis.demo.records import Mine, Record, Tables
from dandong_analysis.demo.render import Office, render_row
from dandong_analysis.demo.untidy import untidy
from dandong_analysis.demo.workbook import workbook_bytes
from dandong_analysis.schemas import Schema, standard_schemas
from dandong_analysis.vocabulary import Term, Vocabulary

SURVEY = "data/raw/survey"
CORRECTIONS = "data/raw/corrections.toml"


def make_deliveries(seed: int, tables: Tables, gazetteer: Gazetteer) -> dict[str, bytes]:
    """All files of the four deliveries and of their corrections, by path below the study."""
    chance = Chance(seed, "deliveries")
    files: dict[str, bytes] = {}
    corrections: list[Correction] = []
    for slug, team in load_data("carriers").items():
        mine, found = _delivery(chance.stream(slug), slug, team, tables, gazetteer)
        files |= {f"{SURVEY}/{slug}/{name}": data for name, data in mine.items()}
        corrections += found
    return files | {CORRECTIONS: corrections_toml(corrections)}


def _delivery(
    chance: Chance, slug: str, team: Mapping[str, Any], tables: Tables, gazetteer: Gazetteer
) -> tuple[dict[str, bytes], list[Correction]]:
    schemas = standard_schemas().tables
    office = _office(team, tables, gazetteer)
    text = profile_text(slug)
    pages, corrections = [], []
    for sheet in parse_sheets(text):
        schema = schemas[sheet.table]
        records = _records(tables[sheet.table], office.mines, team, sheet)
        page = _page(chance.stream(sheet.table), sheet, schema, records, office)
        page, found = _spoilt(chance.stream(f"{sheet.table}/habits"), page, schema, slug, team)
        pages.append(page)
        corrections += found
    counts = {page.sheet.table: page.data_rows for page in pages}
    files = {"profile.toml": with_declared_rows(text, counts).encode()}
    return files | _carried(pages, schemas, team), corrections


def _office(team: Mapping[str, Any], tables: Tables, gazetteer: Gazetteer) -> Office:
    terms = tuple(Term(c.code, c.zh, c.slug) for c in gazetteer.counties.values())
    words = {**standard_schemas().vocabularies, "county": Vocabulary("county", "", "", terms)}
    mines = [m for m in tables["mines"] if isinstance(m, Mine) and m.county == team["county"]]
    crs = team.get("crs")
    there = Transformer.from_crs("EPSG:4490", crs, always_xy=True) if crs else None
    return Office(words, {m.mine_id: m for m in mines}, there)


def _records(
    records: Sequence[Record], mines: Mapping[str, Mine], team: Mapping[str, Any], sheet: Sheet
) -> list[Record]:
    """The team's own rows, in groups where the team writes subtotals."""
    own = [r for r in records if _county(r, mines) == team["county"]]
    group = team.get("groups", {}).get(sheet.table)
    return sorted(own, key=lambda r: str(getattr(r, group))) if group else own


def _county(record: Record, mines: Mapping[str, Mine]) -> str:
    own: str | None = getattr(record, "county", None)
    if own is not None:
        return own
    mine = mines.get(getattr(record, "mine_id", ""))
    return mine.county if mine else ""


def _page(
    chance: Chance, sheet: Sheet, schema: Schema, records: Sequence[Record], office: Office
) -> Page:
    lines = [
        Line(render_row(r, n, sheet=sheet, schema=schema, office=office, chance=chance), r)
        for n, r in enumerate(records, start=1)
    ]
    return Page(sheet, tuple(lines))


def _spoilt(
    chance: Chance, page: Page, schema: Schema, slug: str, team: Mapping[str, Any]
) -> tuple[Page, list[Correction]]:
    """Totals are added from the right rows, before any mistake is made."""
    if page.sheet.table in team["totals"]:
        group = team.get("groups", {}).get(page.sheet.table, "")
        page = with_totals(page, schema, group=group)
    if team["untidy"]:
        page = untidy(page, schema, chance)
    return with_flaws(page, schema, slug, load_data("flaws"))


def _carried(
    pages: Sequence[Page], schemas: Mapping[str, Schema], team: Mapping[str, Any]
) -> dict[str, bytes]:
    if team["carrier"] == "csv":
        return {p.sheet.file: csv_bytes(p, schemas[p.sheet.table], team) for p in pages}
    write = workbook_bytes if team["carrier"] == "xlsx" else geopackage_bytes
    return {pages[0].sheet.file: write(pages, schemas, team)}

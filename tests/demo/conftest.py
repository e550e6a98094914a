"""A second, plain reader of the delivered files, which shares no code with the generator.

The true rows behind them, where a test is about these.
"""

import csv
import io
import re
import sqlite3
import tomllib
import unicodedata
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from dandong_analysis.demo import SEED, make_region, make_tables, read_figures, read_gazetteer

ROOT = Path(__file__).parents[2]
SURVEY = ROOT / "data/raw/survey"
TEAMS = ("urban", "kuandian", "fengcheng", "donggang")
FACTORS = {
    "mu": "1", "hm2": "15", "km2": "1500", "m2": "0.0015", "cny_10k": "1", "cny": "0.0001",
    "m": "1", "m3": "1", "m3_10k": "10000", "m3_per_day": "1",
}  # fmt: skip
SUFFIXES = {"亩": "mu", "公顷": "hm2", "平方米": "m2"}
ENDS = ("合计", "注", "说明", "填表人")


def plain(value) -> str:
    return "" if value is None else unicodedata.normalize("NFKC", str(value)).strip()


def xlsx_rows(path: Path, sheet: dict) -> list[dict]:
    grid = list(openpyxl.load_workbook(path)[sheet["sheet"]].iter_rows(values_only=True))
    heads = [[plain(c) for c in grid[n - 1]] for n in sheet["header_rows"]]
    headers, upper = [], ""
    for column, top in enumerate(heads[0]):
        upper = top or upper
        lower = heads[1][column] if len(heads) > 1 else ""
        headers.append(f"{upper}/{lower}" if lower else upper)
    rows = [[plain(c) for c in row] for row in grid[sheet["header_rows"][-1] :]]
    return [dict(zip(headers, row, strict=True)) for row in rows]


def csv_rows(path: Path, _: dict) -> list[dict]:
    grid = list(csv.reader(io.StringIO(path.read_bytes().decode("gb18030"), newline="")))
    headers = [plain(c) for c in grid[1]]
    return [dict(zip(headers, map(plain, row), strict=True)) for row in grid[2:]]


def gpkg_rows(path: Path, sheet: dict) -> list[dict]:
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        cursor = database.execute(f'SELECT * FROM "{sheet["sheet"]}" ORDER BY fid')  # noqa: S608 - own file
        headers = [c[0] for c in cursor.description]
        rows = [dict(zip(headers, row, strict=True)) for row in cursor]
    database.close()
    return [{h: v if isinstance(v, bytes) else plain(v) for h, v in r.items()} for r in rows]


READERS = {".xlsx": xlsx_rows, ".csv": csv_rows, ".gpkg": gpkg_rows}


def first_text(row: dict) -> str:
    return next((v for v in row.values() if isinstance(v, str) and v), "")


def is_data(row: dict) -> bool:
    return bool(first_text(row)) and not first_text(row).startswith((*ENDS, "小计"))


@pytest.fixture(scope="session")
def profiles() -> dict[str, dict]:
    return {t: tomllib.loads((SURVEY / t / "profile.toml").read_text("utf-8")) for t in TEAMS}


@pytest.fixture(scope="session")
def raw(profiles) -> dict[tuple[str, str], list[dict]]:
    """All rows below the header, by team and table."""
    return {
        (team, sheet["table"]): READERS[Path(sheet["file"]).suffix](
            SURVEY / team / sheet["file"], sheet
        )
        for team, profile in profiles.items()
        for sheet in profile["sheet"]
    }


@pytest.fixture(scope="session")
def corrections() -> list[dict]:
    return tomllib.loads((ROOT / "data/raw/corrections.toml").read_text("utf-8"))["correction"]


@pytest.fixture(scope="session")
def published() -> dict[str, str]:
    text = (ROOT / "data/raw/plan/published-figures.csv").read_text("utf-8-sig")
    return {row["id"]: row["value"] for row in csv.DictReader(io.StringIO(text))}


@pytest.fixture(scope="session")
def words() -> dict[str, dict[str, str]]:
    """Field -> spelling -> code, from the definition files read as data."""
    standards = ROOT / "dandong_analysis/standards"
    lists = tomllib.loads((standards / "vocabularies.toml").read_text("utf-8"))["vocabulary"]
    tables = tomllib.loads((standards / "survey_tables.toml").read_text("utf-8"))["table"]
    spellings = {
        name: {s: t["code"] for t in v["terms"] for s in (t["zh"], *t.get("aliases", ()))}
        for name, v in lists.items()
    }
    fields = [f for table in tables.values() for f in table["fields"] if "vocabulary" in f]
    return {f["name"]: spellings[f["vocabulary"]] for f in fields if f["vocabulary"] in spellings}


def corrected(rows: list[dict], entries: list[dict]) -> list[dict]:
    rows = [dict(row) for row in rows]
    for entry in entries:
        where = {h: plain(v) for h, v in entry["where"].items()}
        found = [r for r in rows if all(r[h] == v for h, v in where.items())]
        assert len(found) == 1, (entry["id"], len(found))
        if entry.get("action") == "exclude":
            rows = [r for r in rows if r is not found[0]]
        else:
            assert found[0][entry["column"]] == plain(entry["old"]), entry["id"]
            found[0][entry["column"]] = plain(entry["new"])
    return rows


def quantity(text: str, unit: str) -> Decimal:
    match = re.fullmatch(r"([0-9.]+)(亩|公顷|平方米)?", text.replace(",", ""))
    if match is None:
        raise ValueError(text)
    return Decimal(match[1]) * Decimal(FACTORS[SUFFIXES.get(match[2], unit)])


def typed(row: dict, sheet: dict, words: dict) -> dict:
    """One row by field; raises ValueError when a cell cannot be read."""
    values = dict(sheet.get("constants", {}))
    for header, field in sheet["columns"].items():
        text = row.get(header, "")
        missing = text in ("", *sheet.get("missing", ()))
        if header.startswith("@"):
            continue
        if missing:
            values[field] = None
        elif field in sheet.get("units", {}):
            values[field] = quantity(text, sheet["units"][field])
        elif field in words:
            known = words[field] | sheet.get("spellings", {}).get(field, {})
            if text not in known:
                raise ValueError(text)
            values[field] = known[text]
        else:
            values[field] = text
    return values


@pytest.fixture(scope="session")
def cleaned(profiles, raw, corrections, words) -> dict[str, list[dict]]:
    """Usable rows of all teams by table; key ``_team`` names the team."""
    tables: dict[str, list[dict]] = {}
    for team, profile in profiles.items():
        for sheet in profile["sheet"]:
            same = (team, sheet["file"], sheet["sheet"])
            entries = [c for c in corrections if (c["delivery"], c["file"], c["sheet"]) == same]
            rows = corrected([r for r in raw[team, sheet["table"]] if is_data(r)], entries)
            seen = set()
            for row in rows:
                content = tuple(v for h, v in row.items() if h not in ("fid", "geom"))
                if content in seen:
                    continue
                seen.add(content)
                try:
                    values = typed(row, sheet, words)
                except ValueError:
                    continue
                key = next(iter(sheet["columns"].values()))
                if values[key]:
                    tables.setdefault(sheet["table"], []).append({**values, "_team": team})
    return tables


@pytest.fixture(scope="session")
def arguments() -> dict[str, bytes]:
    return {
        "published": (ROOT / "data/raw/plan/published-figures.csv").read_bytes(),
        "outlines": (ROOT / "data/raw/layers/counties.geojson").read_bytes(),
    }


@pytest.fixture(scope="session")
def gazetteer(arguments):
    return read_gazetteer(arguments["outlines"])


@pytest.fixture(scope="session")
def figures(arguments):
    return read_figures(arguments["published"])


@pytest.fixture(scope="session")
def region(figures, gazetteer):
    return make_region(SEED, figures, gazetteer)


@pytest.fixture(scope="session")
def tables(figures, gazetteer, region):
    """The true rows, before the teams write them down."""
    return make_tables(SEED, figures, gazetteer, region)


@pytest.fixture(scope="session")
def members(tables, gazetteer):
    """Mines by district, in the order of the districts."""
    return [
        [m for m in tables["mines"] if m.district == i] for i in range(len(gazetteer.districts))
    ]


@pytest.fixture(scope="session")
def is_light(gazetteer):
    return [d.severity == "light" for d in gazetteer.districts]

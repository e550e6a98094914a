"""The demonstration study: published figures met, every number back to its cells."""

import ast
import csv
import re
import tomllib
import unicodedata
from decimal import Decimal

import pytest

from dandong_analysis import storage
from dandong_analysis.survey.deliver import Delivered
from dandong_analysis.survey.replay import replay
from tests.e2e.plain_readers import cell
from tests.e2e.studies import ROOT

pytestmark = pytest.mark.xdist_group("demo")

PUBLISHED = ROOT / "data" / "raw" / "plan" / "published-figures.csv"


def published_rows() -> list[dict[str, str]]:
    with PUBLISHED.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def facts(demo):
    return demo.facts()


def test_every_published_figure_has_a_fact_and_most_have_a_value(facts):
    judged = [facts[row["id"]] for row in published_rows()]
    computed = [f for f in judged if f["value"] is not None]
    assert len(computed) >= 60
    assert all(f["verdict"] == "equal" or (f["reason_zh"] and f["reason_en"]) for f in judged)


# Stock figures that survey rows carry; those of the plan's own tables of targets may differ.
STOCK = re.compile(
    r"(MINE|LAND|HAZ|AQF|MON\.(AREA|SITES)|LEG\.DAMAGED|PROD\.DAMAGED"
    r"|HIST\.(FUND|AREA|START|END))"
)


def test_every_stock_figure_that_rows_can_carry_is_met(facts):
    stock = [row["id"] for row in published_rows() if STOCK.match(row["id"])]
    assert len(stock) >= 40
    unmet = {i: facts[i]["verdict"] for i in stock if facts[i]["verdict"] != "equal"}
    assert unmet in ({}, {"MON.LEVELS": "not_computable"})


def test_what_does_not_fit_in_the_plan_itself_differs(facts):
    """The four gaps of the county table: printed 2590, 5335, 4325, 10592 (each sum is 1 less)."""
    for name in ("TAB.SUM.N.PROD", "TAB.SUM.N.SUB", "TAB.SUM.T.PROD", "TAB.SUM.T.SUB"):
        fact = facts[name]
        assert fact["verdict"] == "differs"
        assert Decimal(fact["published"]) - Decimal(fact["value"]) == 1


def test_a_fact_of_the_survey_says_that_it_is_synthetic_and_one_of_the_plan_does_not(facts):
    assert facts["MINE.TOTAL"]["provenance"] == "synthetic"
    assert facts["TAB.CITY.N.PROD"]["provenance"] == "published"


def test_no_published_figure_is_typed_outside_the_plan_folder():
    """Figures of four and more digits that are no years, in package, notebooks and profiles."""
    figures = {
        r["value"] for r in published_rows()
        if re.fullmatch(r"\d{4,}|\d+\.\d+", r["value"]) and r["unit"] not in ("year", "date", "1:N")
    }  # fmt: skip
    assert len(figures) > 40
    typed = re.compile(rf"(?<![\d.])({'|'.join(map(re.escape, figures))})(?![\d.])")
    package = ROOT / "dandong_analysis"
    plain = [p for kind in ("toml", "j2", "typ") for p in package.rglob(f"*.{kind}")]
    texts = {p.name: p.read_text("utf-8") for p in [*plain, *(ROOT / "notebooks").glob("*.ipynb")]}
    texts |= {p.name: without_docstrings(p.read_text("utf-8")) for p in package.rglob("*.py")}
    found = {f"{name}: {m}" for name, text in texts.items() for m in typed.findall(text)}
    assert found == set()


def without_docstrings(source: str) -> str:
    """The code alone: examples in docstrings and comments may name well-known numbers."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            body[0] = ast.Pass()
    return ast.unparse(tree)


TRACED = [
    "MINE.TOTAL", "MINE.LARGE", "LAND.MINE_AREA", "LAND.DAMAGED", "LAND.TAIL", "LAND.ST.POLICY",
    "LAND.GANGUE", "HAZ.ROCKFALL", "HIST.AREA", "HIST.FUND_LOCAL", "MON.AREA", "TGT.N.LEGACY",
]  # fmt: skip

FACTOR = {
    "亩": Decimal(1), "公顷": Decimal(15), "hm²": Decimal(15), "平方米": Decimal("0.0015"),
    "m²": Decimal("0.0015"), "km²": Decimal(1500), "平方千米": Decimal(1500),
    "万元": Decimal(1), "元": Decimal("0.0001"),
}  # fmt: skip
CODES = {
    "mu": "亩",
    "hm2": "公顷",
    "m2": "平方米",
    "km2": "平方千米",
    "cny_10k": "万元",
    "cny": "元",
}


def corrected(demo, row) -> str | None:
    """The text that a declared correction puts in place of this cell's."""
    entries = tomllib.loads((demo.root / "data/raw/corrections.toml").read_text("utf-8"))
    for entry in entries["correction"]:
        same = entry["file"] == row["file"] and entry.get("column") == row["header"]
        if same and entry.get("old") == row["raw"] and entry["delivery"] == row["delivery"]:
            return entry["new"]
    return None


def unit_of(demo, row, profiles) -> str:
    """The unit that the delivery's profile declares for the column of this cell."""
    if row["delivery"] not in profiles:
        folder = demo.root / "data" / "raw"
        folder = (
            folder / "plan" if row["delivery"] == "plan" else folder / "survey" / row["delivery"]
        )
        profiles[row["delivery"]] = tomllib.loads((folder / "profile.toml").read_text("utf-8"))
    for sheet in profiles[row["delivery"]]["sheet"]:
        if sheet["file"] == row["file"] and sheet.get("sheet", "") == row["sheet"]:
            field = sheet["columns"][row["header"]]
            return CODES.get(sheet.get("units", {}).get(field, ""), "")
    raise AssertionError(row)


def plain_number(text: str, unit: str) -> Decimal:
    """A delivered number in mu or 10 000 yuan, read without the package."""
    text = unicodedata.normalize("NFKC", text).replace(",", "").strip()
    number, suffix = re.fullmatch(r"([\d.]+)\s*(.*)", text).groups()
    suffix = {"hm2": "公顷", "m2": "平方米", "ha": "公顷"}.get(suffix, suffix)
    return Decimal(number) * FACTOR[suffix or unit]


@pytest.mark.parametrize("name", TRACED)
def test_cells_read_by_another_reader_add_up_to_the_fact(demo, name):
    traced = demo.json("trace", name)
    profiles: dict = {}
    total = Decimal(0)
    assert traced["rows"]
    for row in traced["rows"]:
        folder = "plan" if row["delivery"] == "plan" else f"survey/{row['delivery']}"
        path = demo.root / "data" / "raw" / folder / row["file"]
        delivered = cell(path, row["sheet"], row["row"], row["column"])
        assert same_text(delivered, row["raw"]), row
        if traced["definition"]["measure"] == "count":
            assert delivered.strip()
            total += 1
        else:
            text = corrected(demo, row) or delivered
            total += plain_number(text, unit_of(demo, row, profiles))
    scale = Decimal(1500) if traced["unit"] == "km2" else Decimal(1)
    assert total == Decimal(traced["value"]) * scale


def same_text(delivered: str, raw: str) -> bool:
    """Equal as text, or as numbers (a workbook and SQLite keep 12.0 for 12)."""
    if delivered == raw:
        return True
    try:
        return Decimal(delivered) == Decimal(raw) or float(delivered) == float(raw)
    except (ArithmeticError, ValueError):
        return False


def test_a_rate_opens_to_both_of_its_terms(demo, facts):
    traced = demo.json("trace", "ENG.N.LEGACY_RATE")
    numerator, denominator = traced["definition"]["parents"]
    share = Decimal(facts[numerator]["value"]) / Decimal(facts[denominator]["value"]) * 100
    assert abs(share - Decimal(traced["value"])) < Decimal("1e-20")
    assert {row["of"] for row in traced["rows"]} == {numerator, denominator}


def test_every_mine_has_one_grade_and_its_fact_opens_to_the_mine(demo, facts):
    grades = ("severe", "moderate", "slight", "ungraded")
    counts = [int(facts[f"GRADE.MINES@impact_grade={g}"]["value"]) for g in grades]
    assert sum(counts) == int(facts["MINE.TOTAL"]["value"])
    assert all(count > 0 for count in counts)
    traced = demo.json("trace", "GRADE.MINES@impact_grade=ungraded")
    assert len(traced["rows"]) == counts[-1]
    assert all(row["file"] and row["row"] for row in traced["rows"])


def test_the_change_log_alone_rebuilds_the_typed_tables(demo):
    work = demo.root / ".dandong" / "work" / "tables"
    frames = storage.read_frames(work)
    del frames["accounting"]
    survey = Delivered(tables=storage.read_frames(work / "tables"), **frames)
    again = replay(survey, storage.read_study(demo.root).schemas)
    assert set(again) == set(survey.tables)
    for name, table in survey.tables.items():
        assert again[name].equals(table), name


def test_the_county_outlines_are_a_delivery_that_says_what_it_is(demo):
    demo.facts()
    work = demo.root / ".dandong" / "work" / "tables"
    outlines = storage.read_frame(work / "tables" / "counties.parquet")
    declared = tomllib.loads((demo.root / "study.toml").read_text("utf-8"))["county"]
    assert sorted(outlines["county"]) == sorted(county["code"] for county in declared)
    (said,) = storage.read_frame(work / "layers.parquet").query("table == 'counties'").to_dict("records")  # fmt: skip
    assert (said["provenance"], said["is_sketch"]) == ("published", True)
    assert "无审图号" in said["use_zh"]
    assert said["licence"]


def test_every_point_of_the_demonstration_is_in_its_county_and_every_outline_as_large_as_stated(
    demo,
):
    facts = demo.facts()
    rules = storage.read_frame(demo.root / "data" / "processed" / "rules.parquet").set_index("rule")
    points = rules.loc["mines-within-county"]
    assert (points["valid"], points["invalid"]) == (int(facts["MINE.TOTAL"]["value"]), 0)
    parcels = rules.loc["land-damage-area-of-outline"]
    assert parcels["invalid"] == 0
    assert parcels["valid"] > 300
    assert rules.loc["counties-apart", "invalid"] == 0


def test_check_reports_what_is_set_aside_and_exits_1(demo):
    done = demo.run("check")
    assert done.returncode == 1
    checked = demo.json("check")
    quarantined = sum(a["quarantined"] for a in checked["accounting"])
    assert 3 <= quarantined <= 10
    errors = [f for f in checked["findings"] if f["severity"] == "error"]
    assert len(errors) >= quarantined
    keys = {
        "code",
        "severity",
        "file",
        "sheet",
        "row",
        "column",
        "value",
        "message_zh",
        "message_en",
    }
    assert all(keys <= set(f) for f in checked["findings"])
    for sheet in checked["accounting"]:
        fates = ("header", "blank", "subtotal", "note", "accepted", "quarantined", "excluded")
        assert sum(sheet[f] for f in fates) == sheet["rows"]

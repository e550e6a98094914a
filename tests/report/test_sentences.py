"""The standard sentences name only facts that the standard catalogue gives."""

from decimal import Decimal
from typing import get_args

import pandas as pd
import pytest

from dandong_analysis.errors import FINDING_COLUMNS
from dandong_analysis.facts import Definition, Fact, Ledger, Verdict, fact_id
from dandong_analysis.report.blocks import FactRef
from dandong_analysis.report.labels import code_label, report_schemas, word
from dandong_analysis.report.wording import placeholders, sentence, standard_templates
from dandong_analysis.standards import COMPANIONS, load_standard
from dandong_analysis.stats.catalogue import companion_catalogues, standard_catalogue
from dandong_analysis.stats.evaluate import evaluate
from dandong_analysis.stats.indicators import merge_catalogues
from dandong_analysis.study import parse_study

STUDY = parse_study(
    {
        "study": {"zh": "试验", "en": "trial", "slug": "t", "region_zh": "市", "region_en": "C",
                  "base_year": 2017},
        "county": [{"code": "1", "zh": "甲县", "en": "County One", "slug": "one"}],
        "delivery": [{"id": "north", "folder": "north", "zh": "北组", "en": "north team"}],
    }
)  # fmt: skip
SCHEMAS = report_schemas(STUDY, *map(load_standard, (*COMPANIONS, "indicators")))
ROWS = ("delivery", "file", "sheet", "table", "row", "fate", "code")
CHANGES = ("delivery", "file", "sheet", "table", "row", "column", "header", "field", "raw",
           "parsed", "rule", "approver")  # fmt: skip
WORDS = {
    "region": "X", "table": "Y", "name": "Z", "members": "M", "as_of": "D", "unit": "U",
    "margin_unit": "V", "attainment_grade": "G", "next_grade": "N", "more": "N", "count": "K",
    "place": "P", "text": "T", "period": "Q",
}  # fmt: skip
# Sentences about one row of a frame, whose facts exist only there.
OF_A_ROW = {"plan.headline": {"plan_cell": "c"}, "plan.behind": {"plan_cell": "c"}}
WITH_FACTS = [key for key, text in standard_templates().items() if "{" in text.zh]


@pytest.fixture(scope="module")
def ledger():
    """A survey without a single row: every crossing of closed lists is there, as zero."""
    tables = {
        name: pd.DataFrame({c: pd.Series([], dtype=t) for c, t in schema.dtypes.items()})
        for name, schema in STUDY.schemas.tables.items()
    }
    frames = {"rows": ROWS, "findings": FINDING_COLUMNS, "changes": CHANGES}
    empty = {n: pd.DataFrame({c: pd.Series([], dtype="str") for c in f}) for n, f in frames.items()}
    catalogue = merge_catalogues([*companion_catalogues(), standard_catalogue()])
    return evaluate(catalogue, tables | empty, STUDY.schemas, provenance={})


@pytest.fixture(scope="module")
def with_a_row(ledger):
    """The ledger with the facts of one row of every frame that is listed row by row.

    The grades of a plan's targets come from its rule file, so they are added as well.
    """
    catalogue = merge_catalogues([*companion_catalogues(), standard_catalogue()])
    return ledger.joined(Ledger.of([*of_a_row(catalogue), *of_a_grade(catalogue)]))


def of_a_grade(catalogue):
    """The number of targets of each grade of the standard rule file."""
    made = catalogue.indicators["PLAN.TARGETS"]
    for grade in load_standard("attainment")["grade"]:
        dims = {"attainment_grade": grade["code"]}
        yield Fact(
            fact_id(made.id, dims), Decimal(1), made.unit, "1", made.zh, made.en,
            Definition(made.table, "count", "", dims), made.id, dims,
        )  # fmt: skip


def of_a_row(catalogue):
    """A fact of each indicator that is listed row by row, for the row ``c``."""
    for made in catalogue.indicators.values():
        if made.each:
            dims = dict.fromkeys(made.each.keys, "c")
            yield Fact(
                fact_id(made.id, dims), Decimal(1), made.unit, "1", made.zh, made.en,
                Definition(made.table, "each", made.column, dims), made.id, dims,
            )  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("key", WITH_FACTS)
def test_every_sentence_can_be_written(key, lang, with_a_row):
    scope = {"county": "1"} if key == "status.county_share" else OF_A_ROW.get(key, {})
    made = sentence(key, with_a_row, lang=lang, schemas=SCHEMAS, scope=scope, words=WORDS)
    text = standard_templates()[key].in_language(lang)
    facts = [name for name in placeholders(text) if name[:1].isupper()]
    assert len([s for s in made.spans if isinstance(s, FactRef)]) == len(facts)


REGIONAL = ("status.", "impact.", "zones.", "management.")
# Said of the whole study only: how the grid is moved is no matter of a county.
WHOLE_ONLY = ("zones.shift",)


@pytest.mark.parametrize(
    "key", [key for key in WITH_FACTS if key.startswith(REGIONAL) and key not in WHOLE_ONLY]
)
def test_every_sentence_of_a_chapter_with_a_region_can_be_written_for_a_county(key, ledger):
    made = sentence(key, ledger, lang="zh", schemas=SCHEMAS, scope={"county": "1"}, words=WORDS)
    assert all("county=1" in s.id for s in made.spans if isinstance(s, FactRef))


def test_definitions_of_the_catalogue_are_told_in_words_not_codes(ledger):
    raw = {
        name
        for fact in ledger
        for name, code in fact.definition.where.items()
        if code is not None and code_label(name, code, SCHEMAS, "zh") == code
    }
    # Rules, files and tables of deliveries are their own names.
    assert raw <= {"file", "sheet", "code", "rule", "year"}


@pytest.mark.parametrize("verdict", get_args(Verdict))
def test_every_verdict_has_words(verdict):
    assert word("zh", "code", "verdict", verdict) != verdict

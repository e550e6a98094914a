"""Facts as files for other programs, as a stranger reads them."""

import io
import json

import pandas as pd
import pytest

from dandong_analysis.pipeline.inputs import open_study
from dandong_analysis.pipeline.results import definitions_frame, facts_frame, json_of
from dandong_analysis.pipeline.sheets import safe_csv
from dandong_analysis.stats.results import Results

RESULTS = Results(
    [
        {"id": "A@county=?", "indicator": "A", "dims": {"county": None}, "value": "1.50", "unit": "mu",
         "printed": "2", "label_zh": "=甲", "label_en": "a", "definition": 0, "parents": ["B", "C"],
         "n_rows": 3, "sources": [1, 0], "verdict": "equal", "provenance": "synthetic", "published": "2"},
        {"id": "B", "indicator": "B", "dims": {}, "value": None, "unit": "mu", "printed": "",
         "label_zh": "乙", "label_en": "b", "definition": 0, "parents": [], "n_rows": 0, "sources": [],
         "verdict": "not_computable", "provenance": "published", "reason_zh": "缺", "reason_en": "gap"},
    ],
    [{"zh": "定义", "en": "definition", "indicator": "A", "unit": "mu", "table": "t", "measure": "sum",
      "column": "c", "where": {"kind": "x"}, "by": ["county"], "of": []}],
    ["one.csv", "two.csv"],
)  # fmt: skip


@pytest.fixture
def text(study) -> str:
    return json_of(RESULTS, open_study(study)).decode("utf-8")


def test_the_json_is_whole_and_has_a_line_for_each_entry(text):
    read = json.loads(text)
    assert read["format"] == 1
    assert read["study"] == {"zh": "三矿研究", "en": "Three mines"}
    assert (read["facts"], read["definitions"], read["sources"]) == (
        RESULTS.facts, RESULTS.definitions, RESULTS.sources,
    )  # fmt: skip
    # the braces, three values, and three lists of 1, 2 and 2 entries between their brackets
    assert len(text.splitlines()) == 2 + 3 + (1 + 2) + (2 + 2) + (2 + 2)


def test_pandas_reads_facts_beside_their_definitions():
    facts = pd.read_csv(io.BytesIO(safe_csv(facts_frame(RESULTS))), dtype={"value": "str"})
    definitions = pd.read_csv(io.BytesIO(safe_csv(definitions_frame(RESULTS))))
    joined = facts.merge(definitions, on="definition", suffixes=("", "_defined"))
    assert joined["zh"].tolist() == ["定义", "定义"]
    first, second = facts.to_dict("records")
    assert (first["value"], first["dims"], first["parents"], first["sources"]) == (
        "1.50", "county=?", "B C", "two.csv; one.csv",
    )  # fmt: skip
    assert first["published"] == 2
    assert pd.isna(second["value"])
    assert second["reason_zh"] == "缺"
    assert definitions["where"].tolist() == ["kind=x"]


def test_delivered_text_is_no_formula_in_a_spreadsheet():
    assert "'=甲" in safe_csv(facts_frame(RESULTS)).decode("utf-8-sig")

from dataclasses import replace
from decimal import Decimal

import pandas as pd
import pytest

from dandong_analysis.facts import Definition, Fact, Ledger
from dandong_analysis.schemas import standard_schemas
from dandong_analysis.stats.catalogue import companion_catalogues, standard_catalogue
from dandong_analysis.stats.compared import COMPARED, comparison_frame, with_comparison
from dandong_analysis.stats.indicators import merge_catalogues

CATALOGUE = merge_catalogues([*companion_catalogues(), standard_catalogue()])


def fact(name: str, verdict: str, published: str) -> Fact:
    return Fact(
        name, Decimal(1), "mine", "1", "数", "number", Definition("mines"), name,
        published=published, section="2", verdict=verdict,
    )  # fmt: skip


LEDGER = Ledger.of([
    fact("A", "equal", "7"), fact("B", "differs", "8"), fact("C", "equal", "9"),
    fact("D", "not_computable", ""),
    replace(fact("E", "not_published", ""), section=""),
])  # fmt: skip


def figures(**printed: str) -> pd.DataFrame:
    rows = range(2, 2 + len(printed))
    return pd.DataFrame({
        "delivery": "plan", "source_file": "figures.csv", "source_sheet": "",
        "source_row": pd.array(list(rows), dtype="Int64"),
        "figure_id": list(printed), "printed": list(printed.values()),
    })  # fmt: skip


FIGURES = figures(A="7", B="8", C="9", D="", X="10")


def test_each_published_figure_that_was_compared_has_its_verdict_and_its_place():
    frame = comparison_frame(LEDGER, FIGURES)
    found = frame[["figure_id", "source_row", "comparison"]].to_numpy().tolist()
    assert found == [
        ["A", 2, "equal"], ["B", 3, "differs"], ["C", 4, "equal"], ["D", 5, "not_computable"],
    ]  # fmt: skip


@pytest.mark.parametrize("provenance", ["synthetic", "survey"])
def test_the_verdicts_are_counted_and_trusted_no_more_than_the_survey(provenance):
    mines = pd.DataFrame({
        "delivery": ["north"], "source_file": ["m.csv"], "source_sheet": [""],
        "source_row": pd.array([2], dtype="Int64"), "mine_id": ["M1"],
    })  # fmt: skip
    tables = {"mines": mines, COMPARED: comparison_frame(LEDGER, FIGURES)}
    ledger = with_comparison(
        LEDGER, CATALOGUE, tables, standard_schemas(), rounding="half_even",
        provenance={"north": provenance, "plan": "published"},
    )  # fmt: skip
    counted = {c: ledger.cross("PUBLISHED.FIGURES", comparison=c) for c in ("equal", "differs")}
    assert {c: f.value for c, f in counted.items()} == {"equal": 2, "differs": 1}
    # A figure that the document leaves blank is no figure.
    assert ledger["PUBLISHED.FIGURES"].value == 3
    assert {f.provenance for f in counted.values()} == {provenance}
    assert ledger["A"] == LEDGER["A"]

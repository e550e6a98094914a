"""The numbers of an audit as facts are made of them, on figures that are added on paper."""

from decimal import Decimal

import pandas as pd
import pytest

from dandong_analysis.audit.countable import NO_PART, countable_frames
from tests.audit.conftest import audited

# 3 + 4 is 7 and not 8, 3 of 9 is a third, 4 places are named of 5, and GONE is nowhere.
ROWS = (
    ("A", "3"), ("B", "4"), ("T", "8", "亩", "sum(A,B)"),
    ("E", "3"), ("D", "9"), ("R", "33", "%", "pct(E/D)"),
    ("N", "5", "处", "named(4)"), ("C", "9", "亩", "sum(T,GONE)"),
    ("M", "2017-06", "month"), ("I", "10-19", "亩"),
)  # fmt: skip


@pytest.fixture(scope="module")
def made() -> dict[str, pd.DataFrame]:
    found = audited(*ROWS, exact=True)
    figures = pd.DataFrame({
        "figure_id": [row[0] for row in ROWS], "printed": [row[1] for row in ROWS],
        "unit": [row[2] if len(row) > 2 else "亩" for row in ROWS],
        "label_zh": [f"数{row[0]}" for row in ROWS], "label_en": [row[0] for row in ROWS],
    })  # fmt: skip
    frames = {f"audit_{n}": getattr(found, n) for n in ("relations", "blocks", "cells", "changes")}
    return countable_frames({"audit_figures": figures, **frames})


def row(frame: pd.DataFrame, **codes: object) -> pd.Series:
    for column, code in codes.items():
        frame = frame[frame[column] == code]
    (position,) = frame.index
    return frame.loc[position]


@pytest.mark.parametrize(("figure", "value", "places", "unit"), [
    ("A", Decimal(3), 0, "mu"), ("R", Decimal(33), 0, "percent"), ("N", Decimal(5), 0, "处"),
    ("M", Decimal(201706), 0, "month"), ("I", None, None, "mu"),
])  # fmt: skip
def test_a_printed_figure_is_a_number_unless_it_is_an_interval(made, figure, value, places, unit):
    found = row(made["audit_figures"], figure_id=figure)
    assert found["printed_value"] == value
    assert (None if pd.isna(found["printed_places"]) else found["printed_places"]) == places
    assert found["unit_code"] == unit


def test_a_sum_rests_on_its_terms_and_a_difference_on_the_figure_too(made):
    found = row(made["audit_relations"], relation_key="T#1")
    assert (found["computed_value"], found["computed_of"]) == (Decimal(7), "A|B")
    assert (found["difference_value"], found["difference_of"]) == (Decimal(1), "T|A|B")
    assert (found["label_zh"], found["unit_code"]) == ("数T", "mu")


def test_a_share_without_end_keeps_the_decimals_that_the_audit_writes(made):
    found = row(made["audit_relations"], relation_key="R#1")
    assert (found["computed_value"], found["computed_places"]) == (Decimal("33.3333"), 4)
    assert (found["difference_value"], found["difference_places"]) == (Decimal("-0.3333"), 4)


def test_a_number_of_names_rests_on_no_other_figure(made):
    found = row(made["audit_relations"], relation_key="N#1")
    assert (found["computed_value"], found["computed_of"]) == (Decimal(4), "")
    assert found["difference_of"] == "N"


def test_what_cannot_be_computed_is_no_number(made):
    found = row(made["audit_relations"], relation_key="C#1")
    assert found["computed_value"] is None
    assert found["computed_of"] == "T"  # GONE is no figure of the document


def test_a_group_names_its_figures_and_how_far_they_must_lie_off_print(made):
    """The sum of T misses by one: each of three numbers must give a third of a last digit."""
    found = row(made["audit_blocks"], radius="1/3")
    assert found["radius_value"] == Decimal("0.333333333")
    assert set(found["figures_of"].split("|")) == {"A", "B", "T"}


def test_what_a_figure_would_have_to_be_rests_on_the_relation_that_it_mends(made):
    found = row(made["audit_changes"], figure_id="T", asked="exact")
    assert (found["wanted_value"], found["wanted_of"]) == (Decimal(7), "T|A|B")
    assert found["mended_part"] == NO_PART

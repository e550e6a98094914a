"""The line of sources: names of deliveries in their order, once each."""

from types import SimpleNamespace

import pytest

from dandong_analysis.report.blocks import Paragraph
from dandong_analysis.report.labels import report_schemas
from dandong_analysis.report.origins import sourced
from dandong_analysis.schemas import standard_schemas
from dandong_analysis.study import DeliveryEntry
from tests.report.conftest import HOSTILE, make_fact, picture, small_table

STUDY = SimpleNamespace(
    schemas=standard_schemas(),
    deliveries=(
        DeliveryEntry("b", "b", "乙组", "team B"),
        DeliveryEntry("a", "a", "甲组", "team A"),
    ),
)
SCHEMAS = report_schemas(STUDY)


def table(*sources, provenance="survey", notes=()):
    fact = make_fact("1", sources=sources, provenance=provenance)
    made = small_table()
    return type(made)(made.id, made.caption, made.header, ((("x",), (fact,)),), "lr", "", notes)


@pytest.mark.parametrize(
    ("lang", "provenance", "line"),
    [
        ("zh", "survey", "资料来源：乙组、甲组"),
        ("zh", "synthetic", "资料来源：乙组、甲组（模拟数据）"),
        ("en", "synthetic", "Source: team B, team A (synthetic data)"),
    ],
)
def test_deliveries_are_named_once_in_the_order_of_the_study(lang, provenance, line):
    given = table("a/一.xlsx", "a/二.xlsx", "b/三.csv", provenance=provenance, notes=("说明",))
    assert sourced(given, lang=lang, schemas=SCHEMAS).notes == ("说明", line)


def test_a_figure_has_the_line_of_its_facts():
    figure = picture()
    named = type(figure)(**{**figure.__dict__, "facts": (make_fact(sources=("b/x.csv",)),)})
    assert sourced(named, lang="zh", schemas=SCHEMAS).notes[-1] == "资料来源：乙组（模拟数据）"


def test_numbers_without_a_delivery_and_other_blocks_stay_as_they_are():
    for block in (table(), table("/frame"), Paragraph((make_fact(),))):
        assert sourced(block, lang="zh", schemas=SCHEMAS) == block


def test_an_unknown_delivery_is_named_as_it_is_written():
    (line,) = sourced(table(f"{HOSTILE[1]}/x"), lang="zh", schemas=SCHEMAS).notes
    assert line == f"资料来源：{HOSTILE[1]}"

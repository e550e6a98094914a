"""Names of dimensions and codes, definitions in words."""

import pandas as pd
import pytest

from dandong_analysis.facts import Definition, Fact
from dandong_analysis.report.labels import (
    code_label,
    definition_in_words,
    dimension_label,
    group_in_words,
    group_label,
    ordered_codes,
    report_schemas,
    table_label,
    unit_label,
    with_rules,
)
from dandong_analysis.standards import load_standard
from dandong_analysis.study import parse_study

CATALOGUE = {
    "indicator": [{"id": "SHARE", "zh": "[{size_class}]矿山占{county}矿山的比例",
                   "en": "share of[ {size_class}] mines in {county}"}],
    "dimension": {
        "duty_class": {"zh": "治理责任", "en": "duty", "terms": [
            {"code": "legacy", "zh": "遗留", "en": "legacy", "of": ["abandoned"]}]},
        "commodity": {"observed": True},
    },
    "frame": {"rows": {"zh": "行去向", "en": "row accounting", "fields": [
        {"name": "fate", "zh": "去向", "en": "fate", "kind": "text"}]}},
}  # fmt: skip
STUDY = parse_study(
    {
        "study": {"zh": "试验", "en": "trial", "slug": "t", "region_zh": "市", "region_en": "C",
                  "base_year": 2017},
        "county": [{"code": "1", "zh": "甲县", "en": "County One", "slug": "one"}],
        "delivery": [{"id": "north", "folder": "north", "zh": "北组", "en": "north team"}],
    }
)  # fmt: skip
SCHEMAS = report_schemas(STUDY, CATALOGUE)


@pytest.mark.parametrize(
    ("dim", "zh", "en"),
    [
        ("commodity", "矿种", "commodity"),
        ("county", "县(市、区)", "county"),
        ("township", "乡(镇)", "township"),
        ("duty_class", "治理责任", "duty"),
        ("delivery", "调查组", "delivery"),
        ("fate", "去向", "fate"),
        ("unheard_of", "unheard_of", "unheard_of"),
    ],
)
def test_dimension_label(dim, zh, en):
    assert (dimension_label(dim, SCHEMAS, "zh"), dimension_label(dim, SCHEMAS, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("dim", "code", "zh"),
    [
        ("commodity", "gold", "金"),
        ("commodity", None, "未填"),
        ("supply_affected", "central", "影响集中供水"),
        ("landscape_degree", "severe", "严重"),
        ("is_in_protected_view", "true", "是"),
        ("is_in_protected_view", "false", "否"),
        ("duty_class", "legacy", "遗留"),
        ("delivery", "north", "北组"),
        ("fate", "quarantined", "隔离"),
        ("table", "mines", "矿山基本情况"),
        ("table", "rows", "行去向"),
        ("year", "2018", "2018"),
    ],
)
def test_code_label(dim, code, zh):
    assert code_label(dim, code, SCHEMAS, "zh") == zh


def test_codes_stand_as_listed_then_others_then_missing():
    codes = {None, "small", "zz", "aa", "large"}
    assert ordered_codes("size_class", codes, SCHEMAS) == ["large", "small", "aa", "zz", None]


@pytest.mark.parametrize(
    ("definition", "zh"),
    [
        (Definition("mines", "count"), "“矿山基本情况”表的记录数"),
        (
            Definition("land_damage", "sum", "damaged_area_mu",
                       {"damage_type": "other", "county": "1"}),
            "“占用破坏土地”表中破坏方式为“其他”、县(市、区)为“甲县”的占用破坏土地面积之和",
        ),
        (
            Definition("mines", "distinct", "commodity", {"size_class": None}),
            "“矿山基本情况”表中建设规模为“未填”中不同开采主矿种的个数",
        ),
        (Definition(measure="ratio", parents=("A", "B")), "A ÷ B"),
        (Definition(measure="sum", parents=("A", "B", "C")), "A + B + C"),
        (Definition("rows", "count", where={"fate": "accepted"}), "“行去向”表中去向为“采用”的记录数"),
        (Definition("unknown", "max", "x"), "“unknown”表的x最大值"),
    ],
)  # fmt: skip
def test_definition_in_words(definition, zh):
    assert definition_in_words(definition, SCHEMAS, "zh") == zh


def test_braces_in_a_code_stay_text():
    definition = Definition("mines", "count", where={"township": "{column}{0}"})
    assert "{column}{0}" in definition_in_words(definition, SCHEMAS, "zh")


def test_table_and_unit_labels():
    assert table_label("mines", SCHEMAS, "en") == "mines"
    assert (unit_label("mu", "zh"), unit_label("", "zh")) == ("亩", "")


def test_a_group_is_named_by_its_indicator_and_dimensions():
    dims = {"county": "1", "size_class": "small"}
    fact = Fact("SHARE@county=1,size_class=small", None, "percent", "", "", "",
                Definition("mines", where={**dims, "status_class": "closed"}), "SHARE", dims)  # fmt: skip
    assert (
        group_label(fact, SCHEMAS, "zh") == "矿山占县(市、区)矿山的比例（按县(市、区)、建设规模）"
    )
    assert group_label(fact, SCHEMAS, "en") == "share of mines in county by county, mine size"
    assert group_in_words(fact, SCHEMAS, "zh") == (
        "“矿山基本情况”表中矿山生产状态为“闭坑”的记录数，按县(市、区)、建设规模分组"
    )


CHANGES = (
    "trim", "fullwidth", "spelling", "term", "missing", "thousands", "unit", "notation", "date",
    "dms", "crs", "axis", "constant", "correction",
)  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("dim", "code"),
    [("rule", c) for c in CHANGES] + [("code", c) for c in load_standard("survey_faults")["fault"]],
)
def test_every_treatment_and_every_fault_has_words(dim, code, lang):
    shown = code_label(dim, code, SCHEMAS, lang)
    assert shown
    # "correction" is a word already.
    assert shown != code or (lang, code) == ("en", "correction")


def test_several_treatments_of_a_cell_are_joined_and_a_correction_keeps_its_id():
    assert code_label("rule", "correction:C01+term", SCHEMAS, "zh") == "声明更正 C01、用词转为代码"
    assert code_label("rule", "trim+unit", SCHEMAS, "en") == "blanks removed, unit converted"
    assert code_label("code", "correction:C8", SCHEMAS, "en") == "correction C8"
    assert code_label("code", "a-rule-of-a-study", SCHEMAS, "zh") == "a-rule-of-a-study"
    assert code_label("commodity", "a+b", SCHEMAS, "zh") == "a+b"


def test_findings_of_rules_are_named_by_their_statements():
    rules = pd.DataFrame(
        [["r1", "mines", "甲应大于零", "a should be above zero"],
         ["r2", "hazards", "编号应存在", "the id must exist"],
         ["r3", "funds", "编号应存在", "the id must exist"]],
        columns=["rule", "table", "statement_zh", "statement_en"],
    )  # fmt: skip
    named = with_rules(SCHEMAS, rules)
    assert [code_label("code", r, named, "zh") for r in rules["rule"]] == [
        "甲应大于零", "地质灾害：编号应存在", "治理恢复基金：编号应存在",
    ]  # fmt: skip
    assert code_label("code", "r2", named, "en") == "hazards: the id must exist"
    assert code_label("code", "duplicate", named, "zh") == "与另一行完全相同"

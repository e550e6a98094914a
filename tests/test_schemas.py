"""Schemas: the standard tables, and what a study adds."""

import pytest

from dandong_analysis.schemas import ADDRESS, standard_schemas
from dandong_analysis.units import units


def test_every_field_refers_to_lists_tables_and_units_that_exist():
    schemas = standard_schemas()
    fields = [f for schema in schemas.tables.values() for f in schema.fields]
    lists = {f.vocabulary for f in fields if f.vocabulary} - {"county", "period"}
    assert lists <= set(schemas.vocabularies)
    assert {f.references for f in fields if f.references} <= set(schemas.tables)
    assert {f.unit for f in fields if f.unit} <= set(units())
    assert all(f.unit for f in fields if f.kind == "decimal")


def test_every_key_is_a_required_field_of_its_table():
    for schema in standard_schemas().tables.values():
        assert all(schema[name].required for name in schema.key), schema.name


def test_equal_field_names_mean_the_same_in_every_table():
    seen: dict[str, tuple] = {}
    for schema in standard_schemas().tables.values():
        for field in schema.fields:
            meaning = (field.kind, field.unit, field.vocabulary)
            assert seen.setdefault(field.name, meaning) == meaning, field.name


def test_a_typed_frame_begins_with_the_address_of_the_row():
    dtypes = standard_schemas()["mines"].dtypes
    assert tuple(dtypes)[:4] == ADDRESS
    assert dtypes["mine_area_mu"] == "object"
    assert dtypes["is_in_protected_view"] == "boolean"


def test_a_study_adds_a_field_a_table_and_a_list():
    rank = {"name": "rank", "zh": "等级", "en": "rank", "kind": "category", "vocabulary": "rank"}
    extended = standard_schemas({
        "table": {
            "mines": {"fields": [rank]},
            "sites": {"zh": "点", "en": "sites", "key": ["rank"], "fields": [rank]},
        },
        "vocabulary": {"rank": {"terms": [{"code": "a", "zh": "甲", "en": "A"}]}},
    })  # fmt: skip
    assert extended["mines"]["rank"].vocabulary == "rank"
    assert extended["mines"].names[0] == "mine_id"
    assert extended["sites"].key == ("rank",)
    assert extended.vocabularies["rank"].code_of("甲") == "a"
    assert "rank" not in standard_schemas()["mines"]


def test_an_unknown_field_is_a_key_error():
    with pytest.raises(KeyError):
        standard_schemas()["mines"]["colour"]

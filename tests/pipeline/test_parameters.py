import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dandong_analysis.errors import DandongError, Text, UsageError
from dandong_analysis.pipeline.kernels import with_overrides
from dandong_analysis.pipeline.parameters import (
    ChapterRun,
    chapter_overrides,
    chapter_runs,
    declared_parameters,
    given_values,
    literal_assignments,
)
from dandong_analysis.study import parse_study


@pytest.fixture(scope="module")
def counties():
    """A study of which only the counties matter."""
    return parse_study({
        "study": {"zh": "研", "en": "S", "slug": "s", "region_zh": "两县", "region_en": "both",
                  "base_year": 2020},
        "county": [{"code": "990101", "zh": "甲县", "en": "Jia", "slug": "jia", "aliases": ["甲"]},
                   {"code": "990102", "zh": "乙县", "en": "Yi", "slug": "yi"}],
        "delivery": [],
    })  # fmt: skip


def notebook(*sources: str, tags: tuple[str, ...] = ("parameters",)) -> bytes:
    cells = [{"cell_type": "code", "metadata": {"tags": list(tags)}, "source": s} for s in sources]
    return json.dumps({"cells": cells}).encode()


def code_of(call, *args, error=DandongError, **options) -> str:
    with pytest.raises(error) as caught:
        call(*args, **options)
    return caught.value.problems[0].code


def test_the_defaults_of_a_notebook_are_read_without_running_it():
    source = 'study = "."\nregion = "all"\nlimit: int = 3\noverrides = "{}"  # from the build'
    assert declared_parameters(notebook(source), "x.ipynb") == {"region": "all", "limit": 3}


@pytest.mark.parametrize(
    "source",
    [
        "region = open('x')", "import os", "region, lang = 'a', 'b'", "a = b = 1", "a.b = 1",
        "a[0] = 1", "for x in (): pass", "region = f'{1}'", "a = (", "print(1)", "a: int",
    ],
)  # fmt: skip
def test_a_parameters_cell_with_anything_but_literals_is_refused(source):
    assert literal_assignments(source) is None
    assert code_of(declared_parameters, notebook(source), "x.ipynb") == "parameters-literal"


def test_overrides_must_be_declared():
    assert code_of(declared_parameters, notebook("a = 1"), "x") == "parameters-literal"


@pytest.mark.parametrize("count", [0, 2])
def test_there_is_exactly_one_parameters_cell(count):
    data = notebook(*['overrides = ""'] * count)
    assert code_of(declared_parameters, data, "x") == "parameters-cell"


def test_a_cell_without_the_tag_is_none():
    assert code_of(declared_parameters, notebook("a = 1", tags=()), "x") == "parameters-cell"


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"cells": [1]}', b"\xff"])
def test_what_is_no_notebook_is_refused(data):
    assert code_of(declared_parameters, data, "x") == "not-a-notebook"


@pytest.mark.parametrize("region", ["甲县", "甲", "jia", "Jia", "990101"])
def test_a_region_becomes_the_code_of_its_county(counties, region):
    assert given_values(counties, region=region) == {"region": "990101"}
    assert given_values(counties, pairs=[f"region={region}"]) == {"region": "990101"}


def test_options_that_are_not_given_are_no_values(counties):
    assert given_values(counties) == {}


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"region": "丙县"}, "unknown-region"),
        ({"region": "../../x"}, "unknown-region"),
        ({"lang": "fr"}, "parameter-type"),
        ({"as_of": "2018-02-30"}, "parameter-type"),
        ({"as_of": "yesterday"}, "parameter-type"),
        ({"pairs": ["region"]}, "parameter-syntax"),
        ({"pairs": ["a b=1"]}, "parameter-syntax"),
        ({"pairs": ["__import__('os')=1"]}, "parameter-syntax"),
        ({"pairs": ["overrides={}"]}, "parameter-syntax"),
        ({"pairs": ["study=/tmp"]}, "parameter-syntax"),
    ],
)
def test_wrong_values_are_refused_before_anything_runs(counties, options, code):
    assert code_of(given_values, counties, error=UsageError, **options) == code


def test_a_chapter_gets_the_values_that_it_declares_and_that_differ_from_its_own():
    declared = {"one": {"region": "all", "lang": "zh"}, "two": {"region": "all"}}
    assert chapter_overrides(declared, {"region": "990101", "lang": "zh"}) == {
        "one": {"region": "990101"},
        "two": {"region": "990101"},
    }


def test_a_name_that_no_chapter_declares_is_an_error_with_the_nearest_name():
    with pytest.raises(UsageError) as caught:
        chapter_overrides({"one": {"region": "all"}}, {"regoin": "甲县", "x": "1"})
    assert [p.code for p in caught.value.problems] == ["unknown-parameter"] * 2
    assert "region" in caught.value.problems[0].action.en
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("default", "text", "value"),
    [
        ("a", "1", "1"), (True, "false", False), (3, "-12", -12), (0.5, "2.25", 2.25), (0.5, "2", 2.0),
    ],
)  # fmt: skip
def test_text_becomes_a_value_of_the_type_of_the_default(default, text, value):
    chosen = chapter_overrides({"one": {"x": default}}, {"x": text})["one"]["x"]
    assert chosen == value
    assert type(chosen) is type(default)


@pytest.mark.parametrize(
    ("default", "text"),
    [
        (True, "yes"),
        (3, "3.0"),
        (3, "１２"),
        (3, "1_000"),
        (0.5, "nan"),
        (0.5, "1e3"),
        ([1], "[2]"),
    ],
)
def test_text_that_does_not_fit_the_type_is_an_error(default, text):
    problem = code_of(chapter_overrides, {"one": {"x": default}}, {"x": text}, error=UsageError)
    assert problem == "parameter-type"


def test_file_names_say_region_and_language_and_nothing_else_of_a_value(counties):
    declared = {"02_status": {"region": "all", "lang": "zh", "title": "t"}}
    names = [
        chapter_runs(counties, declared, given)[0].key
        for given in (
            {}, {"region": "990101"}, {"region": "990102", "lang": "en"}, {"title": "../../x"}
        )
    ]  # fmt: skip
    assert names[:3] == ["02_status", "02_status-jia", "02_status-yi-en"]
    assert names[3].startswith("02_status-")
    assert "/" not in names[3]
    assert ".." not in names[3]


@given(st.dictionaries(st.text(), st.text() | st.integers() | st.booleans() | st.none()))
def test_whatever_the_values_are_the_injected_cell_assigns_one_string(values):
    import nbformat  # noqa: PLC0415 - only this test needs it

    cell = nbformat.v4.new_code_cell('overrides = ""', metadata={"tags": ["parameters"]})
    prepared = with_overrides(nbformat.v4.new_notebook(cells=[cell]), values)
    assigned = literal_assignments(prepared.cells[1].source)
    assert list(assigned) == ["overrides"]
    assert json.loads(assigned["overrides"]) == values


@pytest.mark.parametrize(
    ("values", "asked"),
    [
        ({"region": "all"}, None),
        ({"as_of": None}, None),
        ({"as_of": ""}, {"as_of": "", "reading": ""}),
        (
            {"as_of": "2020-12-31", "reading": "proof=date"},
            {"as_of": "2020-12-31", "reading": "proof=date"},
        ),
    ],
)
def test_a_chapter_with_a_date_asks_for_an_assessment(values, asked):
    assert ChapterRun("06_plan", values, {}, {}, Text("全", "all")).assessment == asked

"""Closed lists: exact spellings, suggestions, classes."""

from collections import Counter

import pytest

from dandong_analysis.schemas import standard_schemas
from dandong_analysis.vocabulary import Term, Vocabulary, normalise, parse_vocabularies

STANDARD = standard_schemas().vocabularies

COLOURS = Vocabulary("colour", "颜色", "colour", (
    Term("red", "红", "red", ("朱", "赤"), broader="warm"), Term("blue", "蓝", "blue"),
))  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("红", "red"),
        (" 赤　", "red"),
        ("ｒｅｄ", "red"),
        ("blue", "blue"),
        ("红色", None),
        ("", None),
    ],
)
def test_only_exact_spellings_are_codes(text, code):
    assert COLOURS.code_of(text) == code


def test_width_blanks_and_invisible_characters_do_not_matter():
    assert normalise("\u3000凤\u200b城市 ") == "凤城市"
    assert normalise("ＡＢ（１）") == "AB(1)"


def test_a_near_miss_is_suggested_only():
    assert STANDARD["production_status"].nearest("闭坑矿") == "闭坑"
    assert STANDARD["production_status"].code_of("闭坑矿") is None
    assert COLOURS.nearest("xyz") is None


def test_classes_and_order():
    assert COLOURS.codes == ("red", "blue")
    assert (COLOURS.broader_of("red"), COLOURS.broader_of("blue")) == ("warm", "blue")
    assert "red" in COLOURS
    assert "warm" not in COLOURS
    assert COLOURS["red"].label.zh == "红"


def test_lists_are_read_from_a_definition():
    found = parse_vocabularies({"v": {"terms": [{"code": "a", "zh": "甲", "en": "A"}]}})
    assert found["v"].zh == "v"
    assert found["v"]["a"] == Term("a", "甲", "A")


@pytest.mark.parametrize("name", sorted(STANDARD))
def test_no_spelling_of_a_standard_list_means_two_codes(name):
    spellings = Counter(
        s for t in STANDARD[name].terms
        for s in {normalise(x) for x in (t.code, t.zh, t.en, *t.aliases)}
    )  # fmt: skip
    assert [s for s, n in spellings.items() if n > 1] == []


@pytest.mark.parametrize("name", sorted(STANDARD))
def test_every_class_of_a_standard_list_exists(name):
    classes = STANDARD.get({"production_status": "status_class"}.get(name, f"{name}_class"))
    for term in STANDARD[name].terms:
        assert not term.broader or (classes is not None and term.broader in classes)

"""Symbols of maps: all codes, in both languages, told apart by every reader and in grey print."""

from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from vision import DEFICIENCIES, distance, lightness

from dandong_analysis.errors import DandongError, Text
from dandong_analysis.report.labels import report_schemas
from dandong_analysis.report.symbols import symbol_of, symbols_of
from dandong_analysis.schemas import standard_schemas
from dandong_analysis.standards import COMPANIONS, load_standard
from dandong_analysis.study import Study

STUDY = Study("甲", "A", "a", Text("甲", "A"), 2017, "EPSG:4490", (), (), standard_schemas())
SCHEMAS = report_schemas(STUDY, *map(load_standard, COMPANIONS))
SYMBOLS = {
    dim: symbols_of(dim, SCHEMAS, "zh") for dim in load_standard("symbols") if dim != "format"
}
PAIRS = [
    pytest.param(a, b, id=f"{dim}-{a.code}-{b.code}")
    for dim, symbols in SYMBOLS.items()
    for a, b in combinations(symbols, 2)
]
# Dimensions whose codes are an order, from severe to slight.
RAMPS = ("zone_grade", "impact_grade")
ORDER = ("severe", "moderate", "slight")


def colour(symbol):
    return symbol.fill or symbol.edge


def test_symbols_come_in_the_order_of_the_list_with_its_labels():
    assert [(s.code, s.label) for s in SYMBOLS["zone_grade"]] == [
        ("severe", "严重"), ("moderate", "较严重"), ("slight", "轻微"), ("ungraded", "未定级"),
    ]  # fmt: skip
    english = symbols_of("management_kind", SCHEMAS, "en")
    assert [s.label for s in english] == ["protection", "prevention", "treatment"]


def test_only_the_codes_that_are_wanted():
    symbols = symbols_of("hazard_type", SCHEMAS, "zh", codes=["ground_fissure", "rockfall"])
    assert [s.label for s in symbols] == ["崩塌", "地裂缝"]


def test_one_symbol_under_a_label_of_its_own():
    rockfall = symbols_of("hazard_type", SCHEMAS, "zh", codes=["rockfall"])[0]
    assert symbol_of("hazard_type", "rockfall", "甲") == replace(rockfall, label="甲")


@pytest.mark.parametrize(("dim", "code"), [("hazard_type", "flood"), ("rumour", "x")])
def test_one_symbol_that_there_is_not_is_an_error(dim, code):
    with pytest.raises(DandongError, match=dim):
        symbol_of(dim, code, "甲")


@pytest.mark.parametrize("dim", [*SYMBOLS])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_symbol_has_a_label_of_its_own_in_both_languages(dim, lang):
    symbols = symbols_of(dim, SCHEMAS, lang)
    labels = [s.label for s in symbols]
    assert len(set(labels)) == len(labels)
    is_ascii = [label.isascii() for label in labels]
    assert all(is_ascii) if lang == "en" else not any(is_ascii)


@pytest.mark.parametrize("dim", [d for d in SYMBOLS if d in SCHEMAS.vocabularies])
def test_every_code_of_a_list_has_a_symbol(dim):
    assert [s.code for s in SYMBOLS[dim]] == list(SCHEMAS.vocabularies[dim].codes)


def test_every_unknown_code_is_named():
    with pytest.raises(DandongError) as raised:
        symbols_of("zone_grade", SCHEMAS, "zh", codes=["severe", "mild", "awful"])
    assert [(p.code, p.value) for p in raised.value.problems] == [
        ("unknown-map-symbol", "zone_grade.awful"), ("unknown-map-symbol", "zone_grade.mild"),
    ]  # fmt: skip


@pytest.mark.parametrize("dim", ["rumour", "format"])
def test_a_dimension_without_symbols_is_an_error(dim):
    with pytest.raises(DandongError, match=dim):
        symbols_of(dim, SCHEMAS, "zh")


@pytest.mark.parametrize("dim", RAMPS)
def test_grades_get_lighter_in_steps_that_grey_print_shows(dim):
    by_code = {s.code: colour(s) for s in SYMBOLS[dim]}
    steps = [lightness(by_code[b]) - lightness(by_code[a]) for a, b in pairwise(ORDER)]
    assert min(steps) > 12


@pytest.mark.parametrize("dim", RAMPS)
@pytest.mark.parametrize("kind", [None, *DEFICIENCIES])
def test_grades_differ_for_every_kind_of_colour_vision(dim, kind):
    by_code = {s.code: colour(s) for s in SYMBOLS[dim]}
    assert min(distance(by_code[a], by_code[b], kind) for a, b in combinations(ORDER, 2)) > 12


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_colour_is_never_the_only_cue(a, b):
    has_other_shape = (a.marker, a.hatch) != (b.marker, b.hatch)
    assert has_other_shape or abs(lightness(colour(a)) - lightness(colour(b))) > 20


@pytest.mark.parametrize("point", SYMBOLS["impact_grade"] + SYMBOLS["hazard_type"])
@pytest.mark.parametrize("zone", SYMBOLS["zone_grade"] + SYMBOLS["management_kind"])
def test_points_stand_out_from_the_zones_below_them(point, zone):
    own = [c for c in (point.fill, point.edge) if c]
    assert max(abs(lightness(c) - lightness(zone.fill)) for c in own) > 20

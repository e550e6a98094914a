"""Colours that every reader, and a photocopy, can tell apart."""

from itertools import combinations, pairwise

import pytest
from vision import DEFICIENCIES, distance, lightness

from dandong_analysis.report.palette import (
    INK,
    MISSING,
    SCALE,
    colours,
    for_codes,
    luminance,
    text_on,
)


def contrast(a, b):
    dark, light = sorted((luminance(a), luminance(b)))
    return (light + 0.05) / (dark + 0.05)


def test_lightness_rises_along_the_scale_in_even_steps():
    steps = [lightness(b) - lightness(a) for a, b in pairwise(SCALE)]
    assert min(steps) > 6


@pytest.mark.parametrize("kind", DEFICIENCIES)
def test_colours_differ_for_every_kind_of_colour_vision(kind):
    assert min(distance(a, b, kind) for a, b in combinations(SCALE, 2)) > 10


@pytest.mark.parametrize("n", [0, 1, 2, 4, 7, 9])
def test_as_many_colours_as_asked(n):
    assert len(colours(n)) == n


@pytest.mark.parametrize("n", range(2, 8))
def test_up_to_seven_colours_are_different(n):
    assert len(set(colours(n))) == n


def test_missing_is_grey_and_takes_no_colour_of_the_scale():
    assert for_codes(["a", None, "b"]) == (SCALE[0], MISSING, SCALE[-1])


@pytest.mark.parametrize("colour", [*SCALE, MISSING])
def test_text_can_be_read_on_its_colour(colour):
    other = "#ffffff" if text_on(colour) == INK else INK
    assert contrast(colour, text_on(colour)) >= 4
    assert contrast(colour, text_on(colour)) >= contrast(colour, other) * 0.8


def test_luminance_of_black_white_and_a_primary():
    assert (luminance("#000000"), luminance("#ffffff")) == pytest.approx((0, 1))
    assert luminance("#ff0000") == pytest.approx(0.2126)

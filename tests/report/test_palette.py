"""Colours that every reader, and a photocopy, can tell apart."""

from itertools import combinations, pairwise

import numpy as np
import pytest

from dandong_analysis.report.palette import (
    INK,
    MISSING,
    SCALE,
    colours,
    for_codes,
    luminance,
    text_on,
)

# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
DEFICIENCIES = {
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                   [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                     [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
                   [0.004733, 0.691367, 0.303900]],
}  # fmt: skip
# sRGB to XYZ (IEC 61966-2-1) and white point D65.
XYZ = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
       [0.0193339, 0.1191920, 0.9503041]]  # fmt: skip
WHITE = [0.95047, 1.0, 1.08883]


def linear(colour):
    channels = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def lab(rgb):
    x, y, z = np.cbrt(np.clip(np.array(XYZ) @ np.clip(rgb, 0, 1), 1e-9, None) / WHITE)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def contrast(a, b):
    dark, light = sorted((luminance(a), luminance(b)))
    return (light + 0.05) / (dark + 0.05)


def test_lightness_rises_along_the_scale_in_even_steps():
    lightness = [lab(linear(c))[0] for c in SCALE]
    steps = [b - a for a, b in pairwise(lightness)]
    assert min(steps) > 6


@pytest.mark.parametrize("kind", DEFICIENCIES)
def test_colours_differ_for_every_kind_of_colour_vision(kind):
    seen = [lab(np.array(DEFICIENCIES[kind]) @ linear(c)) for c in SCALE]
    assert min(np.linalg.norm(a - b) for a, b in combinations(seen, 2)) > 10


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

"""Colours of figures: for every kind of colour vision, and told apart in grey print.

Lightness rises evenly along the scale while the hue runs from blue to yellow, which all common
forms of colour-vision deficiency keep apart; a photocopy keeps the lightness.
"""

from collections.abc import Sequence

SCALE = ("#26326b", "#27598f", "#33808f", "#5ba37c", "#9fc06d", "#e0d67c", "#f7eec6")
INK = "#222222"
MUTED = "#666666"
GRID = "#d9d9d9"
MAIN = SCALE[1]
MISSING = "#bdbdbd"
STAMP = "#8a4b00"

# Relative luminance above which dark text is easier to read than white.
_LIGHT = 0.28
_SRGB_KNEE = 0.04045


def colours(n: int) -> tuple[str, ...]:
    """``n`` colours spread over the scale from dark to light; past its end it starts again.

    >>> colours(2)
    ('#26326b', '#f7eec6')
    """
    if n <= 1:
        return (MAIN,) * n
    if n > len(SCALE):
        return tuple(SCALE[i % len(SCALE)] for i in range(n))
    return tuple(SCALE[round(i * (len(SCALE) - 1) / (n - 1))] for i in range(n))


def for_codes(codes: Sequence[str | None]) -> tuple[str, ...]:
    """A colour for each code in order; a missing value is grey."""
    given = iter(colours(sum(code is not None for code in codes)))
    return tuple(MISSING if code is None else next(given) for code in codes)


def text_on(colour: str) -> str:
    """Black or white, whichever is easier to read on ``colour``."""
    return INK if luminance(colour) > _LIGHT else "#ffffff"


def edge_of(colour: str) -> str:
    """The line round a filled part: white between dark ones, grey round light ones."""
    return MUTED if luminance(colour) > _LIGHT else "#ffffff"


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2) of a ``#rrggbb`` colour, 0 black to 1 white."""
    return sum(
        weight * _linear(int(colour[i : i + 2], 16) / 255)
        for weight, i in ((0.2126, 1), (0.7152, 3), (0.0722, 5))
    )


def _linear(channel: float) -> float:
    """An sRGB channel as linear light (IEC 61966-2-1)."""
    return channel / 12.92 if channel <= _SRGB_KNEE else ((channel + 0.055) / 1.055) ** 2.4

"""Invented facts for figures, and the pixels of a figure."""

import io
from decimal import Decimal

import numpy as np
from PIL import Image

from dandong_analysis.facts import Definition, Fact, fact_id
from dandong_analysis.schemas import standard_schemas

OPTIONS = {"figure_id": "f", "caption": "图题", "lang": "zh", "schemas": standard_schemas()}


def fact(value, unit="mine", provenance="survey", **dims):
    return Fact(
        fact_id("N", dims), None if value is None else Decimal(value), unit, value or "",
        "矿山数量", "mines", Definition("mines"), "N", dims, provenance=provenance,
    )  # fmt: skip


def pixels(figure):
    return np.asarray(Image.open(io.BytesIO(figure.png)).convert("RGB")).astype(int)


def rectangle(mask):
    """Left, top, width and height of what is set, as parts of the picture."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    height, width = mask.shape
    return (
        columns[0] / width, rows[0] / height,
        (columns[-1] + 1 - columns[0]) / width, (rows[-1] + 1 - rows[0]) / height,
    )  # fmt: skip


def coloured(figure, colour):
    """Where the picture has exactly this colour."""
    wanted = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    return (pixels(figure) == wanted).all(axis=2)


def place(spot):
    return spot.left, spot.top, spot.width, spot.height


def within(figure, spot):
    """The pixels of the picture inside a spot."""
    height, width, _ = pixels(figure).shape
    left, top, right, bottom = (
        round(spot.left * width), round(spot.top * height),
        round((spot.left + spot.width) * width), round((spot.top + spot.height) * height),
    )  # fmt: skip
    return pixels(figure)[top:bottom, left:right]

"""The impact of the mines as a smoothed surface: each district stays in one class.

Zones are drawn on such a surface; their number must not hang on the accident of one mine.
"""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pyproj
import pytest
import shapely
from scipy import ndimage

from dandong_analysis.pipeline.inputs import Layout
from dandong_analysis.pipeline.steps import survey_one
from dandong_analysis.storage import read_study
from dandong_analysis.survey.combine import combine
from dandong_analysis.survey.rules import survey_rules
from dandong_analysis.zoning.evaluation import evaluate_survey

ROOT = Path(__file__).parents[2]
CLASSES = {"light": 0, "moderate": 1, "severe": 2}
CELL_M, BANDWIDTH_M = 1000, 3000
UTM = pyproj.Transformer.from_crs("EPSG:4490", "EPSG:32651", always_xy=True)


@pytest.fixture(scope="module")
def graded(tables) -> pd.DataFrame:
    """Mines with a known index as the product computes it from the delivered files."""
    study = read_study(ROOT)
    teams = [e for e in study.deliveries if e.folder.startswith("data/raw/survey/")]
    parts = [survey_one(Layout(ROOT), study, entry) for entry in teams]
    survey = combine(parts, study.schemas, rules=survey_rules(study.schemas))
    evaluation = evaluate_survey(survey.tables, survey.rows, survey.cells, study.schemas)
    grades = evaluation.frames["grades"]
    index = dict(zip(grades["mine_id"], grades["index_value"], strict=True))
    x, y = UTM.transform(
        [m.longitude for m in tables["mines"]], [m.latitude for m in tables["mines"]]
    )
    frame = pd.DataFrame({
        "district": [m.district for m in tables["mines"]],
        "field": [m.field for m in tables["mines"]],
        "index": [index[m.mine_id] for m in tables["mines"]],
        "x": x, "y": y,
    })  # fmt: skip
    known = frame[frame["index"].notna()]
    assert len(known) > 0.98 * len(frame)
    return known.astype({"index": float})


@pytest.fixture(scope="module")
def wanted(gazetteer) -> list[int]:
    return [CLASSES[d.severity] for d in gazetteer.districts]


@pytest.fixture(scope="module")
def limits(graded, wanted) -> list[float]:
    """Halfway between the means of the districts of neighbouring classes."""
    means = graded.groupby("district")["index"].mean()
    groups = [means[[c == n for c in wanted]] for n in range(3)]
    gaps = [(a.max(), b.min()) for a, b in pairwise(groups)]
    assert all(upper - lower > 0.1 for lower, upper in gaps)
    return [(lower + upper) / 2 for lower, upper in gaps]


def test_the_mines_of_each_field_have_the_class_of_their_district(graded, wanted, limits):
    means = graded.groupby(["district", "field"])["index"].agg(["mean", "size"])
    means = means[means["size"] >= 5]
    assert len(means) > 90
    for (district, _), mean in means["mean"].items():
        assert np.digitize(mean, limits) == wanted[district]


def surface(outline, mines: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Kernel mean of the index on cells of 1 km, and which cells touch the district."""
    shape = shapely.transform(outline, lambda xy: np.column_stack(UTM.transform(*xy.T)))
    west, south, east, north = shape.bounds
    x, y = np.meshgrid(np.arange(west, east, CELL_M), np.arange(south, north, CELL_M))
    cells = shapely.box(x, y, x + CELL_M, y + CELL_M)
    away = (x[..., None] + CELL_M / 2 - mines["x"].to_numpy()) ** 2
    away += (y[..., None] + CELL_M / 2 - mines["y"].to_numpy()) ** 2
    weights = np.exp(-away / (2 * BANDWIDTH_M**2))
    mean = (weights * mines["index"].to_numpy()).sum(-1) / weights.sum(-1)
    return mean, shapely.intersects(cells, shape)


def test_the_surface_of_a_district_stays_in_its_class(graded, wanted, limits, region):
    for district, outline in enumerate(region.districts):
        mean, inside = surface(outline, graded[graded["district"] == district])
        wrong = (np.digitize(mean, limits) != wanted[district]) & inside
        assert wrong.sum() <= 0.1 * inside.sum(), district
        patches, count = ndimage.label(wrong)
        if count:
            assert np.bincount(patches.ravel())[1:].max() < 20, district

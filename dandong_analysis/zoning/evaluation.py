"""The whole evaluation of the mines of a survey: grades, index, fuzzy grades, comparison."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from dandong_analysis.schemas import Schemas
from dandong_analysis.zoning.compare import agreement, changed_mines, join_methods
from dandong_analysis.zoning.delivery import delivered_tables, set_aside_rows
from dandong_analysis.zoning.evidence import criteria_frame
from dandong_analysis.zoning.frames import result_frames
from dandong_analysis.zoning.fuzzy import fuzzy_evaluation
from dandong_analysis.zoning.grade import Graded, grade_mines
from dandong_analysis.zoning.index import Indexed, choose_weights, composite_index, rule_breaks
from dandong_analysis.zoning.rules import standard_rules
from dandong_analysis.zoning.scores import Scores, score_mines
from dandong_analysis.zoning.sensitivity import least_certain, weight_sensitivity
from dandong_analysis.zoning.settings import standard_settings

# Fixed, so that the same survey gives the same shares.
SENSITIVITY_SEED = 20171231

# The frames that facts are counted from; the others are shown as they are.
COUNTED = ("grades", "group_grades", "criteria_met", "inputs_missing", "methods", "unsure")


@dataclass(frozen=True)
class Evaluation:
    """What the evaluation of the mines found: grades, scores, index, and the result frames."""

    graded: Graded
    scores: Scores
    indexed: Indexed
    frames: Mapping[str, pd.DataFrame]


def evaluate_survey(
    tables: Mapping[str, pd.DataFrame], rows: pd.DataFrame, cells: pd.DataFrame, schemas: Schemas
) -> Evaluation | None:
    """Grades of all mines by the standard rule file, beside the index and the fuzzy grades.

    Parameters
    ----------
    tables
        Typed frames by table name. Without ``mines`` there is nothing to evaluate.
    rows, cells
        Row accounting and delivered cells of the survey: which tables a team delivered, and
        which rows were set aside.

    Returns
    -------
    Evaluation or None
        Its ``frames`` are those of :func:`~dandong_analysis.zoning.frames.result_frames`,
        ``criteria`` (every criterion with source, state of verification and mines that met it),
        ``methods`` (agreement of each pair of methods), ``changed_mines`` (mines that the methods
        grade differently, and why), ``sensitivity`` (share of random weightings that give each
        class) and ``unsure`` (where these are least alike,
        :func:`~dandong_analysis.zoning.sensitivity.least_certain`). None when the survey has no
        mines.

    Raises
    ------
    DandongError
        When the rules do not fit the tables.
    """
    if "mines" not in tables or tables["mines"].empty:
        return None
    graded = grade_mines(
        tables, standard_rules(), schemas,
        delivered=delivered_tables(rows), set_aside=set_aside_rows(rows, cells),
    )  # fmt: skip
    settings = standard_settings()
    scores = score_mines(graded, tables, settings.factors)
    weights = choose_weights(settings, scores)
    indexed = composite_index(scores, weights, rule_breaks(settings))
    return Evaluation(graded, scores, indexed, _frames(graded, scores, indexed, tables, schemas))


def _frames(
    graded: Graded, scores: Scores, indexed: Indexed, tables: Mapping[str, pd.DataFrame],
    schemas: Schemas,
) -> dict[str, pd.DataFrame]:  # fmt: skip
    weights = indexed.weights
    fuzzy = fuzzy_evaluation(scores, weights, standard_settings().fuzzy)
    joined = join_methods({"rules": graded.mines, "index": indexed.frame, "fuzzy": fuzzy.frame})
    tried = weight_sensitivity(scores, weights, indexed.breaks, seed=SENSITIVITY_SEED)
    return {
        **result_frames(graded, tables, indexed=indexed, fuzzy=fuzzy),
        "criteria": criteria_frame(standard_rules(), graded.fired, schemas),
        "methods": agreement(joined),
        "changed_mines": changed_mines(joined, graded, indexed, scores),
        "sensitivity": tried.frame,
        "unsure": least_certain(tried.frame, graded.mines),
    }

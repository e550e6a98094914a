"""The impact zones of a survey, from graded mines and layers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pandas as pd

from dandong_analysis.errors import Text
from dandong_analysis.schemas import Schemas
from dandong_analysis.zoning.breaks import given_breaks
from dandong_analysis.zoning.cells import Floats, grouped
from dandong_analysis.zoning.contents import Contents, zone_contents
from dandong_analysis.zoning.criteria import LEVELS
from dandong_analysis.zoning.evaluation import Evaluation
from dandong_analysis.zoning.ground import Ground, survey_ground
from dandong_analysis.zoning.identity import Identity, identify_zones
from dandong_analysis.zoning.overrides import Override, place_overrides
from dandong_analysis.zoning.reasons import (
    deciding_criteria,
    index_parts,
    reasons_frame,
    say_reasons,
)
from dandong_analysis.zoning.rules import standard_rules
from dandong_analysis.zoning.runs import override_frame, run_frame
from dandong_analysis.zoning.scores import Scores
from dandong_analysis.zoning.sensitivity import weight_sensitivity
from dandong_analysis.zoning.settings import standard_settings
from dandong_analysis.zoning.shift import shift_frame
from dandong_analysis.zoning.weights import given_weights
from dandong_analysis.zoning.zone_frames import (
    Extras,
    impact_zone_frame,
    zone_cell_frame,
    zone_hazard_frame,
    zone_mine_frame,
    zone_parcel_frame,
)
from dandong_analysis.zoning.zone_settings import ZoneSettings, standard_zone_settings
from dandong_analysis.zoning.zones import Evidence, Zoned, zone_ground


@dataclass(frozen=True)
class ImpactZones:
    """Impact zones with everything that management zones are made from."""

    ground: Ground
    zoned: Zoned
    contents: Contents
    identity: Identity
    settings: ZoneSettings
    frames: Mapping[str, pd.DataFrame]


def draw_impact_zones(
    tables: Mapping[str, pd.DataFrame],
    evaluation: Evaluation,
    schemas: Schemas,
    *,
    settings: ZoneSettings | None = None,
    overrides: Sequence[Override] = (),
) -> ImpactZones | None:
    """The impact zones of a survey; None when nothing in it has a place.

    Parameters
    ----------
    tables
        Typed frames by name: ``mines``, and where they were delivered ``land_damage``,
        ``hazards``, ``counties`` and ``districts``. Without ``districts`` the mining districts are
        derived (:func:`~.derived.derive_districts`).
    evaluation
        Grades, scores, weights and class limits of the mines.
    schemas
        The study's vocabularies: commodities and counties of the names.
    settings
        How zones are made; the standard ones if omitted.
    overrides
        Grades that experts set otherwise.

    Returns
    -------
    ImpactZones or None
        Its frames: ``impact_zones``, ``zone_mines``, ``zone_parcels``, ``zone_hazards`` (see
        :mod:`~dandong_analysis.zoning.zone_frames`), ``zone_cells``, ``zone_reasons`` (criteria
        and factors of each zone), ``zone_shift`` (area of each district that changes its grade
        when the grid is moved by half a cell), ``zone_runs`` (settings and results of both
        runs), ``zone_overrides`` and ``zone_settings``.

    Raises
    ------
    DandongError
        When districts overlap, zones do not fill them, or an override no longer fits.
    """
    chosen = settings or standard_zone_settings()
    ground = survey_ground(tables, chosen)
    if ground is None:
        return None
    evidence = gather_evidence(evaluation, chosen)
    zoned = zone_ground(ground, evidence, chosen)
    shifted = zone_ground(ground, evidence, chosen, offset_m=chosen["cell_m"] / 2)
    contents = zone_contents(ground, zoned, tables)
    placed = place_overrides(
        overrides, shapes=zoned.shapes, districts=[ground.districts[d].id for d in zoned.district],
        grades=zoned.indexed.frame["grade"].tolist(), plane=ground.plane,
    )  # fmt: skip
    identity = identify_zones(ground, zoned, contents, placed, schemas, chosen)
    shift = shift_frame(ground, zoned, shifted)
    frames = {
        **_zone_frames(ground, zoned, contents, identity, evaluation, chosen),
        "zone_shift": shift,
        "zone_runs": run_frame(ground, zoned, shifted, shift, chosen),
        "zone_overrides": override_frame(identity),
        "zone_settings": chosen.to_frame(),
    }
    return ImpactZones(ground, zoned, contents, identity, chosen, frames)


def gather_evidence(evaluation: Evaluation, settings: ZoneSettings) -> Evidence:
    """What is smoothed: the factor scores behind the index, or the grade as one factor."""
    if settings.surface == "index":
        indexed = evaluation.indexed
        return Evidence(_by_id(evaluation.scores), indexed.weights, indexed.breaks)
    mines = evaluation.graded.mines
    low, high = (_levels(mines[name]) for name in ("best_grade", "worst_grade"))
    scores = Scores(tuple(mines["mine_id"]), ("grade",), low, high)
    limits = given_breaks([float(v) for v in settings.grade_limits], source=settings.limits_source)
    return Evidence(_by_id(scores), given_weights({"grade": Decimal(1)}), limits)


def _levels(grades: pd.Series) -> Floats:
    return np.array([[float(LEVELS.index(grade))] for grade in grades.tolist()])


def _by_id(scores: Scores) -> Scores:
    order = sorted(range(len(scores.ids)), key=scores.ids.__getitem__)
    ids = tuple(scores.ids[i] for i in order)
    return Scores(ids, scores.factors, scores.low[order], scores.high[order])


def _zone_frames(
    ground: Ground, zoned: Zoned, contents: Contents, identity: Identity, evaluation: Evaluation,
    settings: ZoneSettings,
) -> dict[str, pd.DataFrame]:  # fmt: skip
    graded = evaluation.graded.mines
    grades = dict(zip(graded["mine_id"], graded["grade"], strict=True))
    members = grouped(contents.mines, len(zoned))
    ids = ground.mines.frame["mine_id"].tolist()
    labels = {f.id: f.label for f in standard_settings().factors} | {
        "grade": Text("影响程度", "grade")
    }
    rows = [
        criteria + parts for criteria, parts in zip(
            deciding_criteria(evaluation.graded.fired, ids, members, standard_rules()),
            index_parts(zoned.scores, zoned.indexed.weights, labels), strict=True,
        )
    ]  # fmt: skip
    said = [
        say_reasons(
            rows[z], n_mines=len(members[z]), grade=identity.grades[z], best=identity.best[z],
            worst=identity.worst[z], override=identity.overrides.get(z),
        )
        for z in range(len(zoned))
    ]  # fmt: skip
    extras = Extras(_shares(zoned, identity, settings), [s.zh for s in said], [s.en for s in said])
    return {
        "impact_zones": impact_zone_frame(ground, zoned, contents, identity, extras, grades),
        "zone_mines": zone_mine_frame(ground, contents, identity, grades),
        "zone_parcels": zone_parcel_frame(ground, contents, identity),
        "zone_hazards": zone_hazard_frame(contents, identity),
        "zone_cells": zone_cell_frame(ground, zoned, identity),
        "zone_reasons": reasons_frame(identity.ids, rows, identity.order),
    }


def _shares(zoned: Zoned, identity: Identity, settings: ZoneSettings) -> list[float | None]:
    """The share of random weightings that give the grade of each zone.

    None where an expert set the grade, and for a surface of grades, which has one weight.
    """
    tried = weight_sensitivity(
        zoned.scores, zoned.indexed.weights, zoned.indexed.breaks,
        draws=settings.whole("draws"), seed=settings.whole("seed"), spread=settings["spread"],
    ).frame["p_grade"].tolist()  # fmt: skip
    is_computed = [settings.surface == "index" and z not in identity.overrides
                   for z in range(len(zoned))]  # fmt: skip
    return [p if known else None for p, known in zip(tried, is_computed, strict=True)]

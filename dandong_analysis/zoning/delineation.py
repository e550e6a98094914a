"""Impact zones and management zones of a survey as frames."""

from collections.abc import Mapping, Sequence

import pandas as pd

from dandong_analysis.schemas import Schemas
from dandong_analysis.zoning.evaluation import Evaluation
from dandong_analysis.zoning.impact_zones import draw_impact_zones
from dandong_analysis.zoning.management import manage
from dandong_analysis.zoning.management_frames import management_frames
from dandong_analysis.zoning.overrides import Override
from dandong_analysis.zoning.protection import conflict_frame, cut_frame, protect
from dandong_analysis.zoning.zone_settings import ZoneSettings

# The frames that facts are counted from; the others are shown as they are.
COUNTED_ZONES = (
    "impact_zones", "zone_mines", "zone_parcels", "zone_hazards", "zone_shift", "management_zones",
    "management_mines", "protection_conflicts", "site_areas",
)  # fmt: skip


def delineate(
    tables: Mapping[str, pd.DataFrame],
    evaluation: Evaluation | None,
    schemas: Schemas,
    *,
    settings: ZoneSettings | None = None,
    overrides: Sequence[Override] = (),
) -> dict[str, pd.DataFrame]:
    """All zones of a survey.

    Parameters
    ----------
    tables
        Typed frames by name. Besides the survey tables: ``counties``, ``districts`` (mining
        districts), ``protected_areas`` and ``sites``, where they were delivered.
    evaluation
        The evaluation of the mines, None for a survey without mines.
    schemas
        The study's vocabularies.
    settings
        How zones are made; the standard ones if omitted.
    overrides
        Grades of zones that experts set otherwise.

    Returns
    -------
    dict
        The frames of :func:`~dandong_analysis.zoning.impact_zones.draw_impact_zones` and of
        :func:`~dandong_analysis.zoning.management_frames.management_frames`,
        ``protection_conflicts`` (working mines in protected areas) and ``protection_cuts``
        (protected areas that overlap). Empty when nothing has a place: then no zone can be
        drawn.

    Raises
    ------
    DandongError
        When layers contradict each other or an override no longer fits.
    """
    impact = draw_impact_zones(
        tables, evaluation, schemas, settings=settings, overrides=overrides
    ) if evaluation else None  # fmt: skip
    if impact is None:
        return {}
    protected = protect(tables.get("protected_areas"), impact.ground.plane, schemas)
    managed = manage(impact, protected)
    return {
        **impact.frames,
        **management_frames(impact, protected, managed, tables, schemas),
        "protection_conflicts": conflict_frame(impact.ground, protected),
        "protection_cuts": cut_frame(protected),
    }

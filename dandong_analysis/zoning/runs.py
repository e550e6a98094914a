"""How zones came about: settings of the runs, stability, overrides, as frames."""

from typing import Any

import pandas as pd

from dandong_analysis.units import exact_sum
from dandong_analysis.zoning.criteria import GRADES, UNGRADED
from dandong_analysis.zoning.ground import NO_COORDINATES, OUTSIDE, Ground
from dandong_analysis.zoning.identity import Identity
from dandong_analysis.zoning.layers import typed_frame
from dandong_analysis.zoning.zone_settings import ZoneSettings
from dandong_analysis.zoning.zones import Zoned

RUN_COLUMNS = {
    "run": "str", "cell_m": "Float64", "offset_m": "Float64", "bandwidth_m": "Float64",
    "surface": "str", "weight": "str", "break_method": "str", "break_1": "Float64",
    "break_2": "Float64", "n_cells": "Int64", "n_districts": "Int64", "is_derived": "boolean",
    "n_zones": "Int64", "severe_zones": "Int64", "moderate_zones": "Int64",
    "slight_zones": "Int64", "ungraded_zones": "Int64", "n_mines": "Int64",
    "no_coordinates": "Int64", "outside_districts": "Int64", "weights_source": "str",
    "weights_verified": "boolean", "draws": "Int64", "seed": "Int64", "spread": "Float64",
    "changed_share": "Float64", "shift_limit": "Float64", "is_within_limit": "boolean",
    "plane_longitude": "Float64", "plane_latitude": "Float64",
}  # fmt: skip
OVERRIDE_COLUMNS = {
    "zone_id": "str", "zone_name": "str", "zone_name_en": "str", "place": "str",
    "from_grade": "str", "to_grade": "str", "reason": "str", "changed_by": "str",
    "changed_on": "datetime64[ms]",
}  # fmt: skip


def run_frame(
    ground: Ground, drawn: Zoned, shifted: Zoned, shift: pd.DataFrame, settings: ZoneSettings
) -> pd.DataFrame:
    """Two rows: the run drawn, and the one with the grid moved by half a cell.

    ``changed_share`` is the share of the study area that the second grades differently. Counts
    of grades are those computed, before overrides.
    """
    changed = exact_sum(shift["changed_area_mu"]) / exact_sum(shift["studied_area_mu"])
    share = float(changed)
    rows = [
        {
            **_result(run), **_input(ground, settings), "run": name,
            "changed_share": share if run is shifted else None,
            "is_within_limit": share <= settings["shift_limit"] if run is shifted else None,
        }
        for name, run in (("drawn", drawn), ("shifted", shifted))
    ]  # fmt: skip
    return typed_frame(rows, RUN_COLUMNS)


def _result(run: Zoned) -> dict[str, Any]:
    grades, breaks = run.indexed.frame["grade"].tolist(), run.indexed.breaks
    limits = list(breaks.values)
    return {
        "cell_m": run.cells.grid.cell_m, "offset_m": run.cells.grid.offset_m,
        "break_method": breaks.method, "break_1": limits[0], "break_2": limits[1],
        "n_cells": len(run.cells), "n_zones": len(run),
        **{f"{g}_zones": grades.count(g) for g in (*GRADES, UNGRADED)},
        "weights_source": run.indexed.weights.source,
        "weights_verified": run.indexed.weights.verified,
    }  # fmt: skip


def _input(ground: Ground, settings: ZoneSettings) -> dict[str, Any]:
    reasons = ground.reasons
    return {
        "surface": settings.surface, "weight": settings.weight,
        **{n: settings[n] for n in ("bandwidth_m", "spread", "shift_limit")},
        **{n: settings.whole(n) for n in ("draws", "seed")},
        "n_districts": len(ground.districts),
        "is_derived": any(d.is_derived for d in ground.districts), "n_mines": len(ground.mines),
        **{reason: reasons.count(reason) for reason in (NO_COORDINATES, OUTSIDE)},
        "plane_longitude": ground.plane.longitude, "plane_latitude": ground.plane.latitude,
    }  # fmt: skip


def override_frame(identity: Identity) -> pd.DataFrame:
    """One row an override, in the order of the zones."""
    rows = [
        {
            "zone_id": identity.ids[zone], "zone_name": identity.names[zone].zh,
            "zone_name_en": identity.names[zone].en, "place": override.where,
            "from_grade": override.before, "to_grade": override.after,
            "reason": override.reason, "changed_by": override.by,
            "changed_on": pd.Timestamp(override.date),
        }
        for zone, override in sorted(identity.overrides.items())
    ]  # fmt: skip
    return typed_frame(rows, OVERRIDE_COLUMNS)

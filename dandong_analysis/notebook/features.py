"""Features of the maps that no built frame holds as they are drawn.

Each function takes by name the built frames that its layer declares in ``standards/maps.toml``, and
gives a frame with a shape (``geometry_wkt``, or ``longitude`` and ``latitude``) and the columns that
the layer names. Rows keep their number: one without a position stays, and the legend counts it.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pandas as pd

from dandong_analysis.geometry import read_shape
from dandong_analysis.notebook.lookup import looked_up
from dandong_analysis.standards import load_standard
from dandong_analysis.study import WHOLE
from dandong_analysis.units import exact_sum, print_number

Frames = Mapping[str, pd.DataFrame]

_PLACE = ("longitude", "latitude")


def graded_mines(frames: Frames) -> pd.DataFrame:
    """All mines with their grade and damaged land."""
    grades = frames["impact_grades"]
    return looked_up(frames["mines"], grades, "mine_id", "impact_grade", "damaged_area_mu")


def main_damage(frames: Frames) -> pd.DataFrame:
    """The mines with damaged land: its area, and the kind that takes up most of it."""
    parcels = frames["land_damage"]
    areas = (
        parcels.groupby(["mine_id", "damage_type"])["damaged_area_mu"].agg(exact_sum).reset_index()
    )
    areas = areas.sort_values(
        ["mine_id", "damaged_area_mu", "damage_type"], ascending=[True, False, True]
    )
    largest = areas.drop_duplicates("mine_id").set_index("mine_id")["damage_type"]
    total = parcels.groupby("mine_id")["damaged_area_mu"].agg(exact_sum)
    mines = frames["mines"]
    made = mines.assign(
        damage_type=mines["mine_id"].map(largest), damaged_area_mu=mines["mine_id"].map(total)
    )
    return made[made["damage_type"].notna()]


def located_hazards(frames: Frames) -> pd.DataFrame:
    """Hazard bodies at the position of their mine."""
    return looked_up(frames["hazards"], frames["mines"], "mine_id", *_PLACE)


def conflict_mines(frames: Frames) -> pd.DataFrame:
    """Working mines in protected areas, once each, with the area of the highest rank."""
    conflicts = frames["protection_conflicts"].drop_duplicates("mine_id")
    return looked_up(conflicts, frames["mines"], "mine_id", "name", *_PLACE)


def site_points(frames: Frames) -> pd.DataFrame:
    """Sites of the plan at a point inside them; their outlines are too small to be seen."""
    sites = frames["sites"]
    points = [read_shape(wkt).representative_point() for wkt in sites["geometry_wkt"]]
    return sites.assign(longitude=[p.x for p in points], latitude=[p.y for p in points])


def zone_certainty(frames: Frames) -> pd.DataFrame:
    """Impact zones with the band of the share of weightings that keep their grade."""
    zones = frames["impact_zones"]
    return zones.assign(certainty=[_band(p) for p in zones["p_grade"]])


def mine_certainty(frames: Frames) -> pd.DataFrame:
    """Mines with the band of the share of weightings that keep the class of their index."""
    tried = frames["impact_sensitivity"].rename(columns={"grade": "index_class"})
    graded = tried["index_class"] != "ungraded"
    shares = tried["p_grade"].where(graded)
    located = looked_up(tried, frames["mines"], "mine_id", "name", *_PLACE)
    return located.assign(certainty_point=[_band(p) for p in shares])


def cell_classes(frames: Frames) -> pd.DataFrame:
    """Cells of the grid at their middle, with an id of their own and the county of their zone."""
    cells = frames["zone_cells"]
    names = zip(cells["cell_column"], cells["cell_row"], cells["district_id"], strict=True)
    counties = frames["impact_zones"].set_index("zone_id")["county"]
    return cells.assign(
        cell_id=[f"{column}/{row} {district}" for column, row, district in names],
        county=cells["zone_id"].map(counties),
    )


def county_attainment(frames: Frames) -> pd.DataFrame:
    """The counties with their targets in the running period, all liable parties together."""
    cells = frames["plan_attainment"]
    own = cells[cells["is_county_table"] & cells["is_current"] & (cells["liability"] == WHOLE)]
    outlines = frames["counties"][["county", "name", "geometry_wkt"]]
    made = own.merge(outlines, on="county", how="left", validate="one_to_one")
    drawn = made[made["geometry_wkt"].notna()]
    return drawn.assign(
        attainment_band=[_band(s, "attainment") for s in drawn["attainment"]],
        map_label=[
            _labelled(n, p) for n, p in zip(drawn["name"], drawn["attainment_pct"], strict=True)
        ],
    )


def _labelled(name: str, percent: Any) -> str:  # noqa: ANN401 - a cell of a frame has no static type
    return name if pd.isna(percent) else f"{name} {print_number(percent, 2)}%"


MADE: Mapping[str, Callable[[Frames], pd.DataFrame]] = {
    made.__name__: made
    for made in (graded_mines, main_damage, located_hazards, conflict_mines, site_points,
                 zone_certainty, mine_certainty, cell_classes, county_attainment)
}  # fmt: skip


def _band(share: Any, bands_of: str = "certainty") -> str:  # noqa: ANN401 - a cell of a frame has no static type
    """The first band whose lower limit ``share`` reaches; ``ungraded`` without a share."""
    if share is None or pd.isna(share):
        return "ungraded"
    bands = load_standard("maps")[bands_of]
    return next(str(b["code"]) for b in bands if Decimal(str(share)) >= Decimal(b["from"]))

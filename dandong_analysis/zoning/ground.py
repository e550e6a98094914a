"""What lies where in a study: the plane, counties, mining districts, mines and parcels."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely

from dandong_analysis.geometry import Plane, plane_over
from dandong_analysis.zoning.cells import Ints
from dandong_analysis.zoning.derived import derive_districts
from dandong_analysis.zoning.districts import District, read_districts
from dandong_analysis.zoning.layers import addresses, degree_points, plane_shapes, texts
from dandong_analysis.zoning.overlay import first_within
from dandong_analysis.zoning.placing import Mines, Parcels, place_mines, place_parcels
from dandong_analysis.zoning.zone_settings import ZoneSettings

Tables = Mapping[str, pd.DataFrame]

NO_COORDINATES, OUTSIDE = "no_coordinates", "outside_districts"


@dataclass(frozen=True)
class Ground:
    """Everything that has a place, in one plane.

    ``mine_district`` is the position of the district of each mine, -1 where it has none.
    """

    plane: Plane
    counties: Mapping[str, shapely.Geometry]
    districts: tuple[District, ...]
    mines: Mines
    parcels: Parcels
    mine_district: Ints

    @property
    def reasons(self) -> list[str]:
        """Why each mine lies in no district; empty where it lies in one."""
        pairs = zip(self.mine_district.tolist(), self.mines.is_placed.tolist(), strict=True)
        return ["" if d >= 0 else OUTSIDE if placed else NO_COORDINATES for d, placed in pairs]


def survey_ground(tables: Tables, settings: ZoneSettings) -> Ground | None:
    """Place everything that the survey gives a place; None when nothing has one.

    Raises
    ------
    DandongError
        When the delivered districts contradict each other.
    """
    plane = _plane(tables)
    if plane is None or "mines" not in tables:
        return None
    ids = texts(tables["mines"].sort_values("mine_id"), "mine_id")
    parcels = place_parcels(tables.get("land_damage"), ids, plane)
    mines = place_mines(tables["mines"], parcels, plane)
    outlines = _county_outlines(tables, plane)
    districts = _districts(tables, plane, mines, outlines, settings)
    if not districts:
        return None
    own = first_within([d.shape for d in districts], mines.points)
    return Ground(plane, outlines, districts, mines, parcels, own)


def _plane(tables: Tables) -> Plane | None:
    """The plane over the counties, else the districts, else the mines and parcels."""
    for name in ("counties", "districts"):
        if name in tables and (shapes := _shapes(tables[name])):
            return plane_over(shapes)
    points = degree_points(tables["mines"]) if "mines" in tables else np.zeros((0, 2))
    shapes = [shapely.Point(p) for p in points.tolist() if not np.isnan(p).any()]
    shapes += _shapes(tables["land_damage"]) if "land_damage" in tables else []
    return plane_over(shapes) if shapes else None


def _shapes(frame: pd.DataFrame) -> list[shapely.Geometry]:
    return [shapely.from_wkt(text) for text in texts(frame, "geometry_wkt") if text]


def _county_outlines(tables: Tables, plane: Plane) -> dict[str, shapely.Geometry]:
    if "counties" not in tables:
        return {}
    frame = tables["counties"]
    pairs = zip(texts(frame, "county"), plane_shapes(frame, plane), strict=True)
    found: dict[str, list[shapely.Geometry]] = {}
    for code, shape in pairs:
        found.setdefault(code, []).extend([] if shape is None else [shape])
    return {code: shapely.union_all(found[code]) for code in sorted(found) if found[code]}


def _districts(
    tables: Tables, plane: Plane, mines: Mines, outlines: Mapping[str, shapely.Geometry],
    settings: ZoneSettings,
) -> tuple[District, ...]:  # fmt: skip
    if "districts" in tables and len(tables["districts"]):
        return read_districts(tables["districts"], plane, tolerance_m2=settings["overlap_m2"])
    placed = np.flatnonzero(mines.is_placed).tolist()
    counties, places = texts(mines.frame, "county"), addresses(mines.frame)
    return derive_districts(
        mines.points[placed],
        [counties[i] for i in placed], [places[i] for i in placed],
        outlines=outlines, cell_m=settings["cell_m"], reach_m=settings["derived_reach_m"],
    )  # fmt: skip

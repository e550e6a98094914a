"""Seconds and memory of zoning against the number of mines (``python -m benchmarks.zones``).

Invented mines in a region as large as the province, in cells of one kilometre. Each size runs
in a process of its own; seconds are processor time, so that other work on the machine does not
count. What the mines add to the time of the cells, which all sizes share, may grow no faster
than n log n, with a tolerance.
"""

import math
import multiprocessing
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from rich.console import Console
from rich.table import Table

from dandong_analysis.geometry import Plane, write_shape
from dandong_analysis.schemas import Schemas, standard_schemas
from dandong_analysis.zoning.delineation import delineate
from dandong_analysis.zoning.evaluation import evaluate_survey

SIZES = (1_000, 10_000, 100_000)
# The area of the province, here a square cut into districts.
AREA_KM2, DISTRICTS, FIELDS = 148_000, 200, 2_000
PLANE = Plane(123.0, 41.0)
TOLERANCE = 1.5
SEED = 148_000
OUTLINED = 0.15

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Run:
    """One size: seconds, peak memory of the process, and what came out."""

    mines: int
    seconds: float
    megabytes: float
    cells: int
    zones: int
    management_zones: int


def typed(schemas: Schemas, table: str, **columns: Sequence[Any] | Floats) -> pd.DataFrame:
    """A typed frame; what is not given is empty."""
    n = len(next(iter(columns.values())))
    address = {"delivery": "bench", "source_file": f"{table}.csv", "source_sheet": ""}
    given = {**address, "source_row": range(2, n + 2), **columns}
    return pd.DataFrame({
        name: pd.Series(given.get(name), range(n), dtype=dtype)
        for name, dtype in schemas[table].dtypes.items()
    })  # fmt: skip


def make_layers(rng: np.random.Generator) -> tuple[float, dict[str, pd.DataFrame]]:
    """Half a side of the square, and its districts round random points."""
    half = math.sqrt(AREA_KM2) * 500
    square = shapely.box(-half, -half, half, half)
    seeds = shapely.multipoints(rng.uniform(-half, half, (DISTRICTS, 2)))
    parts = shapely.get_parts(shapely.voronoi_polygons(seeds, extend_to=square))
    shapes = [PLANE.to_degrees(shapely.intersection(part, square)) for part in parts]
    rows = [
        {
            "delivery": "bench", "source_file": "districts.geojson", "source_sheet": "",
            "source_row": i, "district_id": f"D{i:03d}", "name": f"D{i:03d}", "county": "",
            "geometry_wkt": write_shape(shape),
        }
        for i, shape in enumerate(shapes, start=1)
    ]  # fmt: skip
    return half, {"districts": pd.DataFrame(rows)}


def make_tables(n: int, schemas: Schemas) -> dict[str, pd.DataFrame]:
    """Mines in ore fields, two parcels each, some with an outline; hazards and landscape."""
    rng = np.random.default_rng(SEED)
    half, layers = make_layers(rng)
    fields = rng.uniform(-half, half, (FIELDS, 2))
    field = rng.integers(0, FIELDS, n)
    points = np.clip(fields[field] + rng.normal(0, 2_500, (n, 2)), -half, half)
    degrees = shapely.get_coordinates(PLANE.to_degrees(shapely.points(points)))
    ids = [f"M{i:06d}" for i in range(n)]
    grades = np.array(["slight", "moderate", "severe"])[(field * 3) // FIELDS]
    return {
        "mines": typed(
            schemas, "mines", mine_id=ids, name=ids, county=["A"] * n,
            township=[f"T{f:04d}" for f in field.tolist()], commodity=["gold"] * n,
            mining_method=["open_pit"] * n, size_class=["small"] * n,
            production_status=rng.choice(["producing", "abandoned"], n).tolist(),
            mine_area_mu=[Decimal(100)] * n, longitude=degrees[:, 0], latitude=degrees[:, 1],
            is_in_protected_view=[False] * n,
        ),
        "land_damage": make_parcels(rng, schemas, ids, points),
        "hazards": make_hazards(rng, schemas, ids),
        "landscape": typed(schemas, "landscape", mine_id=ids, landscape_degree=grades.tolist()),
        **layers,
    }  # fmt: skip


def make_parcels(
    rng: np.random.Generator, schemas: Schemas, ids: list[str], points: Floats
) -> pd.DataFrame:
    n = 2 * len(ids)
    radius = rng.uniform(30, 150, n)
    centres = np.repeat(points, 2, axis=0) + rng.normal(0, 200, (n, 2))
    outlined = rng.random(n) < OUTLINED
    shapes = shapely.buffer(shapely.points(centres[outlined]), radius[outlined], quad_segs=3)
    wkt = np.full(n, None, dtype=object)
    wkt[outlined] = [write_shape(s) for s in PLANE.to_degrees(shapes)]
    areas = [Decimal(round(math.pi * r * r * 15)) / 10_000 for r in radius.tolist()]
    return typed(
        schemas, "land_damage", parcel_id=[f"P{i:06d}" for i in range(n)],
        mine_id=np.repeat(ids, 2).tolist(), damage_type=["open_pit_site"] * n,
        land_class=rng.choice(["forest", "grass", "arable"], n).tolist(), damaged_area_mu=areas,
        geometry_wkt=wkt.tolist(),
    )  # fmt: skip


def make_hazards(rng: np.random.Generator, schemas: Schemas, ids: list[str]) -> pd.DataFrame:
    n = len(ids) // 10
    return typed(
        schemas, "hazards", hazard_id=[f"H{i:06d}" for i in range(n)], mine_id=ids[:n],
        hazard_type=["rockfall"] * n, occurrence=["potential"] * n,
        volume_m3=[Decimal(v) for v in rng.integers(1, 10**6, n).tolist()],
        threatened_people=rng.integers(0, 200, n).tolist(),
        potential_loss_cny_10k=[Decimal(v) for v in rng.integers(0, 700, n).tolist()],
    )  # fmt: skip


def measure(n: int) -> Run:
    """Zone a survey of ``n`` mines; the evaluation of the mines is not part of the time."""
    schemas = standard_schemas()
    tables = make_tables(n, schemas)
    rows = pd.DataFrame(columns=["delivery", "file", "sheet", "table", "row", "fate"], dtype="str")
    cells = pd.DataFrame(columns=["delivery", "file", "sheet", "row", "field", "raw"], dtype="str")
    evaluation = evaluate_survey(tables, rows, cells, schemas)
    start = time.process_time()
    frames = delineate(tables, evaluation, schemas)
    took = time.process_time() - start
    scale = 1 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale / 1e6
    counts = (len(frames[name]) for name in ("zone_cells", "impact_zones", "management_zones"))
    return Run(n, took, peak, *counts)


def main() -> int:
    console = Console()
    with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        runs = [pool.apply(measure, (n,)) for n in SIZES]
    table = Table("mines", "processor seconds", "peak MB", "cells", "zones", "management zones",
                  title="Zones of a region of 148 000 square kilometres")  # fmt: skip
    for run in runs:
        table.add_row(
            f"{run.mines}", f"{run.seconds:.1f}", f"{run.megabytes:.0f}", f"{run.cells}",
            f"{run.zones}", f"{run.management_zones}",
        )  # fmt: skip
    console.print(table)
    found, allowed = growth(*runs)
    console.print(
        f"beyond what {SIZES[0]} mines take: {found:.1f} times the seconds for {SIZES[2]} as for "
        f"{SIZES[1]} mines, n log n gives {allowed:.1f}"
    )
    return 0 if found <= TOLERANCE * allowed else 1


def growth(base: Run, small: Run, large: Run) -> tuple[float, float]:
    """How much the part of the time grew that the base does not have, and n log n."""
    work = [run.mines * math.log(run.mines) for run in (base, small, large)]
    found = (large.seconds - base.seconds) / (small.seconds - base.seconds)
    return found, (work[2] - work[0]) / (work[1] - work[0])


if __name__ == "__main__":
    sys.exit(main())

"""GeoPackages and shapefiles in memory, and how tests read them."""

import io
import sqlite3
import tempfile
from pathlib import Path

import geopandas
import pyogrio
import pytest
from shapely.geometry import Point, Polygon

from dandong_analysis.errors import DandongError
from dandong_analysis.survey.profile import SheetProfile
from dandong_analysis.survey.read import RawSheet, read_sheet

POLYGON = Polygon([(41_500_000.125, 4_470_000), (41_500_010, 4_470_000), (41_500_010, 1 / 3)])


def gpkg(frame: geopandas.GeoDataFrame) -> bytes:
    buffer = io.BytesIO()
    pyogrio.write_dataframe(frame, buffer, layer="矿山", driver="GPKG")
    return buffer.getvalue()


def shapefile(frame: geopandas.GeoDataFrame, encoding: str = "GB18030") -> dict[str, bytes]:
    """The parts of shapefile 图斑.shp by file name."""
    with tempfile.TemporaryDirectory() as folder:
        pyogrio.write_dataframe(frame, str(Path(folder) / "图斑.shp"), encoding=encoding)
        return {p.name: p.read_bytes() for p in Path(folder).iterdir()}


def rewritten(data: bytes, *statements: str) -> bytes:
    """The GeoPackage after SQL, without the triggers that need functions of GDAL."""
    connection = sqlite3.connect(":memory:")
    connection.deserialize(data)
    query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    for (name,) in connection.execute(query).fetchall():
        connection.execute(f'DROP TRIGGER "{name}"')
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    changed = connection.serialize()
    connection.close()
    return changed


def mines(**columns) -> geopandas.GeoDataFrame:
    points = [Point(41_500_000.123456789, 4_470_000.1), None, Point(1, 2)]
    columns = columns or {"编号": ["FC1", "FC2", None]}
    return geopandas.GeoDataFrame(columns, geometry=points, crs="EPSG:4529")


def parcels(crs: str | None = "EPSG:4529", **columns) -> geopandas.GeoDataFrame:
    columns = columns or {"编号": ["凤1", "㐂2"], "面积": [1.5, 2.0]}
    return geopandas.GeoDataFrame(columns, geometry=[POLYGON, POLYGON], crs=crs)


def read_gpkg(data: bytes, sources=None, **profile) -> RawSheet:
    profile = {"sheet": "矿山"} | profile
    return read_sheet(
        SheetProfile("层.gpkg", "mines", **profile), {"层.gpkg": data, **(sources or {})}
    )


def read_shp(parts: dict[str, bytes], **profile) -> RawSheet:
    return read_sheet(SheetProfile("图斑.shp", "land_damage", **profile), parts)


def refusal(call, *args, **kwargs):
    with pytest.raises(DandongError) as caught:
        call(*args, **kwargs)
    (found,) = caught.value.problems
    return found

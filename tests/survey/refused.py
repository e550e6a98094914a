"""A layer as GDAL writes it, and what is said of a file that is refused."""

import io

import geopandas
import pyogrio
import pytest
from shapely.geometry import Point

from dandong_analysis.errors import DandongError
from dandong_analysis.survey.guard import check_file


def layer() -> bytes:
    frame = geopandas.GeoDataFrame({"编号": ["FC1"]}, geometry=[Point(124, 40)], crs="EPSG:4490")
    buffer = io.BytesIO()
    pyogrio.write_dataframe(frame, buffer, layer="矿山", driver="GPKG")
    return buffer.getvalue()


def refusal(name: str, data: bytes):
    with pytest.raises(DandongError) as caught:
        check_file(name, data)
    (found,) = caught.value.problems
    assert found.place.file == name
    message = found.message()
    assert all(t and "{" not in t for t in (message.zh, message.en))
    return found

"""GeoJSON texts, and how tests read them."""

import pytest

from dandong_analysis.errors import DandongError
from dandong_analysis.survey.profile import SheetProfile
from dandong_analysis.survey.read import RawSheet, read_sheet

CRS = '"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}}, '
SQUARE = '{"type": "Polygon", "coordinates": [[[124, 40], [124.50, 40], [124.5, 40.5], [124, 40]]]}'
POINT = '{"type": "Point", "coordinates": [124.100, 40]}'


def feature(properties: str = '{"编号": "A"}', geometry: str = SQUARE, more: str = "") -> str:
    return f'{{"type": "Feature", {more}"properties": {properties}, "geometry": {geometry}}}'


def collection(*features: str, head: str = CRS) -> bytes:
    return f'{{"type": "FeatureCollection", {head}"features": [{", ".join(features)}]}}'.encode()


def read(data: bytes, **profile) -> RawSheet:
    return read_sheet(SheetProfile("层.geojson", "districts", **profile), {"层.geojson": data})


def refusal(data: bytes, **profile):
    with pytest.raises(DandongError) as caught:
        read(data, **profile)
    (found,) = caught.value.problems
    assert found.place.file == "层.geojson"
    for text in (found.rule, found.consequence, found.action):
        assert all(said and "{" not in said for said in (text.zh, text.en))
    return found

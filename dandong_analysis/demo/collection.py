"""Feature collections as the study keeps them: EPSG:4490, one feature a line."""

import json
from collections.abc import Iterable, Mapping

import shapely

Feature = Mapping[str, object]

CRS = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}}


def feature(properties: Mapping[str, object], shape: shapely.Geometry) -> Feature:
    """A GeoJSON feature; ``shape`` is in degrees."""
    geometry = json.loads(shapely.to_geojson(shape))
    return {"type": "Feature", "properties": dict(properties), "geometry": geometry}


def collection_bytes(name: str, notice: str, features: Iterable[Feature]) -> bytes:
    """A feature collection with one feature a line, so that a change shows in a comparison."""
    head = {"type": "FeatureCollection", "name": name, "notice": notice, "crs": CRS}
    opening = json.dumps(head, ensure_ascii=False)[:-1]
    body = ",\n".join(json.dumps(f, ensure_ascii=False) for f in features)
    return f'{opening}, "features": [\n{body}\n]}}\n'.encode()

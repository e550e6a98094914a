"""Places, mining districts and commodities of the demonstration survey, from TOML files."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import files
from typing import Any, Literal

import shapely

Severity = Literal["severe", "moderate", "light"]
Degrees = tuple[float, float]


@dataclass(frozen=True)
class Township:
    zh: str
    lon: float
    lat: float


@dataclass(frozen=True)
class County:
    """A reporting unit; ``prefix`` begins its ids, ``short`` its acceptance numbers."""

    code: str
    slug: str
    zh: str
    prefix: str
    short: str
    authority: str
    townships: Mapping[str, Township]


@dataclass(frozen=True)
class District:
    """A mining district; weights of ``commodities`` and ``hazards`` are relative.

    ``belt`` is the line along which it runs (degrees), ``place`` the short name.
    """

    zh: str
    place: str
    county: str
    severity: Severity
    share: float
    townships: tuple[str, ...]
    belt: tuple[Degrees, ...]
    commodities: Mapping[str, float]
    hazards: Mapping[str, float]


@dataclass(frozen=True)
class Protected:
    """An invented protected area; ``share`` is its relative size, ``centre`` in degrees."""

    name: str
    kind: str
    rank: str
    county: str
    centre: Degrees
    share: float
    stretch: float
    bearing: float


@dataclass(frozen=True)
class Commodity:
    """What mines of one commodity look like; ``land`` is kind -> (probability, relative area)."""

    code: str
    noun: str
    mineral: str
    method: Mapping[str, float]
    status: Mapping[str, float]
    land: Mapping[str, tuple[float, float]]
    area_mu: float
    large: float
    medium: float


@dataclass(frozen=True)
class Pinned:
    """The one mine that the plan itself names as a project site."""

    name: str
    county: str
    township: str
    commodity: str
    status: str
    method: str
    land: str
    project_figure: str
    margin_mu: Decimal


@dataclass(frozen=True)
class Gazetteer:
    """Everything that the generator knows about the region."""

    counties: Mapping[str, County]
    districts: tuple[District, ...]
    protected: tuple[Protected, ...]
    commodities: Mapping[str, Commodity]
    pinned: Pinned
    outlines: Mapping[str, shapely.Geometry]


def load_data(name: str) -> dict[str, Any]:
    """The parsed TOML file ``name`` of this package."""
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def read_gazetteer(outlines: bytes) -> Gazetteer:
    """The gazetteer with county outlines from the bytes of ``counties.geojson`` (EPSG:4490)."""
    districts = load_data("districts")
    pinned = districts["pinned"]
    return Gazetteer(
        counties={c["code"]: _county(c) for c in load_data("places")["county"]},
        districts=tuple(_district(d) for d in districts["district"]),
        protected=tuple(_protected(p) for p in load_data("protected_areas")["protected"]),
        commodities={k: _commodity(k, c) for k, c in load_data("commodities").items()},
        pinned=Pinned(**{**pinned, "margin_mu": Decimal(pinned["margin_mu"])}),
        outlines=_outlines(outlines),
    )


def _county(entry: Mapping[str, Any]) -> County:
    towns = {t["zh"]: Township(**t) for t in entry["townships"]}
    return County(**{**entry, "townships": towns})


def _district(entry: Mapping[str, Any]) -> District:
    belt = tuple((x, y) for x, y in entry["belt"])
    return District(**{**entry, "townships": tuple(entry["townships"]), "belt": belt})


def _protected(entry: Mapping[str, Any]) -> Protected:
    longitude, latitude = entry["centre"]
    return Protected(**{**entry, "centre": (longitude, latitude)})


def _commodity(code: str, entry: Mapping[str, Any]) -> Commodity:
    land = {kind: (pair[0], pair[1]) for kind, pair in entry["land"].items()}
    return Commodity(**{**entry, "code": code, "land": land})


def _outlines(data: bytes) -> dict[str, shapely.Geometry]:
    features = json.loads(data)["features"]
    return {
        f["properties"]["code"]: shapely.from_geojson(json.dumps(f["geometry"])) for f in features
    }

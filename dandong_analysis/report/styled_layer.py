"""A layer for a geographic information system: rows, fields with names, and how it is drawn."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd
import shapely

from dandong_analysis.errors import DandongError, Place, Problem, Text
from dandong_analysis.geometry import read_shape
from dandong_analysis.report.blocks import MapKind, MapSymbol
from dandong_analysis.report.labels import unit_label
from dandong_analysis.report.phrases import phrase
from dandong_analysis.schemas import Kind

# Names that every database and every reader takes as they are.
_NAME = re.compile(r"(?!gpkg_|sqlite_|rtree_|layer_styles)[a-z][a-z0-9_]*")
_OWN_COLUMNS = ("fid", "geom")

# What the shapes of a kind of layer may be; the last one is what all are made.
_SHAPES: Mapping[MapKind, tuple[str, ...]] = {
    "area": ("Polygon", "MultiPolygon"),
    "line": ("LineString", "MultiLineString"),
    "point": ("Point",),
}


@dataclass(frozen=True)
class LayerField:
    """A column that is handed on, with its name in both languages.

    ``unit`` is a unit's code; ``codes`` are the words for the codes of a closed list.
    """

    name: str
    label: Text
    kind: Kind
    unit: str = ""
    codes: tuple[tuple[str, Text], ...] = ()

    def title(self, lang: str) -> str:
        """The name with the unit."""
        label = self.label.in_language(lang)
        if not self.unit:
            return label
        unit = unit_label(self.unit, lang)
        return f"{label}{phrase('open', lang)}{unit}{phrase('close', lang)}"


@dataclass(frozen=True)
class StyledLayer:
    """Rows with shapes in longitude and latitude (EPSG:4490), and how they are drawn.

    ``frame`` has the columns of ``fields`` and either ``geometry_wkt`` or ``longitude`` and
    ``latitude``. Rows stand in the order of ``key``; those without a shape are kept. ``symbols``
    belong to the codes of ``symbol_field``; without one, the only symbol is for all rows.
    ``label_field`` is printed on the map, at scales from 1:``label_scale`` on (0: always).
    ``source``, ``licence``, its ``notice`` and ``remarks`` say where the layer comes from and what
    it is good for.

    Raises
    ------
    ValueError
        When names cannot be names of a table and its columns, a column is missing, two rows have
        the same key, or a code has no symbol.
    """

    name: str
    title: Text
    kind: MapKind
    frame: pd.DataFrame
    fields: tuple[LayerField, ...]
    key: str
    symbols: tuple[MapSymbol, ...]
    symbol_field: str = ""
    label_field: str = ""
    label_scale: int = 0
    source: str = ""
    licence: str = ""
    notice: str = ""
    remarks: tuple[Text, ...] = ()
    provenance: str = "survey"

    def __post_init__(self) -> None:
        names = [f.name for f in self.fields]
        wrong = [n for n in (self.name, *names) if not _NAME.fullmatch(n) or n in _OWN_COLUMNS]
        if wrong or len(set(names)) < len(names):
            raise ValueError(f"layer {self.name}: names {wrong or names} cannot be used")
        used = (*names, self.key, self.symbol_field, self.label_field)
        missing = sorted({n for n in used if n and n not in self.frame})
        if missing:
            raise ValueError(f"layer {self.name}: no columns {missing}")
        if self.frame[self.key].duplicated().any():
            raise ValueError(f"layer {self.name}: {self.key} is no key")
        unknown = sorted(self._codes() - {s.code for s in self.symbols})
        if unknown:
            raise ValueError(f"layer {self.name}: no symbol for {unknown}")

    def _codes(self) -> set[str]:
        """The codes that occur; of a missing one, the empty code."""
        if not self.symbol_field:
            return set()
        return {"" if pd.isna(c) else str(c) for c in self.frame[self.symbol_field]}

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The rows in the order of their key."""
        return self.frame.sort_values(self.key, kind="stable").reset_index(drop=True)

    @cached_property
    def shapes(self) -> tuple[shapely.Geometry | None, ...]:
        """The shape of each of ``rows``, all of one type; None where there is none.

        Raises
        ------
        DandongError
            When a shape is not of the layer's kind.
        """
        drawn = "geometry_wkt" in self.rows
        found = _outlines(self.rows) if drawn else _points(self.rows)
        return tuple(self._of_kind(i, s) for i, s in enumerate(found))

    def _of_kind(self, row: int, shape: shapely.Geometry | None) -> shapely.Geometry | None:
        if shape is None or shape.is_empty:
            return None
        allowed = _SHAPES[self.kind]
        if shape.geom_type not in allowed:
            place = Place(table=self.name, column="geometry_wkt")
            raise DandongError(_other_kind(place, f"{self.rows[self.key][row]}: {shape.geom_type}"))
        return shape if shape.geom_type == allowed[-1] else _made_multiple(shape)

    @property
    def shape_type(self) -> str:
        """The type of all shapes, as a GeoPackage names it."""
        return _SHAPES[self.kind][-1].upper()

    @property
    def n_without_shape(self) -> int:
        return sum(shape is None for shape in self.shapes)

    @property
    def is_synthetic(self) -> bool:
        return self.provenance == "synthetic"


def _points(rows: pd.DataFrame) -> list[shapely.Geometry | None]:
    places = zip(rows["longitude"], rows["latitude"], strict=True)
    return [
        None if pd.isna(lon) or pd.isna(lat) else shapely.Point(float(lon), float(lat))
        for lon, lat in places
    ]


def _outlines(rows: pd.DataFrame) -> list[shapely.Geometry | None]:
    return [None if pd.isna(wkt) else read_shape(wkt) for wkt in rows["geometry_wkt"]]


def _made_multiple(shape: shapely.Geometry) -> shapely.Geometry:
    made = shapely.MultiPolygon if shape.geom_type == "Polygon" else shapely.MultiLineString
    return made([shape])


def _other_kind(place: Place, found: str) -> Problem:
    return Problem(
        "layer-shape-kind",
        Text("图形类型与图层不符", "a shape is of another type than its layer"),
        Text("没有导出地理图层", "no layers were exported"),
        Text("请改正交付数据中的图形", "correct the shape in the delivery"), place, found,
    )  # fmt: skip

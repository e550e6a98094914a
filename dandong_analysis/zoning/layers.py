"""Columns of typed frames as the values that zoning computes with."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import shapely

from dandong_analysis.geometry import Plane
from dandong_analysis.schemas import ADDRESS
from dandong_analysis.zoning.cells import Bools, Floats, Shapes

Address = tuple[str, str, str, int]


def addresses(frame: pd.DataFrame) -> list[Address]:
    """The address of each row."""
    return list(zip(*(frame[name].tolist() for name in ADDRESS), strict=True))


def texts(frame: pd.DataFrame, name: str) -> list[str]:
    """A column of text, empty where it has no value or is absent."""
    if name not in frame:
        return [""] * len(frame)
    return ["" if pd.isna(value) else str(value) for value in frame[name].tolist()]


def plane_shapes(frame: pd.DataFrame, plane: Plane) -> Shapes:
    """The outlines of the rows in the plane; None where a row has none."""
    wkt = [text or None for text in texts(frame, "geometry_wkt")]
    shapes: Shapes = plane.to_plane(np.array(shapely.from_wkt(wkt), dtype=object))
    return shapes


def typed_frame(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str]) -> pd.DataFrame:
    """Rows as a frame with these columns and dtypes, also when there is no row."""
    return pd.DataFrame({
        name: pd.Series([row[name] for row in rows], dtype=dtype)
        for name, dtype in columns.items()
    })  # fmt: skip


def addressed(address: Address) -> dict[str, Any]:
    """The address columns of one row."""
    return dict(zip(ADDRESS, address, strict=True))


def degree_points(frame: pd.DataFrame) -> Floats:
    """Longitude and latitude of each row; not a number where one of them is missing."""
    columns = [frame[n].astype("Float64").to_numpy(float, na_value=np.nan)
               for n in ("longitude", "latitude")]  # fmt: skip
    points: Floats = np.column_stack(columns)
    points[np.isnan(points).any(axis=1)] = np.nan
    return points


def is_place(points: Floats) -> Bools:
    """Which points have both coordinates."""
    return np.asarray(np.isfinite(points).all(axis=1), np.bool_)


def plane_points(degrees: Floats, plane: Plane) -> Floats:
    """Points in the plane; not a number stays so."""
    points = np.full(degrees.shape, np.nan)
    known = is_place(degrees)
    points[known] = plane.points(degrees[known, 0], degrees[known, 1])
    return points

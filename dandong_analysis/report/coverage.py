"""Shapes in whole metres with fewer corners; borders that two areas share stay shared."""

import numpy as np
import numpy.typing as npt
import shapely

Shapes = npt.NDArray[np.object_]

# Rounding moves a corner by half a metre in each direction at most.
_SNAP_M = 1.0


def simplified(shapes: Shapes, tolerance: float) -> Shapes:
    """Shapes in metres, rounded to whole ones, with corners left out that the tolerance allows.

    Areas that meet without overlapping are simplified together, so that neither gaps nor
    overlaps arise between them. Any other shapes are simplified one by one. No hole, part or
    shape is lost. A tolerance of zero only rounds.
    """
    rounded: Shapes = shapely.transform(shapes, np.rint)
    if not tolerance or not len(rounded):
        return rounded
    areas = _as_coverage(rounded)
    if areas is None:
        return np.array(shapely.simplify(rounded, tolerance, preserve_topology=True))
    return np.array(shapely.coverage_simplify(areas, tolerance))


def _as_coverage(shapes: Shapes) -> Shapes | None:
    """Areas whose shared borders have the same corners, or None when they are no coverage.

    A corner that only one of two neighbours has, in the middle of the other's side, is added
    to the other.
    """
    if not _are_areas(shapes):
        return None
    if shapely.coverage_is_valid(shapes):
        return shapes
    corners = shapely.multipoints(np.unique(shapely.get_coordinates(shapes), axis=0))
    snapped = shapely.transform(shapely.snap(shapes, corners, _SNAP_M), np.rint)
    meets = _are_areas(snapped) and shapely.coverage_is_valid(snapped)
    return snapped if meets else None


def _are_areas(shapes: Shapes) -> bool:
    return bool(np.all(shapely.get_dimensions(shapes) == 2) and np.all(shapely.is_valid(shapes)))  # noqa: PLR2004 (two dimensions)

"""A layer as a sheet of text, whatever file it came in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pyproj import CRS
from pyproj.exceptions import CRSError

from dandong_analysis.errors import DandongError, Place, Problem
from dandong_analysis.survey.profile import SheetProfile
from dandong_analysis.survey.read_messages import problem
from dandong_analysis.survey.read_raw import RawSheet, text_frame

FID, X, Y, GEOMETRY = "@fid", "@geometry.x", "@geometry.y", "@geometry"


@dataclass(frozen=True)
class Layer:
    """The features of a layer, every value as text.

    Parameters
    ----------
    rows
        The number of each feature.
    attributes
        Name and texts of each attribute, :data:`FID` first.
    geometry
        Texts by :data:`X` and :data:`Y` (points) or by :data:`GEOMETRY` (WKT); empty for a
        layer that has no geometry.
    crs
        What the layer itself states, blank when it states none.
    """

    rows: tuple[int, ...]
    attributes: tuple[tuple[str, Sequence[str]], ...]
    geometry: Mapping[str, Sequence[str]] = field(default_factory=dict)
    crs: str = ""
    problems: tuple[Problem, ...] = ()


def layer_sheet(profile: SheetProfile, place: Place, layer: Layer) -> RawSheet:
    """The sheet that a layer makes.

    Raises
    ------
    DandongError
        When an attribute has the name of a column that the reader adds, when neither the layer
        nor the profile states a coordinate system, or both do and differ.
    """
    crs = _agreed_crs(profile, place, layer)
    columns = [*layer.attributes, *layer.geometry.items()]
    labels = [label for label, _ in columns]
    taken = next(_repeated(labels), None)
    if taken is not None:
        raise DandongError(problem("attribute-reserved", place, taken))
    rows = list(zip(*(texts for _, texts in columns), strict=True))
    cells = text_frame(rows, labels, layer.rows)
    return RawSheet(profile.file, profile.sheet, cells, problems=layer.problems, crs=crs)


def are_points(kinds: Sequence[str], profile: SheetProfile) -> bool:
    """Whether features of these geometry types are read as the coordinates of points.

    What the profile reads decides where it can: a point among outlines, or an outline among
    points, is then told by its row.
    """
    if GEOMETRY in profile.columns:
        return False
    if X in profile.columns:
        return not kinds or "Point" in kinds
    return bool(kinds) and all(kind == "Point" for kind in kinds)


def _repeated(labels: Sequence[str]) -> Iterator[str]:
    seen: set[str] = set()
    for label in labels:
        if label in seen:
            yield label
        seen.add(label)


def _agreed_crs(profile: SheetProfile, place: Place, layer: Layer) -> str:
    if not layer.geometry:
        return profile.crs
    if not layer.crs and not profile.crs:
        raise DandongError(problem("crs-missing", place))
    if layer.crs and profile.crs and not _same_crs(place, layer.crs, profile.crs):
        name = _system(place, layer.crs).name
        raise DandongError(problem("crs-conflict", place, name, declared=profile.crs))
    return layer.crs or profile.crs


def _same_crs(place: Place, one: str, other: str) -> bool:
    # Layers hold coordinates as x, y whatever order the definition of the system has.
    first, second = _system(place, one), _system(place, other)
    return bool(first.equals(second, ignore_axis_order=True))


def _system(place: Place, stated: str) -> CRS:
    try:
        return CRS.from_user_input(stated)
    except CRSError as error:
        raise DandongError(problem("layer-crs", place, stated)) from error

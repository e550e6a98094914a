"""Grades of zones that an expert sets otherwise: declared, reasoned, and stale when they must be."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import shapely

from dandong_analysis.errors import DandongError, Problem, raise_all
from dandong_analysis.geometry import Plane
from dandong_analysis.zoning.cells import Shapes
from dandong_analysis.zoning.criteria import GRADES, UNGRADED
from dandong_analysis.zoning.zone_faults import override_problem

FILE = "zone-overrides.toml"
_REQUIRED = {"from": str, "to": str, "reason": str, "by": str, "date": date}
_PLACES = {"district", "point"}


@dataclass(frozen=True)
class Override:
    """One declared override of the zone of a district, or at a point (degrees).

    ``file`` is where it was declared.
    """

    before: str
    after: str
    reason: str
    by: str
    date: date
    district: str = ""
    point: tuple[float, float] | None = None
    file: str = FILE

    @property
    def where(self) -> str:
        return self.district or ", ".join(f"{c:.6f}" for c in self.point or ())


def parse_overrides(data: Mapping[str, Any], *, file: str = FILE) -> tuple[Override, ...]:
    """The overrides of a parsed file.

    Each ``[[override]]`` has ``district`` (id; the district must be one zone) or ``point``
    (``[longitude, latitude]`` in the zone), ``from`` and ``to`` (grades), ``reason``, ``by`` and
    ``date``.

    Raises
    ------
    DandongError
        With every entry that is unknown, missing or of a wrong type.
    """
    problems = [
        override_problem("override-entry", str(key), file=file)
        for key in sorted(set(data) - {"override"})
    ]
    for entry in data.get("override", ()):
        problems += _entry_faults(entry, file)
    raise_all(problems)
    return tuple(_override(entry, file) for entry in data.get("override", ()))


def _entry_faults(entry: Mapping[str, Any], file: str) -> list[Problem]:
    wrong = sorted(set(entry) - set(_REQUIRED) - _PLACES)
    wrong += [
        name for name, kind in _REQUIRED.items()
        if not isinstance(entry.get(name), kind) or entry[name] == ""
    ]  # fmt: skip
    faults = [("override-entry", name) for name in wrong]
    if not _has_one_place(entry):
        faults.append(("override-place", str({k: entry[k] for k in _PLACES & set(entry)})))
    before, after = entry.get("from"), entry.get("to")
    if before not in (*GRADES, UNGRADED) or after not in GRADES or before == after:
        faults.append(("override-grade", f"{before} → {after}"))
    return [override_problem(code, value, file=file) for code, value in faults]


def _has_one_place(entry: Mapping[str, Any]) -> bool:
    if len(_PLACES & set(entry)) != 1:
        return False
    if "district" in entry:
        return isinstance(entry["district"], str) and entry["district"] != ""
    point = entry["point"]
    numbers = isinstance(point, list) and all(type(c) in (int, float) for c in point)
    return numbers and len(point) == 2  # noqa: PLR2004 - longitude and latitude


def _override(entry: Mapping[str, Any], file: str) -> Override:
    point = entry.get("point")
    return Override(
        entry["from"], entry["to"], entry["reason"], entry["by"], entry["date"],
        entry.get("district", ""), (float(point[0]), float(point[1])) if point else None, file,
    )  # fmt: skip


def place_overrides(
    overrides: Sequence[Override],
    *,
    shapes: Shapes,
    districts: Sequence[str],
    grades: Sequence[str],
    plane: Plane,
) -> dict[int, Override]:
    """Which zone each override is about.

    Parameters
    ----------
    overrides
        The declared overrides.
    shapes, districts, grades
        Shape in the plane, id of the district and computed grade of each zone.

    Raises
    ------
    DandongError
        With every override that fits no zone or several, whose zone no longer has the grade
        that it overrides, or whose zone is overridden twice.
    """
    placed: list[tuple[int, Override]] = []
    problems: list[Problem] = []
    for override in overrides:
        try:
            zone = _zone_of(override, shapes, districts, plane)
        except DandongError as error:
            problems.extend(error.problems)
            continue
        if grades[zone] != override.before:
            value = f"{override.where}: {grades[zone]} ≠ {override.before}"
            problems.append(override_problem("override-stale", value, file=override.file))
        placed.append((zone, override))
    counts = Counter(zone for zone, _ in placed)
    problems += [
        override_problem("override-twice", o.where, file=o.file) for z, o in placed if counts[z] > 1
    ]
    raise_all(problems)
    return dict(placed)


def _zone_of(override: Override, shapes: Shapes, districts: Sequence[str], plane: Plane) -> int:
    if override.point is not None:
        point = shapely.Point(plane.points([override.point[0]], [override.point[1]])[0])
        found = [i for i, shape in enumerate(shapes) if shapely.intersects(shape, point)][:1]
    else:
        found = [i for i, district in enumerate(districts) if district == override.district]
    if len(found) != 1:
        code = "override-several-zones" if found else "override-no-zone"
        raise DandongError(override_problem(code, override.where, file=override.file))
    return found[0]

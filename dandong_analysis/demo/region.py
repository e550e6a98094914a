"""Where things lie in the demonstration: outlines of districts and of protected areas."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import shapely
from shapely import affinity

from dandong_analysis.demo.belts import Belt, make_belts
from dandong_analysis.demo.chance import Chance
from dandong_analysis.demo.figures import Figures
from dandong_analysis.demo.gazetteer import Gazetteer
from dandong_analysis.demo.outlines import irregular_outline, sized
from dandong_analysis.demo.plane import area_mu, point_to_km, to_degrees
from dandong_analysis.units import convert, exact_sum

_PROTECTED_FIGURE = "MGMT.PROTECT_AREA"
_PREVENT_FIGURE = "MGMT.PREVENT_AREA"

# Half width of the districts with serious problems, and the first trial for the others.
_HALF_WIDTH_KM = 3.2
_TRIAL_KM = 3.8
_TRIAL_STEP_KM = 0.1
_ROUNDS = 12
# From here on a small change of scale is enough: it moves no vertex by more than some metres.
_NEAR = 5e-4
_CORNERS = 30
# Relative remainders of areas: all together stay far below the last printed digit.
_PROTECTED_TOLERANCE = 2e-6
_LIGHT_TOLERANCE = 1e-6


@dataclass(frozen=True)
class Region:
    """Outlines in degrees, in the order of the gazetteer."""

    districts: tuple[shapely.Polygon, ...]
    protected: tuple[shapely.Polygon, ...]


def make_region(seed: int, figures: Figures, gazetteer: Gazetteer) -> Region:
    """Outlines whose areas meet the published ones.

    The protected areas print as MGMT.PROTECT_AREA; the districts with light problems, without
    what is protected, as MGMT.PREVENT_AREA.

    Raises
    ------
    ValueError
        When no outlines have these areas.
    """
    chance = Chance(seed, "region")
    protected = _protected(chance.stream("protected"), figures, gazetteer)
    belts = make_belts(chance.stream("belts"), gazetteer)
    is_light = [d.severity == "light" for d in gazetteer.districts]
    target = convert(figures.value(_PREVENT_FIGURE), "km2", "mu")
    light = iter(_fitted(
        [b for b, yes in zip(belts, is_light, strict=True) if yes],
        shapely.union_all(protected), target,
    ))  # fmt: skip
    districts = [
        next(light) if yes else to_degrees(belt.outline(_HALF_WIDTH_KM))
        for belt, yes in zip(belts, is_light, strict=True)
    ]
    return Region(tuple(districts), tuple(protected))


def _protected(chance: Chance, figures: Figures, gazetteer: Gazetteer) -> list[shapely.Polygon]:
    total = convert(figures.value(_PROTECTED_FIGURE), "km2", "mu")
    shares = [Decimal(str(p.share)) for p in gazetteer.protected]
    outlines = []
    for place, share in zip(gazetteer.protected, shares, strict=True):
        shape = irregular_outline(
            chance.stream(place.name), point_to_km(*place.centre), corners=_CORNERS,
            stretch=place.stretch, bearing=place.bearing,
        )  # fmt: skip
        area = total * share / exact_sum(shares)
        outlines.append(sized(shape, area, tolerance=_PROTECTED_TOLERANCE))
    return outlines


def _fitted(
    belts: Sequence[Belt], protected: shapely.Geometry, target: Decimal
) -> list[shapely.Polygon]:
    """Districts of one half width whose unprotected area is ``target`` (mu)."""
    outlines = _near(belts, protected, target)
    for _ in range(_ROUNDS):
        found = [to_degrees(o) for o in outlines]
        ratio = float(target / _free_area(found, protected))
        if abs(ratio - 1) <= _LIGHT_TOLERANCE:
            return found
        outlines = [affinity.scale(o, ratio**0.5, ratio**0.5, origin="centroid") for o in outlines]
    raise ValueError(f"no districts have a free area of {target} mu")


def _near(
    belts: Sequence[Belt], protected: shapely.Geometry, target: Decimal
) -> list[shapely.Polygon]:
    """Outlines (plane) near the target, by the secant method."""
    last, width = _TRIAL_KM - _TRIAL_STEP_KM, _TRIAL_KM
    before = _gap(belts, protected, target, last)
    for _ in range(_ROUNDS):
        gap = _gap(belts, protected, target, width)
        if abs(gap) <= _NEAR:
            return [b.outline(width) for b in belts]
        last, width, before = width, width - gap * (width - last) / (gap - before), gap
    raise ValueError(f"no half width gives a free area near {target} mu")


def _gap(
    belts: Sequence[Belt], protected: shapely.Geometry, target: Decimal, width: float
) -> float:
    found = [to_degrees(b.outline(width)) for b in belts]
    return float(_free_area(found, protected) / target - 1)


def _free_area(outlines: Sequence[shapely.Polygon], protected: shapely.Geometry) -> Decimal:
    return exact_sum(area_mu(shapely.difference(o, protected)) for o in outlines)

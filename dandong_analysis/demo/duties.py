"""Restoration funds, schemes and the planned monitoring sites."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from dandong_analysis.demo.chance import Chance
from dandong_analysis.demo.figures import Figures
from dandong_analysis.demo.gazetteer import Gazetteer, load_data
from dandong_analysis.demo.land import SIZE_FACTOR
from dandong_analysis.demo.records import Fund, Mine, Scheme, Site
from dandong_analysis.units import convert

_MEDIAN_DUE = 4.5
_EXEMPT_SHARE = 0.12


def make_funds(chance: Chance, mines: Sequence[Mine]) -> list[Fund]:
    """Sums due and deposited of the active mines, one row for each mine and year."""
    duties = load_data("works")["duties"]
    rows = []
    for mine in (m for m in mines if m.state == "active"):
        own = chance.stream(mine.mine_id)
        due = own.lognormal(_MEDIAN_DUE, 0.7) * SIZE_FACTOR[mine.size_class]
        diligence = own.between(-0.35, 0.35)
        shares = duties["deposited"][mine.county]
        for year, share in zip(duties["years"], shares, strict=True):
            rows.append(_fund(own, mine.mine_id, year, due, share + diligence))
    return rows


def _fund(chance: Chance, mine_id: str, year: int, due: float, share: float) -> Fund:
    """A share below zero means nothing deposited, above one everything."""
    owed = round(Decimal(due * chance.between(0.9, 1.15)), 2)
    paid = round(owed * Decimal(min(max(share, 0.0), 1.0)), 2)
    return Fund(mine_id, year, owed, paid)


def make_schemes(chance: Chance, mines: Sequence[Mine]) -> list[Scheme]:
    """Whether each active mine has its scheme; a few small ones need none."""
    prepared = load_data("works")["duties"]["prepared"]
    rows = []
    for mine in (m for m in mines if m.state == "active"):
        own = chance.stream(mine.mine_id)
        exempt = mine.production_status == "under_construction" and own.happens(_EXEMPT_SHARE)
        ready = not exempt and own.happens(prepared[mine.county])
        day = date(2012, 1, 10) + timedelta(own.integer(0, 3200)) if ready else None
        rows.append(Scheme(mine.mine_id, not exempt, ready, day))
    return rows


def make_sites(figures: Figures, gazetteer: Gazetteer) -> list[Site]:
    """The monitoring sites that the plan names; none is built yet."""
    rows = []
    for entry in load_data("works")["monitoring"]:
        county = gazetteer.counties[entry["county"]]
        area = convert(figures.value(entry["figure"]), "km2", "mu")
        key = f"{county.prefix}-J001"
        rows.append(Site(key, county.code, entry["region"], entry["content"], area, is_built=False))
    return rows

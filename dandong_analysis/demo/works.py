"""Restoration: the work before the plan, the yearly work since, and what is planned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from dandong_analysis.demo.balance import split_exactly
from dandong_analysis.demo.chance import Chance
from dandong_analysis.demo.figures import Figures
from dandong_analysis.demo.gazetteer import Gazetteer, load_data
from dandong_analysis.demo.land import COUNTY_STEPS, STEPS, damaged_by_mine
from dandong_analysis.demo.records import Mine, Parcel, Work

CENT = Decimal("0.01")
RESERVE = 1.4

_BODY_BEFORE = "国土资验字"
_BODY_SINCE = "自然资验字"
_NEW_BODY_FROM = 2018
_PENDING_SHARE = 0.4
_OFF_PRINT = Decimal("0.28")
# Once in so many works an acceptance number is used again; numbers lie at most so far apart.
_CLERKS_LUCK = 60
_MOST_APART = 3


class Pool:
    """Mines with damaged land that works are drawn from; each mine is worked on once."""

    def __init__(self, mines: Sequence[Mine], damaged: Mapping[str, Decimal]) -> None:
        self._free = [m for m in mines if m.mine_id in damaged and m.state != "closed"]
        self._damaged = damaged

    def damaged(self, mine: Mine) -> float:
        return float(self._damaged[mine.mine_id])

    def draw(
        self, chance: Chance, county: str, liability: str, count: int, needed: float = 0.0
    ) -> list[Mine]:
        """At least ``count`` unused mines with more damage in all than ``needed`` (mu)."""
        fits = [m for m in self._free if m.county == county and m.liability == liability]
        weights = [self.damaged(m) ** 0.7 for m in fits]
        for number in range(count, len(fits) + 1):
            drawn = [fits[i] for i in chance.stream(str(number)).sample(weights, number)]
            if sum(map(self.damaged, drawn)) >= needed:
                self._free = [m for m in self._free if m not in drawn]
                return drawn
        raise ValueError(f"too little damaged land in {county} for {liability}")


@dataclass(frozen=True)
class _Batch:
    """Accepted works of one county and liable party since the plan began."""

    liability: str
    total: Decimal
    years: Mapping[int, float]


def make_works(
    chance: Chance,
    figures: Figures,
    gazetteer: Gazetteer,
    mines: Sequence[Mine],
    parcels: Sequence[Parcel],
) -> list[Work]:
    """All works, ordered by county and date of acceptance; unaccepted ones last."""
    plan = load_data("works")
    pinned = next(m for m in mines if m.name == gazetteer.pinned.name)
    pool = Pool([m for m in mines if m is not pinned], damaged_by_mine(parcels))
    works = _history(chance.stream("history"), figures, pool, plan["history"])
    for pace in plan["pace"]:
        works += _since(chance.stream(pace["county"]), figures, pool, pace, plan["since"])
        works += _pending(chance.stream(f"pending/{pace['county']}"), pool, pace, plan["since"])
    works.append(_planned(figures, gazetteer, pinned))
    return _numbered(chance.stream("numbers"), gazetteer, works)


def _history(chance: Chance, figures: Figures, pool: Pool, plan: Mapping[str, Any]) -> list[Work]:
    """Works from the first to the last printed year; area and money add up as printed."""
    sites: list[tuple[Mine, str]] = []
    for county, count in plan["projects"].items():
        own = round(count * plan["company_share"])
        for liability, number in (("company", own), ("government", count - own)):
            drawn = pool.draw(chance.stream(county + liability), county, liability, number)
            sites += [(mine, liability) for mine in drawn]
    total = figures.value(plan["area"]) - figures.half_step(plan["area"]) * _OFF_PRINT
    areas = _history_areas(chance.stream("areas"), pool, total, sites)
    dates = _history_dates(chance.stream("dates"), len(sites), plan["first"], plan["last"])
    works = [
        _work(mine, liability, area, accepted)
        for (mine, liability), area, accepted in zip(sites, areas, dates, strict=True)
    ]
    return _with_history_money(figures, works, plan)


def _history_areas(
    chance: Chance, pool: Pool, total: Decimal, sites: Sequence[tuple[Mine, str]]
) -> list[Decimal]:
    weights = [pool.damaged(m) * chance.between(0.4, 1.0) for m, _ in sites]
    return split_exactly(total, weights, [_step(m.county) for m, _ in sites])


def _history_dates(chance: Chance, count: int, first: date, last: date) -> list[date]:
    """Later days are likelier; the first and the last printed ones occur."""
    days = (last - first).days
    middle = [first + timedelta(int(days * chance.unit() ** 0.5)) for _ in range(count - 2)]
    return chance.shuffled([first, last, *middle])


def _with_history_money(
    figures: Figures, works: Sequence[Work], plan: Mapping[str, Any]
) -> list[Work]:
    paid = list(works)
    company = [i for i, w in enumerate(works) if w.liability == "company"]
    government = [i for i, w in enumerate(works) if w.liability == "government"]
    largest = sorted(government, key=lambda i: -works[i].treated_area_mu)
    shares = {
        "central": sorted(largest[: plan["central_projects"]]),
        "local": government,
        "mine": company,
    }
    for source, members in shares.items():
        total = figures.value(plan["sums"][source])
        weights = [float(works[i].treated_area_mu) for i in members]
        parts = split_exactly(total, weights, [CENT] * len(members))
        for i, part in zip(members, parts, strict=True):
            paid[i] = _paid(paid[i], source, part)
    return paid


def _paid(work: Work, source: str, amount: Decimal) -> Work:
    money: dict[str, Any] = {f"{source}_funds_cny_10k": amount}
    return replace(work, **money)


def _step(county: str) -> Decimal:
    return COUNTY_STEPS.get(county, STEPS["mu"])


def _work(mine: Mine, liability: str, area: Decimal, accepted: date | None) -> Work:
    return Work(
        "", mine.mine_id, mine.county, liability, accepted, area, None, None, None, None, None
    )


def _since(
    chance: Chance, figures: Figures, pool: Pool, pace: Mapping[str, Any], plan: Mapping[str, Any]
) -> list[Work]:
    """Accepted works of the years since the plan began, ahead of or behind the target."""
    works = []
    for liability in ("company", "government"):
        own = pace[liability]
        total = figures.value(own["figure"]) * Decimal(str(own["ratio"]))
        years = {plan["first_year"] + i: share for i, share in enumerate(own["years"])}
        batch = _Batch(liability, total, years)
        stream = chance.stream(liability)
        needed = float(total) * RESERVE
        mines = pool.draw(stream, pace["county"], liability, own["projects"], needed)
        works += _yearly(stream.stream("years"), pool, mines, batch, plan)
    return works


def _yearly(
    chance: Chance, pool: Pool, mines: Sequence[Mine], batch: _Batch, plan: Mapping[str, Any]
) -> list[Work]:
    """Works on ``mines`` that add up to the batch; every year has at least one."""
    later = len(mines) - len(batch.years)
    years = [*batch.years, *(chance.weighted(batch.years) for _ in range(later))]
    step = _step(mines[0].county)
    amount = round(batch.total / step) * step
    areas = split_exactly(amount, list(map(pool.damaged, mines)), [step] * len(mines))
    return [
        _funded(chance, _work(m, batch.liability, a, _day_in(chance, y)), plan)
        for m, a, y in zip(mines, areas, years, strict=True)
    ]


def _day_in(chance: Chance, year: int) -> date:
    """Works are accepted in the second half of the year."""
    return date(year, 6, 1) + timedelta(chance.integer(0, 205))


def _funded(chance: Chance, work: Work, plan: Mapping[str, Any]) -> Work:
    cost = float(work.treated_area_mu) * plan["unit_cost"] * chance.lognormal(1.0, 0.25)
    money = round(Decimal(cost), 2)
    if work.liability == "company":
        return _paid(work, "mine", money)
    source = "central" if chance.happens(plan["central_share"]) else "social"
    if source == "social" and not chance.happens(plan["social_share"]):
        return _paid(work, "local", money)
    part = round(money * Decimal("0.4"), 2)
    return _paid(_paid(work, source, part), "local", money - part)


def _pending(
    chance: Chance, pool: Pool, pace: Mapping[str, Any], plan: Mapping[str, Any]
) -> list[Work]:
    """Finished works that nobody has accepted yet."""
    county = pace["county"]
    mines = pool.draw(chance, county, "company", plan["pending"][county])
    step = _step(county)
    works = []
    for mine in mines:
        share = pool.damaged(mine) * _PENDING_SHARE
        area = max(round(Decimal(min(share, plan["pending_mu"])) / step), 1) * step
        works.append(_work(mine, "company", area, None))
    return works


def _planned(figures: Figures, gazetteer: Gazetteer, pinned: Mine) -> Work:
    """The private-capital project that the plan names; not begun, so neither date nor money."""
    return _work(pinned, "government", figures.value(gazetteer.pinned.project_figure), None)


def _numbered(chance: Chance, gazetteer: Gazetteer, works: Sequence[Work]) -> list[Work]:
    order = {code: n for n, code in enumerate(gazetteer.counties)}
    ordered = sorted(works, key=lambda w: (order[w.county], w.accepted_date or date.max))
    numbers = dict.fromkeys(gazetteer.counties, 0)
    register: dict[tuple[str, int], int] = {}
    result = []
    for work in ordered:
        county = gazetteer.counties[work.county]
        numbers[work.county] += 1
        key = f"{county.prefix}-H{numbers[work.county]:03d}"
        number = _acceptance(chance, county.short, work.accepted_date, register)
        result.append(replace(work, project_id=key, acceptance_number=number))
    return result


def _acceptance(
    chance: Chance, short: str, accepted: date | None, register: dict[tuple[str, int], int]
) -> str | None:
    """The next number of the office and year; now and then a clerk uses one again."""
    if accepted is None:
        return None
    slip_or_gap = -(-chance.integer(0, _CLERKS_LUCK) * _MOST_APART // _CLERKS_LUCK)
    last = register.get((short, accepted.year), 0)
    number = max(last + slip_or_gap, 1)
    register[short, accepted.year] = number
    body = _BODY_BEFORE if accepted.year < _NEW_BODY_FROM else _BODY_SINCE
    return f"{short}{body}〔{accepted.year}〕{number}号"

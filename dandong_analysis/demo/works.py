"""Restoration: the work before the plan, the yearly work since, and what is planned."""

from collections.abc import Callable, Mapping, Sequence
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


@dataclass(frozen=True)
class Region:
    """What the works are drawn from; each mine is worked on once."""

    gazetteer: Gazetteer
    figures: Figures
    mines: Sequence[Mine]
    damaged: Mapping[str, Decimal]
    used: set[str]

    def draw(
        self, chance: Chance, county: str, liability: str, count: int, needed: float = 0.0
    ) -> list[Mine]:
        """At least ``count`` unused mines with more damage in all than ``needed`` (mu)."""
        free = [m for m in self.mines if self._fits(m, county, liability)]
        keys = [float(self.damaged[m.mine_id]) ** 0.7 for m in free]
        for number in range(count, len(free) + 1):
            drawn = [free[i] for i in chance.stream(str(number)).sample(keys, number)]
            if sum(float(self.damaged[m.mine_id]) for m in drawn) >= needed:
                self.used.update(m.mine_id for m in drawn)
                return drawn
        raise ValueError(f"too little damaged land in {county} for {liability}")

    def _fits(self, mine: Mine, county: str, liability: str) -> bool:
        payer = "company" if mine.state == "active" else "government"
        known = mine.mine_id in self.damaged and mine.mine_id not in self.used
        return known and mine.county == county and payer == liability and mine.state != "closed"

    def step(self, county: str) -> Decimal:
        return COUNTY_STEPS.get(county, STEPS["mu"])


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
    region = Region(gazetteer, figures, mines, damaged_by_mine(parcels), {pinned.mine_id})
    works = _history(chance.stream("history"), region, plan["history"])
    for pace in plan["pace"]:
        works += _since(chance.stream(pace["county"]), region, pace, plan["since"])
        works += _pending(chance.stream(f"pending/{pace['county']}"), region, pace, plan["since"])
    works.append(_planned(figures, gazetteer, pinned))
    return _numbered(chance.stream("numbers"), gazetteer, works)


def _history(chance: Chance, region: Region, plan: Mapping[str, Any]) -> list[Work]:
    """Works from the first to the last printed year; area and money add up as printed."""
    sites: list[tuple[Mine, str]] = []
    for county, count in plan["projects"].items():
        own = round(count * plan["company_share"])
        for liability, number in (("company", own), ("government", count - own)):
            drawn = region.draw(chance.stream(county + liability), county, liability, number)
            sites += [(mine, liability) for mine in drawn]
    areas = _history_areas(chance.stream("areas"), region, plan["area"], sites)
    dates = _history_dates(chance.stream("dates"), len(sites), plan["first"], plan["last"])
    works = [
        _work(mine, liability, area, accepted)
        for (mine, liability), area, accepted in zip(sites, areas, dates, strict=True)
    ]
    return _with_history_money(region.figures, works, plan)


def _history_areas(
    chance: Chance, region: Region, key: str, sites: Sequence[tuple[Mine, str]]
) -> list[Decimal]:
    total = region.figures.value(key) - region.figures.half_step(key) * Decimal("0.28")
    weights = [float(region.damaged[m.mine_id]) * chance.between(0.4, 1.0) for m, _ in sites]
    return split_exactly(total, weights, [region.step(m.county) for m, _ in sites])


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
    setters: dict[str, Callable[[], Work]] = {
        "central": lambda: replace(work, central_funds_cny_10k=amount),
        "local": lambda: replace(work, local_funds_cny_10k=amount),
        "mine": lambda: replace(work, mine_funds_cny_10k=amount),
        "social": lambda: replace(work, social_funds_cny_10k=amount),
    }
    return setters[source]()


def _work(mine: Mine, liability: str, area: Decimal, accepted: date | None) -> Work:
    return Work(
        "", mine.mine_id, mine.county, liability, accepted, area, None, None, None, None, None
    )


def _since(
    chance: Chance, region: Region, pace: Mapping[str, Any], plan: Mapping[str, Any]
) -> list[Work]:
    """Accepted works of the years since the plan began, ahead of or behind the target."""
    works = []
    for liability in ("company", "government"):
        own = pace[liability]
        total = float(region.figures.value(own["figure"])) * own["ratio"]
        mines = region.draw(
            chance.stream(liability), pace["county"], liability, own["projects"], total * RESERVE
        )
        works += _yearly(
            chance.stream(f"{liability}/years"), region, mines, liability, own, total, plan
        )
    return works


def _yearly(
    chance: Chance,
    region: Region,
    mines: Sequence[Mine],
    liability: str,
    own: Mapping[str, Any],
    total: float,
    plan: Mapping[str, Any],
) -> list[Work]:
    years = _assigned_years(chance, len(mines), plan["first_year"], own["years"])
    step = region.step(mines[0].county)
    amount = round(Decimal(total) / step) * step
    weights = [float(region.damaged[m.mine_id]) for m in mines]
    areas = split_exactly(amount, weights, [step] * len(mines))
    return [
        _funded(chance, _work(m, liability, a, _day_in(chance, y)), plan)
        for m, a, y in zip(mines, areas, years, strict=True)
    ]


def _assigned_years(
    chance: Chance, count: int, first_year: int, shares: Sequence[float]
) -> list[int]:
    weights = {first_year + i: share for i, share in enumerate(shares)}
    fixed = list(weights)
    return fixed + [chance.weighted(weights) for _ in range(count - len(fixed))]


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
    chance: Chance, region: Region, pace: Mapping[str, Any], plan: Mapping[str, Any]
) -> list[Work]:
    """Finished works that nobody has accepted yet."""
    county = pace["county"]
    mines = region.draw(chance, county, "company", plan["pending"][county])
    step = region.step(county)
    works = []
    for mine in mines:
        share = float(region.damaged[mine.mine_id]) * 0.4
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
    result = []
    for work in ordered:
        county = gazetteer.counties[work.county]
        numbers[work.county] += 1
        key = f"{county.prefix}-H{numbers[work.county]:03d}"
        number = _acceptance(chance, county.short, work.accepted_date)
        result.append(replace(work, project_id=key, acceptance_number=number))
    return result


def _acceptance(chance: Chance, short: str, accepted: date | None) -> str | None:
    if accepted is None:
        return None
    body = _BODY_BEFORE if accepted.year < 2018 else _BODY_SINCE
    return f"{short}{body}〔{accepted.year}〕{chance.integer(1, 60)}号"

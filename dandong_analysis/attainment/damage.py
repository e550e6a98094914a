"""The damaged land of each mine when the plan began, and work measured against it."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from decimal import Decimal

from dandong_analysis.attainment.frames import Tables, text
from dandong_analysis.attainment.works import COUNTED, Context, Work, read_works
from dandong_analysis.units import EXACT

_NONE = Decimal(0)


def damaged_land(
    tables: Tables,
    context: Context,
    *,
    incomplete: AbstractSet[str] = frozenset(),
) -> dict[str, Decimal]:
    """Damaged land in mu that each mine had when the plan began.

    Surveyed land, less what was treated before the plan where the survey includes it
    (``damaged_area = "gross"``). A mine is left out when its damage is not known in full: a row
    was set aside (``incomplete``), or its team delivered no damaged land.
    """
    if "land_damage" not in tables:
        return {}
    land = tables["land_damage"]
    delivered = {text(r["delivery"]) for r in land}
    known = {
        mine: _NONE for mine, row in context.mines.items()
        if text(row["delivery"]) in delivered and mine not in incomplete
    }  # fmt: skip
    for row in land:
        mine, area = text(row["mine_id"]), row["damaged_area_mu"]
        if mine in known and isinstance(area, Decimal):
            known[mine] = EXACT.add(known[mine], area)
    if context.definitions.damaged_area == "gross":
        for mine, area in _treated_before(tables, context).items():
            if mine in known:
                known[mine] = max(EXACT.subtract(known[mine], area), _NONE)
    return known


def _treated_before(tables: Tables, context: Context) -> dict[str, Decimal]:
    """Area treated before the plan by mine, whether or not the acceptance number is known."""
    treated: dict[str, Decimal] = {}
    sources = [s for s in context.settings.sources.values() if s.area and s.table in tables]
    works = [w for s in sources for w in read_works(tables[s.table], s, context)]
    for work in works:
        dated = work.day is not None and work.day < context.plan.span.start
        if dated and work.weight > 0:
            treated[work.mine] = EXACT.add(treated.get(work.mine, _NONE), work.weight)
    return treated


def limit_by_damage(
    works: Sequence[Work], damage: Mapping[str, Decimal], context: Context
) -> list[Work]:
    """Works with the area that counts; a mine's damaged land is used up in order of acceptance.

    A work of which nothing is left to count gets the status ``above_damage``. A mine that is
    not in ``damage`` limits nothing.
    """
    room = dict(damage)
    limited: dict[int, Work] = {}
    for work in sorted((w for w in works if w.status == COUNTED), key=lambda w: w.order):
        within = min(work.weight, room.get(work.mine, work.weight))
        if work.mine in room:
            room[work.mine] = EXACT.subtract(room[work.mine], within)
        capped = context.definitions.above_damage == "cap"
        limited[work.position] = _limited(work, within, capped=capped)
    return [limited.get(w.position, w) for w in works]


def _limited(work: Work, within: Decimal, *, capped: bool) -> Work:
    excess = EXACT.subtract(work.weight, within)
    counted = within if capped else work.weight
    return replace(
        work, counted=counted, excess=excess, status=COUNTED if counted else "above_damage"
    )

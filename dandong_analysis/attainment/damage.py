"""The damaged land of each mine when the plan began, and work measured against it."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from decimal import Decimal

from dandong_analysis.attainment.frames import Tables, text
from dandong_analysis.attainment.parts import Part
from dandong_analysis.attainment.works import COUNTED, Context, Work, read_works
from dandong_analysis.units import EXACT, exact_sum


def damaged_land(
    tables: Tables,
    context: Context,
    *,
    incomplete: AbstractSet[str] = frozenset(),
) -> dict[str, Decimal]:
    """Damaged land in mu that each mine had when the plan began (:func:`damage_parts`)."""
    parts = damage_parts(tables, context, incomplete=incomplete)
    return {mine: exact_sum(p.amount for p in own) for mine, own in parts.items()}


def damage_parts(
    tables: Tables,
    context: Context,
    *,
    incomplete: AbstractSet[str] = frozenset(),
) -> dict[str, list[Part]]:
    """The rows that make up the damaged land of each mine when the plan began.

    Surveyed parcels, less what was treated before the plan where the survey includes it
    (``damaged_area = "gross"``), at most all of it. A mine is left out when its damage is not
    known in full: a row was set aside (``incomplete``), or its team delivered no damaged land.
    """
    if "land_damage" not in tables:
        return {}
    land = tables["land_damage"]
    delivered = {text(r["delivery"]) for r in land}
    known: dict[str, list[Part]] = {
        mine: [] for mine, row in context.mines.items()
        if text(row["delivery"]) in delivered and mine not in incomplete
    }  # fmt: skip
    for row in land:
        mine, area = text(row["mine_id"]), row["damaged_area_mu"]
        if mine in known and isinstance(area, Decimal):
            known[mine].append(Part(row, "land_damage", "damaged_area_mu", None, area))
    if context.definitions.damaged_area == "gross":
        for mine, works in _treated_before(tables, context).items():
            if mine in known:
                known[mine] += _deducted(works, exact_sum(p.amount for p in known[mine]), context)
    return known


def _deducted(works: Sequence[Work], land: Decimal, context: Context) -> Iterator[Part]:
    """Works before the plan as parts that are taken off, while there is land left."""
    left = land
    for work in sorted(works, key=lambda w: w.order):
        taken, source = min(work.weight, left), context.settings.sources[work.table]
        left = EXACT.subtract(left, taken)
        if taken:
            yield Part(work.row, work.table, source.area, work.day, -taken)


def _treated_before(tables: Tables, context: Context) -> dict[str, list[Work]]:
    """Works before the plan by mine, whether or not the acceptance number is known."""
    treated: dict[str, list[Work]] = {}
    sources = [s for s in context.settings.sources.values() if s.area and s.table in tables]
    works = [w for s in sources for w in read_works(tables[s.table], s, context)]
    for work in works:
        dated = work.day is not None and work.day < context.plan.span.start
        if dated and work.weight > 0:
            treated.setdefault(work.mine, []).append(work)
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

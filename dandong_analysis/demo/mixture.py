"""Draws that give every field of a district its share, so that no field stands out by chance."""

from collections.abc import Mapping, Sequence

from dandong_analysis.demo.chance import Chance
from dandong_analysis.demo.gazetteer import Gazetteer
from dandong_analysis.demo.records import Mine

Weights = Mapping[str, Mapping[str, float]]


def dealt_by_field(
    chance: Chance, gazetteer: Gazetteer, mines: Sequence[Mine], weights: Weights
) -> list[str]:
    """One key for each entry of ``mines`` (a mine may occur repeatedly).

    ``weights`` maps the severity of a district to the weights of the keys; each field shows
    them as exactly as its number of entries allows.
    """
    keys = [""] * len(mines)
    for (district, field), members in _fields(mines).items():
        own = chance.stream(f"{gazetteer.districts[district].zh}/{field}")
        severity = gazetteer.districts[district].severity
        for i, key in zip(members, own.dealt(weights[severity], len(members)), strict=True):
            keys[i] = key
    return keys


def spread_over_fields(
    chance: Chance, mines: Sequence[Mine], weights: Sequence[float], count: int
) -> list[int]:
    """``count`` positions of ``mines``, ascending, each field with its share by weight."""
    order = [i for members in _fields(mines).values() for i in members]
    drawn = chance.spread([weights[i] for i in order], count)
    return sorted(order[k] for k in drawn)


def _fields(mines: Sequence[Mine]) -> dict[tuple[int, int], list[int]]:
    """Positions of the mines by district and field, in the order of these."""
    fields: dict[tuple[int, int], list[int]] = {}
    for i, mine in enumerate(mines):
        fields.setdefault((mine.district, mine.field), []).append(i)
    return dict(sorted(fields.items()))

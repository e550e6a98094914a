"""Figures that relations tie together: what can be judged only jointly.

A block is a connected component. Relations that cannot be judged tie nothing, nor do those
between words, counts of names, and products of figures. A part that is larger than its whole by
itself is no question of rounding: it stays in its block as a contradiction, but the questions
about the block are asked without it, since it would answer all of them with no.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dandong_analysis.audit.figures import Figure
from dandong_analysis.audit.relations import Relation
from dandong_analysis.audit.verdicts import Judged


@dataclass(frozen=True)
class Block:
    """Figures (by id, sorted) and the relations between them, also sorted.

    ``id`` is the figure that most of its relations name. ``holds`` says whether every relation
    holds as printed.
    """

    id: str
    figures: tuple[str, ...]
    relations: tuple[Relation, ...]
    contradictions: tuple[Relation, ...] = ()
    holds: bool = False


def find_blocks(judged: Iterable[Judged], figures: Mapping[str, Figure]) -> list[Block]:
    """The blocks of the relations that tie numbers together, sorted by id."""
    tying = [j for j in judged if _ties(j, figures)]
    parent = {name: name for j in tying for name in _names(j.relation)}
    for j in tying:
        for name in j.relation.terms:
            parent[_root(parent, name)] = _root(parent, j.relation.figure)
    members: dict[str, list[Judged]] = {}
    for j in tying:
        members.setdefault(_root(parent, j.relation.figure), []).append(j)
    return sorted((_block(found) for found in members.values()), key=lambda b: b.id)


def _ties(judged: Judged, figures: Mapping[str, Figure]) -> bool:
    relation = judged.relation
    if judged.computed is None or relation.kind == "named":
        return False
    if relation.kind == "pct":
        return figures[relation.terms[1]].possible.low > 0
    return relation.is_part or relation.affine() is not None


def _names(relation: Relation) -> tuple[str, ...]:
    return (relation.figure, *relation.terms)


def _root(parent: dict[str, str], name: str) -> str:
    """The representative of a component; the path to it is shortened on the way."""
    while parent[name] != name:
        parent[name] = parent[parent[name]]
        name = parent[name]
    return name


def _block(found: Sequence[Judged]) -> Block:
    ordered = sorted(found, key=lambda j: (j.relation.figure, j.relation.text))
    times = Counter(name for j in ordered for name in _names(j.relation))
    against = [j for j in ordered if j.relation.is_part and j.verdict == "inconsistent"]
    return Block(
        min(times, key=lambda name: (-times[name], name)),
        tuple(sorted(times)),
        tuple(j.relation for j in ordered if j not in against),
        tuple(j.relation for j in against),
        all(j.verdict == "exact" for j in ordered if j not in against),
    )

"""The parts of a picture that a reader may open, as links laid over it."""

from collections.abc import Iterator
from dataclasses import dataclass

from dandong_analysis.report.blocks import FactRef, Figure, Hotspot

# A part narrower than this, in parts of the picture's width, lies above its neighbours.
_NARROW = 0.01


@dataclass(frozen=True)
class Link:
    """One link over a picture.

    ``is_first`` tells the first part of a fact, which the keyboard reaches, from others of the
    same fact; ``is_narrow`` a part that could hardly be pointed at between its neighbours.
    """

    fact: FactRef
    place: str
    is_first: bool
    is_narrow: bool


def links_over(figure: Figure) -> Iterator[Link]:
    """The links over ``figure`` in reading order; ``place`` is a CSS declaration in percent."""
    facts = {fact.id: fact for fact in figure.facts}
    seen: set[str] = set()
    for spot in figure.spots:
        is_first, is_narrow = spot.fact not in seen, spot.width < _NARROW
        yield Link(facts[spot.fact], _place(spot), is_first, is_narrow)
        seen.add(spot.fact)


def _place(spot: Hotspot) -> str:
    """The rectangle in percent of the picture.

    >>> _place(Hotspot("A", 0.25, 0.5, 0.125, 0.0625))
    'left:25.000%;top:50.000%;width:12.500%;height:6.250%'
    """
    named = {"left": spot.left, "top": spot.top, "width": spot.width, "height": spot.height}
    return ";".join(f"{name}:{part:.3%}" for name, part in named.items())

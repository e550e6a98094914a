"""The frames of an audit as facts are made of them: numbers beside their texts, and their terms."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from dandong_analysis.units import (
    EXACT,
    parse_published,
    printed_places,
    round_to,
    unmistakable_unit,
)

NO_PART = "none"
"""The part that a way to mend is about, where it is about none."""

Frames = Mapping[str, pd.DataFrame]

# Decimals of a fraction: as it is printed, and as it is held where they have no end.
_PLACES, _HELD = 2, 9


def countable_frames(frames: Frames) -> dict[str, pd.DataFrame]:
    """The frames of an audit with all that facts need.

    Parameters
    ----------
    frames
        ``audit_figures`` (``figure_id``, ``printed``, ``unit``), and the frames of
        :class:`~dandong_analysis.audit.auditing.Audit` by their names with ``audit_``.

    Returns
    -------
    dict
        The same frames. Beside a text stands its number as ``…_value`` with its decimals
        ``…_places``, none of an interval or a wording; ``unit_code`` is the unit; ``…_of`` are
        the ids of the figures that a number is computed from, joined by ``|``.
    """
    return {
        **frames,
        "audit_figures": _figures(frames["audit_figures"]),
        "audit_relations": _relations(frames["audit_relations"], frames["audit_figures"]),
        "audit_blocks": _blocks(frames["audit_blocks"], frames["audit_cells"]),
        "audit_changes": _changes(
            frames["audit_changes"], _terms(frames["audit_relations"], frames["audit_figures"])
        ),
    }


def _figures(figures: pd.DataFrame) -> pd.DataFrame:
    read = map(parse_published, figures["printed"], figures["unit"])
    found = [made if made and made.low == made.high else None for made in read]
    return _in_units(figures).assign(
        printed_value=pd.Series([f.low if f else None for f in found], dtype="object"),
        printed_places=_integers(f.places if f else None for f in found),
    )


def _relations(relations: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """A relation is called by its figure; a difference rests on this figure too."""
    terms = _terms(relations, figures)
    labels = figures.set_index("figure_id")
    numbers = _with_numbers(_in_units(relations), "computed", "difference")
    return numbers.assign(
        relation_key=relations["key"],
        **{name: relations["id"].map(labels[name]) for name in ("label_zh", "label_en")},
        computed_of=["|".join(terms[key][1:]) for key in relations["key"]],
        difference_of=["|".join(terms[key]) for key in relations["key"]],
    )


def _terms(relations: pd.DataFrame, figures: pd.DataFrame) -> dict[str, list[str]]:
    """By relation its figure, then its terms, each once, as far as the document prints them."""
    known = frozenset(figures["figure_id"])
    rows = zip(relations["key"], relations["id"], relations["terms"], strict=True)
    return {
        key: [figure, *(t for t in dict.fromkeys(terms.split(",")) if t in known and t != figure)]
        for key, figure, terms in rows
    }


def _blocks(blocks: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    members = cells.groupby("block", sort=False)["id"].agg("|".join)
    return _with_numbers(blocks, "radius").assign(
        figures_of=blocks["block"].map(members).astype("str")
    )


def _changes(changes: pd.DataFrame, terms: Mapping[str, list[str]]) -> pd.DataFrame:
    """What a figure would have to be rests on the relations that it mends."""
    ends = zip(changes["low"], changes["high"], strict=True)
    wanted = changes.assign(wanted=[low if low == high else "" for low, high in ends])
    mended = [
        dict.fromkeys(t for key in keys.split(",") for t in terms.get(key, ()))
        for keys in changes["mends"]
    ]
    return _with_numbers(_in_units(wanted), "wanted").assign(
        figure_id=changes["id"],
        mended_part=changes["part"].mask(changes["part"] == "", NO_PART),
        wanted_of=["|".join(found) for found in mended],
    )


def _in_units(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(unit_code=[unmistakable_unit(text) for text in frame["unit"]])


def _with_numbers(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    made = {c: [_number(text) for text in frame[c]] for c in columns}
    return frame.assign(
        **{f"{c}_value": pd.Series([n for n, _ in made[c]], dtype="object") for c in columns},
        **{f"{c}_places": _integers(places for _, places in made[c]) for c in columns},
    )


def _number(text: str) -> tuple[Decimal | None, int | None]:
    """The number that a text of an audit is, and its decimals; none of an interval.

    >>> _number("-0.50"), _number("1/3"), _number("6~8")
    ((Decimal('-0.50'), 2), (Decimal('0.333333333'), 2), (None, None))
    """
    if not text or "~" in text:
        return None, None
    if "/" not in text:
        return Decimal(text), printed_places(text)
    exact = Fraction(text)
    quotient = EXACT.divide(Decimal(exact.numerator), Decimal(exact.denominator))
    return round_to(quotient, _HELD), _PLACES


def _integers(values: Iterable[int | None]) -> pd.Series:
    return pd.Series(list(values), dtype="Int64")

"""What all figures of facts have in common: names, numbers, axes' units, and the finished block."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from matplotlib.figure import Figure as Picture

from dandong_analysis.facts import Fact
from dandong_analysis.report import palette
from dandong_analysis.report.blocks import FactRef, Figure
from dandong_analysis.report.canvas import rendered, settle, stamp
from dandong_analysis.report.hotspots import Drawn, Mark, hotspots
from dandong_analysis.report.labels import (
    capitalised,
    code_label,
    ordered_codes,
    unit_label,
    word,
)
from dandong_analysis.report.wording import fact_ref, show_number
from dandong_analysis.schemas import Schemas
from dandong_analysis.standards import load_standard
from dandong_analysis.units import Rounding, print_number

Codes = Sequence[str | None]
# Labels of one axis show so many digits of the greatest value.
_DIGITS = 4


@dataclass(frozen=True)
class Maker:
    """Words, numbers and marks of one figure while it is drawn.

    ``indicators`` names the indicators whose facts are parts of a bar; ``places`` holds the
    decimals with which some facts are printed, by id, where they are fewer than elsewhere.
    """

    figure_id: str
    caption: str
    lang: str
    schemas: Schemas
    width_mm: float
    notes: tuple[str, ...]
    indicators: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)
    rounding: Rounding = "half_even"
    marks: list[Mark] = field(default_factory=list)

    def part(self, fact: Fact, dim: str) -> str | None:
        """Which part of its bar the fact is: a code, or an indicator that the maker names."""
        return fact.indicator if self.indicators else fact.dims[dim]

    def parts(self, facts: Sequence[Fact], dim: str) -> Codes:
        if not self.indicators:
            return self.codes(facts, dim)
        drawn = {f.indicator for f in facts}
        return [i for i in self.indicators if i in drawn]

    def codes(self, facts: Sequence[Fact], dim: str) -> list[str | None]:
        return ordered_codes(dim, {f.dims[dim] for f in facts}, self.schemas)

    def names(self, dim: str, codes: Codes) -> list[str]:
        return [code_label(dim, code, self.schemas, self.lang) for code in codes]

    def name(self, fact: Fact, *dims: str) -> str:
        named = (d for d in dims if d in fact.dims)
        names = [code_label(d, fact.dims[d], self.schemas, self.lang) for d in named]
        own = self.indicators.get(fact.indicator)
        return " ".join([*names, own] if own else names)

    def ref(self, fact: Fact) -> FactRef:
        made = fact_ref(fact, self.lang, self.schemas)
        if fact.id not in self.places or fact.value is None:
            return made
        printed = print_number(fact.value, self.places[fact.id], self.rounding)
        return replace(made, text=show_number(printed))

    def number(self, fact: Fact) -> str:
        return self.ref(fact).text

    def word(self, *path: str) -> str:
        return word(self.lang, *path)

    def measured(self, quantity: str, facts: Sequence[Fact]) -> str:
        """The quantity with its unit, as on an axis."""
        units = sorted({f.unit for f in facts})
        if len(units) > 1:
            raise ValueError(f"one axis cannot show {', '.join(units)}")
        unit = unit_label("".join(units), self.lang)
        # "Number of mines (mines)" says it twice.
        is_said = unit in quantity.split()
        form = self.word("figure", "measured" if units and not is_said else "bare")
        return form.format(quantity=capitalised(quantity, self.lang), unit=unit)

    def mark(self, fact: Fact, *drawn: Drawn) -> None:
        """What was just drawn stands for ``fact``."""
        self.marks.append(Mark(fact.id, drawn))

    def fills(self, dim: str, codes: Codes) -> tuple[str, ...]:
        """Colours of codes: those of the maps, where all have a filled symbol there."""
        symbols = load_standard("symbols").get(dim, {})
        known = [symbols.get(code, {}).get("fill", "") for code in codes]
        return tuple(known) if known and all(known) else palette.for_codes(codes)

    def figure(
        self, made: Picture, measured: str, facts: Sequence[Fact], named: Iterable[str]
    ) -> Figure:
        """The picture as a block; ``named`` says for each of ``facts`` what it is."""
        if any(f.provenance == "synthetic" for f in facts):
            stamp(made, self.word("figure", "synthetic"))
        settle(made)
        spots = hotspots(made, self.marks)
        svg, png = rendered(made)
        refs = tuple(self.ref(f) for f in facts)
        pairs = zip(named, refs, strict=True)
        items = self.word("figure", "between").join(f"{name} {ref.text}" for name, ref in pairs)
        alt = self.word("figure", "alt").format(
            caption=self.caption, measured=measured, items=items
        )
        return Figure(
            self.figure_id, self.caption, alt, svg, png, self.width_mm, self.notes, refs,
            spots,
        )  # fmt: skip


def label_places(facts: Sequence[Fact]) -> dict[str, int]:
    """Fewer decimals for the labels of one axis, where its greatest value needs fewer.

    Facts that are printed with no more decimals than that have none here.
    """
    values = [abs(f.value) for f in facts if f.value is not None]
    most = max(_DIGITS - _whole_digits(max(values, default=Decimal(0))), 0)
    return {f.id: most for f in facts if len(f.printed.partition(".")[2]) > most}


def _whole_digits(value: Decimal) -> int:
    return len(str(int(value)))

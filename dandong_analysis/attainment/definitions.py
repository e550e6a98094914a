"""The readings of a plan that are open, as parameters of its evaluation."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, get_args

from dandong_analysis.attainment.faults import reading_problem
from dandong_analysis.attainment.settings import AttainmentSettings
from dandong_analysis.errors import Problem, raise_all

ClosedMines = Literal["excluded", "government", "as_reported"]
DamagedArea = Literal["net", "gross"]
WholeTarget = Literal["printed", "summed"]
SharedNumber = Literal["largest", "all", "none"]
AboveDamage = Literal["cap", "count"]
Proof = Literal["number_and_date", "date"]
Schedule = Literal["path", "linear"]


@dataclass(frozen=True)
class Definitions:
    """One reading of the plan.

    Attributes
    ----------
    closed_mines
        Whose are mines in a state that the plan leaves open (闭坑: the text of the plan names
        政策性关闭、废弃, its box of indicators adds 闭坑): nobody's, so their treatment does
        not count (``excluded``); government's; or as each row reports.
    damaged_area
        Whether surveyed damaged land is what is left after earlier treatment (``net``) or
        includes it (``gross``).
    whole_target
        Target of the whole region where the plan prints one: that, or the sum of its counties.
    shared_number
        Which of several works count that one acceptance number stands for.
    above_damage
        Whether treatment beyond the damaged land of its mine counts.
    proof
        What a work needs to count: number and date of acceptance, or the date alone.
    schedule
        What progress is graded against: the plan's own path (its periods), or linear time.
    rates
        Rate measure -> the variant that is used in its place.
    """

    closed_mines: ClosedMines = "excluded"
    damaged_area: DamagedArea = "net"
    whole_target: WholeTarget = "printed"
    shared_number: SharedNumber = "largest"
    above_damage: AboveDamage = "cap"
    proof: Proof = "number_and_date"
    schedule: Schedule = "path"
    rates: Mapping[str, str] = field(default_factory=dict)


_CHOICES: Mapping[str, tuple[str, ...]] = {
    "closed_mines": get_args(ClosedMines), "damaged_area": get_args(DamagedArea),
    "whole_target": get_args(WholeTarget), "shared_number": get_args(SharedNumber),
    "above_damage": get_args(AboveDamage), "proof": get_args(Proof),
    "schedule": get_args(Schedule),
}  # fmt: skip


def variations(
    definitions: Definitions, settings: AttainmentSettings
) -> Iterator[tuple[str, str, Definitions]]:
    """Every other value of each parameter, one at a time: parameter, value, definitions.

    A rate measure with variants is a parameter named ``rate:CODE``.
    """
    for name, choices in _CHOICES.items():
        for value in choices:
            if value != getattr(definitions, name):
                changed: dict[str, Any] = {name: value}
                yield name, value, replace(definitions, **changed)
    for measure in settings.measures.values():
        used = definitions.rates.get(measure.code, measure.code)
        for value in (measure.code, *measure.variants) if measure.variants else ():
            if value != used:
                rates = {**definitions.rates, measure.code: value}
                yield f"rate:{measure.code}", value, replace(definitions, rates=rates)


def value_of(definitions: Definitions, parameter: str) -> str:
    """The value that ``definitions`` give a parameter of :func:`variations`."""
    kind, _, measure = parameter.partition(":")
    if kind == "rate":
        return definitions.rates.get(measure, measure)
    return str(getattr(definitions, parameter))


def parse_reading(text: str, settings: AttainmentSettings, base: Definitions) -> Definitions:
    """The reading that ``text`` changes ``base`` to.

    Parameters
    ----------
    text
        ``name=value`` pairs, separated by commas; a rate is ``rate:CODE=VARIANT``. Empty
        changes nothing.
    settings
        The rates and their variants.
    base
        What is not named stays as here.

    Raises
    ------
    DandongError
        With every parameter or value that does not exist.

    >>> from dandong_analysis.attainment.rules import standard_settings
    >>> parse_reading("schedule=linear", standard_settings(), Definitions()).schedule
    'linear'
    """
    pairs = dict(p.strip().partition("=")[::2] for p in text.split(",") if p.strip())
    raise_all(_faults(pairs, settings))
    rates = {n.partition(":")[2]: v for n, v in pairs.items() if n.startswith("rate:")}
    plain: dict[str, Any] = {n: v for n, v in pairs.items() if not n.startswith("rate:")}
    changed = {**base.rates, **rates}
    return replace(base, **plain, rates={n: v for n, v in changed.items() if n != v})


def _faults(pairs: Mapping[str, str], settings: AttainmentSettings) -> list[Problem]:
    choices = choices_of(settings)
    return [
        reading_problem(name, value, choices.get(name, tuple(choices)))
        for name, value in pairs.items() if value not in choices.get(name, ())
    ]  # fmt: skip


def choices_of(settings: AttainmentSettings) -> dict[str, tuple[str, ...]]:
    """The values of every parameter of a reading; a rate is named ``rate:CODE``."""
    rates = {
        f"rate:{m.code}": (m.code, *m.variants) for m in settings.measures.values() if m.variants
    }
    return {**_CHOICES, **rates}


def reading_of(definitions: Definitions, settings: AttainmentSettings) -> str:
    """What a reading changes of the usual one, as :func:`parse_reading` takes it."""
    usual, names = Definitions(), sorted(choices_of(settings))
    changed = ((n, value_of(definitions, n)) for n in names)
    return ",".join(f"{n}={v}" for n, v in changed if v != value_of(usual, n))

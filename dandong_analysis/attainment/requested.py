"""Which evaluation is asked for: a date and a reading of the plan, and what it is called."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any

from dandong_analysis.attainment.definitions import Definitions, parse_reading, reading_of
from dandong_analysis.attainment.faults import reading_problem
from dandong_analysis.attainment.plan import check_periods
from dandong_analysis.attainment.settings import AttainmentSettings
from dandong_analysis.errors import DandongError, Place, UsageError, raise_all
from dandong_analysis.study import Study

_ENTRIES = ("as_of", "reading")
_DECLARED = Place(file="study.toml")


@dataclass(frozen=True)
class Requested:
    """A date and a reading of the plan."""

    as_of: date
    definitions: Definitions
    reading: str

    @property
    def code(self) -> str:
        """What tells the evaluation from others; it stands in fact ids.

        >>> Requested(date(2020, 12, 31), Definitions(schedule="linear"), "schedule=linear").code
        '2020-12-31+schedule.linear'
        """
        reading = self.reading.replace("=", ".")
        return "+".join([self.as_of.isoformat(), *filter(None, reading.split(","))])

    @property
    def folder(self) -> str:
        """The name of its folder: the date, and a short hash of a reading that is not the usual."""
        mark = sha256(self.code.encode()).hexdigest()[:8]
        return f"{self.as_of}-{mark}" if self.reading else self.as_of.isoformat()


def requested(
    study: Study, settings: AttainmentSettings, *, as_of: str = "", reading: str = ""
) -> Requested:
    """The evaluation of a plan that a chapter or a command asks for.

    Parameters
    ----------
    study
        ``[attainment]`` of its file may set ``as_of`` and ``reading``.
    settings
        The rates and their variants.
    as_of
        An ISO date. Empty: that of the study, else the last day of its first period.
    reading
        What it changes of the study's reading (:func:`~.definitions.parse_reading`).

    Raises
    ------
    UsageError
        For a date, parameter or value given that does not exist.
    DandongError
        For one in the file of the study, and for a study without periods.
    """
    raise_all(check_periods(study.periods))
    base, usual = _own(study, settings)
    try:
        definitions = parse_reading(reading, settings, base)
        day = _day(as_of) if as_of else usual
    except DandongError as error:
        raise UsageError(*error.problems) from error
    return Requested(day, definitions, reading_of(definitions, settings))


def requested_by_code(study: Study, settings: AttainmentSettings, code: str) -> Requested:
    """The evaluation that :attr:`Requested.code` names.

    Raises
    ------
    DandongError
        As :func:`requested`.
    """
    as_of, *pairs = code.split("+")
    reading = ",".join(p.replace(".", "=", 1) for p in pairs)
    raise_all(check_periods(study.periods))
    definitions = parse_reading(reading, settings, Definitions())
    return Requested(_day(as_of), definitions, reading_of(definitions, settings))


def _own(study: Study, settings: AttainmentSettings) -> tuple[Definitions, date]:
    """The reading and the date that a study declares, or the usual ones."""
    own: Mapping[str, Any] = study.raw.get("attainment", {})
    try:
        raise_all([reading_problem(n, str(own[n]), _ENTRIES) for n in own if n not in _ENTRIES])
        base = parse_reading(str(own.get("reading", "")), settings, Definitions())
        first = min(study.periods, key=lambda p: p.start)
        return base, _day(str(own["as_of"])) if "as_of" in own else first.end
    except DandongError as error:
        raise DandongError(*(replace(p, place=_DECLARED) for p in error.problems)) from error


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise DandongError(reading_problem("as_of", text, ("YYYY-MM-DD",))) from error

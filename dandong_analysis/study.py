"""The study: regions, periods, deliveries and settings declared in ``study.toml``.

Nothing here reads a file; :func:`parse_study` takes the parsed contents.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dandong_analysis.errors import DandongError, Place, Problem, Text, UsageError
from dandong_analysis.schemas import Schemas, standard_schemas
from dandong_analysis.units import Rounding
from dandong_analysis.vocabulary import Term, Vocabulary, normalise

FORMAT = 1
WHOLE = "all"
# The name in ``indicators`` of the catalogue that comes with the package.
STANDARD = "standard"


@dataclass(frozen=True)
class County:
    """A reporting unit; ``code`` is its division code, ``slug`` names it in file names."""

    code: str
    zh: str
    en: str
    slug: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Period:
    """A planning period, both days included."""

    code: str
    zh: str
    en: str
    start: date
    end: date


@dataclass(frozen=True)
class DeliveryEntry:
    """One delivery: its id and its folder below the study, which holds a profile.toml."""

    id: str
    folder: str
    zh: str = ""
    en: str = ""


@dataclass(frozen=True)
class Study:
    """Everything that ``study.toml`` declares; ``issued`` is the date that its reports bear."""

    zh: str
    en: str
    slug: str
    region: Text
    base_year: int
    crs: str
    counties: tuple[County, ...]
    deliveries: tuple[DeliveryEntry, ...]
    schemas: Schemas
    periods: tuple[Period, ...] = ()
    rounding: Rounding = "half_even"
    published: str = ""
    corrections: str = ""
    zone_overrides: str = ""
    notes: str = ""
    attainment: str = ""
    remarks: str = ""
    indicators: tuple[str, ...] = (STANDARD,)
    chapters: tuple[str, ...] = ()
    issued: date | None = None
    raw: Mapping[str, Any] = field(default_factory=dict)

    def county_of(self, region: str) -> County | None:
        """The county that ``region`` names (code, label, slug or alias); None for all.

        Raises
        ------
        UsageError
            When the study has no such region.
        """
        if region == WHOLE:
            return None
        for county in self.counties:
            if normalise(region) in (
                county.code, county.zh, county.en, county.slug, *county.aliases
            ):  # fmt: skip
                return county
        raise UsageError(self._unknown_region(region))

    def _unknown_region(self, region: str) -> Problem:
        known = "、".join(c.zh for c in self.counties)
        return Problem(
            "unknown-region",
            Text("本研究没有这个区域", "the study has no such region"),
            Text("未生成任何内容", "nothing was built"),
            Text(f"请从以下区域中选择：{known}，或用 {WHOLE}", f"choose one of: {known}, or {WHOLE}"),
            Place(file="study.toml"), region,
        )  # fmt: skip


def parse_study(data: Mapping[str, Any]) -> Study:
    """Build a :class:`Study` from the parsed ``study.toml``.

    Raises
    ------
    DandongError
        When a required entry is missing or the format is unknown.
    """
    try:
        return _parse(data)
    except KeyError as error:
        raise DandongError(_missing_entry(str(error.args[0]))) from error


def _parse(data: Mapping[str, Any]) -> Study:
    head = data["study"]
    counties = tuple(_parse_county(c) for c in data["county"])
    periods = tuple(Period(**p) for p in data.get("period", ()))
    files = data.get("files", {})
    return Study(
        zh=head["zh"], en=head["en"], slug=head["slug"],
        region=Text(head["region_zh"], head["region_en"]),
        base_year=head["base_year"], crs=head.get("crs", "EPSG:4490"),
        counties=counties, periods=periods,
        deliveries=tuple(DeliveryEntry(**d) for d in data["delivery"]),
        schemas=_schemas(data, counties, periods),
        rounding=head.get("rounding", "half_even"),
        published=files.get("published", ""), corrections=files.get("corrections", ""),
        zone_overrides=files.get("zone_overrides", ""),
        notes=files.get("notes", ""), attainment=files.get("attainment", ""),
        remarks=files.get("remarks", ""),
        indicators=tuple(files.get("indicators", (STANDARD,))),
        chapters=tuple(head.get("chapters", ("01_data_quality", "02_status"))),
        issued=_issued(head), raw=data,
    )  # fmt: skip


def _issued(head: Mapping[str, Any]) -> date | None:
    """The day on which the report is issued; a text or a time of day is none."""
    given = head.get("issued")
    if given is None or type(given) is date:
        return given
    raise DandongError(_no_date(str(given)))


def _parse_county(entry: Mapping[str, Any]) -> County:
    return County(
        entry["code"], entry["zh"], entry["en"], entry["slug"], tuple(entry.get("aliases", ()))
    )


def _schemas(
    data: Mapping[str, Any], counties: tuple[County, ...], periods: tuple[Period, ...]
) -> Schemas:
    base = standard_schemas(data)
    county = tuple(Term(c.code, c.zh, c.en, c.aliases) for c in counties)
    period = tuple(Term(p.code, p.zh, p.en) for p in periods)
    own = {
        "county": Vocabulary("county", "县(市、区)", "county", county),
        "period": Vocabulary("period", "时期", "period", period),
    }
    return Schemas(base.tables, {**base.vocabularies, **own})


def _no_date(given: str) -> Problem:
    return Problem(
        "study-date",
        Text("issued 应是日期", "issued must be a date"),
        Text("研究没有打开", "the study was not opened"),
        Text("请写作 issued = 2020-12-31，不加引号", "write issued = 2020-12-31, without quotes"),
        Place(file="study.toml"), given,
    )  # fmt: skip


def _missing_entry(name: str) -> Problem:
    return Problem(
        "study-entry-missing",
        Text("研究文件缺少这一项", "the study file lacks this entry"),
        Text("研究没有打开", "the study was not opened"),
        Text(f"请在 study.toml 中补上 {name}", f"add {name} to study.toml"),
        Place(file="study.toml"), name,
    )  # fmt: skip

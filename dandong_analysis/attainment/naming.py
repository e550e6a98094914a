"""What the cells and amounts of an evaluation are called, as lists of terms."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from dandong_analysis.attainment.countable import UNGRADED
from dandong_analysis.attainment.faults import finding_rules
from dandong_analysis.attainment.parts import cell_code
from dandong_analysis.attainment.rates import TREATMENT
from dandong_analysis.attainment.settings import AttainmentSettings
from dandong_analysis.errors import Text
from dandong_analysis.schemas import Schemas
from dandong_analysis.study import WHOLE, Study
from dandong_analysis.vocabulary import Term, Vocabulary

_LISTS = {
    "plan_cell": Text("规划指标", "target"),
    "plan_amount": Text("数额", "amount"),
    "plan_rate": Text("比率", "rate"),
    "plan_projection": Text("推算情景", "projection"),
    "plan_money": Text("治理资金", "money"),
    "plan_flip": Text("口径变化", "other reading"),
    "plan_reading": Text("评估口径", "reading of the plan"),
}


def plan_vocabularies(
    frames: Mapping[str, pd.DataFrame], study: Study, settings: AttainmentSettings
) -> dict[str, Vocabulary]:
    """The names of everything that the frames of an evaluation give a code.

    Parameters
    ----------
    frames
        As :func:`~.countable.countable_frames` gives them; of several dates one after the other.
    study
        Regions, periods, and the lists of liable parties and kinds of amounts.
    settings
        Names of measures and grades.

    Returns
    -------
    dict
        The fixed lists of grades, regions, rates, their terms and findings; and, for every
        column of codes that a frame has (``plan_cell``, ``plan_amount`` …), a list of that name.
    """
    namer = _Namer.of(frames["plan_attainment"], study, settings)
    makers: Mapping[str, Callable[[str], Text]] = {
        "plan_cell": namer.cell, "plan_amount": namer.amount, "plan_rate": namer.rate,
        "plan_projection": namer.projection, "plan_money": namer.money, "plan_flip": namer.flip,
        "plan_reading": lambda code: namer.reading(*code.split(".", 1)),
    }  # fmt: skip
    found = {
        name: dict.fromkeys(
            code for f in frames.values() if name in f for code in f[name] if not pd.isna(code)
        )
        for name in makers
    }
    lists = {n: _listed(n, _LISTS[n], codes, makers[n]) for n, codes in found.items() if codes}
    return lists | _fixed_lists(study, settings)


def with_plan_names(
    schemas: Schemas, frames: Mapping[str, pd.DataFrame], study: Study, settings: AttainmentSettings
) -> Schemas:
    """``schemas`` with the names of targets, amounts and grades (:func:`plan_vocabularies`)."""
    named = plan_vocabularies(frames, study, settings)
    return replace(schemas, vocabularies={**schemas.vocabularies, **named})


def _fixed_lists(study: Study, settings: AttainmentSettings) -> dict[str, Vocabulary]:
    """Grades, regions with the whole, and the terms of rates."""
    kinds = study.schemas.vocabularies["amount_kind"].terms
    counties = study.schemas.vocabularies["county"].terms
    measures = tuple(Term(m.code, m.zh, m.en) for m in settings.measures.values())
    grades = (
        *(Term(g.code, g.zh, g.en) for g in settings.grades),
        Term(UNGRADED, "未评价", "not graded"),
    )
    whole = Term(WHOLE, study.region.zh, study.region.en)
    found = tuple(Term(code, rule.zh, rule.en) for code, rule in finding_rules().items())
    return {
        "plan_finding": Vocabulary("plan_finding", "问题", "finding", found),
        "rate_name": Vocabulary(
            "rate_name", "比率", "rate", (Term(TREATMENT, "治理率", "treatment rate"), *measures)
        ),
        "attainment_grade": Vocabulary("attainment_grade", "评价", "grade", grades),
        "region": Vocabulary("region", "区域", "region", (whole, *counties)),
        "rate_term": Vocabulary("rate_term", "分子、分母", "term of a rate", (*kinds, *measures)),
    }


def _listed(
    name: str, label: Text, codes: Iterable[str], named: Callable[[str], Text]
) -> Vocabulary:
    labels = ((code, named(code)) for code in codes)
    return Vocabulary(name, label.zh, label.en, tuple(Term(c, t.zh, t.en) for c, t in labels))


@dataclass(frozen=True)
class _Namer:
    study: Study
    settings: AttainmentSettings
    indicators: Mapping[str, Text]
    cells: Mapping[str, Text]

    @classmethod
    def of(cls, attainment: pd.DataFrame, study: Study, settings: AttainmentSettings) -> "_Namer":
        columns = ("indicator_id", "plan_cell", "indicator_name", "indicator_name_en")
        rows = list(zip(*(attainment[c].tolist() for c in columns), strict=True))
        names = [Text(zh, zh if pd.isna(en) else en) for _, _, zh, en in rows]
        indicators: dict[str, Text] = {}
        for (indicator, *_), name in zip(rows, names, strict=True):
            indicators.setdefault(indicator, name)
        cells = {row[1]: name for row, name in zip(rows, names, strict=True)}
        return cls(study, settings, indicators, cells)

    def cell(self, code: str) -> Text:
        """The name of the indicator, with its region, liable party and period."""
        indicator, region, liability, period = code.split("/")
        name = self.cells.get(code) or self.indicators.get(indicator, Text(indicator, indicator))
        return _bracketed(name, self._place(region, liability, period))

    def _of_cell(self, key: Sequence[str], told: Text) -> Text:
        """What is said of a cell, after its name."""
        cell = self.cell(cell_code(key))
        return Text(f"{cell.zh}：{told.zh}", f"{cell.en}: {told.en}")

    def _place(self, region: str, liability: str, period: str) -> list[Text]:
        return [
            self._region(region),
            *([] if liability == WHOLE else [self._term("liability", liability)]),
            *([] if period == WHOLE else [self._period(period)]),
        ]

    def _region(self, code: str) -> Text:
        return self.study.region if code == WHOLE else self._term("county", code)

    def _period(self, code: str) -> Text:
        """A period of the study, or the time before the plan."""
        known = self.study.schemas.vocabularies["period"]
        return known[code].label if code in known else self._term("amount_kind", code)

    def _term(self, vocabulary: str, code: str) -> Text:
        words = self.study.schemas.vocabularies[vocabulary]
        return words[code].label if code in words else Text(code, code)

    def amount(self, code: str) -> Text:
        kind, *key = code.split("/")
        name = self._kind(kind)
        if len(key) == len(("indicator", "region", "liability", "period")):
            return self._of_cell(key, name)
        return _bracketed(name, self._place(key[0], key[1], (*key, WHOLE)[2]))

    def _kind(self, kind: str) -> Text:
        """A kind of amount: a listed one, a year, or what a measure counts."""
        name, dash, when = kind.partition("-")
        if dash and name in ("in", "by", "target_by"):
            listed = self._term("amount_kind", name)
            named = Text(when, when) if when.isdigit() else self._period(when)
            return Text(listed.zh.format(when=named.zh), listed.en.format(when=named.en))
        measure = self.settings.measures.get(kind)
        return Text(measure.zh, measure.en) if measure else self._term("amount_kind", kind)

    def rate(self, code: str) -> Text:
        name, *key, numerator, denominator = code.split("/")
        top, bottom = self._kind(numerator), self._kind(denominator)
        measure = self.settings.measures.get(name)
        if measure:
            return _bracketed(Text(measure.zh, measure.en), self._place(*key[1:]))
        return self._of_cell(key, Text(f"{top.zh} ÷ {bottom.zh}", f"{top.en} ÷ {bottom.en}"))

    def projection(self, code: str) -> Text:
        scenario, *key = code.split("/")
        return self._of_cell(key, self._term("scenario", scenario))

    def money(self, code: str) -> Text:
        region, liability, period = code.split("/")
        return _bracketed(
            self._term("amount_kind", "money"), self._place(region, liability, period)
        )

    def flip(self, code: str) -> Text:
        parameter, value, *key = code.split("/")
        return self._of_cell(key, self.reading(parameter, value))

    def reading(self, parameter: str, value: str) -> Text:
        """A reading of the plan in words; of a rate, what takes its place."""
        measure = self.settings.measures.get(value)
        if measure:
            return Text(measure.zh, measure.en)
        return self._term("plan_reading", f"{parameter}.{value}")


def _bracketed(name: Text, places: Sequence[Text]) -> Text:
    return Text(
        f"{name.zh}（{'，'.join(p.zh for p in places)}）",
        f"{name.en} ({', '.join(p.en for p in places)})",
    )

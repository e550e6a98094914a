"""Published figures compared with recomputed facts.

Verdicts: ``equal`` at the printed precision; ``equal_rounded`` under another rounding rule;
``equal_in_unit`` after conversion into the printed unit; ``differs``; ``not_published``;
``not_computable``. All but the first and ``not_published`` carry their reason.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, Decimal
from fnmatch import fnmatchcase

import pandas as pd

from dandong_analysis.errors import DandongError, Place, Problem, Text
from dandong_analysis.facts import Definition, Fact, Ledger, Verdict
from dandong_analysis.stats.indicators import Catalogue
from dandong_analysis.stats.measures import print_value
from dandong_analysis.units import (
    EXACT,
    Printed,
    Rounding,
    convert,
    parse_published,
    round_to,
    unit_of,
    units,
    unmistakable_unit,
)

PUBLISHED_COLUMNS = ("id", "value", "unit", "section", "description_zh", "description_en")

_NO_REASON = Text("", "")
_NO_INDICATOR = Text(
    "指标目录中没有计算该数据项的指标", "no indicator of the catalogue computes this figure"
)
_BLANK = Text("文件中该项为空", "the document leaves this figure blank")
_NOT_A_NUMBER = Text("公布值不是数值", "the published value is not a number")


@dataclass(frozen=True)
class Outcome:
    """A verdict and why, with the value as it would be printed."""

    verdict: Verdict
    reason: Text = _NO_REASON
    printed: str = ""


def reconcile(
    ledger: Ledger,
    published: pd.DataFrame,
    catalogue: Catalogue,
    *,
    rounding: Rounding = "half_even",
) -> Ledger:
    """The ledger with a verdict on every published figure.

    Parameters
    ----------
    ledger
        Facts of :func:`dandong_analysis.stats.evaluate.evaluate`.
    published
        Published figures as text, columns :data:`PUBLISHED_COLUMNS` (more are ignored).
    catalogue
        Gives rounding overrides, and reasons for figures that no row carries.
    rounding
        The study's rounding rule.

    Returns
    -------
    Ledger
        All facts; those published have ``published``, ``section``, ``verdict``, ``reason_*``
        and are printed with the published number of decimals. A published figure without a
        fact is appended with value None and verdict ``not_computable``.

    Raises
    ------
    DandongError
        When a column is absent or an id occurs twice.
    """
    figures = _figures(published)
    known = [
        _judged(f, figures[f.id], catalogue, rounding) if f.id in figures else f for f in ledger
    ]
    rest = [_unknown(row, catalogue) for name, row in figures.items() if name not in ledger.facts]
    return Ledger.of([*known, *rest])


def _figures(published: pd.DataFrame) -> dict[str, Mapping[str, str]]:
    absent = [c for c in PUBLISHED_COLUMNS if c not in published]
    if absent:
        raise DandongError(_problem("published-column", "、".join(absent)))
    twice = published["id"][published["id"].duplicated()].tolist()
    if twice:
        raise DandongError(*(_problem("published-id-twice", str(t)) for t in twice))
    rows = published[list(PUBLISHED_COLUMNS)].fillna("").astype(str).to_dict("records")
    return {str(row["id"]): {str(k): str(v).strip() for k, v in row.items()} for row in rows}


def _judged(fact: Fact, row: Mapping[str, str], catalogue: Catalogue, rounding: Rounding) -> Fact:
    indicator = catalogue.indicators.get(fact.indicator)
    rule = (indicator.rounding if indicator else None) or rounding
    outcome = compare(fact, row["value"], row["unit"], rounding=rule)
    notes = [outcome.reason, _rounded_terms(fact, outcome, row["value"])]
    notes = [t for t in (*notes, Text(fact.reason_zh, fact.reason_en)) if t.zh]
    return replace(
        fact, published=row["value"], section=row["section"], verdict=outcome.verdict,
        reason_zh="；".join(dict.fromkeys(t.zh for t in notes)),
        reason_en="; ".join(dict.fromkeys(t.en for t in notes)),
        printed=outcome.printed or fact.printed,
    )  # fmt: skip


def _rounded_terms(fact: Fact, outcome: Outcome, text: str) -> Text:
    """Whether a difference fits into the rounding of published terms (half a last digit each)."""
    summed = fact.definition.measure == "sum" and fact.provenance == "published"
    figure = parse_published(text, "")
    if outcome.verdict != "differs" or not summed or figure is None or fact.value is None:
        return _NO_REASON
    slack = Decimal(fact.n_rows + 1).scaleb(-figure.places) / 2
    if not figure.low - slack <= fact.value <= figure.high + slack:
        return _NO_REASON
    return Text(
        f"各加数本身是修约后的公布值，{fact.n_rows}个加数的修约误差可以解释这个差",
        f"the {fact.n_rows} terms are published after rounding, which can explain the difference",
    )


def compare(fact: Fact, text: str, unit: str, *, rounding: Rounding) -> Outcome:
    """The verdict on a fact against what is printed, ``text`` in ``unit``."""
    figure, printed_unit = parse_published(text, unit), _code(unit, fact.unit)
    if fact.value is None:
        return Outcome("not_computable")
    if not text:
        return Outcome("not_published", _BLANK)
    if figure is None:
        return Outcome("not_computable", _NOT_A_NUMBER)
    if units()[printed_unit].quantity != units()[fact.unit].quantity:
        return Outcome("not_computable", _other_quantity(fact.unit, printed_unit))
    value = convert(fact.value, fact.unit, printed_unit)
    outcome = _against(value, figure, printed_unit, rounding)
    if units()[printed_unit].factor == units()[fact.unit].factor:
        return outcome
    return _in_unit(outcome, printed_unit)


def _code(unit: str, own: str) -> str:
    """The printed unit; a counting word of another thing (处 for 个) is the fact's own."""
    found, held = unit_of(unit), units()[own]
    if found is None or (found.is_counted and found.quantity == held.quantity == "count"):
        return own
    return found.code


def _against(value: Decimal, figure: Printed, unit: str, rounding: Rounding) -> Outcome:
    shown = round_to(value, figure.places, rounding)
    text = print_value(value, unit, figure.places, rounding)
    if figure.low <= shown <= figure.high:
        return Outcome("equal", _interval_reason(figure, text), text)
    for reason, rule in _other_rules(rounding, text):
        if figure.low <= rule(value, figure.places) <= figure.high:
            return Outcome("equal_rounded", reason, text)
    return Outcome("differs", _difference(shown, figure, unit), text)


def _interval_reason(figure: Printed, text: str) -> Text:
    if figure.low == figure.high:
        return _NO_REASON
    low, high = figure.low, figure.high
    return Text(
        f"公布值为区间{low}～{high}，复算值{text}在其中",
        f"published as the interval {low} to {high}, which contains {text}",
    )


def _other_rules(
    rounding: Rounding, text: str
) -> Iterator[tuple[Text, Callable[[Decimal, int], Decimal]]]:
    other: Rounding = "half_up" if rounding == "half_even" else "half_even"
    names = {"half_up": Text("四舍五入", "rounding half up"),
             "half_even": Text("四舍六入五成双", "rounding half to even")}  # fmt: skip
    yield _rule_reason(names[other], text), lambda v, p: round_to(v, p, other)
    cut = Text("去尾", "cutting off decimals")
    yield (
        _rule_reason(cut, text),
        lambda v, p: v.quantize(Decimal(1).scaleb(-p), rounding=ROUND_DOWN, context=EXACT),
    )


def _rule_reason(rule: Text, text: str) -> Text:
    return Text(
        f"按{rule.zh}与公布值一致，按本研究的修约规则为{text}",
        f"equal by {rule.en}; {text} by the rounding rule of this study",
    )


def _difference(shown: Decimal, figure: Printed, unit: str) -> Text:
    gap = shown - (figure.high if shown > figure.high else figure.low)
    if unit == "month":
        gap = _months(shown) - _months(figure.low)
    label = units()[unit]
    return Text(
        f"与公布值相差{gap:+f}{label.zh}",
        f"{gap:+f} {label.en} against the published value",
    )


def _months(value: Decimal) -> Decimal:
    return value // 100 * 12 + value % 100


def _in_unit(outcome: Outcome, unit: str) -> Outcome:
    """The outcome of a comparison in the printed unit; the fact is still printed in its own."""
    label = units()[unit]
    zh = [f"换算后为{outcome.printed}{label.zh}", outcome.reason.zh]
    en = [f"{outcome.printed} {label.en} after conversion", outcome.reason.en]
    verdict = "equal_in_unit" if outcome.verdict == "equal" else outcome.verdict
    return Outcome(verdict, Text("；".join(filter(None, zh)), "; ".join(filter(None, en))))


def _other_quantity(own: str, printed: str) -> Text:
    a, b = units()[own], units()[printed]
    return Text(
        f"公布单位{b.zh}与复算单位{a.zh}不是同一种量",
        f"the published unit {b.en} and the unit {a.en} measure different quantities",
    )


def _unknown(row: Mapping[str, str], catalogue: Catalogue) -> Fact:
    reason = next(
        (n.reason for n in catalogue.not_computable
         if any(fnmatchcase(row["id"], pattern) for pattern in n.ids)),
        _NO_INDICATOR,
    )  # fmt: skip
    return Fact(
        row["id"], None, unmistakable_unit(row["unit"]), "",
        row["description_zh"], row["description_en"], Definition(), row["id"],
        published=row["value"], section=row["section"], verdict="not_computable",
        reason_zh=reason.zh, reason_en=reason.en, provenance="published",
    )  # fmt: skip


def _problem(code: str, value: str) -> Problem:
    rules = {
        "published-column": Text("公布值表缺少列", "the published figures lack columns"),
        "published-id-twice": Text("同一编号出现两次", "the id occurs twice"),
    }
    return Problem(
        code, rules[code],
        Text("没有进行比对", "nothing was compared"),
        Text("请改正公布值表", "mend the file of published figures"),
        Place(file="published-figures.csv"), value,
    )  # fmt: skip

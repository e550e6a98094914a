"""One plain sentence about each relation, in Chinese and English, made from its numbers."""

import re
from collections.abc import Callable, Mapping

from dandong_analysis.audit.figures import Figure
from dandong_analysis.audit.numbers import amount, number_text, span_text
from dandong_analysis.audit.verdicts import Judged, Reason
from dandong_analysis.errors import Text

_REASONS: dict[Reason, Text] = {
    "absent": Text("数据项文件中没有{at}", "the file has no {at}"),
    "blank": Text("{at}未公布数值", "{at} is left blank"),
    "not_a_number": Text("{at}的公布值不是数值", "what is printed for {at} is not a number"),
    "unit_unknown": Text(
        "不认识{at}的单位，请在 kind 列注明 count 或 measured",
        "the unit of {at} is unknown; state count or measured in the column kind",
    ),
    "units_differ": Text("{at}的单位不是同一种量", "the units of {at} measure different quantities"),
    "factor_differs": Text(
        "换算系数与{at}的单位不符", "the factor does not convert the units of {at}"
    ),
    "not_a_ratio": Text("{at}的单位不是百分比", "the unit of {at} is no ratio"),
    "divided_by_zero": Text("分母可能为零（{at}）", "the denominator may be zero ({at})"),
}  # fmt: skip


# An id within arithmetic (audit.expressions).
_ID = re.compile(r"[A-Za-z_][\w.]*")


def relation_sentence(judged: Judged, figures: Mapping[str, Figure]) -> Text:
    """What the relation says, what is printed, and what follows."""
    label = _label(judged.relation.figure, figures)
    if judged.verdict == "incomplete":
        why = _reason(judged, figures)
        return Text(f"{label.zh}：无法核对，{why.zh}。", f"{label.en}: cannot be judged: {why.en}.")
    said = _SAYINGS[judged.relation.kind](judged, figures)
    return Text(f"{label.zh}：{said.zh}。", f"{label.en}: {said.en}.")


def _label(name: str, figures: Mapping[str, Figure]) -> Text:
    return figures[name].label if name in figures else Text(name, name)


def _reason(judged: Judged, figures: Mapping[str, Figure]) -> Text:
    template, labels = _REASONS[judged.reason], [_label(name, figures) for name in judged.at]
    return Text(
        template.zh.format(at="、".join(label.zh for label in labels)),
        template.en.format(at=", ".join(label.en for label in labels)),
    )


def _computed(judged: Judged, figures: Mapping[str, Figure]) -> Text:
    """What the terms come to, with the unit."""
    figure = figures[judged.unit_of]
    places = figure.printed.places if figure.printed else 0
    number = span_text(judged.computed, places) if judged.computed else ""
    return amount(number, figure).text


def _printed(judged: Judged, figures: Mapping[str, Figure]) -> Text:
    figure = figures[judged.relation.figure]
    return amount(figure.text, figure).text


def _gap(judged: Judged, figures: Mapping[str, Figure]) -> Text:
    figure = figures[judged.unit_of]
    places = figure.printed.places if figure.printed else 0
    return amount(number_text(abs(judged.difference), places), figure).text


def _total(judged: Judged, figures: Mapping[str, Figure]) -> Text:
    terms, computed = len(judged.relation.terms), _computed(judged, figures)
    return _against(
        judged, figures,
        Text(f"{terms}项之和为{computed.zh}", f"its {terms} terms add up to {computed.en}"),
    )  # fmt: skip


def _restated(judged: Judged, figures: Mapping[str, Figure]) -> Text:
    other = figures[judged.relation.terms[0]]
    if judged.computed is None:
        same = judged.verdict == "exact"
        own = figures[judged.relation.figure].text
        return Text(
            f"公布为“{own}”，与“{other.label.zh}”的“{other.text}”{'一致' if same else '不同'}",
            f"printed '{own}', {'the same as' if same else 'not the same as'} '{other.text}' "
            f"({other.label.en})",
        )
    computed = _computed(judged, figures)
    return _against(
        judged, figures,
        Text(f"同一数值在“{other.label.zh}”处为{computed.zh}",
             f"the same number is {computed.en} in '{other.label.en}'"),
    )  # fmt: skip


def _quotient(judged: Judged, figures: Mapping[str, Figure]) -> Text:
    above, below = (figures[name] for name in judged.relation.terms)
    computed = _computed(judged, figures)
    return _against(
        judged, figures,
        Text(f"“{above.label.zh}”占“{below.label.zh}”的{computed.zh}",
             f"'{above.label.en}' is {computed.en} of '{below.label.en}'"),
    )  # fmt: skip


def _equation(judged: Judged, figures: Mapping[str, Figure]) -> Text:
    computed, formula = _computed(judged, figures), _formula(judged, figures)
    return _against(
        judged, figures,
        Text(f"按{formula.zh}计算为{computed.zh}", f"{formula.en} comes to {computed.en}"),
    )  # fmt: skip


def _formula(judged: Judged, figures: Mapping[str, Figure]) -> Text:
    """The arithmetic of ``eq(...)`` with the names of the figures."""
    inside = judged.relation.text.removeprefix("eq(").removesuffix(")")
    zh = _ID.sub(lambda found: _label(found[0], figures).zh, inside)
    return Text(zh, _ID.sub(lambda found: _label(found[0], figures).en, inside))


def _against(judged: Judged, figures: Mapping[str, Figure], found: Text) -> Text:
    """What was found, beside what is printed, and whether rounding explains a difference."""
    printed = _printed(judged, figures)
    if judged.verdict == "exact":
        return Text(
            f"{found.zh}，与公布值{printed.zh}一致", f"{found.en}, as printed ({printed.en})"
        )
    gap, why = _gap(judged, figures), _explanation(judged, figures)
    return Text(
        f"{found.zh}，公布值为{printed.zh}，相差{gap.zh}，{why.zh}",
        f"{found.en}, printed is {printed.en}, {gap.en} apart; {why.en}",
    )


def _explanation(judged: Judged, figures: Mapping[str, Figure]) -> Text:
    if judged.verdict == "within_input_rounding":
        return Text("在各项四舍五入的误差之内", "within the rounding of the printed numbers")
    if judged.verdict == "truncated_not_rounded":
        also = judged.is_explained
        return Text(
            f"公布值是截去尾数而不是舍入所得{'，各项的舍入误差也能解释' if also else ''}",
            f"the value was cut off, not rounded{' (rounded terms may explain it too)' if also else ''}",
        )
    names = (judged.relation.figure, *judged.relation.terms)
    if any(figures[name].slack for name in names):
        return Text("四舍五入的误差不能解释", "rounding cannot explain it")
    return Text("计数没有舍入误差，不能解释", "counts carry no rounding that could explain it")


def _part(judged: Judged, figures: Mapping[str, Figure]) -> Text:
    whole = figures[judged.relation.terms[0]]
    own, computed = _own_amount(judged, figures), _computed(judged, figures)
    if judged.verdict == "exact":
        return Text(f"{own.zh}，不超过“{whole.label.zh}”的{computed.zh}",
                    f"{own.en}, not more than the {computed.en} of '{whole.label.en}'")  # fmt: skip
    gap, why = _gap(judged, figures), _explanation(judged, figures)
    return Text(
        f"{own.zh}，应是“{whole.label.zh}”{computed.zh}的一部分，却多出{gap.zh}，{why.zh}",
        f"{own.en}, meant to be a part of '{whole.label.en}' with {computed.en}, "
        f"is larger by {gap.en}; {why.en}",
    )


def _own_amount(judged: Judged, figures: Mapping[str, Figure]) -> Text:
    """The printed part, and what it is in the unit of the whole where that is another."""
    printed, whole = _printed(judged, figures), figures[judged.unit_of]
    if figures[judged.relation.figure].unit == whole.unit or judged.printed is None:
        return printed
    inside = amount(span_text(judged.printed), whole).text
    return Text(f"{printed.zh}（合{inside.zh}）", f"{printed.en} (that is {inside.en})")


def _named(judged: Judged, figures: Mapping[str, Figure]) -> Text:
    printed, named = _printed(judged, figures), _computed(judged, figures)
    if judged.verdict == "exact":
        return Text(
            f"公布{printed.zh}，与列出的名称数一致", f"{printed.en} announced, all of them named"
        )
    gap, fewer = _gap(judged, figures), judged.difference > 0
    return Text(
        f"公布{printed.zh}，文中列出{named.zh}，{'少' if fewer else '多'}{gap.zh}",
        f"{printed.en} announced, {named.en} named: {gap.en} too {'few' if fewer else 'many'}",
    )


_SAYINGS: dict[str, Callable[[Judged, Mapping[str, Figure]], Text]] = {
    "sum": _total, "same": _restated, "pct": _quotient, "eq": _equation,
    "subset": _part, "converted_subset": _part, "named": _named,
}  # fmt: skip

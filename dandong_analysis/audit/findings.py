"""Sentences about a block as a whole, and about each way to mend it."""

from collections.abc import Mapping

from dandong_analysis.audit.answers import Answer, Asked, Change, Question
from dandong_analysis.audit.figures import Figure
from dandong_analysis.audit.intervals import End, Tight
from dandong_analysis.audit.numbers import amount, exact_text, number_text
from dandong_analysis.errors import Text

_NOTHING = Text("", "")
# A radius with a larger denominator reads better as a decimal.
_PLAIN = 100


def block_sentence(answer: Answer, figures: Mapping[str, Figure]) -> Text:
    """Whether the block can be what unrounded values print as, and what would mend it."""
    parts = [_possible(answer)] if answer.block.relations else []
    parts += [_mended(question, figures) for question in answer.questions]
    if answer.gaps and not answer.is_traced:
        parts.append(Text("消除差额的最小改动没有查找，可用 --exact",
                          "the smallest change that closes the gaps was not sought; use --exact"))  # fmt: skip
    return Text(
        "".join(f"{part.zh}。" for part in parts),
        " ".join(f"{part.en[:1].upper()}{part.en[1:]}." for part in parts),
    )


def _possible(answer: Answer) -> Text:
    count, gaps = len(answer.block.relations), len(answer.gaps)
    feasible, radius = answer.feasibility.is_feasible, _radius(answer)
    if not gaps and feasible:
        return Text(
            f"{count}个关系式按公布值都成立",
            f"{_count(count, 'relation')} {_verb(count, 'hold')} as printed",
        )
    start = Text(
        f"{count}个关系式中{gaps}个按公布值不成立",
        f"{gaps} of {_count(count, 'relation')} {_verb(gaps, 'fail')} as printed",
    )
    if feasible is None:
        return Text(f"{start.zh}，能否由四舍五入解释未能证明",
                    f"{start.en}; whether rounding explains that could not be proved")  # fmt: skip
    if not feasible:
        return Text(
            f"{start.zh}，四舍五入不能解释：没有一组未修约的数能满足全部关系式又印成公布的样子{radius.zh}",
            f"{start.en}, and rounding cannot explain it: no unrounded values satisfy all relations "
            f"and print as these do{radius.en}",
        )
    return Text(f"{start.zh}，四舍五入可以解释全部差额{radius.zh}",
                f"{start.en}; rounding can explain all of it{radius.en}")  # fmt: skip


def _count(number: int | str, thing: str) -> str:
    return f"{number} {thing}" if str(number) == "1" else f"{number} {thing}s"


def _verb(number: int, verb: str) -> str:
    return f"{verb}s" if number == 1 else verb


def _radius(answer: Answer) -> Text:
    """How far from print all values must be allowed to lie, where that is known."""
    radius = answer.radius
    if radius is None:
        return _NOTHING
    least = _NOTHING if radius.is_proved else Text("至少", "at least ")
    counts = _counts_too(answer)
    number = str(radius.value) if radius.value.denominator <= _PLAIN else number_text(radius.value)
    digits = f"{number} of a last digit" if radius.value < 1 else _count(number, "last digit")
    return Text(
        f"，为此各数须可偏离公布值{least.zh}{number}个末位单位，四舍五入容许1/2个{counts.zh}",
        f"; for that, values must be allowed to lie {least.en}{digits} off print, where rounding "
        f"allows 1/2{counts.en}",
    )


def _counts_too(answer: Answer) -> Text:
    if any(unknown.is_counted for unknown in answer.system.unknowns):
        return Text("，计数不容许偏离", " and counts allow nothing")
    return _NOTHING


_QUESTIONS: dict[Asked, Text] = {
    "rounding": Text("要使四舍五入能够解释", "for rounding to explain it"),
    "exact": Text("要使公布值本身相加无差", "for the printed values themselves to add up"),
    "part": Text("要使部分不超过总体", "for the part to fit into its whole"),
}


def _mended(question: Question, figures: Mapping[str, Figure]) -> Text:
    """How few printed numbers would have to change, and in how many ways."""
    asked, mending = _asked(question, figures), question.mending
    sets, weight = len(mending.mends), mending.weight
    if not sets:
        return _no_mend(question, asked)
    more = _NOTHING if mending.is_complete else Text("以上", "or more ")
    slips = _slips(question)
    return Text(
        f"{asked.zh}，至少要改{weight}处数字，有{sets}种{more.zh}改法{slips.zh}",
        f"{asked.en}, at least {_count(weight, 'printed number')} must change, "
        f"in {sets} {more.en}{'way' if sets == 1 else 'ways'}{slips.en}",
    )


def _asked(question: Question, figures: Mapping[str, Figure]) -> Text:
    """The question; about a part, with the name of its figure."""
    asked = _QUESTIONS[question.asked]
    if not question.relation:
        return asked
    part = figures[question.relation.rpartition("#")[0]].label
    return Text(f"{asked.zh}（{part.zh}）", f"{asked.en} ({part.en})")


def _no_mend(question: Question, asked: Text) -> Text:
    if not question.mending.is_complete:
        return Text(
            f"{asked.zh}须改哪些数字，没有查清", f"{asked.en}, what must change was not settled"
        )
    return Text(f"{asked.zh}，改动任何数字都不行：关系式彼此矛盾",
                f"{asked.en}, no change of numbers helps: the relations contradict each other")  # fmt: skip


def _slips(question: Question) -> Text:
    """The number of independent errors behind several gaps, where all ways agree on it."""
    counts = {len(change.slips) for change in question.changes}
    gaps = len({k for change in question.changes for slip in change.slips for k in slip.keys})
    if len(counts) != 1 or gaps == 1:
        return _NOTHING
    count = counts.pop()
    if count == 1:
        return Text(
            f"，{gaps}个差额出自同一处错误", f"; the {gaps} gaps are one and the same error"
        )
    return Text(f"，{gaps}个差额出自{count}处彼此独立的错误",
                f"; the {gaps} gaps are {count} independent errors")  # fmt: skip


def change_sentence(question: Question, change: Change, figures: Mapping[str, Figure]) -> Text:
    """One way to mend a block: each figure with the value that it must have."""
    said = [
        _changed(figures[name], change.mend.wanted[column], question.asked)
        for column in sorted(change.mend.columns)
        for name in question.system.unknowns[column].figures
    ]
    return Text("；".join(s.zh for s in said) + "。", "; ".join(s.en for s in said) + ".")


def _changed(figure: Figure, tight: Tight, asked: Asked) -> Text:
    label, printed, wanted = figure.label, amount(figure.text, figure).text, _wanted(figure, tight)
    if asked == "exact" or not figure.slack:
        return Text(
            f"{label.zh}由{printed.zh}改为{wanted.zh}", f"{label.en}: {printed.en} to {wanted.en}"
        )
    return Text(
        f"{label.zh}公布{printed.zh}，真值须为{wanted.zh}",
        f"{label.en}: printed {printed.en}, must truly be {wanted.en}",
    )


def _wanted(figure: Figure, tight: Tight) -> Text:
    """The value, or the interval, that the changed figure must have."""
    low, high = (_end(figure, end) for end in (tight.low, tight.high))
    if low and high and low.zh == high.zh:
        return low
    if low and high:
        return Text(f"{low.zh}至{high.zh}", f"{low.en} to {high.en}")
    if low or high:
        sides = Text("以上", "or more") if low else Text("以下", "or less")
        end = low or high or _NOTHING
        return Text(f"{end.zh}{sides.zh}", f"{end.en} {sides.en}")
    return Text("另一个数", "another number")


def _end(figure: Figure, end: End) -> Text | None:
    """One end of an interval in the printed unit, rounded where it has no end; None without limit."""
    if end.value is None:
        return None
    places = figure.printed.places if figure.printed else 0
    value = end.value / figure.factor
    told = amount(number_text(value, places), figure).text
    return Text(f"约{told.zh}", f"≈ {told.en}") if "/" in exact_text(value) else told

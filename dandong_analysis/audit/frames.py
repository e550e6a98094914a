"""The findings of an audit as tidy frames, the most serious first, each with a plain sentence."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pandas as pd

from dandong_analysis.audit.answers import Answer, Change, Question
from dandong_analysis.audit.figures import Figure
from dandong_analysis.audit.findings import block_sentence, change_sentence
from dandong_analysis.audit.intervals import Tight
from dandong_analysis.audit.notes import Note
from dandong_analysis.audit.numbers import exact_text, number_text, span_text
from dandong_analysis.audit.sentences import relation_sentence
from dandong_analysis.audit.verdicts import SEVERITY, Judged

RELATION_COLUMNS = {
    "key": "str", "id": "str", "relation": "str", "terms": "str", "section": "str",
    "block": "str", "printed": "str", "computed": "str", "difference": "str", "unit": "str",
    "verdict": "str", "reason": "str", "zh": "str", "en": "str",
}  # fmt: skip
BLOCK_COLUMNS = {
    "block": "str", "label_zh": "str", "label_en": "str", "figures": "int64",
    "relations": "int64", "gaps": "int64", "contradictions": "int64", "is_feasible": "boolean",
    "radius": "str", "is_proved": "bool", "is_traced": "bool", "zh": "str", "en": "str",
}  # fmt: skip
CELL_COLUMNS = {
    "block": "str", "id": "str", "printed": "str", "unit": "str", "printed_low": "str",
    "printed_high": "str", "low": "str", "high": "str", "is_proved": "bool",
}  # fmt: skip
_OF_SET = {"block": "str", "asked": "str", "part": "str", "set": "int64"}
SET_COLUMNS = _OF_SET | {
    "weight": "int64", "is_complete": "bool", "figures": "str", "slips": "int64",
    "zh": "str", "en": "str",
}  # fmt: skip
CHANGE_COLUMNS = _OF_SET | {
    "id": "str", "printed": "str", "unit": "str", "low": "str", "high": "str", "slip": "int64",
    "mends": "str",
}  # fmt: skip
NOTE_COLUMNS = dict.fromkeys(("id", "kind", "place", "figures", "zh", "en"), "str")

_Row = tuple[Any, ...]


def relations_frame(
    judged: Iterable[Judged], answers: Iterable[Answer], figures: Mapping[str, Figure]
) -> pd.DataFrame:
    """One row a relation, columns :data:`RELATION_COLUMNS`.

    ``computed`` and ``difference`` (printed less computed) are in ``unit``: that of the figure,
    for a part that of its whole. ``terms`` and other lists are joined by commas.
    """
    block_of = {r.key: a.block.id for a in answers
                for r in (*a.block.relations, *a.block.contradictions)}  # fmt: skip
    ordered = sorted(judged, key=lambda j: _gravity(j, figures))
    return _frame(RELATION_COLUMNS, (_relation(j, block_of, figures) for j in ordered))


def _gravity(judged: Judged, figures: Mapping[str, Figure]) -> tuple[int, Fraction, str, str]:
    """The most serious verdict first, then the largest difference in last digits."""
    step = figures[judged.unit_of].step if judged.unit_of else Fraction(1)
    relation = judged.relation
    return (
        SEVERITY.index(judged.verdict), -abs(judged.difference) / step,
        relation.figure, relation.text,
    )  # fmt: skip


def _relation(judged: Judged, block_of: Mapping[str, str], figures: Mapping[str, Figure]) -> _Row:
    relation, sentence = judged.relation, relation_sentence(judged, figures)
    figure, of = figures[relation.figure], figures.get(judged.unit_of)
    places = of.printed.places if of and of.printed else 0
    computed = span_text(judged.computed, places) if judged.computed else ""
    return (
        relation.key, relation.figure, relation.text, ",".join(relation.terms), figure.section,
        block_of.get(relation.key, ""), figure.text, computed,
        number_text(judged.difference, places) if judged.computed else "",
        of.unit_text if of else "", judged.verdict, judged.reason, sentence.zh, sentence.en,
    )  # fmt: skip


def blocks_frame(answers: Iterable[Answer], figures: Mapping[str, Figure]) -> pd.DataFrame:
    """One row a block, columns :data:`BLOCK_COLUMNS`.

    ``is_feasible`` says whether unrounded values can satisfy all relations and print as the
    block does; it is missing where neither is proved. ``radius`` is the smallest number of last
    digits, as a fraction, that the true values must be allowed to lie away from print.
    """
    return _frame(BLOCK_COLUMNS, (_block(a, figures) for a in answers))


def _block(answer: Answer, figures: Mapping[str, Figure]) -> _Row:
    block, sentence = answer.block, block_sentence(answer, figures)
    label, feasible = figures[block.id].label, answer.feasibility.is_feasible
    radius = answer.radius
    return (
        block.id, label.zh, label.en, len(block.figures), len(block.relations),
        len(answer.gaps), len(block.contradictions), feasible, str(radius.value) if radius else "",
        feasible is not None and bool(radius and radius.is_proved), answer.is_traced,
        sentence.zh, sentence.en,
    )  # fmt: skip


def cells_frame(answers: Iterable[Answer], figures: Mapping[str, Figure]) -> pd.DataFrame:
    """One row a figure of a block, columns :data:`CELL_COLUMNS`, all in the printed unit.

    ``printed_low`` and ``printed_high`` are what the print alone leaves open, ``low`` and
    ``high`` what all relations together do; blank in a block that rounding does not explain.
    A number whose decimals have no end is written as a fraction.
    """
    return _frame(CELL_COLUMNS, (
        _cell(answer, figures[name]) for answer in answers for name in answer.block.figures
    ))  # fmt: skip


def _cell(answer: Answer, figure: Figure) -> _Row:
    tight = answer.intervals.get(answer.system.column_of[figure.id])
    low, high = _ends(tight, figure) if tight else ("", "")
    return (
        answer.block.id, figure.id, figure.text, figure.unit_text,
        exact_text(figure.possible.low), exact_text(figure.possible.high), low, high,
        bool(tight and tight.is_proved),
    )  # fmt: skip


def _ends(tight: Tight, figure: Figure) -> tuple[str, str]:
    """Both ends of an interval in the printed unit; blank where there is no limit."""
    low, high = (
        "" if end.value is None else exact_text(end.value / figure.factor)
        for end in (tight.low, tight.high)
    )
    return low, high


@dataclass(frozen=True)
class _Way:
    """One set of wrong figures, and where it belongs."""

    answer: Answer
    question: Question
    number: int
    change: Change

    @property
    def place(self) -> _Row:
        question = self.question
        return (self.answer.block.id, question.asked, question.relation, self.number)

    @property
    def members(self) -> list[tuple[int, str]]:
        """Column and id of each figure of the set."""
        return [(j, name) for j in sorted(self.change.mend.columns)
                for name in self.question.system.unknowns[j].figures]  # fmt: skip


def _ways(answers: Iterable[Answer]) -> Iterator[_Way]:
    for answer in answers:
        for question in answer.questions:
            for number, change in enumerate(question.changes, 1):
                yield _Way(answer, question, number, change)


def sets_frame(answers: Iterable[Answer], figures: Mapping[str, Figure]) -> pd.DataFrame:
    """One row for each smallest set of figures that mends a block, columns :data:`SET_COLUMNS`.

    ``asked`` is the question that the printed values fail: ``rounding`` (to be what unrounded
    values print as), ``exact`` (to add up as they stand), ``part`` (the part named by relation
    ``part`` must not exceed its whole). ``weight`` counts the printed numbers to be changed,
    ``slips`` the independent errors. Without ``is_complete`` there may be more sets.
    """
    return _frame(SET_COLUMNS, (_set(way, figures) for way in _ways(answers)))


def _set(way: _Way, figures: Mapping[str, Figure]) -> _Row:
    mending = way.question.mending
    sentence = change_sentence(way.question, way.change, figures)
    return (
        *way.place, mending.weight, mending.is_complete,
        ",".join(name for _, name in way.members), len(way.change.slips), sentence.zh, sentence.en,
    )  # fmt: skip


def changes_frame(answers: Iterable[Answer], figures: Mapping[str, Figure]) -> pd.DataFrame:
    """One row for each figure of each smallest set, columns :data:`CHANGE_COLUMNS`.

    ``low`` and ``high`` are what the figure would have to be, in the printed unit (blank: no
    limit). ``slip`` numbers the independent error that it belongs to, ``mends`` names the
    relations that fail because of it.
    """
    return _frame(CHANGE_COLUMNS, (
        row for way in _ways(answers) for row in _change_rows(way, figures)
    ))  # fmt: skip


def _change_rows(way: _Way, figures: Mapping[str, Figure]) -> Iterator[_Row]:
    for column, name in way.members:
        figure = figures[name]
        number, slip = next(
            (n, s) for n, s in enumerate(way.change.slips, 1) if column in s.columns
        )
        yield (
            *way.place, name, figure.text, figure.unit_text,
            *_ends(way.change.mend.wanted[column], figure), number, ",".join(slip.keys),
        )  # fmt: skip


def notes_frame(notes: Iterable[Note]) -> pd.DataFrame:
    """One row a note, columns :data:`NOTE_COLUMNS`."""
    return _frame(NOTE_COLUMNS, (
        (n.id, n.kind, n.place, ",".join(n.figures), n.text.zh, n.text.en) for n in notes
    ))  # fmt: skip


def _frame(columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(columns)).astype(dict(columns))

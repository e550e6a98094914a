"""Which values a person can choose for the parameters that a chapter declares."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from dandong_analysis.attainment.definitions import choices_of
from dandong_analysis.attainment.settings import AttainmentSettings
from dandong_analysis.errors import Text
from dandong_analysis.lab.chapters import ChapterEntry, OpenStudy
from dandong_analysis.pipeline.assessments import settings_of
from dandong_analysis.pipeline.parameters import LANGUAGES
from dandong_analysis.schemas import Schemas
from dandong_analysis.study import WHOLE, Study

Kind = Literal["one_of", "day", "text"]
Options = tuple[tuple[str, str], ...]
"""What is shown and the value that it stands for."""

_LABELS = {
    "region": Text("区域", "region"),
    "as_of": Text("截止日期", "date"),
    "reading": Text("评估口径", "reading of the plan"),
    "lang": Text("语言", "language"),
}
_PARTS = {
    "closed_mines": Text("闭坑矿山", "closed mines"),
    "damaged_area": Text("破坏面积", "damaged land"),
    "whole_target": Text("全域目标", "target of the whole"),
    "shared_number": Text("共用验收文号", "shared number"),
    "above_damage": Text("超出破坏面积", "beyond the damaged land"),
    "proof": Text("验收依据", "proof"),
    "schedule": Text("进度", "schedule"),
}
_LANGUAGE_NAMES = {"zh": "中文", "en": "English"}
_READING = "reading"
_USUAL = ("按本研究的设定 as the study has it", "")


@dataclass(frozen=True)
class Choice:
    """One thing to choose: the parameter and, of a reading, the part of it.

    ``value`` is what is chosen at first. A ``day`` that is empty, or a ``text``, is the value of
    the chapter or the study.
    """

    parameter: str
    label: str
    kind: Kind
    value: str
    part: str = ""
    options: Options = ()


def choices(opened: OpenStudy, entry: ChapterEntry) -> tuple[Choice, ...]:
    """What can be chosen for a chapter, in the order in which it declares its parameters."""
    found: list[Choice] = []
    for name, default in entry.declared.items():
        if name == _READING:
            found += _readings(settings_of(opened.layout, opened.study), opened.study.schemas)
        else:
            found.append(_choice(opened.study, name, default))
    return tuple(found)


def _choice(study: Study, name: str, default: Any) -> Choice:  # noqa: ANN401 - a literal of a notebook
    label = _both(_LABELS[name]) if name in _LABELS else name
    if name == "as_of":
        return Choice(name, label, "day" if _is_day(default) else "text", str(default))
    options, value = _options(study, name, default), _as_text(default)
    if name == "region" and (county := study.county_of(value)):
        value = county.code
    return Choice(name, label, "one_of" if options else "text", value, options=options)


def _options(study: Study, name: str, default: object) -> Options:
    """The values of a parameter where they can be listed."""
    if name == "region":
        counties = tuple((f"{c.zh} {c.en}", c.code) for c in study.counties)
        return ((f"全部 {_both(study.region)}", WHOLE), *counties)
    if name == "lang":
        return tuple((_LANGUAGE_NAMES[lang], lang) for lang in LANGUAGES)
    return (("是 yes", "true"), ("否 no", "false")) if isinstance(default, bool) else ()


def _readings(settings: AttainmentSettings, schemas: Schemas) -> list[Choice]:
    """Every part of a reading of the plan with its values."""
    names = {code: Text(m.zh, m.en) for code, m in settings.measures.items()} | {
        code: Text(terms[code].zh, terms[code].en)
        for terms in [schemas.vocabularies["plan_reading"]] for code in terms.codes
    }  # fmt: skip
    return [
        Choice(_READING, _both(_PARTS.get(part) or names[part.partition(":")[2]]), "one_of", "", part,
               (_USUAL, *((_both(names.get(f"{part}.{v}") or names[v]), v) for v in values)))
        for part, values in choices_of(settings).items()
    ]  # fmt: skip


def given_texts(chosen: Sequence[tuple[Choice, str]]) -> Mapping[str, str]:
    """What was chosen as parameter -> text, as a command takes it.

    >>> a = Choice("reading", "", "one_of", "", "proof")
    >>> b = Choice("reading", "", "one_of", "", "schedule")
    >>> given_texts([(a, "date"), (b, ""), (Choice("lang", "", "one_of", "zh"), "en")])
    {'reading': 'proof=date', 'lang': 'en'}
    """
    texts: dict[str, list[str]] = {}
    for choice, value in chosen:
        own = texts.setdefault(choice.parameter, [])
        if value:
            own.append(f"{choice.part}={value}" if choice.part else value)
    return {name: ",".join(parts) for name, parts in texts.items()}


def _is_day(default: object) -> bool:
    """Whether a calendar can show the value; an empty one is no day yet."""
    try:
        return not default or bool(date.fromisoformat(str(default)))
    except ValueError:
        return False


def _both(text: Text) -> str:
    return f"{text.zh} {text.en}"


def _as_text(default: object) -> str:
    return str(default).lower() if isinstance(default, bool) else str(default)

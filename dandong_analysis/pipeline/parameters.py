"""Strict chapter parameters: what a notebook declares, and what a command may give it.

A chapter has exactly one cell tagged ``parameters``; it assigns literals and nothing else.
Values given on the command line are compared with it before any kernel starts. They reach
the kernel as one string of JSON in the variable :data:`OVERRIDES`, never as code.
"""

import ast
import difflib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from dandong_analysis.errors import DandongError, Place, Problem, Text, UsageError
from dandong_analysis.study import WHOLE, Study

OVERRIDES = "overrides"
# What the build itself gives; a command cannot.
_RESERVED = (OVERRIDES, "study")
TAG = "parameters"
INJECTED_TAG = "injected-parameters"
LANGUAGES = ("zh", "en")
# These say what they are in a file name; other parameters are told apart by a short hash.
_IN_FILE_NAMES = ("region", "as_of", "lang")
_OTHERS = "others"
_TRUTH = {"true": True, "false": False}
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}", re.ASCII)
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?", re.ASCII)
_NO_CHAPTER = Text("没有运行任何章节", "no chapter was run")


@dataclass(frozen=True)
class ChapterRun:
    """One chapter with its values: ``overrides`` are those that differ from its own defaults.

    ``marks`` say in file names what is overridden, by parameter; ``key`` is the chapter's name
    with them.
    """

    chapter: str
    values: Mapping[str, Any]
    overrides: Mapping[str, Any]
    marks: Mapping[str, str]
    region: Text

    @property
    def key(self) -> str:
        """What the chapter's files are called."""
        return file_key(self.chapter, self.marks)

    @property
    def lang(self) -> str:
        return str(self.values.get("lang", LANGUAGES[0]))

    @property
    def assessment(self) -> dict[str, str] | None:
        """The date and reading that a chapter about the plan at a date asks for."""
        if self.values.get("as_of") is None:
            return None
        return {name: str(self.values.get(name, "")) for name in ("as_of", "reading")}


def chapter_runs(
    study: Study, declared: Mapping[str, Mapping[str, Any]], given: Mapping[str, str]
) -> tuple[ChapterRun, ...]:
    """One run for each chapter in ``declared`` (name -> its own defaults), in this order."""
    chosen = chapter_overrides(declared, given)
    return tuple(_run(study, n, {**declared[n], **v}, v) for n, v in chosen.items())


def _run(
    study: Study, chapter: str, values: Mapping[str, Any], overrides: Mapping[str, Any]
) -> ChapterRun:
    county = study.county_of(str(values.get("region", WHOLE)))
    region = Text(county.zh, county.en) if county else study.region
    shown = {**overrides, "region": county.slug} if county else dict(overrides)
    marks = {name: str(shown.pop(name)) for name in _IN_FILE_NAMES if name in shown}
    if shown:
        marks[_OTHERS] = sha256(overrides_json(shown).encode()).hexdigest()[:8]
    return ChapterRun(chapter, values, overrides, marks, region)


def file_key(name: str, marks: Mapping[str, str]) -> str:
    """``name`` with ``marks`` (by parameter) in their order.

    >>> file_key("report", {"lang": "en", "region": "kuandian"})
    'report-kuandian-en'
    """
    return "-".join([name, *(marks[m] for m in (*_IN_FILE_NAMES, _OTHERS) if m in marks)])


def declared_parameters(notebook: bytes, file: str) -> dict[str, Any]:
    """Names and defaults that the ``parameters`` cell of a notebook declares.

    Raises
    ------
    DandongError
        When the file is no notebook, or does not have exactly one such cell that assigns
        literals and nothing else, :data:`OVERRIDES` among them.
    """
    cells = [c for c in _code_cells(notebook, file) if TAG in c["metadata"].get("tags", ())]
    if len(cells) != 1:
        raise DandongError(_cell_count(file, len(cells)))
    declared = literal_assignments("".join(cells[0]["source"]))
    if declared is None or OVERRIDES not in declared:
        raise DandongError(_cell_content(file))
    return {name: value for name, value in declared.items() if name not in _RESERVED}


def literal_assignments(source: str) -> dict[str, Any] | None:
    """The assignments of ``source``, or None when it holds anything but ``name = literal``.

    >>> literal_assignments("region = 'all'  # or a county")
    {'region': 'all'}
    >>> literal_assignments("region = open('x').read()") is None
    True
    """
    try:
        return dict(_assignment(node) for node in ast.parse(source).body)
    except (SyntaxError, ValueError):
        return None


def _assignment(node: ast.stmt) -> tuple[str, Any]:
    match node:
        case (
            ast.Assign(targets=[ast.Name(id=name)], value=ast.expr() as value)
            | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
        ):
            return name, ast.literal_eval(value)
    raise ValueError(type(node).__name__)


def _code_cells(notebook: bytes, file: str) -> list[dict[str, Any]]:
    try:
        cells = json.loads(notebook)["cells"]
        return [c for c in cells if c["cell_type"] == "code"]
    except (ValueError, KeyError, TypeError) as error:
        raise DandongError(_not_a_notebook(file)) from error


def given_values(
    study: Study, *, region: str = "", as_of: str = "", lang: str = "", pairs: Sequence[str] = ()
) -> dict[str, str]:
    """The values that a command gives, by parameter name, still as text.

    ``pairs`` are ``name=value`` texts. A region becomes the code of its county.

    Raises
    ------
    UsageError
        For an unknown region or language, a date that does not exist, or a pair without ``=``.
    """
    given = dict(_pair(p) for p in pairs)
    named = {"region": region, "as_of": as_of, "lang": lang}
    given |= {name: value for name, value in named.items() if value}
    return {name: _checked(study, name, value) for name, value in given.items()}


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.isidentifier() or name in _RESERVED:
        raise UsageError(_bad_pair(text))
    return name, value


def _checked(study: Study, name: str, value: str) -> str:
    """``value`` in its canonical form, for the parameters that every chapter understands alike."""
    if name == "region":
        county = study.county_of(value)
        return county.code if county else value
    if name == "lang" and value not in LANGUAGES:
        raise UsageError(_wrong_type(name, value, " | ".join(LANGUAGES)))
    if name == "as_of":
        return _iso_date(name, value)
    return value


def _iso_date(name: str, value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise UsageError(_wrong_type(name, value, "YYYY-MM-DD")) from error


def chapter_overrides(
    declared: Mapping[str, Mapping[str, Any]], given: Mapping[str, str]
) -> dict[str, dict[str, Any]]:
    """For each chapter the values that differ from its own defaults, typed like them.

    A chapter gets those given parameters that it declares.

    Raises
    ------
    UsageError
        With every name that no chapter declares and every value of a wrong type.
    """
    known = sorted({name for parameters in declared.values() for name in parameters})
    problems = [_unknown(name, value, known) for name, value in given.items() if name not in known]
    chosen: dict[str, dict[str, Any]] = {}
    for chapter, parameters in declared.items():
        found = {n: _typed(n, given[n], parameters[n]) for n in given if n in parameters}
        problems += [v for v in found.values() if isinstance(v, Problem)]
        chosen[chapter] = {n: v for n, v in found.items() if v != parameters[n]}
    if problems:
        raise UsageError(*dict.fromkeys(problems))
    return chosen


def _typed(name: str, text: str, default: object) -> Any:  # noqa: ANN401 - as the default is
    """``text`` as a value of the type of ``default``, or a problem."""
    kind = type(default)
    if kind is str:
        return text
    if kind is bool:
        return _TRUTH.get(text.lower(), _wrong_type(name, text, "true | false"))
    if kind is int:
        return int(text) if _INTEGER.fullmatch(text) else _wrong_type(name, text, "integer")
    if kind is float:
        return float(text) if _NUMBER.fullmatch(text) else _wrong_type(name, text, "number")
    return _wrong_type(name, text, f"{kind.__name__} (in the notebook only)")


def overrides_json(values: Mapping[str, Any]) -> str:
    """The one string that travels to the kernel."""
    return json.dumps(values, ensure_ascii=True, sort_keys=True, allow_nan=False)


def _unknown(name: str, value: str, known: Sequence[str]) -> Problem:
    near = difflib.get_close_matches(name, known, n=1)
    listed = "、".join(near or known)
    return Problem(
        "unknown-parameter",
        Text(f"所选章节没有名为 {name} 的参数", f"no chosen chapter has a parameter {name}"),
        _NO_CHAPTER,
        Text(f"请检查拼写，可用：{listed}", f"check the spelling; known: {', '.join(near or known)}"),
        Place(), f"{name}={value}",
    )  # fmt: skip


def _wrong_type(name: str, value: str, expected: str) -> Problem:
    return Problem(
        "parameter-type",
        Text(f"参数 {name} 应为 {expected}", f"parameter {name} takes {expected}"),
        _NO_CHAPTER,
        Text("请改正取值", "correct the value"), Place(), f"{name}={value}",
    )  # fmt: skip


def _bad_pair(text: str) -> Problem:
    return Problem(
        "parameter-syntax",
        Text("参数应写作 名称=值", "a parameter is written name=value"),
        _NO_CHAPTER,
        Text("请改为例如 -p region=all", "write for example -p region=all"), Place(), text,
    )  # fmt: skip


def _not_a_notebook(file: str) -> Problem:
    return Problem(
        "not-a-notebook",
        Text("文件不是 Jupyter 笔记本", "the file is not a Jupyter notebook"),
        _NO_CHAPTER,
        Text("请用 JupyterLab 打开并另存", "open it in JupyterLab and save it again"),
        Place(file=file),
    )  # fmt: skip


def _cell_count(file: str, count: int) -> Problem:
    return Problem(
        "parameters-cell",
        Text("章节须恰有一个带 parameters 标签的单元格",
             "a chapter has exactly one cell tagged parameters"),
        _NO_CHAPTER,
        Text("请在 JupyterLab 的属性面板中检查标签", "check the tags in JupyterLab's property panel"),
        Place(file=file), str(count),
    )  # fmt: skip


def _cell_content(file: str) -> Problem:
    return Problem(
        "parameters-literal",
        Text(f'parameters 单元格只能给名称赋常量，并须含 {OVERRIDES} = ""',
             f'the parameters cell only assigns literals, {OVERRIDES} = "" among them'),
        _NO_CHAPTER,
        Text("请把其他语句移到下一个单元格", "move other statements to the next cell"),
        Place(file=file),
    )  # fmt: skip

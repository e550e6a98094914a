"""What the commands print for people: tables and messages, Chinese first."""

import sys
import time
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from types import TracebackType
from typing import Any, Self, TextIO

import pandas as pd
from rich import progress
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dandong_analysis.errors import DandongError, Problem
from dandong_analysis.pipeline.build import Result
from dandong_analysis.pipeline.graph import Outcome, Status
from dandong_analysis.pipeline.queries import Checked
from dandong_analysis.survey.account import FATES

_STATUS = {
    "ran": "已运行 ran", "unchanged": "未变 unchanged", "failed": "出错 failed",
    "blocked": "未运行 not run", "would_run": "要运行 runs",
}  # fmt: skip
_FATES = ("表头", "空行", "合计", "说明", "采用", "隔离", "排除")
_SEVERITY = {"error": "错误 error", "warning": "警告 warning", "info": "提示 info"}
_SAME = ["code", "severity", "delivery", "file", "sheet", "column"]
_FACT_COLUMNS = ("id", "printed", "unit", "label_zh", "published", "verdict")
_SHOWN = 5
_ROWS_SHOWN = 50
_FILE_WIDTH = 1600
_LONGEST_VALUE = 20


def _console(stream: TextIO) -> Console:
    """Plain text on ``stream``; wide where no terminal limits the lines."""
    width = None if stream.isatty() else _FILE_WIDTH
    return Console(file=stream, width=width, highlight=False, markup=False, emoji=False)


def out() -> Console:
    return _console(sys.stdout)


def _err() -> Console:
    return _console(sys.stderr)


def safe(value: object) -> Text:
    """Text from anywhere as plain text: no markup, no control codes for the terminal."""
    return Text("".join("�" if _is_control(c) else c for c in str(value)))


def _is_control(char: str) -> bool:
    return char != "\n" and unicodedata.category(char) in {"Cc", "Cf", "Cs"}


def show_error(error: BaseException) -> int:
    """Print what stopped a command, and return its exit code."""
    console = _err()
    if not isinstance(error, DandongError):
        what = "系统错误" if isinstance(error, OSError) else "程序出错"
        console.print(safe(f"✗ {what}：{type(error).__name__}: {error}"))
        console.print("  请用 --debug 再运行一次查看详情。")
        console.print("  Unexpected error. Run again with --debug for details.", style="dim")
        return 1
    for problem in error.problems:
        message = problem.message()
        console.print(safe(f"✗ {message.zh}"))
        console.print(safe(f"  {message.en} [{problem.code}]"), style="dim")
    return error.exit_code


def show_warnings(problems: Iterable[Problem]) -> None:
    """Print on the error stream what does not stop a command."""
    console = _err()
    for problem in problems:
        message = problem.message()
        console.print(safe(f"{_SEVERITY[problem.severity]} {message.zh}"))
        console.print(safe(f"  {message.en} [{problem.code}]"), style="dim")


class Progress:
    """Tells on the error stream which steps work; a line for each that ended."""

    def __init__(self) -> None:
        self._console = _err()
        self._since: dict[str, float] = {}
        self._bar = progress.Progress(
            progress.SpinnerColumn(), progress.TextColumn("{task.description}", markup=False),
            progress.TimeElapsedColumn(), console=self._console, transient=True,
            disable=not self._console.is_terminal,
        )  # fmt: skip
        self._running: dict[str, progress.TaskID] = {}

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self._bar.stop()

    def started(self, name: str) -> None:
        self._since[name] = time.monotonic()
        self._running[name] = self._bar.add_task(name)

    def ended(self, name: str, status: Status) -> None:
        task = self._running.pop(name, None)
        if task is None:
            return
        self._bar.remove_task(task)
        elapsed = time.monotonic() - self._since[name]
        self._console.print(safe(f"{_STATUS[status]} {name}  {elapsed:.1f} s"))


def plan(outcomes: Sequence[Outcome]) -> None:
    """Which steps a build runs, and why."""
    table = plain_table("步骤 step", "运行 runs", "原因 why")
    for outcome in outcomes:
        why = [f"{r.zh}\n{r.en}" for r in outcome.reasons] or ["输入没有变化\ninputs unchanged"]
        table.add_row(safe(outcome.name), _STATUS[outcome.status], safe("\n".join(why)))
    out().print(table)


def build_result(result: Result) -> int:
    """What a build did; the exit code."""
    show_warnings(result.warnings)
    for error in result.errors:
        show_error(error)
    ran = sum(o.status == "ran" for o in result.outcomes)
    if result.missing:
        _err().print(safe(_missing(result.missing)))
    if result.errors:
        kept = "已发布完成的部分" if result.published else "已发布的内容没有变"
        _err().print(safe(f"{kept}。 {_published(result)}"))
        return 1
    if not ran and not result.published:
        out().print("没有任何变化，无需生成。 Nothing changed, nothing to do.")
    else:
        out().print(safe(f"完成：运行了 {ran} 步。 Done: {ran} steps ran. {_published(result)}"))
    return 0


def _missing(documents: Sequence[str]) -> str:
    return (
        f"没有生成：{'、'.join(documents)}。整份报告需要全部章节。\n"
        f"  Not made: {', '.join(documents)}. The whole report needs every chapter."
    )


def _published(result: Result) -> str:
    return "→ reports/, data/processed/" if result.published else "reports/ unchanged"


def checked(answer: Checked) -> None:
    """Row accounting and findings."""
    console = out()
    table = plain_table("交付", "文件", "工作表", "表", *_FATES, "共")
    for row in answer.accounting.to_dict("records"):
        names = [safe(row[n]) for n in ("delivery", "file", "sheet", "table")]
        table.add_row(*names, *(str(row[fate]) for fate in (*FATES, "rows")))
    console.print(table)
    console.print("表头 header, 空行 blank, 合计 subtotal, 说明 note, 采用 accepted, "
                  "隔离 quarantined, 排除 excluded, 共 total", style="dim")  # fmt: skip
    order = answer.findings["severity"].map(list(_SEVERITY).index)
    worst_first = answer.findings.loc[order.sort_values(kind="stable").index]
    for _, group in worst_first.groupby(_SAME, sort=False, dropna=False):
        _findings(console, group)
    console.print(safe(_summary(answer.accounting)))


def _summary(counts: pd.DataFrame) -> str:
    """How many rows were read and what became of them, in one line."""
    sums = {name: int(counts[name].sum()) for name in ("rows", *FATES)}
    parts = [f"{zh} {sums[fate]}" for fate, zh in zip(FATES, _FATES, strict=True) if sums[fate]]
    return (
        f"\n共读 {sums['rows']} 行：{'，'.join(parts)}。\n"
        f"{sums['rows']} rows read: {sums['accepted']} used, {sums['quarantined']} set aside."
    )


def _findings(console: Console, group: pd.DataFrame) -> None:
    """One kind of finding in one column: the first few, and how many more."""
    for finding in group.head(_SHOWN).to_dict("records"):
        severity = _SEVERITY.get(str(finding["severity"]), "")
        console.print(safe(f"\n{severity} {finding['message_zh']}"))
        console.print(safe(f"  {finding['message_en']} [{finding['code']}]"), style="dim")
    if len(group) > _SHOWN:
        more = len(group) - _SHOWN
        console.print(f"  ……同类还有 {more} 处，见 --json。 {more} more of this kind, see --json.")


def facts(chosen: Iterable[Mapping[str, Any]]) -> None:
    """The facts, one line each."""
    table = plain_table("编号 id", "值 printed", "单位", "名称", "公布值", "核对 verdict")
    for fact in chosen:
        table.add_row(*(safe(fact[name]) for name in _FACT_COLUMNS))
    out().print(table)


def traced(answer: Mapping[str, Any]) -> None:
    """One fact, its definition and the first of the cells behind it."""
    console, definition, rows = out(), answer["definition"], answer["rows"]
    console.print(safe(f"{answer['id']} = {answer['value']} {answer['unit']}"))
    console.print(safe(f"{definition['zh']}\n{definition['en']}"), style="dim")
    if rows:
        console.print(_cells(rows[:_ROWS_SHOWN]))
    if len(rows) > _ROWS_SHOWN:
        console.print(f"……共 {len(rows)} 行，见 --json。 {len(rows)} rows, see --json.")
    for parent in answer["parents"]:
        console.print()
        traced(parent)


def printed(answer: Mapping[str, Any]) -> None:
    """The facts that print alike, and where they stand."""
    table = plain_table("编号 id", "值 value", "单位", "名称", "所在 stands in")
    for fact in answer["facts"][:_ROWS_SHOWN]:
        cells = (
            fact["id"],
            _short(fact["value"] or ""),
            fact["unit"],
            fact["label_zh"],
            _places(fact),
        )
        table.add_row(*map(safe, cells))
    out().print(table)
    found = len(answer["facts"])
    if found > _ROWS_SHOWN:
        out().print(f"……共 {found} 个，见 --json。 {found} facts, see --json.")
    out().print(
        "请用编号打开其中一个：dandong trace 编号。 Open one of them by its id: dandong trace ID."
    )


def _short(value: str) -> str:
    """A value without the end of an endless quotient."""
    return value if len(value) <= _LONGEST_VALUE else f"{value[:_LONGEST_VALUE]}…"


def _places(fact: Mapping[str, Any]) -> str:
    """The chapters where a fact stands, with its tables and figures there."""
    found: dict[str, list[str]] = {}
    for place in fact["places"]:
        found.setdefault(place["chapter"], []).append(place["number"] or "正文 text")
    return "; ".join(f"{chapter}: {', '.join(places)}" for chapter, places in found.items())


def _cells(rows: Sequence[Mapping[str, Any]]) -> Table:
    names = [name for name in rows[0] if name != "sha256"]
    table = plain_table(*names)
    for row in rows:
        table.add_row(*(safe("" if row[name] is None else row[name]) for name in names))
    return table


def compared(different: Sequence[str]) -> int:
    """Which files of the demonstration survey are not what the generator writes."""
    for name in different:
        _err().print(safe(f"✗ {name} 与生成的内容不同 differs from what is generated"))
    if not different:
        out().print("示范调查与生成的内容一致。 The demonstration survey is what is generated.")
    return int(bool(different))


def written(names: Sequence[str]) -> None:
    out().print(f"写了 {len(names)} 个文件。 {len(names)} files written.")


def plain_table(*names: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in names:
        table.add_column(name, overflow="fold")
    return table

"""What ``dandong audit`` prints for people, the most serious first."""

import pandas as pd
from rich.console import Console
from rich.table import Table

from dandong_analysis.audit.auditing import Audit
from dandong_analysis.cli.show import out, plain_table, safe

_VERDICTS = {
    "inconsistent": "矛盾 inconsistent", "incomplete": "无法核对 incomplete",
    "truncated_not_rounded": "截尾 truncated", "within_input_rounding": "舍入误差内 rounding",
    "exact": "成立 exact",
}  # fmt: skip
_KINDS = {
    "contradiction": "矛盾 contradiction", "omission": "缺漏 omission", "time": "时间 time",
    "definition": "口径 definition", "label": "用语 label",
}  # fmt: skip
_WAYS = {
    "rounding": "可由四舍五入解释的改法 ways to be within rounding:",
    "exact": "相加无差的改法 ways to add up exactly:",
    "part": "部分不超过总体的改法 ways for the part to fit:",
}
_SETS_SHOWN = 5


def audited(audit: Audit) -> None:
    """Relations that do not hold, what they mean jointly, and the notes of readers."""
    console = out()
    failing = audit.relations[audit.relations["verdict"] != "exact"]
    if len(failing):
        console.print(_relations(failing))
    for row in failing.to_dict("records"):
        _say(console, f"[{row['key']}] {row['section']} {row['zh']}", str(row["en"]))
    _blocks(console, audit)
    _notes(console, audit.notes)
    console.print(safe(_summary(audit.relations)))


def _relations(failing: pd.DataFrame) -> Table:
    shown = plain_table("判定 verdict", "数据项 id", "公布 printed", "计算 computed", "相差 difference",
                  "单位", "关系式 relation")  # fmt: skip
    columns = ["id", "printed", "computed", "difference", "unit", "relation"]
    for row in failing.to_dict("records"):
        shown.add_row(_VERDICTS[str(row["verdict"])], *(safe(row[name]) for name in columns))
    return shown


def _blocks(console: Console, audit: Audit) -> None:
    """Blocks whose relations do not all hold, with the first of the ways to mend them."""
    blocks = audit.blocks
    feasible = blocks["is_feasible"].fillna(value=False)
    open_ = (blocks["gaps"] > 0) | (blocks["contradictions"] > 0) | ~feasible
    for row in blocks[open_].to_dict("records"):
        head = f"{row['label_zh']}等{row['figures']}个相互关联的数"
        _say(console, f"\n{head}：{row['zh']}",
             f"{row['label_en']} and what is tied to it, {row['figures']} figures: {row['en']}")  # fmt: skip
        of_block = audit.sets[audit.sets["block"] == row["block"]]
        for (asked, _), ways in of_block.groupby(["asked", "part"], sort=False):
            console.print(f"  {_WAYS[asked]}")
            _ways(console, ways)


def _ways(console: Console, ways: pd.DataFrame) -> None:
    for way in ways.head(_SETS_SHOWN).to_dict("records"):
        _say(console, f"  {way['set']}. {way['zh']}", f"   {way['en']}")
    more = len(ways) - _SETS_SHOWN
    if more > 0:
        console.print(f"  ……另有 {more} 种，见 --json。 {more} more ways, see --json.")


def _notes(console: Console, notes: pd.DataFrame) -> None:
    if len(notes):
        console.print("\n阅读时发现的问题 Findings of reading:")
    for note in notes.to_dict("records"):
        _say(
            console, f"{_KINDS[str(note['kind'])]}，{note['place']}：{note['zh']}", str(note["en"])
        )


def _say(console: Console, zh: str, en: str) -> None:
    console.print(safe(zh))
    console.print(safe(f"  {en}"), style="dim")


def _summary(relations: pd.DataFrame) -> str:
    """How many relations there are, and how many have each verdict."""
    counts = relations["verdict"].value_counts()
    parts = [f"{label} {counts[name]}" for name, label in _VERDICTS.items() if name in counts]
    return f"\n共核对 {len(relations)} 个关系式 relations: {', '.join(parts)}"

"""What can be wrong with a file of figures, its relations or its notes, in words."""

from dandong_analysis.errors import Place, Problem, Text

_RULES = {
    "figures-encoding": Text("文件不是UTF-8编码", "the file is not UTF-8"),
    "figures-csv": Text("文件不是正确的CSV", "the file is not valid csv"),
    "figures-row": Text("这一行的单元格多于表头", "the row has more cells than the header"),
    "figures-column": Text("缺少这一列", "the file lacks this column"),
    "figures-column-twice": Text("这一列出现两次", "the column occurs twice"),
    "figures-id-blank": Text("编号为空", "the id is blank"),
    "figures-id-twice": Text("同一编号出现两次", "the id occurs twice"),
    "figures-kind": Text("kind 只能为 count 或 measured", "kind must be count or measured"),
    "relation-syntax": Text(
        "关系式应写成 sum、same、pct、subset、converted_subset、named 或 eq 加括号",
        "a relation is sum, same, pct, subset, converted_subset, named or eq with brackets",
    ),
    "relation-terms": Text(
        "括号内的项数或写法不对", "what stands in the brackets does not suit the relation"
    ),
    "relation-self": Text("数据项不能由自身推出", "a figure cannot be derived from itself"),
    "relation-term-twice": Text("同一项在一个关系式中出现两次", "a term occurs twice in one relation"),
    "note-entry": Text("注记缺少这一项或写法不对", "the note lacks this entry, or it is not as it should be"),
    "note-id-twice": Text("同一注记编号出现两次", "the id of the note occurs twice"),
    "note-figure": Text("注记提到的数据项不存在", "the note names a figure that does not exist"),
}  # fmt: skip


def fault(code: str, place: Place, value: str = "") -> Problem:
    """The problem ``code`` at ``place``; ``value`` is the offending text."""
    if code.startswith("note"):
        return Problem(
            code, _RULES[code],
            Text("没有采用注记", "no note was used"),
            Text("请改正注记文件", "mend the file of notes"), place, value,
        )  # fmt: skip
    return Problem(
        code, _RULES[code],
        Text("没有审核任何内容", "nothing was audited"),
        Text("请改正数据项文件，格式见 docs/audit.md",
             "mend the file of figures; docs/audit.md shows its form"),
        place, value,
    )  # fmt: skip

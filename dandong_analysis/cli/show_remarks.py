"""What ``dandong remarks`` prints for people."""

from collections.abc import Mapping

from dandong_analysis.cli.show import out, plain_table, safe, show_warnings
from dandong_analysis.pipeline.collect import Collected
from dandong_analysis.remarks.merge import Kind

_KINDS: Mapping[Kind, str] = {
    "new": "新填 new", "changed": "改动 changed", "unchanged": "未变 unchanged",
    "emptied": "清空 emptied", "unfilled": "未填 unfilled", "absent": "栏已删去 box gone",
}  # fmt: skip
# A text that takes the place of another, or of which nothing is left, is shown beside it.
_REPLACED = ("changed", "emptied")


def collected(answer: Collected) -> None:
    """What became of each field, and where the texts are kept."""
    table = plain_table("待填栏 field", "结果", "文字 text")
    for change in answer.changes:
        text = "\n".join(change.after)
        if change.kind in _REPLACED:
            text = f"{text}\n（原为 was）" + "\n".join(change.before)
        name = f"{change.label}\n{change.field}"
        table.add_row(safe(name), _KINDS[change.kind], safe(text.strip()))
    out().print(table)
    show_warnings(answer.warnings)
    if answer.is_written:
        out().print(safe(f"已写入 written: {answer.file}"))
    else:
        out().print(safe(f"没有变化。 Nothing changed: {answer.file}"))

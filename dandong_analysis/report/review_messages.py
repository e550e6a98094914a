"""What a review says: its findings in both languages, and why it could not be made."""

from collections.abc import Mapping

from dandong_analysis.errors import Place, Problem, Text
from dandong_analysis.report.review import Finding, Kind
from dandong_analysis.report.review_places import short

KINDS: Mapping[Kind, Text] = {
    "changed": Text("数值改变", "number changed"),
    "removed": Text("数值删除", "number removed"),
    "moved": Text("数值移动", "number moved"),
    "duplicated": Text("数值重复", "number copied"),
    "typed": Text("手工填写的数值没有依据", "typed number without a fact"),
    "reworded": Text("生成的文字改变", "generated text changed"),
    "deleted": Text("生成的文字删除", "generated text deleted"),
    "text_moved": Text("生成的文字移动", "generated text moved"),
    "form": Text("数值写法改变", "number in another form"),
    "supported": Text("手工填写的数值与数据项相同", "typed number that a fact prints"),
    "added": Text("增加文字", "text added"),
    "field": Text("待填栏中的数值", "number in a field"),
    "tracked": Text("修订按已接受处理", "tracked changes, read as accepted"),
}

_UNREVIEWED = Text("没有审阅", "nothing was reviewed")
_MESSAGES: Mapping[str, tuple[Text, Text]] = {
    "review-no-record": (
        Text("文档中没有生成时的记录，或记录已改动",
             "the document carries no record of how it was made, or a changed one"),
        Text("请使用 dandong build 生成的 docx，或由它另存的文档",
             "use a docx made by dandong build, or one saved from it"),
    ),
    "review-overwrite": (
        Text("带批注的文档不能写到所审阅的文档上",
             "the commented document must not be written over the reviewed one"),
        Text("请另取一个文件名", "choose another file name"),
    ),
}  # fmt: skip


def problem(code: str, place: Place) -> Problem:
    """Why a document was not reviewed."""
    rule, action = _MESSAGES[code]
    return Problem(code, rule, _UNREVIEWED, action, place)


def said(finding: Finding) -> str:
    """The texts of a finding: what was printed and what stands there now."""
    parts = [short(text, 80) for text in (finding.printed, finding.now) if text]
    return " → ".join(parts)


def comment_on(finding: Finding, lang: str) -> str:
    """A finding as the comment that stands beside its place."""
    named = KINDS[finding.kind].in_language(lang)
    colon = ": " if lang == "en" else "："
    fact = [f"{finding.fact} {finding.label}".strip()] if finding.fact else []
    return "\n".join([f"{named}{colon}{said(finding)}", *fact])

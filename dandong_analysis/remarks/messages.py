"""What is said about remarks and the documents that they are read from: one message a code."""

from collections.abc import Mapping

from dandong_analysis.errors import Place, Problem, Severity, Text
from dandong_analysis.remarks.fields import LONGEST_ID

_STOPPED = Text("没有使用这个文件", "the file was not used")
_MEND = Text("请改正这一项", "mend this entry")
_UNREAD = Text("没有从中读取任何文字", "no text was taken from it")
_SAVE_AGAIN = Text(
    "请用文字处理软件打开，另存为 .docx 后再试",
    "open it in a word processor, save it as .docx and try again",
)

MESSAGES: Mapping[str, tuple[Text, Text, Text]] = {
    "remark-format": (
        Text("文件须写明 format = {format}", "the file must state format = {format}"),
        _STOPPED,
        Text("请写上 format = {format}", "write format = {format}"),
    ),
    "remark-key": (
        Text("没有这一项", "there is no such entry"),
        _STOPPED,
        Text("可用 field、text、by、on", "use field, text, by, on"),
    ),
    "remark-tables": (
        Text("remark 须写成 [[remark]]", "remark must be written as [[remark]]"),
        _STOPPED,
        _MEND,
    ),
    "remark-many": (
        Text("超过 {limit} 条", "there are more than {limit} remarks"),
        _STOPPED,
        Text("请删去不再使用的", "take out those no longer used"),
    ),
    "remark-missing": (Text("缺少这一项", "this entry is missing"), _STOPPED, Text("请补上", "add it")),
    "remark-type": (
        Text("text 和 by 须为文字，on 须为日期，如 2021-03-01",
             "text and by must be text, on a date such as 2021-03-01"),
        _STOPPED,
        _MEND,
    ),
    "remark-field": (
        Text(f"field 须形如 cause:TREATED/210682，不超过 {LONGEST_ID} 个字符",
             f"field must look like cause:TREATED/210682, with at most {LONGEST_ID} characters"),
        _STOPPED,
        Text("请从章节中抄写编号", "copy the id from the chapter"),
    ),
    "remark-id": (
        Text(f"待填栏的编号须形如 cause:TREATED/210682，不超过 {LONGEST_ID} 个字符",
             f"the id of a field must look like cause:TREATED/210682, with at most {LONGEST_ID} characters"),
        Text("这一章没有写成", "the chapter was not written"),
        Text("请改正笔记本中的编号", "mend the id in the notebook"),
    ),
    "remark-twice": (
        Text("同一个 field 写了两次", "the same field occurs twice"),
        _STOPPED,
        Text("请合并成一条", "make one remark of them"),
    ),
    "remark-empty": (
        Text("text 是空的", "the text is empty"),
        _STOPPED,
        Text("请写上文字，或删去这一条", "write a text, or take the remark out"),
    ),
    "remark-long": (
        Text("text 不超过 {text} 个字符，by 不超过 {name} 个",
             "text has at most {text} characters, by {name}"),
        _STOPPED,
        Text("请缩短", "shorten it"),
    ),
    "remark-unused": (
        Text("没有任何章节显示这个 field", "no chapter shows this field"),
        Text("这段文字没有出现在报告中，仍保留在文件里",
             "the text is in no report; it stays in the file"),
        Text("请核对编号，或删去这一条", "check the id, or take the remark out"),
    ),
    "remark-no-file": (
        Text("研究没有声明存放评估文字的文件", "the study names no file of remarks"),
        Text("没有保存任何文字", "no text was kept"),
        Text('请在 study.toml 的 [files] 中写 remarks = "data/remarks.toml"',
             'put remarks = "data/remarks.toml" into [files] of study.toml'),
    ),
    "remark-no-fields": (
        Text("文档中没有待填栏", "the document has no field to fill in"),
        _UNREAD,
        Text("请使用 dandong build 生成的章节", "use a chapter made by dandong build"),
    ),
    "remark-differs": (
        Text("同一个待填栏在文档中出现两次，文字不同",
             "the same field stands twice in the document with different texts"),
        _UNREAD,
        Text("请把两处改成一样", "make both the same"),
    ),
    "remark-lost": (
        Text("待填栏中有文字以外的内容：{lost}", "the field holds more than text: {lost}"),
        Text("只保存了文字", "only the text was kept"),
        Text("请改用文字说明", "say it in words"),
    ),
    "remark-edited": (
        Text("文档中有手工填写而没有保存的文字",
             "the document holds texts written by hand that are not kept"),
        Text("没有生成任何内容，以免丢失", "nothing was built, so that they are not lost"),
        Text("请先运行 dandong remarks {name}（不要这些文字则用 dandong build --discard-edits）",
             "run dandong remarks {name} first (or dandong build --discard-edits to drop them)"),
    ),
    "remark-edited-unread": (
        Text("改动过的文档无法读取（{reason}）", "the edited document cannot be read ({reason})"),
        Text("没有生成任何内容，以免丢失其中的文字",
             "nothing was built, so that texts in it are not lost"),
        Text("请把它移出 reports/（不要它则用 dandong build --discard-edits）",
             "move it out of reports/ (or dandong build --discard-edits to drop it)"),
    ),
    "file-size": (
        Text("文件超过 {limit} 字节的上限", "the file is larger than {limit} bytes"),
        _UNREAD,
        Text("请去掉其中的大图片", "take large pictures out of it"),
    ),
    "file-type": (Text("文件不是 .docx 文档", "the file is no .docx document"), _UNREAD, _SAVE_AGAIN),
    "zip-damaged": (
        Text("文件不完整或已损坏", "the file is cut off or damaged"), _UNREAD, _SAVE_AGAIN,
    ),
    "zip-entries": (
        Text("压缩包内的文件超过 {limit} 个", "the package holds more than {limit} parts"),
        _UNREAD, _SAVE_AGAIN,
    ),
    "zip-size": (
        Text("解压后超过 {limit} 字节", "unpacked it exceeds {limit} bytes"), _UNREAD, _SAVE_AGAIN,
    ),
    "zip-ratio": (
        Text("有一部分的压缩比超过 {limit}", "a part is packed more than {limit} to one"),
        _UNREAD, _SAVE_AGAIN,
    ),
    "zip-overlap": (
        Text("压缩包内的部分互相重叠或重名", "parts of the package overlap or share a name"),
        _UNREAD, _SAVE_AGAIN,
    ),
    "docx-doctype": (
        Text("文档内有 DOCTYPE 声明", "the document holds a DOCTYPE"), _UNREAD, _SAVE_AGAIN,
    ),
}  # fmt: skip


def problem(
    code: str, place: Place, value: str = "", *, severity: Severity = "error", **parts: object
) -> Problem:
    """The message of ``code`` at ``place``."""
    rule, consequence, action = (
        Text(text.zh.format_map(parts), text.en.format_map(parts)) for text in MESSAGES[code]
    )
    return Problem(code, rule, consequence, action, place, value, severity)

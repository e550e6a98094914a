"""What is said about declared corrections: one message per code."""

from dandong_analysis.errors import Place, Problem, Text
from dandong_analysis.survey.message import Message

STOPPED = Text("更正没有执行，已停止生成", "the correction was not made and the build stopped")
UPDATE = Text(
    "请核对交付文件后修改或删除这条更正",
    "check the delivered file, then mend or remove the correction",
)

MESSAGES: dict[str, Message] = {
    "correction-key": Message(
        Text("没有这一项", "there is no such entry"),
        STOPPED,
        Text("最接近的是：{near}，请改正", "the nearest is: {near}; mend it"),
    ),
    "correction-type": Message(
        Text("这一项应当是{zh}", "this entry must be {en}"),
        STOPPED,
        Text("请按此改写它的值", "write its value so"),
    ),
    "correction-missing": Message(
        Text("缺少这一项", "this entry is missing"), STOPPED, Text("请补上它", "add it")
    ),
    "correction-id-twice": Message(
        Text("两条更正的编号相同", "two corrections have the same id"),
        STOPPED,
        Text("请改成不同的编号", "give them different ids"),
    ),
    "correction-place": Message(
        Text(
            "没有更正 {id} 所说的交付、文件或工作表",
            "there is no such delivery, file or sheet as correction {id} names",
        ),
        STOPPED,
        Text("最接近的是：{near}，请改正", "the nearest is: {near}; mend it"),
    ),
    "correction-header": Message(
        Text("更正 {id} 所说的表头不存在", "there is no such header as correction {id} names"),
        STOPPED,
        Text("最接近的是：{near}，请改正", "the nearest is: {near}; mend it"),
    ),
    "correction-header-twice": Message(
        Text(
            "更正 {id} 所说的表头有不止一列：{found}",
            "correction {id} names a header of several columns: {found}",
        ),
        STOPPED,
        Text("请改用另一列来定位", "locate the row by another column"),
    ),
    "correction-no-row": Message(
        Text(
            "没有符合更正 {id} 的行；最接近的值：{found}",
            "no row matches correction {id}; the nearest value is: {found}",
        ),
        STOPPED,
        UPDATE,
    ),
    "correction-many-rows": Message(
        Text(
            "更正 {id} 符合{count}行：第{found}行",
            "correction {id} matches {count} rows: {found}",
        ),
        STOPPED,
        Text("请在 where 中增加表头，直到只符合一行", "add headers to where until one row matches"),
    ),
    "correction-old": Message(
        Text(
            "更正 {id} 所说的原值是“{old}”，现在是别的值",
            "correction {id} expects '{old}', but the cell holds something else",
        ),
        STOPPED,
        UPDATE,
    ),
    "correction-cell-twice": Message(
        Text(
            "更正 {id} 与 {other} 改的是同一格", "corrections {id} and {other} change the same cell"
        ),
        STOPPED,
        Text("请只保留一条", "keep one of them"),
    ),
    "correction-row-twice": Message(
        Text(
            "更正 {id} 与 {other} 排除的是同一行",
            "corrections {id} and {other} leave out the same row",
        ),
        STOPPED,
        Text("请只保留一条", "keep one of them"),
    ),
}


def problem(code: str, place: Place, value: str = "", **parts: object) -> Problem:
    """The message of ``code`` at ``place``."""
    return MESSAGES[code].problem(code, place, value, "error", parts)

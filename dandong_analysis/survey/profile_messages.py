"""What is said about a delivery profile: one message per code."""

from dandong_analysis.errors import Place, Problem, Text
from dandong_analysis.survey.message import Message

UNREAD = Text("没有读取这次交付", "the delivery was not read")
CHOOSE = Text("请改成以下之一：{known}", "make it one of: {known}")
NEAREST = Text("最接近的是：{near}，请改正", "the nearest is: {near}; mend it")

MESSAGES: dict[str, Message] = {
    "profile-format": Message(
        Text("不认识这种 format", "this format is not known"),
        UNREAD,
        Text("请写 format = 1", "write format = 1"),
    ),
    "profile-missing": Message(
        Text("缺少这一项", "this entry is missing"),
        UNREAD,
        Text("请补上它", "add it"),
    ),
    "profile-key": Message(Text("没有这一项", "there is no such entry"), UNREAD, NEAREST),
    "profile-type": Message(
        Text("这一项应当是{zh}", "this entry must be {en}"),
        UNREAD,
        Text("请按此改写它的值", "write its value so"),
    ),
    "profile-choice": Message(Text("不能是这个值", "the value is not allowed"), UNREAD, CHOOSE),
    "profile-file": Message(
        Text(
            "文件须在交付目录内，扩展名为 .xlsx .csv .gpkg .shp .geojson",
            "the file must lie in the delivery folder and end in .xlsx .csv .gpkg .shp .geojson",
        ),
        UNREAD,
        Text("请改正文件名", "mend the file name"),
    ),
    "profile-sheet-name": Message(
        Text(
            ".xlsx 和 .gpkg 要写 sheet，.csv、.shp 和 .geojson 不写",
            ".xlsx and .gpkg need sheet; .csv, .shp and .geojson have none",
        ),
        UNREAD,
        Text("请补上或删去 sheet", "add or remove sheet"),
    ),
    "profile-sheet-twice": Message(
        Text("同一张表声明了两次", "the same sheet is declared twice"),
        UNREAD,
        Text("请删去其中一次", "remove one of the two"),
    ),
    "profile-header-rows": Message(
        Text(
            "header_rows 是表头的行号，从1起、由上到下；图层没有表头行",
            "header_rows are the header's row numbers from 1, downwards; layers have none",
        ),
        UNREAD,
        Text("请改正 header_rows", "mend header_rows"),
    ),
    "profile-not-for-carrier": Message(
        Text("{suffix} 文件用不到这一项", "a {suffix} file has no use for this entry"),
        UNREAD,
        Text("请删去它", "remove it"),
    ),
    "profile-table": Message(Text("没有这张表", "there is no such table"), UNREAD, NEAREST),
    "profile-field": Message(
        Text("{table} 表没有这个字段", "table {table} has no such field"), UNREAD, NEAREST
    ),
    "profile-field-twice": Message(
        Text("两处都给出这个字段", "this field is given in two places"),
        UNREAD,
        Text("请只保留一处", "keep one of them"),
    ),
    "profile-field-required": Message(
        Text(
            "这个必填字段既没有对应的列，也没有常量",
            "this required field has neither a column nor a constant",
        ),
        UNREAD,
        Text("请在 columns 或 constants 中给出它", "give it under columns or constants"),
    ),
    "profile-field-unmapped": Message(
        Text("这个字段没有对应的列", "no column is read into this field"),
        UNREAD,
        Text("请在 columns 中给出它，或删去此项", "give it under columns, or remove the entry"),
    ),
    "profile-field-kind": Message(
        Text("这一项不适用于这种字段", "this entry does not suit a field of this kind"),
        UNREAD,
        Text("请删去它", "remove it"),
    ),
    "profile-ignored": Message(
        Text("这个表头既要读取又在 ignore 中", "this header is both read and ignored"),
        UNREAD,
        Text("请只保留一处", "keep one of them"),
    ),
    "profile-header-twice": Message(
        Text("两个表头规范化后相同", "two headers are the same once normalised"),
        UNREAD,
        Text("请只保留一个", "keep one of them"),
    ),
    "profile-place": Message(
        Text(
            "这类列只有图层才有：@fid @geometry @geometry.x @geometry.y",
            "only layers have such columns: @fid @geometry @geometry.x @geometry.y",
        ),
        UNREAD,
        Text("请改正列名", "mend the column's name"),
    ),
    "profile-unit": Message(Text("不认识这个单位", "the unit is not known"), UNREAD, CHOOSE),
    "profile-quantity": Message(
        Text("这个单位不是该字段的量", "the unit measures something else than the field"),
        UNREAD,
        CHOOSE,
    ),
    "profile-encoding": Message(
        Text("没有这种编码", "there is no such encoding"),
        UNREAD,
        Text("请写 utf-8 或 gb18030 等", "write utf-8, gb18030 or the like"),
    ),
    "profile-one-character": Message(
        Text("这一项应当是一个字符", "this entry must be one character"),
        UNREAD,
        Text("请改成一个字符", "make it one character"),
    ),
    "profile-crs": Message(
        Text("不认识这个坐标系", "the coordinate system is not known"),
        UNREAD,
        Text('请写成 "EPSG:4490" 这样的代码', 'write a code such as "EPSG:4490"'),
    ),
    "profile-zone": Message(
        Text(
            "zone_prefix 只用于声明了投影坐标系的表",
            "zone_prefix needs a declared projected coordinate system",
        ),
        UNREAD,
        Text("请补上 crs，或删去 zone_prefix", "add crs, or remove zone_prefix"),
    ),
    "profile-date-format": Message(
        Text("不是能用的日期写法", "this is no usable form of a date"),
        UNREAD,
        Text('请写成 "%Y-%m-%d" 这样', 'write it like "%Y-%m-%d"'),
    ),
    "profile-language": Message(
        Text("这句话只有一种语言", "this statement is in one language only"),
        UNREAD,
        Text("请补上另一种语言（_zh、_en）", "add the other language (_zh, _en)"),
    ),
    "profile-code": Message(
        Text("词表中没有这个代码", "the vocabulary has no such code"), UNREAD, CHOOSE
    ),
    "profile-constant": Message(
        Text("词表中没有这个词", "the vocabulary has no such word"), UNREAD, NEAREST
    ),
}


def problem(code: str, place: Place, value: str = "", **parts: object) -> Problem:
    """The message of ``code`` about the entry at ``place``."""
    return MESSAGES[code].problem(code, place, value, "error", parts)

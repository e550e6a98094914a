"""What the reader says about a delivered file: one message per code."""

from dandong_analysis.errors import Place, Problem, Severity, Text
from dandong_analysis.survey.geojson_messages import MESSAGES as GEOJSON
from dandong_analysis.survey.guard_messages import EXPORT_AGAIN, FILE_UNREAD
from dandong_analysis.survey.guard_messages import MESSAGES as REFUSALS
from dandong_analysis.survey.message import Message

SHEET_UNREAD = Text("没有读取这张表", "the table was not read")
ROW_UNSURE = Text("这一行需要核对", "the row has to be checked")
ALL_READ = Text("内容照常读取", "it was read all the same")

MESSAGES: dict[str, Message] = {
    **REFUSALS,
    **GEOJSON,
    "file-missing": Message(
        Text("交付目录中没有这个文件", "the delivery has no such file"),
        SHEET_UNREAD,
        Text(
            "请补交文件，或在 profile.toml 中改正文件名；现有文件：{known}",
            "deliver it or mend its name in profile.toml; present are: {known}",
        ),
    ),
    "sheet-missing": Message(
        Text("文件中没有这张工作表或图层", "the file has no such sheet or layer"),
        SHEET_UNREAD,
        Text(
            "请在 profile.toml 中改正名称；现有：{known}",
            "mend the name in profile.toml; present are: {known}",
        ),
    ),
    "sheet-too-large": Message(
        Text(
            "工作表超过 {limit} 个单元格的上限",
            "the sheet has more than {limit} cells, blank ones included",
        ),
        SHEET_UNREAD,
        Text("请删去表格以外的内容", "remove what stands far outside the table"),
    ),
    "rows-at-limit": Message(
        Text(
            "行数正好是软件的上限，后面的行很可能已丢失",
            "the rows end exactly at the limit of a spreadsheet program, so the rest is likely cut",
        ),
        SHEET_UNREAD,
        Text("请从数据库分几个文件重新导出", "export it again in several files"),
    ),
    "formula-not-computed": Message(
        Text("公式没有保存计算结果", "the formula has no saved result"),
        Text("此格没有可用的值", "the cell has no value to use"),
        Text(
            "请用表格软件打开并保存一次，再重新提交",
            "open the file in a spreadsheet program, save it and deliver it again",
        ),
    ),
    "formula-external": Message(
        Text("公式引用了别的文件", "the formula refers to another file"),
        Text("使用了上次保存的结果", "the last saved result was used"),
        Text("请核对后把公式粘贴为数值", "check it and paste it as a value"),
    ),
    "cell-error": Message(
        Text("单元格是计算错误", "the cell holds an error of calculation"),
        Text("此格没有可用的值", "the cell has no value to use"),
        Text("请改正公式，或填入数值", "mend the formula or enter the value"),
    ),
    "number-too-long": Message(
        Text(
            "数字超过15位，表格软件已把后面的位数丢掉",
            "a spreadsheet program keeps 15 digits of a number and has lost the rest",
        ),
        ROW_UNSURE,
        Text("请把此列设为文本，按原件重新填写", "format the column as text and type it anew"),
    ),
    "rows-hidden": Message(
        Text("这些行被隐藏或筛选掉了", "these rows are hidden or filtered out"),
        ALL_READ,
        Text("请确认它们应当计入", "make sure that they are meant to count"),
    ),
    "columns-hidden": Message(
        Text("这些列被隐藏了", "these columns are hidden"),
        ALL_READ,
        Text("请确认它们应当计入", "make sure that they are meant to count"),
    ),
    "sheet-hidden": Message(
        Text("这张工作表被隐藏了", "this sheet is hidden"),
        ALL_READ,
        Text("请确认它应当计入", "make sure that it is meant to count"),
    ),
    "encoding-unknown": Message(
        Text("没有这种编码", "there is no such encoding"),
        FILE_UNREAD,
        Text(
            "请在 profile.toml 中写 utf-8 或 gb18030 等",
            "write utf-8, gb18030 or the like in profile.toml",
        ),
    ),
    "encoding-undeclared": Message(
        Text(
            "没有声明编码，内容也不是 UTF-8",
            "no encoding is declared and the contents are not UTF-8",
        ),
        FILE_UNREAD,
        Text(
            '请在 profile.toml 中声明编码，例如 encoding = "gb18030"',
            'declare it in profile.toml, such as encoding = "gb18030"',
        ),
    ),
    "encoding-bad-byte": Message(
        Text(
            "第{line}行有字节不合编码 {encoding}", "line {line} has a byte that is not {encoding}"
        ),
        FILE_UNREAD,
        Text(
            "请在 profile.toml 中改正 encoding，或重新导出文件",
            "mend encoding in profile.toml, or export the file again",
        ),
    ),
    "encoding-conflict": Message(
        Text(
            "声明的编码是 {encoding}，文件却是 {real}",
            "declared is {encoding}, but the file is {real}",
        ),
        FILE_UNREAD,
        Text("请在 profile.toml 中改正 encoding", "mend encoding in profile.toml"),
    ),
    "csv-broken": Message(
        Text("引号或分隔符不合 csv 的写法", "quotes or delimiters break the rules of csv"),
        FILE_UNREAD,
        Text("请改正这一行，或重新导出文件", "mend that row or export the file again"),
    ),
    "row-too-long": Message(
        Text(
            "这一行有{cells}格，表头只有{width}格",
            "the row has {cells} cells, the header only {width}",
        ),
        ROW_UNSURE,
        Text("请检查多出的分隔符或没加引号的文字", "look for a stray delimiter or unquoted text"),
    ),
    "row-too-short": Message(
        Text(
            "这一行只有{cells}格，表头有{width}格",
            "the row has only {cells} cells, the header {width}",
        ),
        Text("缺少的格按空白处理", "the missing cells count as blank"),
        Text("请检查是否漏了分隔符", "look for a missing delimiter"),
    ),
    "gpkg-open": Message(
        Text(
            "旁边还有未合并的 -wal 文件，最近的修改不在 .gpkg 里",
            "a -wal file beside it holds changes that are not yet in the .gpkg",
        ),
        FILE_UNREAD,
        Text("请关闭 QGIS 等软件后重新提交", "close QGIS or the like and deliver it again"),
    ),
    "shp-encoding": Message(
        Text(
            "没有 .cpg 文件，也没有声明编码",
            "there is no .cpg file and no encoding is declared",
        ),
        FILE_UNREAD,
        Text(
            '请在 profile.toml 中声明编码，例如 encoding = "gb18030"',
            'declare it in profile.toml, such as encoding = "gb18030"',
        ),
    ),
    "dbf-name-cut": Message(
        Text(
            "字段名在10字节处被截断，半个汉字丢失",
            "the field name was cut at 10 bytes inside a character",
        ),
        FILE_UNREAD,
        Text("请改短字段名，或改交 GeoPackage", "shorten the name, or deliver a GeoPackage"),
    ),
    "layer-unreadable": Message(
        Text("图层无法读取", "the layer cannot be read"), FILE_UNREAD, EXPORT_AGAIN
    ),
    "geometry-unreadable": Message(
        Text("存有图形，但无法读取", "a geometry is stored but cannot be read"),
        Text("这一要素没有位置", "the feature has no place"),
        Text("请在 GIS 软件中重画这个图形", "draw it anew in a GIS"),
    ),
    "geometry-not-a-point": Message(
        Text("图形应是一个点", "the geometry must be one point"),
        Text("这一要素没有位置", "the feature has no place"),
        Text("请把它改成点，或移到另一个图层", "make it a point, or move it to another layer"),
    ),
    "layer-rows": Message(
        Text(
            "读到的要素数与文件中实有的不同",
            "the number of features read is not the number in the file",
        ),
        FILE_UNREAD,
        EXPORT_AGAIN,
    ),
    "layer-remark": Message(
        Text("读取图层时有提示", "the layer was read with a remark"),
        ALL_READ,
        Text("请在 GIS 软件中检查这个图层", "check the layer in a GIS"),
    ),
    "attribute-reserved": Message(
        Text(
            "属性与读取时加入的列同名：@fid @geometry @geometry.x @geometry.y",
            "an attribute has the name of a column that reading adds: "
            "@fid @geometry @geometry.x @geometry.y",
        ),
        SHEET_UNREAD,
        Text("请给这个属性改名", "give this attribute another name"),
    ),
    "layer-crs": Message(
        Text("不认识图层写明的坐标系", "the coordinate system that the layer states is unknown"),
        SHEET_UNREAD,
        Text("请在 GIS 软件中重新指定坐标系后导出", "assign it anew in a GIS and export the layer"),
    ),
    "crs-missing": Message(
        Text(
            "图层没有坐标系，profile.toml 也没有声明",
            "the layer has no coordinate system and profile.toml declares none",
        ),
        SHEET_UNREAD,
        Text(
            '请在 profile.toml 中声明，例如 crs = "EPSG:4490"',
            'declare it in profile.toml, such as crs = "EPSG:4490"',
        ),
    ),
    "crs-conflict": Message(
        Text(
            "图层的坐标系与声明的 {declared} 不同",
            "the coordinate system of the layer is not the declared {declared}",
        ),
        SHEET_UNREAD,
        Text(
            "请查清哪个正确，再改 profile.toml 或图层",
            "find out which is right, then mend profile.toml or the layer",
        ),
    ),
}


def problem(
    code: str, place: Place, value: str = "", *, severity: Severity = "error", **parts: object
) -> Problem:
    """The message of ``code`` at ``place``; what cannot be written stands as its escape."""
    writable = value.encode(errors="backslashreplace").decode()
    return MESSAGES[code].problem(code, place, writable, severity, parts)

"""The words that a document adds to its blocks: labels of facts, notes, captions, stamps."""

from collections.abc import Mapping

from dandong_analysis.errors import Text

LANGUAGE_TAGS = {"zh": "zh-CN", "en": "en"}
"""What other programs call the languages of a report."""

PHRASES: Mapping[str, Text] = {
    "seq.table": Text("表", "Table"),
    "seq.figure": Text("图", "Figure"),
    "contents": Text("目录", "Contents"),
    "appendix": Text("附录　数据项定义", "Appendix: definitions of the numbers"),
    "appendix_note": Text(
        "正文、表和图中的每个数值都出自下列数据项，按首次出现的先后排列。",
        "Every number in the text, tables and figures is one of these, in order of first use.",
    ),
    "appendix_groups": Text(
        "表和图中同一指标只在分组上不同的数值合为一条，编号中的“…”代表各组的代码。",
        " Numbers of one indicator that differ in their group only share an entry; “…” in the id"
        " stands for the code of each group.",
    ),
    "table": Text("表", "Table "),
    "figure": Text("图", "Figure "),
    "caption_gap": Text("\u3000", "  "),
    "continued": Text("续", "(continued) "),
    "unit": Text("单位：", "Unit: "),
    "notes": Text("注：", "Note: "),
    "figure_facts": Text("图中数值", "Numbers in this figure"),
    "colon": Text("：", ": "),
    "semicolon": Text("；", "; "),
    "comma": Text("、", ", "),
    "open": Text("（", " ("),
    "close": Text("）", ")"),
    "rows_unit": Text(" 行", " rows"),
    "study": Text("研究", "Study"),
    "region": Text("范围", "Region"),
    "as_of": Text("数据截止", "As of"),
    "created": Text("编制日期", "Date"),
    "build": Text("构建编号", "Build"),
    "fact.id": Text("编号", "Id"),
    "fact.label": Text("数据项", "Item"),
    "fact.value": Text("数值", "Value"),
    "fact.converted": Text("此处换算为", "Here as"),
    "fact.definition": Text("定义", "Definition"),
    "fact.rows": Text("行数", "Rows"),
    "fact.sources": Text("来源", "Sources"),
    "fact.parents": Text("由此算出", "Computed from"),
    "fact.published": Text("公布值", "Published"),
    "fact.verdict": Text("对比结论", "Verdict"),
    "fact.unit": Text("单位", "Unit"),
    "fact.provenance": Text("性质", "Provenance"),
    "group_rows": Text("{facts} 个数，行数合计 {rows}", "{facts} numbers, {rows} rows in all"),
    "layer.rows": Text("共 {rows} 条。", "{rows} rows."),
    "layer.missing": Text(
        "{missing} 条没有图形，只在属性表中。",
        "{missing} rows have no shape and are in the attribute table only.",
    ),
    "layer.base": Text("{base}；界线不作为划界依据。", "{base}; its lines settle no boundary."),
    "note.synthetic": Text("模拟数据", "Synthetic data"),
    "note.unverified": Text("尚未核实", "Not verified"),
    "note.source": Text("资料来源", "Source"),
    "note.limit": Text("使用限制", "Limits"),
    "note.difference": Text("与公布值的差异", "Difference from print"),
    "field.placeholder": Text("（待评估人填写）", "(to be written by the evaluator)"),
    "map": Text("地图", "map"),
    "map.view": Text("视图", "View"),
    "map.in": Text("放大", "Zoom in"),
    "map.out": Text("缩小", "Zoom out"),
    "map.all": Text("显示全图", "Show the whole map"),
    "map.panel": Text("所选要素", "Selected feature"),
    "map.legend": Text("图层与图例", "Layers and legend"),
    "map.hint": Text(
        "指向或点选图上的要素，此处显示其内容。",
        "Point at a feature of the map, or click it, to read about it here.",
    ),
    "map.help": Text(
        "拖动或方向键移动；＋、－ 或按住 Ctrl 滚动滚轮缩放，0 显示全图。"
        "Tab 进入图层，方向键逐个选取要素，回车进入说明，Esc 返回。",
        "Drag or use the arrow keys to move; + and -, or the wheel with Ctrl, to zoom; 0 shows the"
        " whole map. Tab goes into a layer, arrow keys from feature to feature, Enter into its"
        " description, Esc back.",
    ),
    "facts.title": Text("数据项与逐行依据", "Facts and the rows behind them"),
    "facts.intro": Text(
        "本页列出报告印出的每个数，以及它们由哪些数算出。打开一个数，可以看到它的定义、逐行依据（文件、工作表、行、单元格原文）"
        "和重新合计的结果。本页离线使用，不向外发出任何请求。",
        "This page lists every number that the report prints, and the numbers that they were computed"
        " from. Open one to see its definition, the rows behind it (file, sheet, row, text of the cell)"
        " and the sum added up again. It works offline and asks nobody for anything.",
    ),
    "facts.no_script": Text(
        "浏览器没有运行本页的脚本，因此只列出数值和定义。逐行依据请用命令查看：",
        "The browser does not run this page's script, so only values and definitions are listed. To see"
        " the rows behind a number, use the command:",
    ),
    "facts.chapters": Text("各章", "Chapters"),
    "facts.search": Text("查找数据项", "Find a fact"),
    "facts.search_hint": Text(
        "编号、名称或印出的数，如 44,750", "Id, label or printed number, such as 44,750"
    ),
    "facts.found": Text("共 {all} 项，符合的 {shown} 项", "{shown} of {all} facts"),
    "facts.open_all": Text("全部展开", "Open all"),
    "facts.close_all": Text("全部收起", "Close all"),
    "facts.not_printed": Text(
        "报告没有印出、只参与计算的数", "Numbers that are not printed, only computed with"
    ),
    "facts.items": Text(" 项", " facts"),
    "facts.back": Text("← 全部数据项", "← All facts"),
    "facts.unknown": Text(
        "本页没有编号为“{id}”的数据项。", "This page has no fact with the id “{id}”."
    ),
    "facts.exact": Text("未修约的值", "Unrounded value"),
    "facts.texts": Text("印作", "Printed as"),
    "facts.converted": Text(
        "{own}；换算单位后 {others}", "{own}; converted to another unit {others}"
    ),
    "facts.in_section": Text("{value}（见 {section}）", "{value} (section {section})"),
    "facts.table": Text("数据表", "Table"),
    "facts.where": Text("筛选条件", "Filter"),
    "facts.all_rows": Text("全部行", "all rows"),
    "facts.is": Text("：", " is "),
    "facts.reason": Text("说明", "Remark"),
    "facts.no_value": Text("没有值", "no value"),
    "facts.command": Text("命令行", "Command"),
    "facts.mentions": Text("出现在", "Where it stands"),
    "facts.parents": Text("由这些数算出", "Computed from"),
    "facts.children": Text("用它算出的数", "Computed from it"),
    "facts.rows_title": Text("逐行依据", "Rows behind it"),
    "facts.rows_of": Text("显示哪个数的行", "Rows of"),
    "facts.no_rows": Text(
        "这个数没有可以逐行列出的依据。", "There are no rows to list behind this number."
    ),
    "facts.no_cells": Text(
        "这些行是程序算出的表的行，没有哪个提交的单元格与之对应。",
        "These are rows of a computed table; no delivered cell stands for them.",
    ),
    "facts.filter": Text("筛选这些行", "Filter these rows"),
    "facts.no": Text("序号", "No."),
    "facts.file": Text("文件", "File"),
    "facts.sheet": Text("工作表", "Sheet"),
    "facts.row": Text("行", "Row"),
    "facts.column": Text("列", "Column"),
    "facts.header": Text("表头", "Header"),
    "facts.raw": Text("单元格原文", "Cell as delivered"),
    "facts.read": Text("读取处理", "How it was read"),
    "facts.brings": Text("计入值", "Brings in"),
    "facts.shown_rows": Text("第 {from}–{to} 行，共 {all} 行", "Rows {from}–{to} of {all}"),
    "facts.none_shown": Text("没有符合的行，共 {all} 行", "No row fits, of {all}"),
    "facts.first": Text("首页", "First"),
    "facts.previous": Text("上一页", "Previous"),
    "facts.next": Text("下一页", "Next"),
    "facts.last": Text("末页", "Last"),
    "facts.copy": Text("复制到电子表格", "Copy for a spreadsheet"),
    "facts.copy_csv": Text("复制为 CSV", "Copy as CSV"),
    "facts.copied": Text("已复制 {n} 行（含表头和单位）", "{n} rows copied, with header and unit"),
    "facts.copy_by_hand": Text(
        "浏览器不许写入剪贴板，请在下框中全选并复制：",
        "The browser forbids to write to the clipboard; select all in this box and copy it:",
    ),
    "facts.part_sum": Text("筛选出的行合计", "Sum of the rows shown"),
    "facts.re.count": Text("各行重新计数", "Rows counted again"),
    "facts.re.sum": Text("各行重新合计", "Rows added up again"),
    "facts.re.max": Text("各行中的最大值", "Largest of the rows"),
    "facts.re.min": Text("各行中的最小值", "Smallest of the rows"),
    "facts.re.first": Text("各行中的最早时间", "Earliest of the rows"),
    "facts.re.last": Text("各行中的最晚时间", "Latest of the rows"),
    "facts.re.distinct": Text("各行中不同值的个数", "Different values of the rows"),
    "facts.re.each": Text("该行的值", "Value of the row"),
    "facts.re.ratio": Text("重新相除", "Divided again"),
    "facts.re.parents": Text("各数重新合计", "Added up again"),
    "facts.agrees": Text("与数据项的值一致", "agrees with the value of the fact"),
    "facts.disagrees": Text("与数据项的值不一致", "does not agree with the value of the fact"),
    "facts.computed": Text(
        "按定义由这些数算出，不是它们的和或商。",
        "Computed from these as the definition says; it is neither their sum nor their quotient.",
    ),
    "facts.files": Text("文件及其 SHA-256", "Files and their SHA-256"),
    "facts.no_hash": Text("（无）", "(none)"),
    "site.bar": Text("报告导航", "Pages of the report"),
    "site.onward": Text("前后页", "Pages before and after"),
    "site.before": Text("上一页：", "Previous: "),
    "site.after": Text("下一页：", "Next: "),
    "site.close": Text("关闭", "Close"),
    "site.skip": Text("跳到正文", "Skip to the text"),
    "site.facts": Text("全部数据项", "All numbers"),
    "site.chapter": Text("{number}", "Chapter {number}"),
    "site.summary": Text("摘要", "Summary"),
    "site.search": Text("搜索报告", "Search the report"),
    "site.found": Text(
        "找到 {all} 处，显示前 {shown} 处。", "{all} found, the first {shown} shown."
    ),
    "site.no_script": Text(
        "浏览器没有运行脚本，不能搜索；目录和各章照常可用。",
        "Your browser runs no script, so there is no search; contents and chapters work as usual.",
    ),
    "site.tables": Text("表格目录", "Tables"),
    "site.figures": Text("图目录", "Figures and maps"),
    "site.downloads": Text("文件", "Files"),
    "site.rows": Text("查看来源 {rows} 行", "See the {rows} rows behind it"),
    "site.entry": Text("定义", "Definition"),
    "site.parents": Text("由此得出", "Computed from"),
    "site.copy": Text("复制表格", "Copy table"),
    "site.copied": Text("已复制，可粘贴到电子表格。", "Copied; paste it into a spreadsheet."),
    "site.copy_failed": Text(
        "浏览器不允许复制，请选中表格后手工复制。",
        "The browser does not allow it; select the table and copy it by hand.",
    ),
    "site.sort": Text("按此列排序", "Sort by this column"),
    "site.theme": Text("配色：", "Theme: "),
    "site.theme.auto": Text("自动", "auto"),
    "site.theme.light": Text("浅色", "light"),
    "site.theme.dark": Text("深色", "dark"),
    "site.file.docx": Text("整份报告（Word）", "The whole report (Word)"),
    "site.file.pdf": Text("整份报告（PDF）", "The whole report (PDF)"),
    "site.file.xlsx": Text("附表工作簿（Excel）", "Workbook of the tables (Excel)"),
    "site.file.gpkg": Text("地图图层（GeoPackage）", "Map layers (GeoPackage)"),
    "site.file.csv": Text("全部数据项（CSV）", "All numbers (CSV)"),
    "site.file.json": Text("全部数据项（JSON）", "All numbers (JSON)"),
    "site.language.zh": Text("中文", "中文"),
    "site.language.en": Text("English", "English"),
    "stamp": Text(
        "模拟数据：由程序生成，不是实地调查成果",
        "Synthetic data: made by a program, not by a survey",
    ),
    "annex.title": Text(
        "附表：可计算的表格与数据项", "Annex: tables that calculate, and all facts"
    ),
    "annex.facts": Text("数据项", "Facts"),
    "annex.facts_about": Text(
        "报告中的全部数值：未修约的值、定义、行数、来源",
        "All numbers of the report: unrounded values, definitions, rows, sources",
    ),
    "annex.notes": Text("说明", "Notes"),
    "annex.notes_about": Text(
        "公式、修约、模拟和未核实的内容", "Formulas, rounding, what is synthetic or not verified"
    ),
    "annex.back": Text("返回目录", "Contents"),
    "annex.number": Text("表号", "Table"),
    "annex.caption": Text("表名", "Caption"),
    "annex.chapter": Text("章", "Chapter"),
    "annex.exact": Text("精确值（超过15位时）", "Exact value (beyond 15 digits)"),
    "annex.printed": Text("报告中写作", "Printed as"),
    "annex.parents": Text("由这些数据项算出", "Computed from"),
    "annex.places": Text("所在图表", "Stands in"),
    "annex.note.formulas": Text(
        "公式：合计和比率由同一张表中的数值算出，表中没有的项取自“数据项”表。写入前已用十进制数逐一核对，"
        "结果与台账的未修约值相同。各项之和不等于台账数值的合计（例如某些分类没有列出）不写成公式，仍是数值。",
        "Formulas: totals and rates are computed from the numbers of the same table, or from the sheet of"
        " facts where the table does not show them. Each was proved with exact decimals against the"
        " unrounded value in the ledger. A total that is not the sum of what the table shows (because"
        " some codes are left out) stays a number.",
    ),
    "annex.note.values": Text(
        "修约：单元格里是未修约的值，显示的位数与报告相同。电子表格只保留15位有效数字，更长的值在“数据项”表中另写成文字。",
        "Rounding: cells hold unrounded values and show as many decimals as the report. Spreadsheet"
        " programs keep 15 digits; longer values stand as text on the sheet of facts.",
    ),
    "annex.note.dash": Text(
        "“—”：是零，或没有观测到。零是数值，参加计算；没有观测到的是文字。",
        "“—” is zero, or was not observed. A zero is a number and is computed with; what was not"
        " observed is text.",
    ),
    "annex.note.percent": Text(
        "百分率：62.5 即 62.5%，单位写在表头。",
        "Percentages: 62.5 is 62.5%; the unit stands in the header.",
    ),
    "annex.note.comments": Text(
        "批注：每个数值的批注有编号、定义、行数、来源、公布值和对比结论。"
        "用命令 dandong trace 加编号，可追到原始单元格。",
        "Comments: that of a number has its id, definition, rows, sources, published figure and verdict."
        " The command dandong trace with the id opens it down to the delivered cells.",
    ),
    "annex.note.safe": Text(
        "本工作簿没有宏，也不引用其他文件。交付资料中的文字一律按文字写入，不会成为公式。",
        "This workbook has no macros and refers to no other file. Delivered text is written as text and"
        " never becomes a formula.",
    ),
}


def phrase(name: str, lang: str) -> str:
    """The phrase in the language."""
    return PHRASES[name].in_language(lang)

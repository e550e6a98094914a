"""The words that a document adds to its blocks: labels of facts, notes, captions, stamps."""

from collections.abc import Mapping

from dandong_analysis.errors import Text

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
    "fact.definition": Text("定义", "Definition"),
    "fact.rows": Text("行数", "Rows"),
    "fact.sources": Text("来源", "Sources"),
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

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
}


def phrase(name: str, lang: str) -> str:
    """The phrase in the language."""
    return PHRASES[name].in_language(lang)

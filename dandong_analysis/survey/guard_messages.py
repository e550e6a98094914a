"""What is said about a file that is refused before it is read: one message per code."""

from dandong_analysis.errors import Text
from dandong_analysis.survey.message import Message

FILE_UNREAD = Text("没有读取这个文件", "the file was not read")
SAVE_AGAIN = Text(
    "请用表格软件打开，另存为 .xlsx 后重新提交",
    "open it in a spreadsheet program, save it as .xlsx and deliver it again",
)
EXPORT_AGAIN = Text("请从原软件重新导出后提交", "export it again from its program and deliver it")

MESSAGES: dict[str, Message] = {
    "file-empty": Message(
        Text("文件是空的", "the file is empty"),
        FILE_UNREAD,
        Text("请重新提交完整的文件", "deliver the whole file again"),
    ),
    "file-size": Message(
        Text("文件超过 {limit} 字节的上限", "the file is larger than {limit} bytes"),
        FILE_UNREAD,
        Text("请把它拆成几个文件提交", "deliver it in several files"),
    ),
    "file-type": Message(
        Text("文件内容与扩展名 {suffix} 不符", "the contents do not fit the ending {suffix}"),
        FILE_UNREAD,
        Text(
            "请用原软件另存为真正的 {suffix} 文件后提交",
            "save it from its program as a real {suffix} file and deliver that",
        ),
    ),
    "file-kind": Message(
        Text(
            "只能读取 .xlsx .csv .gpkg .shp .geojson 文件",
            "only .xlsx .csv .gpkg .shp .geojson files are read",
        ),
        FILE_UNREAD,
        Text("请转换成其中一种后提交", "convert it to one of these and deliver that"),
    ),
    "xls-or-locked": Message(
        Text("文件是旧版 .xls 或加了密码", "the file is an old .xls or locked by a password"),
        FILE_UNREAD,
        SAVE_AGAIN,
    ),
    "zip-damaged": Message(
        Text("文件不完整或已损坏", "the file is cut off or damaged"), FILE_UNREAD, SAVE_AGAIN
    ),
    "zip-entries": Message(
        Text("压缩包内的文件超过 {limit} 个", "the package holds more than {limit} parts"),
        FILE_UNREAD,
        SAVE_AGAIN,
    ),
    "zip-size": Message(
        Text("解压后超过 {limit} 字节", "unpacked it exceeds {limit} bytes"),
        FILE_UNREAD,
        SAVE_AGAIN,
    ),
    "zip-ratio": Message(
        Text(
            "有一部分的压缩比超过 {limit}，不像正常的表格",
            "a part is packed more than {limit} to one, which no ordinary table is",
        ),
        FILE_UNREAD,
        SAVE_AGAIN,
    ),
    "zip-overlap": Message(
        Text("压缩包内的部分互相重叠或重名", "parts of the package overlap or share a name"),
        FILE_UNREAD,
        SAVE_AGAIN,
    ),
    "xlsx-damaged": Message(
        Text("工作簿的结构已损坏", "the workbook is damaged inside"), FILE_UNREAD, SAVE_AGAIN
    ),
    "xlsx-doctype": Message(
        Text(
            "工作簿内有 DOCTYPE 声明，正常的表格软件不会写它",
            "the workbook holds a DOCTYPE, which no spreadsheet program writes",
        ),
        FILE_UNREAD,
        SAVE_AGAIN,
    ),
    "xlsx-cells": Message(
        Text("工作簿超过 {limit} 个单元格", "the workbook has more than {limit} cells"),
        FILE_UNREAD,
        Text("请把它拆成几个文件提交", "deliver it in several files"),
    ),
    "xlsx-merge-size": Message(
        Text(
            "合并单元格或链接的区域共超过 {limit} 格",
            "merged or linked ranges cover more than {limit} cells",
        ),
        FILE_UNREAD,
        Text("请取消整表、整列的合并后重新提交", "undo merges of whole columns or sheets"),
    ),
    "gpkg-damaged": Message(
        Text("GeoPackage 不完整或已损坏", "the GeoPackage is cut off or damaged"),
        FILE_UNREAD,
        EXPORT_AGAIN,
    ),
    "gpkg-trigger": Message(
        Text("GeoPackage 中有标准以外的触发器", "the GeoPackage has a trigger of its own"),
        FILE_UNREAD,
        Text("请导出成新的 GeoPackage 后提交", "export the layers to a new GeoPackage"),
    ),
    "gpkg-view": Message(
        Text("GeoPackage 中有标准以外的视图", "the GeoPackage has a view of its own"),
        FILE_UNREAD,
        Text("请把视图存为普通图层后提交", "save the view as an ordinary layer"),
    ),
    "gpkg-virtual": Message(
        Text("GeoPackage 中有标准以外的虚拟表", "the GeoPackage has a virtual table of its own"),
        FILE_UNREAD,
        Text("请导出成新的 GeoPackage 后提交", "export the layers to a new GeoPackage"),
    ),
    "shp-part-missing": Message(
        Text("shapefile 缺少这一部分", "this part of the shapefile is missing"),
        FILE_UNREAD,
        Text(
            "请连同 .shp .shx .dbf .prj .cpg 一起提交",
            "deliver .shp .shx .dbf .prj .cpg together",
        ),
    ),
    "shp-damaged": Message(
        Text("{part} 的长度与它自己的文件头不符", "the length of {part} belies its own header"),
        FILE_UNREAD,
        EXPORT_AGAIN,
    ),
    "shp-records": Message(
        Text(
            ".shx 有{shapes}个图形，.dbf 有{rows}行",
            "the .shx has {shapes} shapes, the .dbf {rows} rows",
        ),
        FILE_UNREAD,
        EXPORT_AGAIN,
    ),
    "dbf-name-twice": Message(
        Text("两个字段截断后同名", "two field names are the same after the cut at 10 bytes"),
        FILE_UNREAD,
        Text("请改短字段名，或改交 GeoPackage", "shorten the names, or deliver a GeoPackage"),
    ),
}

"""What is said about a GeoJSON file: one message per code."""

from dandong_analysis.errors import Text
from dandong_analysis.survey.guard_messages import EXPORT_AGAIN, FILE_UNREAD
from dandong_analysis.survey.message import Message

NO_PLACE = Text("这一要素没有位置", "the feature has no place")
DRAW_AGAIN = Text("请在 GIS 软件中重画这个图形", "draw it anew in a GIS")
SPLIT = Text("请把它拆成几个文件提交", "deliver it in several files")

MESSAGES: dict[str, Message] = {
    "geojson-depth": Message(
        Text("括号嵌套超过 {limit} 层", "brackets are nested more than {limit} deep"),
        FILE_UNREAD,
        EXPORT_AGAIN,
    ),
    "geojson-encoding": Message(
        Text("第{line}行有字节不是 UTF-8", "line {line} has a byte that is not UTF-8"),
        FILE_UNREAD,
        Text("请以 UTF-8 编码重新导出后提交", "export it again in UTF-8 and deliver it"),
    ),
    "geojson-cut": Message(
        Text("文件在中途结束", "the file ends in the middle"),
        FILE_UNREAD,
        Text("请重新提交完整的文件", "deliver the whole file again"),
    ),
    "geojson-broken": Message(
        Text(
            "第{line}行第{column}个字符处不是正确的 JSON",
            "at line {line}, character {column} the file is not valid JSON",
        ),
        FILE_UNREAD,
        EXPORT_AGAIN,
    ),
    "geojson-key-twice": Message(
        Text("同一名称在一个对象中出现两次", "one object has the same name twice"),
        FILE_UNREAD,
        Text("请改名或删去其中一个后提交", "rename or remove one of the two and deliver it again"),
    ),
    "geojson-constant": Message(
        Text("JSON 中没有这种数", "JSON has no such number"),
        FILE_UNREAD,
        Text("请改为 null 或真实的数后提交", "make it null or a real number and deliver it again"),
    ),
    "geojson-surrogate": Message(
        Text("文字中有半个字符（孤立的代理码）", "a text holds half a character, a lone surrogate"),
        FILE_UNREAD,
        Text("请改正这段文字后重新导出", "mend that text and export the file again"),
    ),
    "geojson-collection": Message(
        Text("最外层不是 FeatureCollection", "the outermost object is no FeatureCollection"),
        FILE_UNREAD,
        Text("请把图层导出为 FeatureCollection 后提交", "export the layer as a FeatureCollection"),
    ),
    "geojson-feature": Message(
        Text(
            "这一项不是带有 properties 和 geometry 的 Feature",
            "this is no Feature with properties and geometry",
        ),
        FILE_UNREAD,
        EXPORT_AGAIN,
    ),
    "geojson-features": Message(
        Text("要素超过 {limit} 个", "there are more than {limit} features"), FILE_UNREAD, SPLIT
    ),
    "geojson-cells": Message(
        Text(
            "要素数乘以属性数超过 {limit}",
            "features times attributes are more than {limit}",
        ),
        FILE_UNREAD,
        Text(
            "请让各要素用同样的属性名，或拆成几个文件",
            "give the features the same attributes, or deliver several files",
        ),
    ),
    "geojson-crs": Message(
        Text(
            "crs 不是 urn:ogc:def:crs:EPSG::4490 这样的名称",
            "crs is no name such as urn:ogc:def:crs:EPSG::4490",
        ),
        FILE_UNREAD,
        Text("请改正 crs，或删去它并在 profile.toml 中声明 crs", "mend crs, or remove it and declare crs in profile.toml"),
    ),
    "geojson-members": Message(
        Text("要素在 properties 以外还有这些成员", "a feature has these members beside properties"),
        Text("它们没有读取", "they were not read"),
        Text("如应读取，请移入 properties", "move them into properties if they should be read"),
    ),
    "geojson-geometry": Message(
        Text(
            "geometry 不是点、线、面，或缺少 coordinates",
            "geometry is no point, line or polygon, or has no coordinates",
        ),
        NO_PLACE,
        DRAW_AGAIN,
    ),
    "geojson-position": Message(
        Text(
            "坐标应是两个或三个数，全图形一致",
            "a position must be two or three numbers, as many throughout the shape",
        ),
        NO_PLACE,
        DRAW_AGAIN,
    ),
    "geojson-ring-open": Message(
        Text(
            "多边形的环没有闭合，首尾坐标不同",
            "a ring of the polygon is not closed: it ends at another position than it began",
        ),
        NO_PLACE,
        Text("请让环回到起点，或在 GIS 软件中重画", "let the ring end where it began, or draw it anew"),
    ),
    "geojson-ring-short": Message(
        Text("多边形的环少于四个坐标", "a ring of the polygon has fewer than four positions"),
        NO_PLACE,
        DRAW_AGAIN,
    ),
}  # fmt: skip

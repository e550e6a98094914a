"""Blocks as JSON and back, exactly; and the blocks of an executed notebook.

The form follows from the dataclasses of :mod:`~dandong_analysis.report.blocks`: an object with
``type`` and the fields of that block; a number inside text is ``{"type": "factref", …}``, a
picture base64. Reading is strict: an unknown type, a missing or additional field, or a value of
another type is an error, so that no exporter prints half a block.
"""

import base64
import binascii
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, Literal, cast, get_args, get_origin, get_type_hints

from dandong_analysis.errors import DandongError, Place, Problem, Text
from dandong_analysis.report.blocks import MIME, Block, Field, Figure

BLOCK_TYPES: Mapping[str, type] = {block.__name__.lower(): block for block in get_args(Block)}


def to_json(block: Block) -> dict[str, Any]:
    """``block`` as plain JSON values.

    >>> from dandong_analysis.report.blocks import Heading
    >>> to_json(Heading("现状统计", 1))
    {'type': 'heading', 'text': '现状统计', 'level': 1, 'chapter': 0, 'numbered': True}
    """
    return cast("dict[str, Any]", _encoded(block))


def from_json(data: Mapping[str, Any]) -> Block:
    """Inverse of :func:`to_json`.

    Raises
    ------
    DandongError
        When ``data`` is not exactly a block; the problem names the part.
    """
    name = data.get("type") if isinstance(data, Mapping) else None
    if not isinstance(name, str) or name not in BLOCK_TYPES:
        raise _bad("type", name, "/".join(BLOCK_TYPES))
    block = cast("Block", _decoded(data, BLOCK_TYPES[name], name))
    if isinstance(block, Figure):
        _check_spots(block)
    return block


def blocks_of_notebook(nb: Mapping[str, Any]) -> list[Block]:
    """The blocks that an executed notebook displayed, in order; all other outputs are ignored.

    Parameters
    ----------
    nb
        The parsed ``.ipynb`` (nbformat 4).

    Raises
    ------
    DandongError
        When an output with the block's MIME type is not exactly a block.
    """
    outputs = [output for cell in nb["cells"] for output in cell.get("outputs", ())]
    bundles = [output.get("data", {}) for output in outputs]
    return [from_json(bundle[MIME]) for bundle in bundles if MIME in bundle]


def fields_of_notebook(nb: Mapping[str, Any]) -> list[Field]:
    """The fields among the blocks of an executed notebook, without building the others."""
    outputs = [output for cell in nb["cells"] for output in cell.get("outputs", ())]
    found = [output.get("data", {}).get(MIME, {}) for output in outputs]
    return [cast("Field", from_json(block)) for block in found if block.get("type") == "field"]


def numbers_of_notebook(notebook: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Text, fact and label of each number that an executed notebook prints, in reading order.

    Unlike :func:`blocks_of_notebook` it also reads what another version of the program wrote.
    Numbers of the features of maps are left out: they are shown, not printed.
    """
    waiting: list[object] = [
        output.get("data", {}).get(MIME)
        for cell in notebook.get("cells", ()) for output in cell.get("outputs", ())
    ]  # fmt: skip
    waiting.reverse()
    while waiting:
        value = waiting.pop()
        if isinstance(value, Mapping) and value.get("type") == "factref":
            yield str(value.get("text")), str(value.get("id")), str(value.get("label"))
        elif isinstance(value, Mapping):
            waiting += reversed([part for name, part in value.items() if name != "layers"])
        elif isinstance(value, list):
            waiting += reversed(value)


def _encoded(value: object) -> object:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, tuple):
        return [_encoded(item) for item in value]
    if is_dataclass(value):
        own = {f.name: _encoded(getattr(value, f.name)) for f in fields(value)}
        return {"type": type(value).__name__.lower(), **own}
    return value


@cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def _decoded(value: object, hint: Any, where: str) -> object:  # noqa: ANN401 (a type or a generic alias; the type system has no name for that)
    if isinstance(hint, UnionType):
        return _decoded(value, _member(hint, value), where)
    origin = get_origin(hint)
    if origin is tuple:
        return _decoded_items(value, get_args(hint)[0], where)
    if origin is Literal:
        return _checked(value, value in get_args(hint), where, "/".join(get_args(hint)))
    if is_dataclass(hint):
        return _decoded_object(value, cast("type", hint), where)
    return _decoded_plain(value, hint, where)


def _member(union: UnionType, value: object) -> type:
    """The member that ``value`` claims to be: an object, or else a plain value."""
    members = get_args(union)
    wanted = [m for m in members if is_dataclass(m) == isinstance(value, Mapping)]
    return cast("type", wanted[0])


def _decoded_items(value: object, hint: Any, where: str) -> tuple[object, ...]:  # noqa: ANN401 (as above)
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise _bad(where, value, "list")
    return tuple(_decoded(item, hint, f"{where}[{i}]") for i, item in enumerate(value))


def _decoded_object(value: object, cls: type, where: str) -> object:
    hints = _hints(cls)
    expected = {"type", *hints}
    if not isinstance(value, Mapping) or value.keys() != expected:
        found = sorted(map(str, value)) if isinstance(value, Mapping) else value
        raise _bad(where, found, f"object {sorted(expected)}")
    name = cls.__name__.lower()
    _checked(value["type"], value["type"] == name, f"{where}.type", name)
    return cls(**{name: _decoded(value[name], hints[name], f"{where}.{name}") for name in hints})


def _decoded_plain(value: object, hint: type, where: str) -> object:
    if hint is bytes:
        return _decoded_bytes(value, where)
    if hint is float and type(value) is int:
        return float(value)
    # `type is`, not isinstance: true is no int here.
    return _checked(value, type(value) is hint, where, hint.__name__)


def _decoded_bytes(value: object, where: str) -> bytes:
    try:
        return base64.b64decode(cast("str", value), validate=True)
    except (TypeError, ValueError, binascii.Error) as error:
        raise _bad(where, value, "base64") from error


def _checked(value: object, fits: bool, where: str, expected: str) -> object:
    if not fits:
        raise _bad(where, value, expected)
    return value


def _check_spots(figure: Figure) -> None:
    """A part of a picture opens one of the figure's own numbers."""
    known = {fact.id for fact in figure.facts}
    for n, spot in enumerate(figure.spots):
        _checked(spot.fact, spot.fact in known, f"figure.spots[{n}].fact", "/".join(sorted(known)))


def _bad(where: str, value: object, expected: str) -> DandongError:
    problem = Problem(
        "bad-block",
        Text(f"内容块的“{where}”应为 {expected}", f"'{where}' of a block must be {expected}"),
        Text("本章无法导出", "the chapter cannot be exported"),
        Text("请用同一版本的程序重新运行该章", "run the chapter again with this version"),
        Place(), str(value)[:80],
    )  # fmt: skip
    return DandongError(problem)

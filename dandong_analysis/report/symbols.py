"""How the codes of a dimension are drawn on maps: ``standards/symbols.toml`` with labels."""

from collections.abc import Iterable, Mapping
from typing import Any

from dandong_analysis.errors import DandongError, Place, Problem, Text, raise_all
from dandong_analysis.report.blocks import MapSymbol
from dandong_analysis.report.labels import code_label, ordered_codes
from dandong_analysis.schemas import Schemas
from dandong_analysis.standards import load_standard

_FILE = "symbols.toml"


def symbols_of(
    dim: str, schemas: Schemas, lang: str, *, codes: Iterable[str] | None = None
) -> tuple[MapSymbol, ...]:
    """The symbols of a dimension with their labels, in the order in which reports show codes.

    ``codes`` are those wanted; without them, all that the dimension has symbols for.

    Raises
    ------
    DandongError
        When ``symbols.toml`` has no such dimension, or not all ``codes``; every one is named.
    """
    entries = _entries(dim)
    wanted = set(entries if codes is None else codes)
    raise_all([_unknown(f"{dim}.{code}") for code in sorted(wanted - entries.keys())])
    return tuple(
        MapSymbol(str(code), code_label(dim, code, schemas, lang), **entries[str(code)])
        for code in ordered_codes(dim, set[str | None](wanted), schemas)
    )


def symbol_of(dim: str, code: str, label: str) -> MapSymbol:
    """The symbol of one code under a label of its own; raises as :func:`symbols_of`."""
    entries = _entries(dim)
    if code not in entries:
        raise DandongError(_unknown(f"{dim}.{code}"))
    return MapSymbol(code, label, **entries[code])


def _entries(dim: str) -> Mapping[str, Mapping[str, Any]]:
    listed = load_standard("symbols").get(dim)
    if not isinstance(listed, Mapping):
        raise DandongError(_unknown(dim))
    return listed


def _unknown(name: str) -> Problem:
    return Problem(
        "unknown-map-symbol",
        Text("没有为它规定地图符号", "it has no symbol for maps"),
        Text("地图无法绘制", "the map cannot be drawn"),
        Text(f"请在 {_FILE} 中加入它的符号", f"add its symbol to {_FILE}"),
        Place(file=_FILE), name,
    )  # fmt: skip

"""Symbols of layers that are handed on: every row has one, whatever codes a study adds."""

from collections.abc import Iterable
from dataclasses import replace

from dandong_analysis.report.blocks import MapSymbol
from dandong_analysis.report.labels import code_label, ordered_codes
from dandong_analysis.report.symbols import symbol_of, symbols_of
from dandong_analysis.schemas import Schemas

# The entry of symbols.toml for a code that has none of its own, and for rows without a code.
_OTHER = ("gis", "other")


def layer_symbols(
    dimension: str, codes: Iterable[str], schemas: Schemas, lang: str
) -> tuple[MapSymbol, ...]:
    """A symbol for each code of ``dimension`` that has one, and for all others of ``codes``.

    They stand in the order in which reports list the codes.
    """
    known = {s.code: s for s in symbols_of(dimension, schemas, lang)}
    ordered = ordered_codes(dimension, {*known, *codes}, schemas)
    return tuple(
        known.get(code) or _other(code, code_label(dimension, code, schemas, lang))
        for code in ordered if code
    )  # fmt: skip


def missing_symbol(dimension: str, schemas: Schemas, lang: str) -> MapSymbol:
    """The symbol of rows without a code; its own code is empty."""
    return _other("", code_label(dimension, None, schemas, lang))


def _other(code: str, label: str) -> MapSymbol:
    return replace(symbol_of(*_OTHER, label), code=code)

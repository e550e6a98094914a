"""The layers of a study for geographic information systems (``standards/gis_layers.toml``)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dandong_analysis.errors import Text
from dandong_analysis.facts import TRUST, least_trusted
from dandong_analysis.report.blocks import MapSymbol
from dandong_analysis.report.gis_symbols import layer_symbols, missing_symbol
from dandong_analysis.report.labels import code_label, dimension_label, field_of, vocabulary_of
from dandong_analysis.report.styled_layer import LayerField, StyledLayer
from dandong_analysis.report.symbols import symbol_of
from dandong_analysis.schemas import Field, Schemas
from dandong_analysis.standards import load_standard

_PROVENANCE, _LANGUAGES = "provenance", ("zh", "en")
_ORIGIN = ("source", "licence", "notice", "use_zh", "use_en", "doubt_zh", "doubt_en")
_OUTLINE, _POINT = {"geometry_wkt"}, {"longitude", "latitude"}
# The columns that give shapes of a kind.
_SHAPE_COLUMNS = {"area": (_OUTLINE,), "line": (_OUTLINE,), "point": (_OUTLINE, _POINT)}


def frames_drawn() -> set[str]:
    """The tables and computed frames that layers are made of."""
    entries = load_standard("gis_layers")["layer"]
    joined = {join["frame"] for entry in entries for join in entry.get("join", ())}
    return joined | {entry["frame"] for entry in entries}


def study_layers(
    frames: Mapping[str, pd.DataFrame], schemas: Schemas, *, lang: str,
    provenance: Mapping[str, str], origins: pd.DataFrame | None = None,
) -> list[StyledLayer]:  # fmt: skip
    """The layers that can be drawn, from the bottom of a map to its top.

    Parameters
    ----------
    frames
        Typed tables and computed frames by name. Any may be absent; so may columns that are only
        handed on.
    schemas
        Names of fields and codes (:func:`~dandong_analysis.report.labels.report_schemas`).
    lang
        Language of the legend: ``zh`` or ``en``.
    provenance
        Provenance of each delivery, and of its files as ``delivery/file`` where they differ. A
        computed layer is trusted as little as the least of them.
    origins
        What profiles say about delivered layers: ``table``, ``source``, ``licence``, ``notice``,
        ``use_zh``, ``use_en``, ``doubt_zh``, ``doubt_en``. Without a source, the files that the
        rows come from are it.

    Returns
    -------
    list
        Empty when nothing but the base of a map could be drawn.
    """
    standard = load_standard("gis_layers")
    maker = _Maker(frames, schemas, lang, provenance, origins, standard["field"])
    entries = [e for e in standard["layer"] if maker.can_draw(e)]
    if all(entry.get("base", False) for entry in entries):
        return []
    return [maker.layer(entry) for entry in entries]


@dataclass(frozen=True)
class _Maker:
    frames: Mapping[str, pd.DataFrame]
    schemas: Schemas
    lang: str
    provenance: Mapping[str, str]
    origins: pd.DataFrame | None
    fields: Mapping[str, Mapping[str, Any]]

    def can_draw(self, entry: Mapping[str, Any]) -> bool:
        """Whether the study has the frame with its key, and a shape of the layer's kind in it.

        A study may have a table of its own under the name of a standard one.
        """
        if entry["key"] not in self.frames.get(entry["frame"], ()):
            return False
        frame = self._joined(entry)
        return any(
            columns <= set(frame) and frame[sorted(columns)].notna().all(axis=1).any()
            for columns in _SHAPE_COLUMNS[entry["kind"]]
        )

    def layer(self, entry: Mapping[str, Any]) -> StyledLayer:
        trust, origin = self._trust(entry), self._origin(entry["frame"])
        frame = self._joined(entry).assign(**{_PROVENANCE: trust})
        names = [n for n in (*entry["fields"], _PROVENANCE) if n in frame]
        by = entry["by"] if entry.get("by") in names else ""
        return StyledLayer(
            entry["name"], Text(entry["zh"], entry["en"]), entry["kind"], frame,
            tuple(self._field(n, entry["frame"]) for n in names), entry["key"],
            self._symbols(entry, frame, by), by, self._label(entry, names),
            entry.get("label_scale", 0), origin.get("source") or _files(frame),
            origin.get("licence", ""), origin.get("notice", ""), _remarks(origin), trust,
        )  # fmt: skip

    def _joined(self, entry: Mapping[str, Any]) -> pd.DataFrame:
        """The rows with the columns of other frames that they lack themselves."""
        frame = self.frames[entry["frame"]]
        for join in entry.get("join", ()):
            if join["frame"] in self.frames:
                other = self.frames[join["frame"]]
                added = [n for n in join["columns"] if n in other and n not in frame]
                part = other[[join["by"], *added]]
                frame = frame.merge(part, on=join["by"], how="left", validate="many_to_one")
        return frame

    def _trust(self, entry: Mapping[str, Any]) -> str:
        if entry.get("computed", False):
            return least_trusted(self.provenance.values())
        known, pairs = self.provenance, _origins(self.frames[entry["frame"]])
        return least_trusted(known.get(f"{d}/{f}", known[d]) for d, f in pairs)

    def _origin(self, frame: str) -> Mapping[str, str]:
        """What profiles say about a delivered layer; several deliveries in one text."""
        if self.origins is None:
            return {}
        own = self.origins[self.origins["table"] == frame]
        return {
            name: "; ".join(sorted({str(text) for text in own[name] if text}))
            for name in _ORIGIN
        }  # fmt: skip

    def _symbols(
        self, entry: Mapping[str, Any], frame: pd.DataFrame, by: str
    ) -> tuple[MapSymbol, ...]:
        if not by:
            dimension, _, code = entry["symbol"].partition(".")
            return (symbol_of(dimension, code, entry[self.lang]),)
        missing = frame[by].isna()
        codes = set(frame.loc[~missing, by])
        symbols = layer_symbols(by, codes, self.schemas, self.lang)
        if not missing.any():
            return symbols
        return (*symbols, missing_symbol(by, self.schemas, self.lang))

    def _label(self, entry: Mapping[str, Any], names: Sequence[str]) -> str:
        english = entry.get("label_en", "") if self.lang == "en" else ""
        return next((n for n in (english, entry.get("label", "")) if n in names), "")

    def _field(self, name: str, frame: str) -> LayerField:
        known = self._described(name, frame)
        codes = self._codes(known)
        return LayerField(name, known.label, known.kind, known.unit, codes)

    def _described(self, name: str, frame: str) -> Field:
        """The field as the layer's own frame has it, else this file's, else any table's.

        A dimension that is no field is a list of codes.
        """
        schema = self.schemas.tables.get(frame)
        if schema is not None and name in schema:
            return schema[name]
        if name in self.fields:
            return Field(name, **self.fields[name])
        zh, en = (dimension_label(name, self.schemas, lang) for lang in _LANGUAGES)
        return field_of(name, self.schemas) or Field(name, zh, en, "category")

    def _codes(self, field: Field) -> tuple[tuple[str, Text], ...]:
        """The words for the codes of a field with a closed list."""
        if field.kind != "category":
            return ()
        dimension = field.vocabulary or field.name
        words = vocabulary_of(dimension, self.schemas)
        codes = words.codes if words else TRUST if field.name == _PROVENANCE else ()
        return tuple((code, self._words(dimension, code)) for code in codes)

    def _words(self, dimension: str, code: str) -> Text:
        return Text(*(code_label(dimension, code, self.schemas, lang) for lang in _LANGUAGES))


def _files(frame: pd.DataFrame) -> str:
    """The delivered files that rows come from."""
    return "; ".join(sorted(f"{delivery}/{file}" for delivery, file in _origins(frame)))


def _origins(frame: pd.DataFrame) -> set[tuple[str, str]]:
    """Delivery and file of the rows."""
    return set(zip(frame["delivery"], frame["source_file"], strict=True))


def _remarks(origin: Mapping[str, str]) -> tuple[Text, ...]:
    """What a delivered layer is good for, and what is doubtful about it."""
    pairs = ((origin.get(f"{name}_zh"), origin.get(f"{name}_en")) for name in ("use", "doubt"))
    return tuple(Text(zh, en) for zh, en in pairs if zh and en)

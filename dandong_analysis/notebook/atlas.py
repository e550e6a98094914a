"""The maps of a chapter, declared in ``standards/maps.toml``."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

import pandas as pd

from dandong_analysis.errors import Text
from dandong_analysis.facts import fact_id, least_trusted
from dandong_analysis.geometry import Plane, plane_over, read_shape
from dandong_analysis.notebook.features import MADE
from dandong_analysis.notebook.known import Known
from dandong_analysis.report.basemap import base_of
from dandong_analysis.report.blocks import FactRef, Map, MapLayer
from dandong_analysis.report.labels import dimension_label, table_label
from dandong_analysis.report.layers import area_layer, point_layer
from dandong_analysis.report.layout import TEXT_WIDTH_MM
from dandong_analysis.report.maps import draw_map
from dandong_analysis.report.phrases import phrase
from dandong_analysis.report.sheet import SheetText
from dandong_analysis.report.symbols import symbols_of
from dandong_analysis.report.wording import fact_ref, show_number
from dandong_analysis.standards import load_standard
from dandong_analysis.units import print_number

# Decimals of numbers that are no facts, on hover.
_PLACES = 3
_LAYERS = {"area": area_layer, "point": point_layer}


@dataclass(frozen=True)
class Atlas:
    """Draws maps of a study from the built frames, within the scope of a chapter."""

    known: Known

    def map(self, name: str) -> Map | None:
        """The map ``name``; None when the study lacks a frame that it needs, or all features.

        Raises
        ------
        KeyError
            When ``standards/maps.toml`` declares no such map, or a frame lacks a column that a
            layer names.
        """
        declared = load_standard("maps")["map"][name]
        if not set(declared["needs"]) <= self.known.frames.keys() or self.plane is None:
            return None
        layers = [layer for key in declared["layers"] if (layer := self._layer(key, self.plane))]
        if not any(layer.features for layer in layers[1:] or layers):
            return None
        caption = _text(declared, self.known.lang)
        width, height = declared.get("sheet_mm", (TEXT_WIDTH_MM, None))
        return draw_map(
            layers, map_id=name, caption=caption, lang=self.known.lang, plane=self.plane,
            sheet=self._sheet(caption, declared["needs"]), width_mm=width, height_mm=height,
        )  # fmt: skip

    @cached_property
    def plane(self) -> Plane | None:
        """The plane round the whole study, so that all its maps fit on each other."""
        for name in ("counties", "districts", "impact_zones"):
            frame = self.known.frames.get(name)
            if frame is not None and len(frame):
                return plane_over(read_shape(wkt) for wkt in frame["geometry_wkt"])
        return None

    def _layer(self, key: str, plane: Plane) -> MapLayer | None:
        declared = load_standard("maps")["layer"][key]
        known, frame = self.known, self._features(declared)
        if frame is None:
            return None
        symbol = declared["dimension"]
        if "code" in declared:
            frame, symbol = frame.assign(_code=declared["code"]), "_code"
        codes = {str(code) for code in frame[symbol]}
        return _LAYERS[declared["kind"]](
            frame, layer_id=key, title=_text(declared, known.lang), key=declared["key"],
            name=self._named(declared, frame), symbol=symbol, plane=plane, lang=known.lang,
            symbols=symbols_of(declared["dimension"], known.schemas, known.lang, codes=codes),
            label=declared.get("label"), facts=self._facts(declared, frame),
            text=self._lines(declared, frame), shown=declared.get("shown", True),
        )  # fmt: skip

    def _features(self, declared: Mapping[str, Any]) -> pd.DataFrame | None:
        """The rows of a layer within the scope; None when a frame that it needs is absent."""
        needed: list[str] = declared["frames"]
        if not set(needed) <= self.known.frames.keys():
            return None
        frames = {name: self._worded(name) for name in needed}
        made = MADE[declared["made"]](frames) if "made" in declared else frames[needed[0]]
        return self.known.within(made)

    def _worded(self, name: str) -> pd.DataFrame:
        """A frame; counties have the names of the study, in the language of the chapter."""
        frame = self.known.frames[name]
        if name != "counties":
            return frame
        told = (self.known.code("county", c) for c in frame["county"])
        pairs = zip(frame["county"], frame["name"], told, strict=True)
        return frame.assign(name=[given if own == code else own for code, given, own in pairs])

    def _named(self, declared: Mapping[str, Any], frame: pd.DataFrame) -> str:
        english = str(declared.get("name_en", ""))
        return english if self.known.lang == "en" and english in frame else str(declared["name"])

    def _facts(
        self, declared: Mapping[str, Any], frame: pd.DataFrame
    ) -> dict[str, tuple[FactRef, ...]]:
        known, key, indicators = self.known, declared["key"], declared.get("facts", ())
        ids = {k: [fact_id(i, {key: k}) for i in indicators] for k in frame[key].astype(str)}
        return {
            k: tuple(fact_ref(known.ledger[i], known.lang, known.schemas) for i in own if i in known.ledger)
            for k, own in ids.items()
        }  # fmt: skip

    def _lines(
        self, declared: Mapping[str, Any], frame: pd.DataFrame
    ) -> dict[str, tuple[str, ...]]:
        columns = [c if c in frame else f"{c}_{self.known.lang}" for c in declared.get("lines", ())]
        rows = frame[[declared["key"], *columns]].to_dict("records")
        return {str(r[declared["key"]]): tuple(self._told(r, columns)) for r in rows}

    def _told(self, row: Mapping[Any, Any], columns: Sequence[str]) -> Iterator[str]:
        for column in columns:
            if row[column] is not None and not pd.isna(row[column]):
                label = dimension_label(column, self.known.schemas, self.known.lang)
                yield f"{label}{phrase('colon', self.known.lang)}{self._value(column, row[column])}"

    def _value(self, column: str, value: object) -> str:
        if isinstance(value, bool) or not isinstance(value, float | int | Decimal):
            return self.known.code(column, value)
        printed = print_number(Decimal(str(value)), _PLACES)
        return show_number(printed.rstrip("0").rstrip(".") if "." in printed else printed)

    def _date(self, needs: Sequence[str]) -> str:
        """The base year of the survey, or the date of the evaluation that a map shows."""
        for frame in needs:
            if "as_of" in self.known.frames[frame]:
                day = pd.Timestamp(self.known.frames[frame]["as_of"].iloc[0]).date()
                return self.known.word("map", "as_of").format(day=day.isoformat())
        return self.known.word("map", "base_year").format(year=self.known.study.base_year)

    def _sheet(self, title: str, needs: Sequence[str]) -> SheetText:
        """What the sheet says: origin of its base, and how far anything on it can be trusted."""
        study, frames, lang = self.known.study, self.known.frames, self.known.lang
        return SheetText(
            least_trusted(frames["files"]["provenance"]), title=title,
            source=phrase("semicolon", lang).join(self._origins()),
            date=self._date(needs), compiler=Text(study.zh, study.en).in_language(lang),
            base=base_of(frames["layers"], has_outlines="counties" in frames),
        )  # fmt: skip

    def _origins(self) -> Iterator[str]:
        """Where the layers of the study come from, as their profiles say; like ones together."""
        told: dict[str, list[str]] = {}
        lang = self.known.lang
        for origin in self.known.frames["layers"].to_dict("records"):
            table = table_label(origin["table"], self.known.schemas, lang)
            told.setdefault(self._origin(origin), []).append(table)
        for source, tables in told.items():
            named = phrase("comma", lang).join(tables)
            yield f"{named}{phrase('colon', lang)}{source}"

    def _origin(self, origin: Mapping[Any, Any]) -> str:
        if origin["provenance"] != "synthetic":
            return str(origin["source"])
        opened, closed = (phrase(name, self.known.lang) for name in ("open", "close"))
        return f"{origin['source']}{opened}{self.known.word('figure', 'synthetic')}{closed}"


def _text(entry: Mapping[str, str], lang: str) -> str:
    return Text(entry["zh"], entry["en"]).in_language(lang)

"""What a GeoPackage says about itself and its layers, in the terms of Dublin Core."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from dandong_analysis.report.document import DocumentMeta, printable
from dandong_analysis.report.labels import word
from dandong_analysis.report.phrases import phrase
from dandong_analysis.report.styled_layer import StyledLayer

STANDARD = "http://purl.org/dc/terms/"


def package_metadata(meta: DocumentMeta, notes: Sequence[str]) -> str:
    """Title, notes, provenance and build of the whole file, as XML."""
    stamp = [phrase("stamp", meta.lang)] * (meta.provenance == "synthetic")
    return _record([
        ("title", meta.title),
        *(("description", text) for text in (*stamp, *notes)),
        ("spatial", meta.region),
        ("created", meta.created.isoformat() if meta.created else ""),
        ("creator", meta.author),
        ("isVersionOf", meta.build),
        *_common(meta.provenance, meta.lang),
    ])  # fmt: skip


def layer_metadata(layer: StyledLayer, lang: str) -> str:
    """Title, source, licence and remarks of one layer, as XML."""
    return _record([
        ("title", layer.title.in_language(lang)),
        *(("description", text) for text in layer_notes(layer, lang)),
        ("source", layer.source),
        ("license", layer.licence),
        ("rights", layer.notice),
        *_common(layer.provenance, lang),
    ])  # fmt: skip


def layer_notes(layer: StyledLayer, lang: str) -> list[str]:
    """The stamp, how many rows have no shape, and the remarks."""
    missing = layer.n_without_shape
    notes = [phrase("stamp", lang)] * layer.is_synthetic
    notes.append(phrase("layer.rows", lang).format(rows=len(layer.frame)))
    if missing:
        notes.append(phrase("layer.missing", lang).format(missing=missing))
    return [*notes, *(remark.in_language(lang) for remark in layer.remarks)]


def _common(provenance: str, lang: str) -> list[tuple[str, str]]:
    return [("provenance", word(lang, "code", "provenance", provenance)), ("language", lang)]


def _record(entries: Sequence[tuple[str, str]]) -> str:
    root = Element("metadata", {"xmlns:dcterms": STANDARD})
    for name, text in entries:
        if text:
            SubElement(root, f"dcterms:{name}").text = printable(text)
    return tostring(root, encoding="unicode")

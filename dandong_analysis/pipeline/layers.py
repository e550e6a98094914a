"""The layers of a study as a GeoPackage."""

from collections.abc import Sequence

from dandong_analysis import __version__, storage
from dandong_analysis.errors import Text
from dandong_analysis.facts import least_trusted
from dandong_analysis.pipeline.inputs import Layout
from dandong_analysis.pipeline.measuring import provenances_of
from dandong_analysis.report.document import DocumentMeta
from dandong_analysis.report.geopackage import geopackage_bytes
from dandong_analysis.report.gis_layers import frames_drawn, study_layers
from dandong_analysis.report.labels import report_schemas
from dandong_analysis.report.phrases import phrase
from dandong_analysis.report.styled_layer import StyledLayer
from dandong_analysis.schemas import Schemas
from dandong_analysis.standards import COMPANIONS, load_standard
from dandong_analysis.study import STANDARD, Study


def run_layers(layout: Layout, study: Study, lang: str) -> None:
    """Write the GeoPackage into a folder, which stays empty where there is nothing to draw."""
    layers = study_layers(
        {
            path.stem: storage.read_frame(path)
            for folder in (layout.tables / "tables", layout.facts)
            for path in storage.list_files(folder) if path.stem in frames_drawn()
        },
        named_schemas(layout, study), lang=lang,
        provenance=provenances_of(storage.read_frame(layout.tables / "files.parquet")),
        origins=storage.read_frame(layout.tables / "layers.parquet"),
    )  # fmt: skip
    storage.replace_folder(layout.layers, _file(study, layers, lang) if layers else {})


def _file(study: Study, layers: Sequence[StyledLayer], lang: str) -> dict[str, bytes]:
    meta = DocumentMeta(
        title=Text(study.zh, study.en).in_language(lang), lang=lang,
        region=study.region.in_language(lang), build=f"dandong {__version__}",
        provenance=least_trusted(layer.provenance for layer in layers),
    )  # fmt: skip
    data = geopackage_bytes(layers, meta, notes=[phrase("layer.sketch", lang)])
    return {f"{study.slug}_layers.gpkg": data}


def named_schemas(layout: Layout, study: Study) -> Schemas:
    """The study's schemas with all that its catalogues name."""
    own = [
        storage.read_toml(storage.inside(layout.root, name))
        for name in study.indicators if name != STANDARD
    ]  # fmt: skip
    return report_schemas(study, *map(load_standard, (*COMPANIONS, "indicators")), *own)

"""The seeded generator of the demonstration survey and of the layers to it.

Everything that it makes is synthetic: the published totals do not determine rows or outlines, so
what is made to meet them proves that the pipeline works and nothing about the totals.
"""

from dandong_analysis.demo.deliveries import make_deliveries
from dandong_analysis.demo.figures import read_figures
from dandong_analysis.demo.gazetteer import read_gazetteer
from dandong_analysis.demo.layers import make_layers
from dandong_analysis.demo.records import Mine
from dandong_analysis.demo.region import make_region
from dandong_analysis.demo.survey import make_tables

SEED = 2017


def make_demo(seed: int = SEED, *, published: bytes, outlines: bytes) -> dict[str, bytes]:
    """The files of the demonstration survey by path below the study folder.

    The same arguments give the same bytes. Nothing is read from or written to disk.

    Parameters
    ----------
    seed
        Start of all random draws.
    published
        Contents of ``data/raw/plan/published-figures.csv``: the figures to be met.
    outlines
        Contents of ``data/raw/layers/counties.geojson``: points are put inside.

    Returns
    -------
    dict
        ``data/raw/survey/<team>/...`` (tables and ``profile.toml``),
        ``data/raw/corrections.toml`` and ``data/raw/layers/*.geojson`` (districts, protected
        areas, sites).

    Raises
    ------
    ValueError
        When the figures cannot be met.
    """
    figures, gazetteer = read_figures(published), read_gazetteer(outlines)
    region = make_region(seed, figures, gazetteer)
    tables = make_tables(seed, figures, gazetteer, region)
    mines = [row for row in tables["mines"] if isinstance(row, Mine)]
    layers = make_layers(seed, figures, gazetteer, region, mines)
    return make_deliveries(seed, tables, gazetteer) | layers

"""The seeded generator of the demonstration survey.

Everything that it makes is synthetic: the published totals do not determine rows, so rows
made to meet them prove that the pipeline works and nothing about the totals.
"""

from dandong_analysis.demo.deliveries import make_deliveries
from dandong_analysis.demo.figures import read_figures
from dandong_analysis.demo.gazetteer import read_gazetteer
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
        ``data/raw/survey/<team>/...`` (tables and ``profile.toml``) and
        ``data/raw/corrections.toml``.

    Raises
    ------
    ValueError
        When the figures cannot be met.
    """
    tables = make_tables(seed, read_figures(published), read_gazetteer(outlines))
    return make_deliveries(seed, tables, read_gazetteer(outlines))

"""Markers and hatches have counterparts in QGIS and in styled layer descriptors."""

import pytest

from dandong_analysis.report.marks import hatch_lines, hatch_spots, mark_of, sld_hatches
from dandong_analysis.standards import load_standard

ENTRIES = [
    entry
    for name, table in load_standard("symbols").items() if name != "format"
    for entry in table.values()
]  # fmt: skip
# The marks that OGC 02-070, clause 11.3.2, obliges a program to know.
WELL_KNOWN = {"square", "circle", "triangle", "star", "cross", "x"}


def test_every_symbol_of_the_package_can_be_drawn_elsewhere():
    assert len(ENTRIES) > 25
    for entry in ENTRIES:
        assert mark_of(entry.get("marker", "")).sld in WELL_KNOWN
        hatch = entry.get("hatch", "")
        drawn = [*hatch_lines(hatch), *hatch_spots(hatch)]
        assert bool(drawn) is bool(hatch)
        assert len(list(sld_hatches(hatch))) == len(set(hatch))


@pytest.mark.parametrize(
    ("hatch", "lines", "spots"),
    [
        ("", [], []),
        ("/", [(45, 12.0)], []),
        ("xx", [(45, 6.0), (135, 6.0)], []),
        ("-|", [(0, 12.0), (90, 12.0)], []),
        ("...", [], [("o", 4.0, 1.2)]),
        ("/.", [(45, 12.0)], [("o", 12.0, 1.2)]),
    ],
)
def test_a_hatch_written_more_often_is_closer(hatch, lines, spots):
    assert list(hatch_lines(hatch)) == lines
    assert list(hatch_spots(hatch)) == spots


def test_what_has_no_counterpart_is_an_error():
    with pytest.raises(KeyError):
        mark_of("$f$")
    for patterns in (hatch_lines, hatch_spots, sld_hatches):
        with pytest.raises(KeyError):
            list(patterns("/?"))

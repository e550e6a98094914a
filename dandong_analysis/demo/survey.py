"""The whole demonstration survey as true rows, before the teams write it down."""

from dandong_analysis.demo.chance import Chance
from dandong_analysis.demo.duties import make_funds, make_schemes, make_sites
from dandong_analysis.demo.effects import make_aquifers, make_hazards, make_landscapes
from dandong_analysis.demo.figures import Figures
from dandong_analysis.demo.gazetteer import Gazetteer
from dandong_analysis.demo.land import make_parcels, with_mine_areas
from dandong_analysis.demo.mines import make_mines
from dandong_analysis.demo.records import Tables
from dandong_analysis.demo.region import Region
from dandong_analysis.demo.works import make_works


def make_tables(seed: int, figures: Figures, gazetteer: Gazetteer, region: Region) -> Tables:
    """Rows of the nine survey tables by table name; their totals print as ``figures``."""
    chance = Chance(seed, "survey")
    mines = make_mines(chance.stream("mines"), figures, gazetteer, region)
    parcels = make_parcels(chance.stream("land"), figures, gazetteer, mines)
    mines = with_mine_areas(chance.stream("extent"), figures, mines, parcels)
    return {
        "mines": mines,
        "land_damage": parcels,
        "hazards": make_hazards(chance.stream("hazards"), figures, gazetteer, mines, parcels),
        "aquifer": make_aquifers(chance.stream("aquifer"), figures, gazetteer, mines),
        "landscape": make_landscapes(chance.stream("landscape"), gazetteer, mines),
        "restoration": make_works(chance.stream("works"), figures, gazetteer, mines, parcels),
        "funds": make_funds(chance.stream("funds"), mines),
        "schemes": make_schemes(chance.stream("schemes"), mines),
        "monitoring": make_sites(figures, gazetteer),
    }

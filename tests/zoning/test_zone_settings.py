"""Settings of zoning: those shipped, those of a study, and what is refused."""

from decimal import Decimal

import pytest

from dandong_analysis.errors import DandongError
from dandong_analysis.standards import load_standard
from dandong_analysis.zoning.zone_settings import parse_zone_settings, standard_zone_settings


def test_the_standard_settings_say_where_each_number_comes_from():
    settings = standard_zone_settings()
    assert (settings.surface, settings.weight, settings.breaks) == ("index", "mine", "fisher_jenks")
    assert (settings["cell_m"], settings["bandwidth_m"], settings.whole("min_group")) == (
        1000,
        3000,
        3,
    )
    assert all(p.source and p.zh and p.en for p in settings.parameters.values())
    assert settings.limits_source


def test_a_study_gives_its_own_choices_and_numbers():
    settings = parse_zone_settings({
        "surface": "grade", "cell_m": 500, "shift_limit": "0.05",
        "link_m": {"value": "2500", "source": "省级技术要求", "verified": True},
    })  # fmt: skip
    assert (settings.surface, settings["cell_m"], settings["shift_limit"]) == ("grade", 500, 0.05)
    link, cell = settings.parameters["link_m"], settings.parameters["cell_m"]
    assert (link.value, link.source, link.verified, link.is_own) == (
        Decimal(2500), "省级技术要求", True, True,
    )  # fmt: skip
    assert (cell.source, cell.verified) == ("study.toml", False)
    assert settings["bandwidth_m"] == 3000


@pytest.mark.parametrize(("name", "value", "code"), [
    ("cell", 500, "zoning-entry-unknown"), ("surface", "best", "zoning-choice"),
    ("surface", 1, "zoning-choice"), ("cell_m", 0, "zoning-number"),
    ("cell_m", "-1", "zoning-number"), ("cell_m", 0.5, "zoning-number"),
    ("cell_m", "wide", "zoning-number"), ("cell_m", "NaN", "zoning-number"),
    ("cell_m", True, "zoning-number"), ("cell_m", {"value": 500, "why": "x"}, "zoning-number"),
    ("cell_m", {}, "zoning-number"), ("shift_limit", "1.1", "zoning-number"),
    ("draws", "10.5", "zoning-number"), ("draws", 0, "zoning-number"),
    ("spread", 1, "zoning-number"),
])  # fmt: skip
def test_a_wrong_setting_is_refused_with_its_place(name, value, code):
    with pytest.raises(DandongError) as caught:
        parse_zone_settings({name: value})
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.file) == (code, "study.toml")
    assert problem.value.startswith(f"{name} = ")


def test_all_wrong_settings_are_listed():
    with pytest.raises(DandongError) as caught:
        parse_zone_settings({"surface": "x", "cell_m": 0, "unknown": 1})
    assert len(caught.value.problems) == 3


def test_the_frame_lists_every_number():
    frame = parse_zone_settings({"cell_m": "500"}).to_frame().set_index("parameter")
    assert set(frame.index) == set(load_standard("zoning")["parameter"])
    assert frame.loc["cell_m", ["value", "unit", "is_own"]].tolist() == [Decimal(500), "m", True]
    assert not frame["is_verified"].any()


def test_bounds_hold_for_the_shipped_numbers_too():
    """The reader checks only what a study gives, so give it every number again."""
    shipped = {n: e["value"] for n, e in load_standard("zoning")["parameter"].items()}
    assert parse_zone_settings(shipped)["cell_m"] == 1000

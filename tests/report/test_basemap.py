"""What a map says about its base follows from what the profile declares of the outlines."""

import pandas as pd
import pytest

from dandong_analysis.report.basemap import Base, base_of


def origins(*rows):
    return pd.DataFrame(rows, columns=["table", "is_sketch", "approval"])


@pytest.mark.parametrize(
    ("base", "zh", "en"),
    [
        (Base(), "示意图，无审图号", "Sketch without a map approval number"),
        (Base(is_sketch=False), "无审图号", "No map approval number"),
        (Base(is_sketch=False, approval="辽S(2023)1号"), "审图号：辽S(2023)1号", "Map approval number: 辽S(2023)1号"),
        (Base(approval="辽S(2023)1号"), "示意图，底图审图号：辽S(2023)1号", "Sketch; map approval number of its base: 辽S(2023)1号"),
    ],
)  # fmt: skip
def test_words(base, zh, en):
    assert (base.words("zh"), base.words("en")) == (zh, en)


def test_the_base_is_what_the_outlines_of_counties_are():
    others = ("districts", True, "别号")
    assert base_of(origins(("counties", False, "1号"), others), has_outlines=True) == Base(
        False, "1号"
    )
    assert base_of(origins(("counties", True, ""), others), has_outlines=True) == Base()


def test_outlines_without_a_declaration_have_no_number():
    assert base_of(origins(), has_outlines=True) == Base(is_sketch=False)


def test_without_outlines_a_map_is_a_sketch():
    assert base_of(origins(("counties", False, "1号")), has_outlines=False) == Base()


def test_outlines_of_several_deliveries():
    rows = [("counties", False, "1号"), ("counties", True, "2号"), ("counties", False, "1号")]
    assert base_of(origins(*rows), has_outlines=True) == Base(is_sketch=True, approval="1号; 2号")

"""Another plan: other regions, three periods with a gap, other indicators, grades and measures.

Nothing here but data: a study, a rule file made from the shipped one, and rows.
"""

import copy
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pandas as pd
import pytest

from dandong_analysis.attainment.evaluation import evaluate_plan
from dandong_analysis.attainment.frames import decimal_of, records
from dandong_analysis.attainment.plan import plan_of
from dandong_analysis.attainment.rules import check_settings, parse_settings
from dandong_analysis.standards import load_standard
from dandong_analysis.study import parse_study
from tests.typed_rows import typed_frame

# 2011–2013, 2014–2016 (from July), 2017–2020; nothing is planned for the first half of 2014.
STUDY = {
    "study": {
        "zh": "河谷复绿", "en": "valley regreening", "slug": "valley", "region_zh": "河谷",
        "region_en": "the valley", "base_year": 2010,
    },
    "county": [
        {"code": "N", "zh": "北岸", "en": "north bank", "slug": "n"},
        {"code": "S", "zh": "南岸", "en": "south bank", "slug": "s"},
    ],
    "period": [
        {"code": "first", "zh": "一期", "en": "first", "start": date(2011, 1, 1), "end": date(2013, 12, 31)},
        {"code": "second", "zh": "二期", "en": "second", "start": date(2014, 7, 1), "end": date(2016, 12, 31)},
        {"code": "third", "zh": "三期", "en": "third", "start": date(2017, 1, 1), "end": date(2020, 12, 31)},
    ],
    "delivery": [{"id": "one", "folder": "one"}],
    "vocabulary": {
        "liability": {"terms": [{"code": "trust", "zh": "基金会", "en": "trust"}]},
        "target_measure": {
            "terms": [
                {"code": "green_area", "zh": "复绿面积", "en": "regreened"},
                {"code": "stabilised", "zh": "稳定灾害体", "en": "stabilised"},
                {"code": "reports", "zh": "报告", "en": "reports"},
            ]
        },
    },
}  # fmt: skip

GRADES = [
    {"code": "good", "zh": "好", "en": "good", "from": "0.8"},
    {"code": "poor", "zh": "差", "en": "poor"},
]
MEASURES = {
    "green_area": {
        "zh": "复绿面积", "en": "regreened", "source": "restoration", "sum": "treated_area_mu",
        "unit": "mu",
    },
    "hazards_potential": {
        "zh": "潜在灾害体", "en": "potential hazards", "source": "hazards", "unit": "place",
        "basis": "delivered",
    },
    "hazards_small": {
        "zh": "小型潜在灾害体", "en": "small hazards", "source": "hazards", "unit": "place",
        "basis": "delivered", "where": {"hazard_type": ["rockfall"]},
    },
    "stabilised": {
        "zh": "崩塌占比", "en": "share of rockfalls", "unit": "percent",
        "numerator": "hazards_small", "denominator": "hazards_potential",
    },
    "reports": {
        "zh": "报告", "en": "reports", "source": "plan_reports", "unit": "item", "basis": "plan",
    },
}  # fmt: skip

INDICATORS = [
    ("G1", "GREEN", "cumulative", "green_area", "N", "first", "30", "公顷", ""),
    ("G2", "GREEN", "cumulative", "green_area", "N", "second", "150", "亩", ""),
    ("G3", "GREEN", "cumulative", "green_area", "N", "third", "100", "亩", "binding"),
    ("G4", "GREEN", "cumulative", "green_area", "S", "first", "90", "亩", ""),
    ("G5", "GREEN", "cumulative", "green_area", "S", "second", "90", "亩", ""),
    ("G6", "GREEN", "cumulative", "green_area", "S", "third", "", "亩", ""),
    ("H1", "HAZ", "rate", "stabilised", None, "third", "75", "%", "binding"),
    ("M1", "LAW", "milestone", "reports", None, None, "颁布条例", "", "binding"),
]  # fmt: skip
WORKS = [
    ("V1", "N", "2011-06-01", "75"), ("V2", "N", "2012-06-01", "150"), ("V3", "N", "2013-06-01", "225"),
    ("V4", "N", "2014-03-01", "40"), ("V5", "N", "2015-06-01", "60"), ("V6", "N", "2016-06-01", "75"),
    ("V7", "S", "2015-06-01", "100"),
]  # fmt: skip


@pytest.fixture(scope="module")
def study():
    return parse_study(STUDY)


@pytest.fixture(scope="module")
def settings():
    data = copy.deepcopy(load_standard("attainment"))
    data["grade"], data["measure"], data["duty"] = GRADES, MEASURES, {}
    data["county_targets"] = {
        "indicator": "GREEN",
        "kind": "cumulative",
        "measure": "green_area",
        "zh": "复绿",
    }
    data["source"] = {n: data["source"][n] for n in ("restoration", "plan_reports")} | {
        "hazards": {"id": "hazard_id"}
    }
    data["projection"]["min_years"] = 4
    return parse_settings(data)


@pytest.fixture(scope="module")
def tables(study):
    names = ("target_id", "indicator_id", "indicator_kind", "target_measure", "county", "period",
             "printed_target", "printed_unit", "target_kind")  # fmt: skip
    indicators = [
        {n: v or None for n, v in zip(names, row, strict=True)} | {"indicator_name": row[1]}
        for row in INDICATORS
    ]
    works = [
        {"project_id": i, "county": c, "liability": "trust", "accepted_date": pd.Timestamp(day),
         "treated_area_mu": Decimal(area), "acceptance_number": i}
        for i, c, day, area in WORKS
    ]  # fmt: skip
    hazards = [{"hazard_id": f"H{i}", "hazard_type": k, "occurrence": "potential"}
               for i, k in enumerate(["rockfall", "rockfall", "landslide"])]  # fmt: skip
    reports = [{"report_id": "R1", "target_id": "M1", "reported_date": pd.Timestamp("2016-05-01"),
                "acceptance_number": "令1号"}]  # fmt: skip
    rows = {"plan_indicators": indicators, "restoration": works, "hazards": hazards,
            "plan_reports": reports}  # fmt: skip
    return {name: typed_frame(study.schemas[name], given) for name, given in rows.items()}


@pytest.fixture(scope="module")
def frames(study, settings, tables):
    return evaluate_plan(tables, plan_of(study), as_of=date(2016, 12, 31), settings=settings)


def cell(frames, indicator, region, period):
    (row,) = [
        r for r in records(frames["attainment"])
        if (r["indicator_id"], r["region"], r["period"]) == (indicator, region, period)
    ]  # fmt: skip
    return row


def test_the_settings_fit_the_study(study, settings):
    assert check_settings(settings, study.schemas) == []


@pytest.mark.parametrize(
    ("region", "period", "done", "target", "grade"),
    [
        ("N", "first", "450", "450", "good"),  # 30 hectares are 450 mu
        ("N", "second", "135", "150", "good"),  # 0.9; the 40 mu of March 2014 lie in no period
        ("N", "all", "585", "700", "good"),  # 600 of 700 due on the path: 0.975
        ("S", "first", "0", "90", "poor"),
        ("S", "second", "100", "90", "good"),
        ("all", "first", "450", "540", "good"),  # 0.833
        ("all", "second", "235", "240", "good"),
    ],
)
def test_its_cells_come_out_as_on_paper(frames, region, period, done, target, grade):
    row = cell(frames, "GREEN", region, period)
    assert (row["done"], row["target"], row["grade"]) == (Decimal(done), Decimal(target), grade)


def test_its_blank_keeps_every_sum_open(frames):
    assert cell(frames, "GREEN", "S", "third")["status"] == "target_blank"
    assert cell(frames, "GREEN", "S", "all")["status"] == "target_incomplete"
    assert cell(frames, "GREEN", "all", "all")["status"] == "target_incomplete"
    assert cell(frames, "GREEN", "N", "third")["status"] == "not_started"


def test_work_between_two_periods_is_listed(frames):
    works = [r for r in records(frames["evidence"]) if r["table"] == "restoration"]
    status = {r["row_id"]: r["status"] for r in works}
    assert status == {f"V{i}": "counted" for i in (1, 2, 3, 5, 6, 7)} | {"V4": "between_periods"}
    assert frames["findings"]["code"].tolist().count("work-between-periods") == 1


def test_its_rate_and_milestone_are_its_own(frames):
    rate, law = cell(frames, "HAZ", "all", "third"), cell(frames, "LAW", "all", "all")
    assert (rate["status"], rate["done"]) == ("not_started", decimal_of(Fraction(200, 3)))
    assert (law["done"], law["grade"], law["reached_on"]) == (1, "good", date(2016, 5, 1))


def test_its_path_leaves_the_gap_out(frames):
    row = cell(frames, "GREEN", "N", "all")
    assert row["path_progress"] == decimal_of(Fraction(600, 700))


def test_more_years_carry_a_trend(frames):
    """Counted in 2011–2016: 75, 150, 225, 0, 60, 75; mean 97.5, slope -22.7…; none below done."""
    (row,) = [
        r for r in records(frames["projections"])
        if (r["region"], r["period"], r["scenario"]) == ("N", "all", "trend")
    ]  # fmt: skip
    assert (row["n_years"], row["reason"]) == (6, None)
    x = [Fraction(i) - Fraction(5, 2) for i in range(6)]
    y = [75, 150, 225, 0, 60, 75]
    slope = sum(a * b for a, b in zip(x, y, strict=True)) / sum(a * a for a in x)
    ahead = sum(Fraction(195, 2) + slope * (Fraction(i) - Fraction(5, 2)) for i in range(6, 10))
    assert row["projected"] == max(decimal_of(585 + ahead).quantize(Decimal("0.01")), 585)
    assert row["low"] == 585
    assert row["high"] > row["projected"]


def test_binding_targets_stand_first(frames):
    assert frames["attainment"]["target_id"].tolist()[:3] == ["G3", "H1", "M1"]

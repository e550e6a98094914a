"""What the plan of two periods attains at three dates, as counted on paper."""

from decimal import Decimal
from fractions import Fraction

import pytest

from tests.e2e.two_periods import BEFORE, DATES, END, close

# key: done at the three dates
DONE = {
    "TREATED/990101/company/near": ("40", "90", "90"),
    "TREATED/990101/government/near": ("50", "50", "50"),
    "TREATED/990101/all/near": ("90", "140", "140"),
    "TREATED/990102/company/near": ("30", "30", "30"),
    "TREATED/all/company/near": ("70", "120", "120"),
    "TREATED/990101/company/far": ("0", "0", "12"),
    "TREATED/990101/company/all": ("40", "90", "102"),
    "TREATED/990101/all/all": ("90", "140", "152"),
    "TREATED/990103/company/near": ("8", "8", "8"),
    "SOCIAL/all/all/near": ("1", "1", "1"),
    "YEARLY/all/all/near": ("1", "2", "2"),
    "SCHEMES/all/all/near": ("50", "50", "50"),
}
# key: attainment at the three dates, as a ratio; None where it cannot be said
ATTAINMENT = {
    "TREATED/990101/company/near": ("2/5", "9/10", "9/10"),
    "TREATED/990101/government/near": ("5/4", "5/4", "5/4"),
    "TREATED/990101/all/near": ("9/14", "1", "1"),
    "TREATED/990102/company/near": ("1/2", "1/2", "1/2"),
    "TREATED/all/company/near": ("7/16", "3/4", "3/4"),
    "TREATED/990101/company/far": (None, None, "12/50"),
    "TREATED/990101/company/all": ("40/150", "90/150", "102/150"),
    "TREATED/990101/government/far": (None, None, None),  # target 0
    "TREATED/990102/company/far": (None, None, None),  # blank
    "TREATED/990102/government/far": (None, None, None),  # negative
    "TREATED/990102/government/near": (None, None, None),  # not in the table
    "TREATED/990102/all/near": (None, None, None),
    "TREATED/all/all/near": (None, None, None),
    "TREATED/990103/company/near": (None, None, None),
    "SOCIAL/all/all/near": ("1/2", "1/2", "1/2"),
    "YEARLY/all/all/near": ("1", "1", "1"),
    "SYSTEM/all/all/near": (None, "1", "1"),
    "SCHEMES/all/all/near": (None, "5/8", "5/8"),
}
# key: due by the plan at the three dates
DUE = {
    "TREATED/990101/company/near": ("73000/731", "100", "100"),
    "TREATED/990101/all/near": ("102200/731", "140", "140"),
    "TREATED/990101/company/far": (None, None, "50/365"),
    "TREATED/990101/company/all": ("73000/731", "100", "36550/365"),
    "SOCIAL/all/all/near": ("1", "2", "2"),
}


@pytest.mark.parametrize("key", DONE)
def test_what_is_done(two_periods, key):
    assert [two_periods.value(d, "PLAN.DONE", key) for d in DATES] == [
        Decimal(v) for v in DONE[key]
    ]


@pytest.mark.parametrize("key", ATTAINMENT)
def test_attainment_or_the_reason_why_there_is_none(two_periods, key):
    for day, expected in zip(DATES, ATTAINMENT[key], strict=True):
        fact = two_periods.fact(day, "PLAN.ATTAINMENT", key)
        if expected is None:
            assert (fact["value"], fact["printed"]) == (None, "")
            assert fact["reason_zh"]
            assert fact["reason_en"]
        else:
            assert close(Decimal(fact["value"]), 100 * Fraction(expected)), (day, fact["value"])


@pytest.mark.parametrize(
    ("key", "day", "reason"),
    [
        ("TREATED/990101/government/far", END, "target is zero, nothing to attain"),
        ("TREATED/990102/company/far", END, "target left blank, not assessable"),
        ("TREATED/990102/government/far", END, "negative target, not assessable"),
        ("TREATED/990102/government/near", END, "no target, not assessable"),
        ("TREATED/990102/all/near", END, "part of the targets is missing, not assessable"),
        ("TREATED/990101/company/far", END, "period not begun"),
        ("SYSTEM/all/all/near", BEFORE, "no report, not assessable"),
        ("SCHEMES/all/all/near", BEFORE, "no base value, not assessable before the end"),
    ],
)
def test_the_reason_is_that_of_the_target(two_periods, key, day, reason):
    assert two_periods.fact(day, "PLAN.ATTAINMENT", key)["reason_en"] == reason


@pytest.mark.parametrize("key", DUE)
def test_what_was_due(two_periods, key):
    for day, expected in zip(DATES, DUE[key], strict=True):
        value = two_periods.value(day, "PLAN.DUE_PATH", key)
        assert value is None if expected is None else close(value, Fraction(expected))


@pytest.mark.parametrize(
    ("grade", "counts"),
    [
        ("early", (1, 1, 1)), ("faster", (0, 0, 1)), ("on_track", (2, 2, 2)), ("behind", (2, 4, 4)),
    ],
)  # fmt: skip
def test_printed_targets_by_grade(two_periods, grade, counts):
    """On the last day count and rate fall behind and the milestone is reached."""
    found = [
        two_periods.facts[d][f"PLAN.TARGETS@assessment={d},attainment_grade={grade}"]["value"]
        for d in DATES
    ]
    assert found == [str(n) for n in counts]


FINDINGS = {
    "target-blank": (1, 1, 1), "target-zero": (1, 1, 1), "target-negative": (1, 1, 1),
    "target-missing": (1, 1, 1), "work-not-accepted": (1, 1, 1), "work-number-shared": (1, 1, 1),
    "work-above-damage": (1, 1, 1), "work-before-plan": (1, 1, 1), "work-without-target": (1, 1, 1),
    "work-after-date": (3, 1, 0),  # W2, W9 and the report; W9
}  # fmt: skip


def test_findings(two_periods):
    for place, day in enumerate(DATES):
        stem = f"PLAN.FINDINGS@assessment={day},plan_finding="
        found = {i.removeprefix(stem): int(f["value"]) for i, f in two_periods.facts[day].items()
                 if i.startswith(stem) and ",severity=" not in i and f["value"] != "0"}  # fmt: skip
        assert found == {c: n[place] for c, n in FINDINGS.items() if n[place]}
        label = two_periods.facts[day][f"{stem}work-before-plan"]
        assert label["label_zh"] == "评估中发现的问题（日期早于规划期）"
        assert label["label_en"].endswith("(the date is before the plan)")


def test_works_listed_and_counted(two_periods):
    assert {two_periods.value(d, "WORKS.AREA", "") for d in DATES} == {Decimal("240.5")}
    assert [two_periods.value(d, "WORKS.COUNTED", "") for d in DATES] == [128, 178, 190]
    assert two_periods.value(END, "WORKS.EXCESS", "990101") == 10


def test_money_and_rates(two_periods):
    place = "990101/company/near"
    assert [two_periods.value(d, "FUNDS.UNIT_COST", place) for d in DATES] == [
        Decimal("2.125"),
        2,
        2,
    ]
    assert [two_periods.value(d, "FUNDS.NEEDED", place) for d in DATES] == [
        Decimal("127.5"),
        20,
        20,
    ]
    rate = f"treatment/TREATED/{place}/done/damaged_land"
    assert [two_periods.value(d, "PLAN.RATE", rate) for d in DATES] == [20, 45, 45]
    blank = two_periods.fact(END, "FUNDS.NEEDED", "990102/company/far")
    assert (blank["value"], blank["reason_en"]) == (None, "no money recorded")


def test_provenance_and_labels(two_periods):
    fact = two_periods.fact(END, "PLAN.DONE", "SOCIAL/all/all/near")
    assert fact["label_zh"] == "社会资金{项目}<b>示范</b>（三县，近期）：完成"
    assert fact["label_en"] == "works with private | capital (the three counties, near term): done"
    assert (
        two_periods.fact(END, "PLAN.TARGET", "TREATED/990101/company/near")["provenance"]
        == "published"
    )
    assert {f["provenance"] for f in two_periods.facts[END].values()} == {"survey", "published"}

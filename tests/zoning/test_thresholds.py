"""Every limit of the rule file: just below it, on it, and just above it."""

from decimal import Decimal

import pytest

from dandong_analysis.standards import load_standard
from dandong_analysis.zoning.rules import standard_rules

# hm2 -> mu by hand; every other unit of the file is the one in which its field is held.
HELD = {"hm2": 15}


def limits():
    """(measure, where, limit in the unit held, grade below, grade on, grade above)."""
    for group in load_standard("dzt0223")["group"]:
        for measure in group["measure"]:
            if "unit" not in measure:
                continue
            rising = sorted(measure["criteria"], key=lambda c: Decimal(lower(c)))
            for below, above in zip([None, *rising], rising, strict=False):
                limit = Decimal(lower(above)) * HELD.get(measure["unit"], 1)
                on = above if "from" in above else below
                yield pytest.param(
                    group, measure, limit, grade(below), grade(on), grade(above),
                    id=f"{measure['id']}-{above['grade']}",
                )  # fmt: skip


def lower(criterion):
    return criterion.get("over", criterion.get("from"))


def grade(criterion):
    return criterion["grade"] if criterion else "none"


def group_grade(world, group, measure, value):
    """The grade of M1 in ``group`` when only the row with ``value`` can raise it."""
    row = {"mine_id": "M1", measure["field"]: value}
    row |= {name: codes[0] for name, codes in measure.get("where", {}).items()}
    graded = world.grade(world.tables(**{group["table"]: [row, {"mine_id": "M2"}]}))
    met = graded.fired.query("mine_id == 'M1'").set_index("criterion")
    return next((g for c, g in met["grade"].items() if c.startswith(measure["id"] + ".")), "none")


STEPS = list(limits())


@pytest.mark.parametrize(("group", "measure", "limit", "below", "on", "above"), STEPS)
def test_a_limit_divides_where_the_standard_says(world, group, measure, limit, below, on, above):
    whole = measure["field"] == "threatened_people"
    step = Decimal(1) if whole else Decimal("0.000001")

    def cell(value):
        return int(value) if whole else value

    assert group_grade(world, group, measure, cell(limit)) == on
    assert group_grade(world, group, measure, cell(limit + step)) == above
    if limit > 0:
        assert group_grade(world, group, measure, cell(limit - step)) == below


def test_all_criteria_of_numbers_are_exercised():
    tried = {f"{p.values[1]['id']}.{p.values[5].upper()}" for p in STEPS}
    numbers = {c.id for _, m, c in standard_rules().criteria if m.is_number}
    assert tried == numbers
    assert len(tried) == 28


WORDS = [
    pytest.param(group, measure, criterion["grade"], word, id=f"{measure['id']}-{word}")
    for group in load_standard("dzt0223")["group"]
    for measure in group["measure"]
    for criterion in measure["criteria"]
    for word in criterion.get("codes", criterion.get("words", ()))
]


@pytest.mark.parametrize(("group", "measure", "grade", "word"), WORDS)
def test_every_code_and_word_gives_its_grade(world, group, measure, grade, word):
    row = {"mine_id": "M1", measure["field"]: word}
    mine = {"mine_id": "M1"} | {k: v == ["true"] for k, v in measure.get("where_mine", {}).items()}
    tables = world.tables(**{"mines": [mine], group["table"]: [row]})
    met = world.grade(tables).fired.set_index("criterion")["grade"]
    assert met[f"{measure['id']}.{grade.upper()}"] == grade


# Written down by hand in mu, independently of the rule file, which must not drift from it.
@pytest.mark.parametrize(("land", "area", "grade"), [
    ("arable", "30", "moderate"), ("arable", "30.01", "severe"),
    ("forest", "30", "slight"), ("forest", "30.01", "moderate"),
    ("grass", "60", "moderate"), ("grass", "60.01", "severe"),
    ("unused", "150", "slight"), ("unused", "150.01", "moderate"),
    ("unused", "300", "moderate"), ("unused", "300.01", "severe"),
    ("basic_farmland", "0.01", "severe"), ("orchard", "9999", "slight"),
])  # fmt: skip
def test_land_by_class_in_mu(world, land, area, grade):
    row = {"mine_id": "M1", "land_class": land, "damaged_area_mu": area}
    assert world.grade_of(land_damage=[row]) == (grade, grade, grade)


@pytest.mark.parametrize(("field", "value", "grade"), [
    ("potential_loss_cny_10k", "500", "moderate"), ("potential_loss_cny_10k", "500.01", "severe"),
    ("potential_loss_cny_10k", "100", "moderate"), ("potential_loss_cny_10k", "99.99", "slight"),
    ("threatened_people", 100, "moderate"), ("threatened_people", 101, "severe"),
    ("threatened_people", 10, "moderate"), ("threatened_people", 9, "slight"),
])  # fmt: skip
def test_hazards_by_loss_and_people(world, field, value, grade):
    assert world.grade_of(hazards=[{"mine_id": "M1", field: value}])[0] == grade


@pytest.mark.parametrize(
    ("inflow", "grade"),
    [("10000", "moderate"), ("10000.1", "severe"), ("3000", "moderate"), ("2999.9", "slight")],
)
def test_aquifer_by_inflow(world, inflow, grade):
    rows = [{"mine_id": "M1", "inflow_m3_per_day": inflow}, {"mine_id": "M2"}]
    assert world.grade_of(aquifer=rows)[0] == grade

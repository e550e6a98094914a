"""Working mines in protected areas: by point, by parcel, by both."""

import pytest

DISTRICT = (0.1, 0.1, 9.9, 3.9)
# The park lies from 5 to 6 km.
PARK = (5, -1, 6, 5)


@pytest.fixture
def conflicts(country, chart):
    def run(mines, parcels, status="producing", areas=(("B1", PARK),)):
        layer = chart.layer("protected_areas", [
            {"protected_id": i, "name": f"{i}模拟森林公园", "protected_kind": "forest_park",
             "protected_rank": "national", "county": "A", "geometry_wkt": chart.box(*b)}
            for i, b in areas
        ])  # fmt: skip
        tables = dict(country.survey(
            {m: (*p, "slight") for m, p in mines.items()}, districts=chart.districts(D1=DISTRICT),
            protected_areas=layer,
            land_damage=country.world.typed("land_damage", [
                {"mine_id": m, "geometry_wkt": b and chart.box(*b)} for m, b in parcels
            ]),
        ))  # fmt: skip
        tables["mines"]["production_status"] = status
        return country.zones(tables)["protection_conflicts"]

    return run


def found(frame):
    columns = ["mine_id", "protected_id", "is_inside_by_point", "is_inside_by_parcel",
               "parcel_count", "unlocated_parcels"]  # fmt: skip
    rows = frame[columns].to_numpy().tolist()
    return [(*row, round(float(a))) for row, a in zip(rows, frame["overlap_area_mu"], strict=True)]


@pytest.mark.parametrize(("point", "parcels", "expected"), [
    ((5.5, 1), [None], [("M1", "B1", True, False, 0, 1, 0)]),
    # 0.5 by 0.2 km of the parcel lie inside: 0.1 km2 are 150 mu
    ((4.5, 1), [(4.4, 1, 5.5, 1.2)], [("M1", "B1", False, True, 1, 0, 150)]),
    ((5.5, 1), [(5.2, 1, 5.7, 1.2)], [("M1", "B1", True, True, 1, 0, 150)]),
    # overlapping outlines count once
    ((4.5, 1), [(5, 1, 5.5, 1.2), (5, 1, 5.5, 1.2), None], [("M1", "B1", False, True, 2, 1, 150)]),
    ((4.5, 1), [None], []),
    # touching the border is not inside
    ((4.5, 1), [(4, 1, 4.99999, 1.2)], []),
])  # fmt: skip
def test_a_working_mine_inside_by_point_or_by_parcel(conflicts, point, parcels, expected):
    frame = conflicts({"M1": point}, [("M1", p) for p in parcels])
    assert found(frame) == expected


@pytest.mark.parametrize(("status", "number"), [
    ("producing", 1), ("under_construction", 1), ("closed", 0), ("policy_closed", 0), ("abandoned", 0),
])  # fmt: skip
def test_only_working_mines_conflict(conflicts, status, number):
    assert len(conflicts({"M1": (5.5, 1)}, [("M1", None)], status)) == number


def test_a_row_has_the_address_of_the_mine_and_the_words_of_the_area(conflicts):
    row = conflicts({"M0": (1, 1), "M1": (5.5, 1)}, [("M1", None)]).iloc[0]
    assert (row["source_file"], row["source_row"]) == ("mines.csv", 3)
    named = ["protected_name", "protected_kind", "protected_rank", "production_status"]
    assert row[named].tolist() == ["B1模拟森林公园", "forest_park", "national", "producing"]


def test_a_mine_in_two_areas_conflicts_with_both(conflicts):
    areas = [("B2", PARK), ("B1", PARK), ("B3", (7, 0, 8, 1))]
    frame = conflicts({"M1": (5.5, 1)}, [("M1", None)], areas=areas)
    assert frame["protected_id"].tolist() == ["B1", "B2"]


def test_a_mine_without_a_point_conflicts_by_its_outline(conflicts):
    nowhere = (float("nan"), float("nan"))
    frame = conflicts({"M1": nowhere, "M2": (1, 1)}, [("M1", (5.2, 1, 5.7, 1.2)), ("X", PARK)])
    assert found(frame) == [("M1", "B1", False, True, 1, 0, 150)]


def test_without_protected_areas_there_is_no_conflict(country, chart):
    frames = country.zones(
        country.survey({"M1": (1, 1, "slight")}, districts=chart.districts(D1=DISTRICT))
    )
    assert len(frames["protection_conflicts"]) == len(frames["protection_cuts"]) == 0

"""A study's own settings and overrides of zones, in a study without layers."""

import pytest

from dandong_analysis import storage

OVERRIDES = "data/raw/zone-overrides.toml"
ENTRY = """[[override]]
district = "990101-01"
from = "{before}"
to = "slight"
reason = "现场核查"
by = "李工"
date = 2021-06-30
"""


def add(study, text):
    study.edit("study.toml", lambda before: before + text)


def declare(study, before):
    (study.root / OVERRIDES).write_text(ENTRY.format(before=before), encoding="utf-8")
    study.edit(
        "study.toml", lambda t: t.replace("[files]\n", f'[files]\nzone_overrides = "{OVERRIDES}"\n')
    )


def frames(study):
    return storage.read_frames(study.root / ".dandong" / "work" / "facts")


def test_what_is_not_known_leaves_zones_ungraded_and_treated_for_now(small):
    """No hazards, aquifer or landscape were delivered: any mine may be severe."""
    facts = small.facts()
    assert facts["ZONE.COUNT@zone_grade=ungraded"]["value"] == facts["ZONE.COUNT"]["value"]
    assert facts["ZONE.MINES"]["value"] == "12"
    assert facts["ZONE.LAND"]["value"] == facts["LAND.DAMAGED"]["value"]
    zones = frames(small)["management_zones"]
    assert set(zones["management_kind"]) == {"treatment"}
    assert zones["is_provisional"].all()


def test_a_study_sets_its_own_numbers(small):
    add(
        small,
        '[zoning]\ncell_m = 500\nlink_m = { value = "2000", source = "现场", verified = true }\n',
    )
    small.facts()
    settings = frames(small)["zone_settings"].set_index("parameter")
    assert settings.loc["link_m", ["source", "is_verified", "is_own"]].tolist() == [
        "现场",
        True,
        True,
    ]
    assert frames(small)["zone_runs"]["cell_m"].tolist() == [500, 500]


@pytest.mark.parametrize(("line", "expected"), [
    ("cell_m = 0", "cell_m = 0"), ("cel_m = 500", "cel_m"), ('surface = "best"', "surface"),
])  # fmt: skip
def test_a_wrong_setting_stops_the_build_with_its_place(small, line, expected):
    add(small, f"[zoning]\n{line}\n")
    done = small.run("facts")
    said = done.stdout + done.stderr
    assert done.returncode == 1
    assert "study.toml" in said
    assert expected in said
    assert "Traceback" not in said


def test_an_override_is_applied_and_logged_and_its_change_is_seen(small):
    small.facts()
    declare(small, "ungraded")
    small.facts()
    zones = frames(small)["impact_zones"].set_index("district_id")
    assert zones["zone_grade"].value_counts().to_dict() == {"ungraded": 4, "slight": 1}
    assert zones.loc["990101-01", "is_override"]
    log = frames(small)["zone_overrides"]
    assert log[["place", "to_grade", "reason", "changed_by"]].to_numpy().tolist() == [
        ["990101-01", "slight", "现场核查", "李工"]
    ]
    small.edit(OVERRIDES, lambda t: t.replace("李工", "王工"))
    small.facts()
    assert frames(small)["zone_overrides"]["changed_by"].tolist() == ["王工"]


def test_a_stale_override_stops_the_build(small):
    declare(small, "severe")
    done = small.run("facts")
    said = done.stdout + done.stderr
    assert done.returncode == 1
    for text in (OVERRIDES, "990101-01: ungraded ≠ severe", "judge it anew"):
        assert text in said.replace("Judge", "judge")
    (small.root / OVERRIDES).unlink()
    assert small.run("facts").returncode == 1

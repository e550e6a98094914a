"""Builds that are refused before anything runs, and say why."""

import pytest

from dandong_analysis import storage
from dandong_analysis.errors import DandongError, UsageError
from dandong_analysis.pipeline import steps
from dandong_analysis.pipeline.build import build
from dandong_analysis.pipeline.inputs import Layout
from dandong_analysis.pipeline.plan import Request

HTML = Request(formats=("html",))


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (Request(chapters=("../../evil",)), "unknown-chapter"),
        (Request(chapters=("03_third",)), "unknown-chapter"),
        (Request(formats=("html", "exe")), "unknown-format"),
        (Request(region="丙县"), "unknown-region"),
        (Request(pairs=("regoin=all",)), "unknown-parameter"),
        (Request(lang="fr"), "parameter-type"),
    ],
)
def test_wrong_usage_is_refused_before_a_step_runs(study, request_, code, monkeypatch):
    monkeypatch.setattr(steps, "run_survey", pytest.fail)
    with pytest.raises(UsageError) as caught:
        build(study, request_)
    assert caught.value.problems[0].code == code


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("study.toml", 'folder = "../outside"', "path-outside"),
        ("study.toml", 'folder = "data/raw/none"', "delivery-missing"),
    ],
)
def test_a_delivery_folder_must_be_there_and_inside(study, name, text, code):
    path = study / name
    path.write_text(
        path.read_text("utf-8").replace('folder = "data/raw/survey/team"', text), "utf-8"
    )
    with pytest.raises(DandongError) as caught:
        build(study, HTML)
    assert caught.value.problems[0].code == code


def test_a_folder_without_a_study_is_wrong_usage(tmp_path):
    with pytest.raises(UsageError) as caught:
        build(tmp_path, HTML)
    assert caught.value.problems[0].code == "no-study"
    assert list(tmp_path.iterdir()) == []


def test_two_builds_at_once_do_not_meet(study):
    told = []
    with storage.locked(Layout(study).lock):
        try:
            build(study, HTML)
        except DandongError as error:
            told += [p.code for p in error.problems]
    assert told == ["build-running"]

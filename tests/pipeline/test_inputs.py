import sys

import pytest

from dandong_analysis.errors import DandongError, UsageError
from dandong_analysis.pipeline.inputs import Layout, delivery_sources, environment, source_nodes
from dandong_analysis.study import DeliveryEntry

from .conftest import write, write_chapter


def test_the_environment_lists_what_is_installed_and_needed_and_no_more():
    lines = environment().splitlines()
    assert lines[0] == f"python=={sys.version.split()[0]}"
    names = {line.partition("==")[0] for line in lines}
    assert {"dandong-analysis", "pandas", "numpy", "typst", "pyzmq"} <= names
    assert not names & {"pytest", "ruff", "mypy", "jupyterlab"}


def test_each_part_of_the_sources_is_an_input_of_its_own():
    nodes = {n.name: n.state() for n in source_nodes("survey")}
    assert set(nodes) == {"dandong_analysis", "dandong_analysis/standards", "dandong_analysis/storage",
                          "dandong_analysis/pipeline", "dandong_analysis/survey"}  # fmt: skip
    assert len(set(nodes.values())) == 5


def test_the_studys_own_notebook_comes_before_the_one_of_the_package(tmp_path):
    layout = Layout(tmp_path)
    shipped = layout.notebook("02_status")
    assert tmp_path not in shipped.parents
    own = write_chapter(tmp_path, "02_status", "1")
    assert layout.notebook("02_status") == own


@pytest.mark.parametrize("name", ["../02_status", "a/b", "", ".", "02_status.ipynb", "C:x", "none"])
def test_a_chapter_is_a_plain_name(tmp_path, name):
    write_chapter(tmp_path, "02_status", "1")
    with pytest.raises(UsageError) as caught:
        Layout(tmp_path).notebook(name)
    assert caught.value.problems[0].code == "unknown-chapter"


def test_a_notebook_that_is_a_link_out_of_the_study_is_refused(tmp_path):
    outside = write_chapter(tmp_path / "outside", "evil", "1")
    (tmp_path / "study" / "notebooks").mkdir(parents=True)
    (tmp_path / "study" / "notebooks" / "evil.ipynb").symlink_to(outside)
    with pytest.raises(DandongError) as caught:
        Layout(tmp_path / "study").notebook("evil")
    assert caught.value.problems[0].code == "path-outside"


def test_a_delivered_file_that_is_a_link_out_of_its_folder_is_refused(tmp_path):
    secret = write(tmp_path, "secret.txt", "x")
    write(tmp_path, "study/team/profile.toml", "")
    (tmp_path / "study" / "team" / "mines.csv").symlink_to(secret)
    with pytest.raises(DandongError) as caught:
        delivery_sources(Layout(tmp_path / "study"), DeliveryEntry("team", "team"))
    assert caught.value.problems[0].code == "path-outside"

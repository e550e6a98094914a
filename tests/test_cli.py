"""The command itself: exit codes, what goes to which stream, and how soon it answers."""

import json
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SMALL = ROOT / "tests" / "studies" / "two_counties"
# Packages that no help text needs.
HEAVY = ("pandas", "pyarrow", "pytask", "papermill", "matplotlib", "geopandas", "openpyxl")


def dandong(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "COLUMNS": "160"}
    return subprocess.run(
        [sys.executable, "-m", "dandong_analysis", *arguments], cwd=cwd, check=False,
        capture_output=True, encoding="utf-8", env=environment, stdin=subprocess.DEVNULL,
    )  # fmt: skip


@pytest.fixture
def study(tmp_path) -> Path:
    """A copy of the study of twelve mines."""
    return Path(shutil.copytree(SMALL, tmp_path / "study"))


def test_help_needs_none_of_the_heavy_packages():
    script = (
        "import sys; import dandong_analysis.cli.commands\n"
        f"print([m for m in {HEAVY!r} if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "command", ["audit", "build", "check", "demo", "facts", "lab", "remarks", "trace"]
)
def test_every_command_has_help(command):
    done = dandong(command, "--help")
    assert done.returncode == 0
    assert "--study" in done.stdout


def test_the_version_is_that_of_the_package():
    import dandong_analysis  # noqa: PLC0415 - only this test needs it

    assert dandong("--version").stdout == f"dandong {dandong_analysis.__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("build", "--nope"),
        ("build", "--jobs", "0"),
        ("build", "--region", "丙县"),
        ("build", "--lang", "fr"),
        ("build", "--as-of", "2018-02-30"),
        ("build", "--formats", "exe"),
        ("build", "--chapters", "../../evil"),
        ("build", "-p", "regoin=all"),
        ("build", "-p", "region"),
        ("check", "nobody"),
        ("trace",),
        ("remarks",),
        ("remarks", "chapter.docx"),
        ("audit", "one.csv", "two.csv"),
        ("nothing",),
    ],
)
def test_wrong_usage_ends_with_2_and_without_a_traceback(study, arguments):
    done = dandong(*arguments, cwd=study)
    assert done.returncode == 2
    assert done.stderr
    assert "Traceback" not in done.stderr
    assert not (study / "reports").exists()


def test_a_folder_without_a_study_is_wrong_usage(tmp_path):
    done = dandong("facts", "--json", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "study.toml" in done.stderr


def test_an_unknown_fact_ends_with_1_and_prints_no_json(study):
    done = dandong("trace", "MINE.NONE", "--json", cwd=study)
    assert (done.returncode, done.stdout) == (1, "")
    assert "unknown-fact" in done.stderr


def test_a_printed_number_lists_the_facts_that_print_so(study):
    done = dandong("trace", "12", "--json", cwd=study)
    answer = json.loads(done.stdout)
    assert done.returncode == 0
    assert answer["printed"] == "12"
    assert {f["printed"] for f in answer["facts"]} == {"12"}
    assert "MINE.TOTAL" in {f["id"] for f in answer["facts"]}
    told = dandong("trace", "１２", "个", cwd=study)
    assert told.returncode == 0
    assert "MINE.TOTAL" in told.stdout
    assert "dandong trace ID" in told.stdout


def test_a_number_that_nothing_prints_ends_with_1_and_names_the_nearest(study):
    done = dandong("trace", "9999个", "--json", cwd=study)
    assert (done.returncode, done.stdout) == (1, "")
    assert "not-printed" in done.stderr
    assert "最接近的有：" in done.stderr
    assert "个 (" in done.stderr


def test_json_is_all_that_stdout_holds(study):
    for arguments in (("check", "south"), ("facts", "--indicator", "MINE.TOTAL")):
        done = dandong(*arguments, "--json", cwd=study)
        assert json.loads(done.stdout)
        assert "\\u" not in done.stdout


def test_messages_come_in_both_languages_and_control_codes_do_not_reach_the_terminal(study):
    path = study / "data/raw/survey/south/mines.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("闭坑;150.5", "\x1b[31m停\u202e;150.5"), encoding="utf-8")
    done = dandong("check", "south", cwd=study)
    assert done.returncode == 1
    assert "停" in done.stdout
    assert not {"\x1b", "\u202e"} & set(done.stdout + done.stderr)
    assert "Found '" in done.stdout


def test_a_plan_says_why_and_runs_nothing(study):
    done = dandong("build", "--dry-run", cwd=study)
    assert done.returncode == 0
    assert "survey:north" in done.stdout
    assert "还从未运行过" in done.stdout
    assert "it has never run" in done.stdout
    assert not (study / "reports").exists()


@pytest.mark.skipif(find_spec("jupyterlab") is not None, reason="JupyterLab is installed here")
def test_without_jupyterlab_the_lab_says_what_to_install(study):
    done = dandong("lab", cwd=study)
    assert done.returncode == 1
    assert "lab" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_error_of_the_program_is_one_message_and_a_traceback_only_when_asked(study):
    (study / ".dandong").write_text("a file in the place of the work folder", encoding="utf-8")
    short = dandong("facts", cwd=study)
    assert short.returncode == 1
    assert "--debug" in short.stderr
    assert "Traceback" not in short.stderr
    assert "Traceback" in dandong("facts", "--debug", cwd=study).stderr


RESERVOIR = ROOT / "tests" / "plans" / "reservoir"


def test_an_audit_shows_the_most_serious_first_and_ends_with_1():
    done = dandong("audit", "--study", str(RESERVOIR))
    assert (done.returncode, done.stderr) == (1, "")
    places = [done.stdout.index(word) for word in ("矛盾 inconsistent", "incomplete", "truncated")]
    assert places == sorted(places)
    for expected in (
        "[HOMES#1] 一 搬迁户数",
        "乙县第一年公布36.0公顷",
        "缺漏 omission，五",
        "成立 exact 9",
    ):
        assert expected in done.stdout


def test_an_audit_that_finds_nothing_ends_with_0(tmp_path):
    path = tmp_path / "figures.csv"
    path.write_text("id,value,unit,derived_from\na,3,亩,\nb,4,亩,same(a)\n", encoding="utf-8")
    done = dandong("audit", "figures.csv", "--json", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert [r["verdict"] for r in found["relations"]] == ["within_input_rounding"]
    assert found["blocks"][0]["radius"] == "1/2"
    exact = dandong("audit", "figures.csv", "--exact", cwd=tmp_path)
    assert exact.returncode == 1
    assert "相加无差" in exact.stdout


def test_a_file_that_cannot_be_audited_says_where_and_why(tmp_path):
    path = tmp_path / "figures.csv"
    path.write_text("id,value,unit,derived_from\na,3,亩,sum(b\n", encoding="utf-8")
    done = dandong("audit", "figures.csv", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "figures.csv 第2行 “derived_from”列：值为“sum(b”" in done.stderr
    assert "relation-syntax" in done.stderr


def test_delivered_text_reaches_the_terminal_as_plain_text(tmp_path):
    path = tmp_path / "figures.csv"
    path.write_text(
        "id,value,unit,derived_from,description_zh\n"
        "a,3,亩,,[red]甲[/red]\x1b[31m\nb,9,亩,same(a),乙\u202e\n", encoding="utf-8",
    )  # fmt: skip
    done = dandong("audit", "figures.csv", cwd=tmp_path)
    assert "[red]甲[/red]" in done.stdout
    assert not {"\x1b", "\u202e"} & set(done.stdout + done.stderr)

"""Real kernels: what a chapter can see, and what becomes of one that fails."""

import json
from pathlib import Path

import nbformat

from dandong_analysis.pipeline.kernels import Executed, run_notebook

LOOK = """import json, os, sys
seen = {
    "cwd": os.listdir("."),
    "work": open(os.path.join(os.environ["DANDONG_WORK"], "a", "b.txt")).read(),
    "study": os.environ["DANDONG_STUDY"],
    "safe": sys.flags.safe_path,
    "path": "" in sys.path,
    "overrides": json.loads(overrides),
    "private": sorted({os.environ[n] for n in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR")}),
    "mine": os.environ.get("PYTHONSTARTUP", ""),
    "transport": json.load(open(sys.argv[sys.argv.index("-f") + 1]))["transport"],
}
print(json.dumps(seen))"""


def run(tmp_path: Path, *cells: str, overrides=None) -> Executed:
    first = nbformat.v4.new_code_cell('overrides = "{}"', metadata={"tags": ["parameters"]})
    notebook = nbformat.v4.new_notebook(cells=[first, *map(nbformat.v4.new_code_cell, cells)])
    return run_notebook(
        nbformat.writes(notebook).encode(), overrides or {}, inputs={"a/b.txt": b"inputs"},
        study=tmp_path, cache=tmp_path / "cache",
    )  # fmt: skip


def outputs(executed: Executed, cell: int) -> list[dict]:
    return json.loads(executed.notebook)["cells"][cell]["outputs"]


def test_a_chapter_sees_its_inputs_and_nothing_of_the_user(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONSTARTUP", "evil.py")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "own"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "json.py").write_text("raise SystemExit", encoding="utf-8")
    hostile = {"region": "'); import os #", "名": '"""\n\\'}
    executed = run(tmp_path, LOOK, overrides=hostile)
    assert executed.failure is None
    seen = json.loads("".join(outputs(executed, 2)[0]["text"]))
    assert seen["cwd"] == []
    assert seen["work"] == "inputs"
    assert seen["study"] == str(tmp_path.resolve())
    assert seen["safe"] is True
    assert seen["path"] is False
    assert seen["overrides"] == hostile
    assert str(tmp_path) not in "".join(seen["private"])
    assert seen["mine"] == ""
    assert seen["transport"] == "ipc"


def test_a_failed_chapter_keeps_the_error_and_stops_there(tmp_path):
    executed = run(tmp_path, "1 / 0", "print('never')")
    assert (executed.failure.cell, executed.failure.name) == (3, "ZeroDivisionError")
    assert outputs(executed, 2)[0]["output_type"] == "error"
    assert outputs(executed, 3) == []


def test_a_kernel_that_dies_is_a_failure_like_another(tmp_path):
    executed = run(tmp_path, "import os", "os._exit(3)")
    assert (executed.failure.cell, executed.failure.name) == (4, "DeadKernelError")


def test_the_same_notebook_gives_the_same_bytes(tmp_path):
    cells = ("print('a'); print('b')", "{'x': 1}")
    first, second = run(tmp_path, *cells), run(tmp_path, *cells)
    assert first.notebook == second.notebook
    assert [c["id"] for c in json.loads(first.notebook)["cells"]] == [
        "cell-0", "cell-1", "cell-2", "cell-3"
    ]  # fmt: skip
    assert "execution" not in json.loads(first.notebook)["cells"][2]["metadata"]


def test_nothing_is_left_behind(tmp_path, monkeypatch):
    import tempfile  # noqa: PLC0415 - its folder is set for this test

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    run(tmp_path, "1")
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_temporary_folder_too_deep_for_sockets_still_works(tmp_path, monkeypatch):
    import tempfile  # noqa: PLC0415 - its folder is set for this test

    long = tmp_path / ("d" * 100)
    long.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(long))
    executed = run(tmp_path, LOOK)
    seen = json.loads("".join(outputs(executed, 2)[0]["text"]))
    assert seen["transport"] == "tcp"

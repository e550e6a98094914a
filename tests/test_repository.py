"""The repository keeps its own rules: lock files, environment, notebooks, house limits."""

import ast
import json
import re
import statistics
import subprocess
import tomllib
from pathlib import Path

import nbformat
import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
LOCKS = sorted(ROOT.glob("requirements*.lock"))
SOURCES = sorted((ROOT / "dandong_analysis").rglob("*.py"))
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def requirement(text: str) -> tuple[str, str]:
    name, spec = re.fullmatch(r"([A-Za-z0-9._-]+)(.*)", text).groups()
    return name.lower().replace("_", "-"), spec


def declared() -> dict[str, str]:
    extras = project()["optional-dependencies"]
    return dict(map(requirement, [*project()["dependencies"], *extras["lab"], *extras["dev"]]))


def test_conda_environment_is_in_step_with_pyproject():
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    plain = [d for d in listed if isinstance(d, str)]
    by_pip = next(d for d in listed if isinstance(d, dict))["pip"]
    assert by_pip[-1] == "--editable ."
    assert f"python{project()['requires-python']}" in plain
    packages = [d for d in plain if d != "pip" and not d.startswith("python>")] + by_pip[:-1]
    assert dict(map(requirement, packages)) == declared()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda p: p.name)
def test_a_lock_holds_hashes_and_no_address(lock):
    text = lock.read_text(encoding="utf-8")
    pinned = re.findall(r"^([a-z0-9._-]+)==", text, re.MULTILINE)
    assert len(pinned) > 50
    entries = re.split(r"^(?=[a-z0-9._-]+==)", text, flags=re.MULTILINE)[1:]
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in text
    assert not re.search(r"(?<![a-z0-9])/[a-z]+/", text)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda p: p.name)
def test_a_lock_pins_every_dependency(lock):
    text = lock.read_text(encoding="utf-8")
    pinned = set(re.findall(r"^([a-z0-9._-]+)==", text, re.MULTILINE))
    assert {requirement(d)[0] for d in project()["dependencies"]} <= pinned


def test_committed_files_name_no_place_of_one_machine():
    tracked = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout.split("\0")
    texts = [ROOT / p for p in tracked if p.endswith((".py", ".md", ".toml", ".yml", ".ipynb"))]
    pattern = re.compile(r"/(?:root|home|Users|opt|work)/[a-z]")
    own = Path(__file__).name
    guilty = [
        p.name for p in texts
        if p.exists() and p.name != own and pattern.search(p.read_text(encoding="utf-8"))
    ]  # fmt: skip
    assert len(texts) > 20
    assert guilty == []


def functions(path: Path) -> list[ast.FunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


def body_lines(function: ast.FunctionDef) -> int:
    body = function.body
    if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        body = body[1:]
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def test_functions_and_modules_keep_the_house_limits():
    lengths = {
        f"{path.name}:{function.name}": body_lines(function)
        for path in SOURCES
        for function in functions(path)
    }
    assert statistics.median(lengths.values()) <= 8
    assert {name: n for name, n in lengths.items() if n > 40} == {}
    long = {p.name: n for p in SOURCES if (n := len(p.read_text("utf-8").splitlines())) > 300}
    assert long == {}


def test_no_call_loses_rows_or_cells_in_silence():
    banned = re.compile(
        r"""errors=["']coerce|on_bad_lines|drop_invalid_rows|\.dropna\(|how=["']inner|import pickle"""
    )
    guilty = [p.name for p in SOURCES if banned.search(p.read_text(encoding="utf-8"))]
    assert guilty == []


FORBIDDEN_NODES = (
    ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.Try, ast.With,
    ast.ListComp, ast.DictComp, ast.SetComp, ast.GeneratorExp,
)  # fmt: skip


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_is_thin_and_without_outputs(path):
    notebook = nbformat.read(path, as_version=4)
    code = [c for c in notebook.cells if c.cell_type == "code"]
    prose = [c for c in notebook.cells if c.cell_type == "markdown"]
    assert 3 <= len(code) <= 12
    assert len(prose) >= len(code) // 2
    assert all(not c.outputs and c.execution_count is None for c in code)
    for cell in code:
        tree = ast.parse(cell.source)
        assert len(tree.body) <= 8
        assert not [n for n in ast.walk(tree) if isinstance(n, FORBIDDEN_NODES)]
        imported = [n for n in ast.walk(tree) if isinstance(n, ast.Import)]
        assert imported == []
        modules = [n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
        assert all(m.startswith("dandong_analysis") for m in modules)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_has_one_parameters_cell_of_literals(path):
    notebook = nbformat.read(path, as_version=4)
    tagged = [c for c in notebook.cells if "parameters" in c.metadata.get("tags", [])]
    assert len(tagged) == 1
    for statement in ast.parse(tagged[0].source).body:
        assert isinstance(statement, ast.Assign | ast.AnnAssign)
        ast.literal_eval(statement.value)


def test_there_are_notebooks_and_locks_to_check():
    assert len(NOTEBOOKS) >= 2
    assert len(LOCKS) == 2
    assert all(json.loads(p.read_text(encoding="utf-8"))["cells"] for p in NOTEBOOKS)


def test_the_list_of_decisions_is_complete():
    home = ROOT / "docs" / "decisions"
    records = sorted(home.glob("0*.md"))
    listed = [
        f"{int(path.name[:4])}. [{title.removeprefix('# ').partition('. ')[2]}]({path.name})"
        for path in records
        for title in path.read_text(encoding="utf-8").splitlines()[:1]
    ]
    assert len(listed) == int(records[-1].name[:4])
    lines = (home / "README.md").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line[:1].isdigit()] == listed

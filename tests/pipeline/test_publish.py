"""Publishing, and a process killed at every write and rename of it."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from dandong_analysis import storage
from dandong_analysis.errors import DandongError
from dandong_analysis.pipeline.inputs import Layout
from dandong_analysis.pipeline.publish import Set, is_published, publish, recover

OLD = {"reports": {"a.html": b"old", "executed/a.ipynb": b"old"}, "data/processed": {"t": b"old"}}
NEW = {"reports": {"a.html": b"new", "b.html": b"new"}, "data/processed": {"t": b"new"}}

# For every call that publishing makes of the storage module: a child publishes NEW over OLD and
# kills itself at that call; its parent tells what is left, and what recovery makes of it.
KILLING = """
import json, os, signal, sys
from pathlib import Path
from dandong_analysis import storage
from dandong_analysis.pipeline.inputs import Layout
from dandong_analysis.pipeline.publish import Set, publish, recover
from dandong_analysis.storage import files as inner

folder, swap, old, new = Path(sys.argv[1]), sys.argv[2], eval(sys.argv[3]), eval(sys.argv[4])
CALLS = ("write_bytes", "move", "exchange", "remove", "sync_folder")

def left(root):
    for name, files in (("old", old), ("new", new)):
        if all((root / f / n).is_file() and (root / f / n).read_bytes() == data
               for f, held in files.items() for n, data in held.items()):
            return name
    return "broken"

def child(root, at):
    calls = 0
    def counted(real):
        def call(*args, **kwargs):
            nonlocal calls
            calls += 1
            if calls == at:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*args, **kwargs)
        return call
    if swap == "rename":
        storage.exchange = lambda *_: False
    for name in CALLS:
        wrapped = counted(getattr(storage, name))
        setattr(storage, name, wrapped)
        setattr(inner, name, wrapped)
    publish(Layout(root), Set(new))
    os._exit(0)

told, status, at = [], None, 0
while status != 0:
    at += 1
    root = folder / str(at)
    publish(Layout(root), Set(old))
    pid = os.fork()
    if pid == 0:
        child(root, at)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    decided = (root / ".dandong" / "publish.json").exists() or left(root) == "new"
    recover(Layout(root))
    told.append([status, decided, left(root)])
print(json.dumps(told))
"""


def contents(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in folder.rglob("*") if p.is_file() and p.name != "README.md"
    }  # fmt: skip


def published(root: Path) -> dict[str, dict[str, bytes]]:
    return {folder: contents(root / folder) for folder in OLD}


@pytest.fixture
def layout(tmp_path) -> Layout:
    """A study with the old set published."""
    layout = Layout(tmp_path)
    for folder in OLD:
        storage.write_bytes(tmp_path / folder / "README.md", b"kept")
    publish(layout, Set(OLD))
    return layout


def test_a_set_replaces_the_other_whole_and_readmes_stay(layout):
    assert published(layout.root) == OLD
    assert is_published(layout, Set(OLD))
    assert not is_published(layout, Set(NEW))
    publish(layout, Set(NEW))
    assert published(layout.root) == NEW
    assert (layout.root / "reports" / "README.md").read_bytes() == b"kept"
    assert contents(layout.home / "previous" / "reports") == OLD["reports"]
    assert not (layout.home / "publish.json").exists()


def test_a_file_that_was_altered_or_removed_is_no_longer_published(layout):
    (layout.root / "reports" / "a.html").write_bytes(b"edited")
    assert not is_published(layout, Set(OLD))
    (layout.root / "reports" / "a.html").unlink()
    assert not is_published(layout, Set(OLD))


def test_there_need_be_no_published_folders_at_first(tmp_path):
    publish(Layout(tmp_path), Set(NEW))
    assert published(tmp_path) == NEW


def test_systems_without_exchange_rename_twice(layout, monkeypatch):
    monkeypatch.setattr(storage, "exchange", lambda *_: False)
    publish(layout, Set(NEW))
    assert published(layout.root) == NEW
    assert contents(layout.home / "previous" / "data/processed") == OLD["data/processed"]


def test_the_manifest_holds_the_hash_of_every_output(layout):
    new = Set(NEW).with_manifest({"dandong": "1"})
    publish(layout, new)
    manifest = json.loads((layout.root / "reports" / "manifest.json").read_bytes())
    assert manifest["outputs"] == {
        f"{folder}/{name}": storage.sha256(data)
        for folder, files in NEW.items() for name, data in files.items()
    }  # fmt: skip


def test_a_link_in_the_place_of_an_output_folder_is_refused(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "reports").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(DandongError) as caught:
        publish(Layout(tmp_path), Set(NEW))
    assert caught.value.problems[0].code == "output-link"
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_file_name_that_leads_outside_is_refused(tmp_path):
    with pytest.raises(DandongError):
        publish(Layout(tmp_path), Set({"reports": {"../../x": b""}}))


def test_recovering_twice_or_with_nothing_to_do_changes_nothing(layout):
    assert recover(layout) is False
    assert published(layout.root) == OLD


def test_a_journal_that_fits_nothing_any_more_does_no_harm(layout):
    storage.write_json(layout.home / "publish.json", {"reports": "0" * 64})
    assert recover(layout) is True
    assert published(layout.root) == OLD


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a signal of POSIX systems")
@pytest.mark.parametrize("swap", ["exchange", "rename"])
def test_killed_at_any_call_a_whole_set_is_left(tmp_path, swap):
    done = subprocess.run(
        [sys.executable, "-c", KILLING, str(tmp_path), swap, repr(OLD), repr(NEW)],
        capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": str(Path(storage.__file__).parents[2])},
    )  # fmt: skip
    told = json.loads(done.stdout)
    assert [status for status, _, _ in told] == [-signal.SIGKILL] * (len(told) - 1) + [0]
    assert all(left == ("new" if decided else "old") for _, decided, left in told)
    assert {left for _, _, left in told} == {"old", "new"}
    assert len(told) > 15

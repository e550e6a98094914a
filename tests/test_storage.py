"""What touches the disk: whole writes, hashes, borders, exchange, the lock."""

import os
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from dandong_analysis import storage
from dandong_analysis.errors import DandongError

HOLDER = """
import sys, time
from pathlib import Path
from dandong_analysis.storage import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_frame_comes_back_with_its_types_and_exact_decimals(tmp_path):
    frame = pd.DataFrame({
        "id": pd.Series(["A1", None], dtype="str"),
        "n": pd.array([1, None], dtype="Int64"),
        "yes": pd.array([True, None], dtype="boolean"),
        "degree": pd.array([124.5, None], dtype="Float64"),
        "day": pd.to_datetime(["2018-01-31", None]).astype("datetime64[ms]"),
        "area": [Decimal("0.0015"), None],
    })  # fmt: skip
    for part in (frame, frame.iloc[:0]):
        storage.write_frame(tmp_path / "f.parquet", part)
        read = storage.read_frame(tmp_path / "f.parquet")
        assert read.dtypes.to_dict() == frame.dtypes.to_dict()
        assert len(read) == len(part)
    storage.write_frame(tmp_path / "f.parquet", frame)
    read = storage.read_frame(tmp_path / "f.parquet")
    assert read["area"].tolist() == [Decimal("0.0015"), None]
    assert read["n"].isna().tolist() == [False, True]


def test_the_same_frame_gives_the_same_bytes():
    frame = pd.DataFrame({"a": ["x", "y"], "b": [Decimal(1), Decimal("2.5")]})
    assert storage.frame_bytes(frame) == storage.frame_bytes(frame.copy())


def test_a_write_that_fails_leaves_the_old_contents(tmp_path, monkeypatch):
    path = tmp_path / "f"
    storage.write_bytes(path, b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="space"):
        storage.write_bytes(path, b"new")
    assert path.read_bytes() == b"old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["f"]


def test_a_digest_sees_names_and_contents_and_not_times(tmp_path):
    storage.replace_folder(tmp_path / "a", {"x": b"1", "d/y": b"2"})
    storage.replace_folder(tmp_path / "b", {"d/y": b"2", "x": b"1"})
    first = storage.digest(tmp_path / "a")
    os.utime(tmp_path / "b" / "x", (1, 1))
    assert storage.digest(tmp_path / "b") == first
    storage.replace_folder(tmp_path / "b", {"x": b"1", "d/z": b"2"})
    assert storage.digest(tmp_path / "b") != first
    assert storage.digest(tmp_path / "absent") is None
    assert storage.digest(tmp_path / "a" / "x") == storage.sha256(b"1")


@pytest.mark.parametrize(
    "name", ["../x", "a/../../x", "/etc/passwd", "https://example.org/x", "file:///x", "link/x"]
)
def test_a_path_may_not_leave_the_study(tmp_path, name):
    root = tmp_path / "study"
    root.mkdir()
    (root / "link").symlink_to(tmp_path)
    with pytest.raises(DandongError) as caught:
        storage.inside(root, name)
    assert caught.value.problems[0].code == "path-outside"


@pytest.mark.parametrize("name", ["a", "a/b.csv", "a/../b", "数据/矿山.csv"])
def test_a_path_inside_the_study_is_what_it_says(tmp_path, name):
    assert storage.inside(tmp_path, name) == tmp_path / name


def test_replacing_a_folder_leaves_nothing_of_the_old_one(tmp_path):
    storage.replace_folder(tmp_path / "a", {"x": b"1"})
    storage.replace_folder(tmp_path / "a", {"y": b"2"})
    assert [p.name for p in storage.list_files(tmp_path / "a")] == ["y"]


def test_removing_a_link_spares_what_it_points_to(tmp_path):
    storage.replace_folder(tmp_path / "a", {"x": b"1"})
    (tmp_path / "link").symlink_to(tmp_path / "a")
    storage.remove(tmp_path / "link")
    storage.remove(tmp_path / "absent")
    assert (tmp_path / "a" / "x").exists()
    assert not (tmp_path / "link").is_symlink()


@pytest.mark.skipif(sys.platform != "linux", reason="renameat2 is a call of Linux")
def test_two_folders_exchange_their_names(tmp_path):
    storage.replace_folder(tmp_path / "a", {"x": b"1"})
    storage.replace_folder(tmp_path / "b", {"y": b"2"})
    assert storage.exchange(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "b" / "x").exists()
    assert (tmp_path / "a" / "y").exists()
    assert not storage.exchange(tmp_path / "a", tmp_path / "absent")


def test_a_private_folder_is_private_and_goes_away():
    with storage.private_folder() as folder:
        assert folder.stat().st_mode & 0o077 == 0
        (folder / "x").write_bytes(b"")
    assert not folder.exists()


def hold(lock: Path) -> subprocess.Popen[str]:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(lock)], stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(Path(storage.__file__).parents[1])},
    )  # fmt: skip
    assert holder.stdout.readline() == "held\n"
    return holder


def test_a_lock_keeps_others_out_and_dies_with_its_process(tmp_path):
    lock = tmp_path / ".dandong" / "lock"
    with hold(lock) as holder:
        with pytest.raises(DandongError) as caught, storage.locked(lock):
            pass
        assert caught.value.problems[0].code == "build-running"
        holder.kill()
        holder.wait()
    deadline = time.monotonic() + 10
    while True:
        try:
            with storage.locked(lock):
                return
        except DandongError:
            assert time.monotonic() < deadline
            time.sleep(0.05)


def test_a_lock_is_free_again_after_use_and_after_an_error(tmp_path):
    lock = tmp_path / "lock"
    with pytest.raises(ValueError, match="x"), storage.locked(lock):
        raise ValueError("x")
    with storage.locked(lock):
        pass


def test_an_absent_file_and_a_bad_toml_are_problems_that_name_the_file(tmp_path):
    with pytest.raises(DandongError) as absent:
        storage.read_bytes(tmp_path / "a.csv")
    assert "a.csv" in absent.value.problems[0].message().zh
    (tmp_path / "study.toml").write_text("a = ", encoding="utf-8")
    with pytest.raises(DandongError) as bad:
        storage.read_toml(tmp_path / "study.toml")
    assert bad.value.problems[0].code == "toml-syntax"


def test_json_is_stable_and_keeps_chinese_readable(tmp_path):
    storage.write_json(tmp_path / "x.json", {"b": "矿", "a": 1})
    assert (tmp_path / "x.json").read_text(encoding="utf-8") == '{\n  "a": 1,\n  "b": "矿"\n}\n'
    assert storage.read_json(tmp_path / "x.json") == {"a": 1, "b": "矿"}


def test_the_study_is_found_from_a_folder_below_it(tmp_path):
    below = tmp_path / "notebooks" / "old"
    below.mkdir(parents=True)
    (tmp_path / "study.toml").write_bytes(b"format = 1\n")
    assert storage.study_root(below) == tmp_path
    assert storage.study_root(tmp_path) == tmp_path


def test_without_a_study_the_folder_itself_is_meant(tmp_path):
    assert storage.study_root(tmp_path) == tmp_path


def test_decimals_of_thirty_digits_come_back_as_they_were(tmp_path):
    exact = [Decimal("391873.123456789012345678"), Decimal("123456789012345678.9"), None]
    storage.write_frame(tmp_path / "f.parquet", pd.DataFrame({"area": exact}, dtype="object"))
    assert storage.read_frame(tmp_path / "f.parquet")["area"].tolist() == exact

"""The graph on files of its own: what runs, what does not, and why."""

import threading
import time
from pathlib import Path

import pytest

from dandong_analysis.pipeline.graph import Content, Step, Value, explain_steps, run_steps
from dandong_analysis.storage import write_bytes


class Bench:
    """``in.txt`` → first → left, right → last; every step copies what it reads."""

    def __init__(self, root: Path) -> None:
        self.root, self.ran, self.broken = root, [], set()
        self.version = "1"
        write_bytes(root / "in.txt", b"text")

    def node(self, name: str) -> Content:
        return Content(name=name, path=self.root / name)

    def step(self, name: str, *inputs: str) -> Step:
        def run() -> None:
            self.ran.append(name)
            if name in self.broken:
                raise ValueError(name)
            write_bytes(self.root / name, b"".join((self.root / i).read_bytes() for i in inputs))

        nodes = tuple(self.node(i) for i in inputs)
        return Step(f"step:{name}", (*nodes, Value(name="version", value=self.version)),
                    self.node(name), run)  # fmt: skip

    @property
    def steps(self) -> list[Step]:
        return [self.step("first", "in.txt"), self.step("left", "first"),
                self.step("right", "first"), self.step("last", "left", "right")]  # fmt: skip

    def run(self, **options) -> dict[str, str]:
        self.ran.clear()
        return {o.name: o.status for o in run_steps(self.steps, self.root / "state", **options)}

    def explain(self) -> dict[str, tuple[str, list[str]]]:
        return {o.name: (o.status, [r.en for r in o.reasons])
                for o in explain_steps(self.steps, self.root / "state")}  # fmt: skip


@pytest.fixture
def bench(tmp_path) -> Bench:
    return Bench(tmp_path)


def test_everything_runs_once_in_order_and_then_nothing(bench):
    assert set(bench.run().values()) == {"ran"}
    assert bench.ran[0] == "first"
    assert bench.ran[-1] == "last"
    assert set(bench.run().values()) == {"unchanged"}
    assert bench.ran == []


def test_a_new_time_stamp_changes_nothing_and_new_contents_do(bench):
    bench.run()
    (bench.root / "in.txt").touch()
    assert set(bench.run().values()) == {"unchanged"}
    stamp = (bench.root / "in.txt").stat()
    write_bytes(bench.root / "in.txt", b"next")
    import os  # noqa: PLC0415 - the stamp is put back on purpose

    os.utime(bench.root / "in.txt", ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert set(bench.run().values()) == {"ran"}


def test_a_step_whose_inputs_came_out_the_same_does_not_run(bench):
    bench.run()
    (bench.root / "first").unlink()
    assert bench.run() == {
        "step:first": "ran", "step:left": "unchanged", "step:right": "unchanged",
        "step:last": "unchanged",
    }  # fmt: skip


def test_an_output_that_was_altered_is_made_again(bench):
    bench.run()
    write_bytes(bench.root / "right", b"altered")
    assert bench.run()["step:right"] == "ran"
    assert (bench.root / "right").read_bytes() == b"text"


def test_a_failed_step_blocks_only_what_needs_it_and_runs_again(bench):
    bench.broken = {"left"}
    assert bench.run() == {
        "step:first": "ran", "step:left": "failed", "step:right": "ran", "step:last": "blocked",
    }  # fmt: skip
    bench.broken = set()
    assert bench.run() == {
        "step:first": "unchanged", "step:left": "ran", "step:right": "unchanged",
        "step:last": "ran",
    }  # fmt: skip


def test_explaining_names_the_input_and_runs_nothing(bench):
    assert bench.explain()["step:first"] == ("would_run", ["it has never run"])
    bench.run()
    assert bench.explain()["step:first"] == ("unchanged", [])
    write_bytes(bench.root / "in.txt", b"next")
    bench.ran.clear()
    assert bench.explain()["step:first"] == ("would_run", ["in.txt changed"])
    assert bench.explain()["step:last"][1][0].startswith("step step:")
    assert bench.ran == []
    bench.version = "2"
    assert "version changed" in bench.explain()["step:first"][1]


def test_an_absent_output_is_a_reason(bench):
    bench.run()
    (bench.root / "last").unlink()
    assert bench.explain()["step:last"] == ("would_run", ["last is missing"])


def test_two_steps_work_at_the_same_time(bench):
    meeting = threading.Barrier(2, timeout=20)
    steps = [Step(name, (bench.node("in.txt"),), bench.node(name), run)
             for name in ("a", "b")
             for run in [lambda name=name: (meeting.wait(), write_bytes(bench.root / name, b"x"))]]  # fmt: skip
    outcomes = run_steps(steps, bench.root / "state", jobs=2)
    assert [o.status for o in outcomes] == ["ran", "ran"]


def test_one_job_means_one_at_a_time(bench):
    working, most = [], []

    def run(name: str) -> None:
        working.append(name)
        most.append(len(working))
        time.sleep(0.02)
        working.remove(name)
        write_bytes(bench.root / name, b"x")

    steps = [Step(n, (bench.node("in.txt"),), bench.node(n), lambda n=n: run(n)) for n in "abc"]
    run_steps(steps, bench.root / "state", jobs=1)
    assert most == [1, 1, 1]


def test_state_that_cannot_be_read_costs_a_full_run_and_nothing_else(bench):
    bench.run()
    (bench.root / "state" / "pytask.lock").write_text("broken", encoding="utf-8")
    assert set(bench.run().values()) == {"ran"}


def test_the_observer_hears_of_every_step_that_works(bench):
    class Heard:
        def __init__(self) -> None:
            self.begun, self.over = [], []

        def started(self, name: str) -> None:
            self.begun.append(name)

        def ended(self, name: str, status: str) -> None:
            self.over.append((name, status))

    first, second = Heard(), Heard()
    bench.run(observer=first)
    bench.run(observer=second)
    assert sorted(first.begun) == sorted(s.name for s in bench.steps)
    assert second.begun == []
    assert {status for _, status in second.over} == {"unchanged"}


def test_nothing_is_printed(bench, capfd):
    bench.run()
    bench.explain()
    assert capfd.readouterr() == ("", "")

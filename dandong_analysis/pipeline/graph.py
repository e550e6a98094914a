"""The build graph: steps with inputs and one output, run by pytask when content changed.

pytask keeps what it knows about earlier runs in one state folder. Everything is compared by
content, never by time stamp.
"""

import inspect
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, Protocol

import pytask

from dandong_analysis.errors import Text
from dandong_analysis.storage import digest, remove

Status = Literal["ran", "unchanged", "failed", "blocked", "would_run"]

_STATUS: dict[pytask.TaskOutcome, Status] = {
    pytask.TaskOutcome.SUCCESS: "ran",
    pytask.TaskOutcome.SKIP_UNCHANGED: "unchanged",
    pytask.TaskOutcome.FAIL: "failed",
    pytask.TaskOutcome.SKIP_PREVIOUS_FAILED: "blocked",
    pytask.TaskOutcome.WOULD_BE_EXECUTED: "would_run",
}
_REASONS = {
    "changed": Text("{}的内容变了", "{} changed"),
    "missing": Text("{}不存在", "{} is missing"),
    "not_in_db": Text("{}是新的", "{} is new"),
    "cascade": Text("前一步 {} 要运行", "step {} runs before it"),
}
_FIRST_RUN = Text("还从未运行过", "it has never run")


@dataclass(kw_only=True)
class Node:
    """Something that a step reads or writes; ``name`` says what in an explanation."""

    name: str
    attributes: dict[Any, Any] = field(default_factory=dict)

    @property
    def signature(self) -> str:
        return sha256(self.name.encode()).hexdigest()

    def state(self) -> str | None:
        raise NotImplementedError

    def load(self, is_product: bool = False) -> None:
        """Do nothing: steps fetch their inputs themselves."""

    def save(self, value: object) -> None:
        """Do nothing: steps write their output themselves."""


@dataclass(kw_only=True)
class Content(Node):
    """A file, or a folder with all it holds."""

    path: Path

    def state(self) -> str | None:
        return digest(self.path)


@dataclass(kw_only=True)
class Value(Node):
    """A text: a parameter, a list of names, a version."""

    value: str

    def state(self) -> str:
        return sha256(self.value.encode()).hexdigest()


@dataclass(frozen=True)
class Step:
    """One step of the build. ``run`` takes nothing: it knows where its inputs are."""

    name: str
    inputs: tuple[Node, ...]
    output: Content
    run: Callable[[], None]


@dataclass(frozen=True)
class Outcome:
    """What became of one step, and why it ran (or would run)."""

    name: str
    status: Status
    reasons: tuple[Text, ...] = ()
    error: BaseException | None = None


class Observer(Protocol):
    """Is told about progress, from several threads."""

    def started(self, name: str) -> None: ...

    def ended(self, name: str, status: Status) -> None: ...


@dataclass(kw_only=True)
class _Task(pytask.TaskWithoutPath):
    """A step as pytask sees it. The turn is given away while the step works."""

    turn: threading.Lock
    observer: Observer | None

    def state(self) -> str:
        return "1"  # the sources of the package are inputs of the step

    def execute(self, **_: object) -> None:
        if self.observer:
            self.observer.started(self.name)
        self.turn.release()
        try:
            self.function()
        finally:
            self.turn.acquire()


class _Parallel:
    """pytask plug-in: steps whose inputs are ready work side by side.

    Only one thread at a time talks to pytask; a thread gives its turn away while its step
    works. Steps wait for kernels most of the time, so threads serve.
    """

    def __init__(
        self, jobs: int, turn: threading.Lock, observer: Observer | None, stop: Callable[[], None]
    ) -> None:
        self.jobs, self.turn, self.observer, self.stop = jobs, turn, observer, stop

    @pytask.hookimpl(tryfirst=True)
    def pytask_execute_build(self, session: pytask.Session) -> bool:
        scheduler: Any = session.scheduler
        running: set[Future[str]] = set()
        with ThreadPoolExecutor(self.jobs) as pool, self._stopping_on_interrupt():
            while scheduler.is_active():
                free = self.jobs - len(running)
                ready = scheduler.get_ready(free) if free else []
                running |= {pool.submit(self._run, session, name) for name in ready}
                done, running = wait(running, return_when=FIRST_COMPLETED)
                scheduler.done(*(future.result() for future in done))
        return True

    @contextmanager
    def _stopping_on_interrupt(self) -> Iterator[None]:
        """Make the working steps end soon when the user breaks off."""
        try:
            yield
        except KeyboardInterrupt:
            self.stop()
            raise

    def _run(self, session: pytask.Session, name: str) -> str:
        with self.turn:
            report = session.hook.pytask_execute_task_protocol(
                session=session, task=session.dag.nodes[name]
            )
            session.execution_reports.append(report)
            if self.observer:
                self.observer.ended(report.task.name, _STATUS[report.outcome])
        return name


def up_to(steps: Sequence[Step], *names: str) -> list[Step]:
    """The steps of these names and all that they need, in the order of ``steps``."""
    makers = {step.output.name: step for step in steps}
    needed = {step.name: step for step in steps if step.name in names}
    waiting = list(needed.values())
    while waiting:
        found = [makers[node.name] for node in waiting.pop().inputs if node.name in makers]
        waiting += [step for step in found if step.name not in needed]
        needed |= {step.name: step for step in found}
    return [step for step in steps if step.name in needed]


def explain_steps(steps: Sequence[Step], state: Path) -> list[Outcome]:
    """Which of ``steps`` would run, and why; runs nothing."""
    plugin = _Parallel(1, threading.Lock(), None, lambda: None)
    return _build(steps, state, plugin, explain=True)


def run_steps(
    steps: Sequence[Step], state: Path, *, jobs: int = 1, observer: Observer | None = None,
    stop: Callable[[], None] = lambda: None,
) -> list[Outcome]:  # fmt: skip
    """Run those of ``steps`` whose inputs or output changed since they last ran.

    A step that fails does not stop the others; those that need its output are ``blocked``.
    When the user breaks off, ``stop`` is called to make the working steps end.
    """
    return _build(steps, state, _Parallel(jobs, threading.Lock(), observer, stop), explain=False)


def _build(
    steps: Sequence[Step], state: Path, plugin: _Parallel, *, explain: bool
) -> list[Outcome]:
    session = _session(steps, state, plugin, explain)
    if session.exit_code == pytask.ExitCode.CONFIGURATION_FAILED:
        remove(state)  # what pytask remembered cannot be read; without it, all steps run
        session = _session(steps, state, plugin, explain)
    if len(session.execution_reports) != len(steps):
        raise RuntimeError(f"pytask ended with {session.exit_code!r}")
    order = [step.name for step in steps]
    outcomes = [_outcome(report) for report in session.execution_reports]
    return sorted(outcomes, key=lambda outcome: order.index(outcome.name))


def _session(
    steps: Sequence[Step], state: Path, plugin: _Parallel, explain: bool
) -> pytask.Session:
    manager = pytask.get_plugin_manager()
    manager.register(plugin)
    pytask.storage.store(manager)
    own = {"command": "build", "root": state, "config": None, "paths": [state],
           "tasks": [_task(step, plugin) for step in steps], "explain": explain,
           "capture": "no", "verbose": 0, "show_traceback": False,
           "disable_warnings": True}  # fmt: skip
    with _quiet():
        return pytask.build(**(_defaults() | own))


def _defaults() -> dict[str, Any]:
    """What pytask's own command line would add, less what :func:`pytask.build` knows itself."""
    options = [o for command in pytask.cli.commands.values() for o in command.params]
    known = inspect.signature(pytask.build).parameters
    return {str(o.name): o.default for o in options if o.name not in known}


@contextmanager
def _quiet() -> Iterator[None]:
    before, pytask.console.quiet = pytask.console.quiet, True
    try:
        yield
    finally:
        pytask.console.quiet = before


def _task(step: Step, plugin: _Parallel) -> _Task:
    return _Task(
        name=step.name, function=step.run, depends_on={"inputs": list(step.inputs)},
        produces={"output": step.output}, turn=plugin.turn, observer=plugin.observer,
    )  # fmt: skip


def _outcome(report: pytask.ExecutionReport) -> Outcome:
    status = _STATUS[report.outcome]
    error = report.exc_info[1] if report.exc_info and status == "failed" else None
    return Outcome(report.task.name, status, _reasons(report.task), error)


def _reasons(task: pytask.PTask) -> tuple[Text, ...]:
    explanation = task.attributes.get("explanation")
    found = [(r.reason, r.node_name) for r in explanation.reasons] if explanation else []
    if ("not_in_db", task.name) in found:
        return (_FIRST_RUN,)
    return tuple(
        Text(_REASONS[kind].zh.format(name), _REASONS[kind].en.format(name)) for kind, name in found
    )

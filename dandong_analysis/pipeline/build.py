"""The whole build: plan the steps, run those that are out of date, publish a finished set."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dandong_analysis import storage
from dandong_analysis.errors import DandongError, Problem
from dandong_analysis.pipeline import steps
from dandong_analysis.pipeline.finished import finished_set
from dandong_analysis.pipeline.graph import Observer, Outcome, Step, explain_steps, run_steps
from dandong_analysis.pipeline.inputs import Layout, open_study
from dandong_analysis.pipeline.parameters import ChapterRun
from dandong_analysis.pipeline.plan import Request, data_steps, plan_runs, plan_steps
from dandong_analysis.pipeline.publish import is_published, publish, recover
from dandong_analysis.pipeline.remarks import refuse_to_lose, unused
from dandong_analysis.study import Study


@dataclass(frozen=True)
class Result:
    """What a build did: the fate of each step, and whether a new set was published.

    ``missing`` are the files that the finished set lacks because of what failed.
    """

    outcomes: tuple[Outcome, ...]
    published: bool
    runs: tuple[ChapterRun, ...] = ()
    warnings: tuple[Problem, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def errors(self) -> tuple[BaseException, ...]:
        return tuple(o.error for o in self.outcomes if o.error)


@contextmanager
def opened(root: Path) -> Iterator[tuple[Layout, Study]]:
    """The study in ``root``, for one command alone; a publication broken off is finished first.

    Raises
    ------
    DandongError
        When another process is building this study.
    """
    layout = Layout(root.resolve())
    study = open_study(root)
    with storage.locked(layout.lock):
        recover(layout)
        yield layout, study


# Without them nothing is published.
_NEEDED = {"facts", "remarks"}


def build(
    root: Path, request: Request, *, observer: Observer | None = None, discard_edits: bool = False
) -> Result:
    """Bring everything up to date and publish it.

    A chapter that fails does not stop the others: the set is published with the others and the
    failed notebook. What shows all chapters (the whole report, first page, page of facts, annex)
    is then missing rather than incomplete. When tables, facts or remarks fail, nothing is
    published.

    Raises
    ------
    DandongError
        When a published document holds texts of an evaluator that the study does not keep,
        unless ``discard_edits``; they may have been written while the build ran.
    """
    with opened(root) as (layout, study):
        if not discard_edits:
            refuse_to_lose(layout, study)
        runs = plan_runs(layout, study, request)
        plan = plan_steps(layout, study, runs, request.formats)
        outcomes = run_steps(
            plan, layout.state, jobs=request.jobs, observer=observer, stop=steps.stop_chapters
        )
        fresh = {o.name for o in outcomes if o.status in ("ran", "unchanged")}
        if not fresh >= _NEEDED:
            return Result(tuple(outcomes), published=False, runs=runs)
        new = finished_set(layout, study, plan, runs, fresh)
        changed = not is_published(layout, new)
        if changed:
            if not discard_edits:
                refuse_to_lose(layout, study)
            publish(layout, new)
        warnings = unused(layout, study, runs, fresh)
        return Result(tuple(outcomes), changed, runs, warnings, _missing(plan, outcomes))


def _missing(plan: Sequence[Step], outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    """The published files whose steps wait for something that failed."""
    blocked = {o.name for o in outcomes if o.status == "blocked"}
    waiting = [s for s in plan if s.name in blocked and s.name.startswith("export:")]
    return tuple(
        "facts.json" if s.name.startswith("export:results:") else s.output.path.name
        for s in waiting
    )


def explain(root: Path, request: Request) -> list[Outcome]:
    """Which steps a build would run, and why; runs nothing."""
    with opened(root) as (layout, study):
        plan = plan_steps(layout, study, plan_runs(layout, study, request), request.formats)
        return explain_steps(plan, layout.state)


def bring_facts_up_to_date(layout: Layout, study: Study, *more: Step) -> None:
    """Run the steps up to the facts, and ``more``, that are out of date; raise what failed."""
    raise_failures(run_steps([*data_steps(layout, study), *more], layout.state))


def raise_failures(outcomes: Sequence[Outcome]) -> None:
    """Raise the problems of all failed steps at once; an error that is no problem as it is."""
    errors = [o.error for o in outcomes if o.error]
    for error in errors:
        if not isinstance(error, DandongError):
            raise error
    problems = [p for e in errors if isinstance(e, DandongError) for p in e.problems]
    if problems:
        raise DandongError(*dict.fromkeys(problems))

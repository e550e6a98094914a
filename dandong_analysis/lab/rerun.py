"""A chapter run again with other values, by the build's own steps and checks."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from dandong_analysis import storage
from dandong_analysis.errors import DandongError, Problem, Text
from dandong_analysis.lab.markup import Bundle
from dandong_analysis.pipeline import steps
from dandong_analysis.pipeline.build import opened, raise_failures
from dandong_analysis.pipeline.graph import Observer, run_steps, up_to
from dandong_analysis.pipeline.parameters import ChapterRun
from dandong_analysis.pipeline.plan import Request, plan_runs, plan_steps
from dandong_analysis.report.blocks import Block, FactRef
from dandong_analysis.report.display import as_html, as_text
from dandong_analysis.report.document import facts_of
from dandong_analysis.report.numbering import chapter_number, number_blocks
from dandong_analysis.report.serialise import blocks_of_notebook

_NOT_SHOWN = Text(
    "没有可显示的内容，已发布的成果不变",
    "there is nothing to show, and what is published stays as it is",
)
_RUN_BY_HAND = Text(
    "请打开该章的笔记本逐格运行，查看出错处",
    "open the notebook of the chapter and run it cell by cell to see where",
)


@dataclass(frozen=True)
class Shown:
    """What a chapter says with its values."""

    run: ChapterRun
    blocks: tuple[Block, ...]

    def bundles(self) -> list[Bundle]:
        """Its blocks with their numbers, each as an output of a notebook."""
        lang, number = self.run.lang, chapter_number(self.run.chapter)
        items = number_blocks(self.blocks, chapter=number, lang=lang)
        return [
            {"text/html": as_html(item, lang), "text/plain": as_text(item.block)} for item in items
        ]

    def facts(self) -> dict[str, FactRef]:
        """The numbers that it prints, by the id of their fact, in reading order."""
        found: dict[str, FactRef] = {}
        for block in self.blocks:
            for fact in facts_of(block):
                found.setdefault(fact.id, fact)
        return found


def rerun(
    root: Path, chapter: str, values: Mapping[str, str], *, observer: Observer | None = None
) -> Shown:
    """Run a chapter with ``values`` and all that it needs and that is out of date.

    The published set stays as it is; what was run is there for the next build.

    Parameters
    ----------
    root
        The study folder.
    chapter
        The name of its notebook.
    values
        Parameter -> text, as a command takes it; an empty text is the chapter's own value.
    observer
        Is told which steps work.

    Raises
    ------
    UsageError
        For a value that the command line would refuse; no kernel starts then.
    DandongError
        When a step fails, or a build of this study is running.
    """
    pairs = tuple(f"{name}={value}" for name, value in values.items() if value)
    with opened(root) as (layout, study):
        (run,) = plan_runs(layout, study, Request(chapters=(chapter,), pairs=pairs))
        needed = up_to(plan_steps(layout, study, (run,), ()), f"chapter:{run.key}")
        outcomes = run_steps(needed, layout.state, observer=observer, stop=steps.stop_chapters)
        try:
            raise_failures(outcomes)
        except DandongError as error:
            raise DandongError(*map(_to_do_here, error.problems)) from error
        notebook = json.loads(storage.read_bytes(layout.chapter(run.key)))
    return Shown(run, tuple(blocks_of_notebook(notebook)))


def _to_do_here(problem: Problem) -> Problem:
    """What follows and can be done in JupyterLab, which publishes nothing, when a chapter failed."""
    if problem.code != "chapter-failed":
        return problem
    return replace(problem, consequence=_NOT_SHOWN, action=_RUN_BY_HAND)

"""A panel in JupyterLab that runs a chapter again with other values and shows it below.

Values are chosen, not typed as code, and travel as text through the checks of the command line.
What goes wrong is shown as a message. The work is done in a thread, so that the notebook stays
usable.
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from datetime import date
from typing import Any, TypeVar

import ipywidgets as widgets
from IPython.display import display

from dandong_analysis.errors import DandongError
from dandong_analysis.lab.chapters import OpenStudy, chapters, study_here
from dandong_analysis.lab.choices import Choice, choices, given_texts
from dandong_analysis.lab.markup import Bundle, error_bundle, unexpected_bundle
from dandong_analysis.lab.opening import fact_bundle
from dandong_analysis.lab.overview import copied_bundle
from dandong_analysis.lab.rerun import Shown, rerun
from dandong_analysis.pipeline.graph import Status
from dandong_analysis.report.document import printable

T = TypeVar("T")
# ipywidgets has no annotations.
Widget = Any

_WIDE = {"width": "38em"}
_DESCRIBED = {"description_width": "12em"}
_READING = "评估口径 reading of the plan"


def panel() -> None:
    """Show the panel of the study that the notebook lies in."""
    display(Panel(study_here()).view)  # type: ignore[no-untyped-call]


class Panel:
    """The widgets and what they do; ``view`` is the whole."""

    def __init__(self, opened: OpenStudy) -> None:
        self._opened = opened
        self._entries = {entry.name: entry for entry in chapters(opened)}
        self._known: dict[Choice, Widget] = {}
        self._inputs: list[tuple[Choice, Widget]] = []
        self._numbers: dict[str, str] = {}
        named = [(f"{e.title.zh} {e.title.en}", name) for name, e in self._entries.items()]
        self.chapter = _described(widgets.Dropdown, "章节 chapter", options=named)
        self.values = widgets.VBox()
        self.run = widgets.Button(description="运行 Run", icon="play", button_style="primary")
        self.copy = widgets.Button(
            description="取出笔记本 Copy the notebook", icon="copy", layout={"width": "auto"}
        )
        self.status = widgets.Label()
        self.number = _described(
            widgets.Combobox, "数值 number",
            placeholder="选一个数，或输入编号 choose one, or type an id",
        )  # fmt: skip
        self.open = widgets.Button(description="打开 Open", icon="search")
        self.fact, self.blocks = widgets.Output(), widgets.Output()
        self.numbers = widgets.HBox([self.number, self.open], layout={"display": "none"})
        self.view = widgets.VBox([
            self.chapter, self.values, widgets.HBox([self.run, self.copy, self.status]), self.numbers,
            self.fact, self.blocks,
        ])  # fmt: skip
        self.chapter.observe(lambda _: self._offer(), "value")
        self.run.on_click(lambda _: self._begin(self.show_chapter()))
        self.copy.on_click(lambda _: self.copy_chapter())
        self.open.on_click(lambda _: self._begin(self.show_fact()))
        self._offer()

    async def show_chapter(self) -> None:
        """Run the chosen chapter with the chosen values, and show what it says."""
        self.fact.outputs, self.blocks.outputs = (), ()
        name, given = self.chapter.value, given_texts(self._chosen())
        shown = await self._worked(
            lambda loop: rerun(self._opened.root, name, given, observer=_Told(loop, self.status)),
            self.blocks,
        )
        if shown is not None:
            self._fill(shown)

    async def show_fact(self) -> None:
        """Open the chosen number down to its cells."""
        self.fact.outputs = ()
        key = self._numbers.get(self.number.value, self.number.value.strip())
        found = await self._worked(lambda _: fact_bundle(self._opened.root, key), self.fact)
        if found is not None:
            self.fact.outputs = _outputs([found])

    def copy_chapter(self) -> None:
        """Give the study a notebook of its own of the chosen chapter, and show the link."""
        self.fact.outputs = _outputs([copied_bundle(self._opened, self.chapter.value)])
        self.copy.layout.display = "none"

    def _fill(self, shown: Shown) -> None:
        """Show the blocks of a chapter, and offer its numbers."""
        facts = shown.facts().values()
        self._numbers = {printable(f"{f.label} {f.text} {f.unit} · {f.id}"): f.id for f in facts}
        self.number.options = tuple(self._numbers)
        self.number.value = ""
        self.numbers.layout.display = "flex" if self._numbers else "none"
        self.blocks.outputs = _outputs(shown.bundles())

    def _offer(self) -> None:
        """Offer the parameters of the chosen chapter; what several share stays as it was chosen."""
        entry = self._entries[self.chapter.value]
        offered = choices(self._opened, entry)
        self._known |= {c: _input(c) for c in offered if c not in self._known}
        self._inputs = [(choice, self._known[choice]) for choice in offered]
        plain = [widget for choice, widget in self._inputs if not choice.part]
        parts = [widget for choice, widget in self._inputs if choice.part]
        folded = [widgets.Accordion([widgets.VBox(parts)], titles=(_READING,))] if parts else []
        own = self._opened.layout.notebook(entry.name).is_relative_to(self._opened.root)
        self.copy.layout.display = "none" if own else ""
        self.values.children = (*plain, *folded)

    def _chosen(self) -> Sequence[tuple[Choice, str]]:
        return [(choice, _text(widget.value)) for choice, widget in self._inputs]

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Start ``work`` beside the kernel's own; it must be referred to until it ends."""
        self._task = asyncio.get_running_loop().create_task(work)

    async def _worked(
        self, work: Callable[[asyncio.AbstractEventLoop], T], told: Widget
    ) -> T | None:
        """The result of ``work``, done in a thread; None when ``told`` shows what went wrong."""
        self.run.disabled = self.open.disabled = True
        self.status.value = "正在运行…… Running…"
        try:
            return await asyncio.to_thread(work, asyncio.get_running_loop())
        except DandongError as error:
            told.outputs = _outputs([error_bundle(error)])
        except Exception as error:  # noqa: BLE001 - a panel has no other place to show it
            told.outputs = _outputs([unexpected_bundle(error)])
        finally:
            self.run.disabled = self.open.disabled = False
            self.status.value = ""
        return None


class _Told:
    """Tells in the panel which step works; called from the threads of the build."""

    def __init__(self, loop: asyncio.AbstractEventLoop, label: Widget) -> None:
        self._loop, self._label = loop, label

    def started(self, name: str) -> None:
        self._loop.call_soon_threadsafe(
            setattr, self._label, "value", f"正在运行 {name} …… Running {name}…"
        )

    def ended(self, name: str, status: Status) -> None:
        """Say nothing: the next step tells about itself."""


def _described(kind: Callable[..., Widget], description: str, **options: object) -> Widget:
    return kind(description=description, layout=_WIDE, style=_DESCRIBED, **options)


def _input(choice: Choice) -> Widget:
    """The widget of a choice."""
    if choice.kind == "one_of":
        return _described(
            widgets.Dropdown, choice.label, options=choice.options, value=choice.value
        )
    if choice.kind == "day":
        day = date.fromisoformat(choice.value) if choice.value else None
        return _described(widgets.DatePicker, choice.label, value=day)
    return _described(widgets.Text, choice.label, value=choice.value)


def _text(value: object) -> str:
    """What was chosen, as a command takes it."""
    return value.isoformat() if isinstance(value, date) else str(value or "")


def _outputs(bundles: Sequence[Bundle]) -> tuple[dict[str, Any], ...]:
    """Bundles as the outputs of an output widget."""
    return tuple(
        {"output_type": "display_data", "data": bundle, "metadata": {}} for bundle in bundles
    )

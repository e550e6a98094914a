"""HTML of the lab, from templates that escape everything, and its display."""

from collections.abc import Iterable

from IPython.display import display
from jinja2 import Environment, PackageLoader, StrictUndefined

from dandong_analysis.errors import DandongError, Problem
from dandong_analysis.report.display import visible

Bundle = dict[str, str]
"""One output of a notebook: its forms by MIME type."""


def rendered(template: str, /, **values: object) -> Bundle:
    """The template of this name; where nothing but text can be shown, that there is HTML."""
    made = _ENVIRONMENT.get_template(f"{template}.html.j2").render(**values)
    return {"text/html": made, "text/plain": f"[{template}: HTML]"}


def error_bundle(error: DandongError) -> Bundle:
    """The messages of an error in both languages, without a traceback."""
    return _messages(error.problems) | {"text/plain": str(error)}


def unexpected_bundle(error: Exception) -> Bundle:
    """An error that is no fault of the input: its name and text."""
    return rendered("unexpected", name=type(error).__name__, text=str(error))


def show(*bundles: Bundle) -> None:
    """Display each as an output of its own."""
    for bundle in bundles:
        display(bundle, raw=True)  # type: ignore[no-untyped-call]


def _messages(problems: Iterable[Problem]) -> Bundle:
    return rendered("problems", problems=[(p.message(), p.code) for p in problems])


_ENVIRONMENT = Environment(
    autoescape=True, undefined=StrictUndefined, finalize=visible,
    loader=PackageLoader("dandong_analysis.lab"),
)  # fmt: skip

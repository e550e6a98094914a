"""What all pages and displayed blocks are filled in with: one template engine, pictures, scripts."""

import base64
from collections.abc import Callable, Iterable
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from dandong_analysis.report.blocks import Figure, Map
from dandong_analysis.report.document import byline, fact_details
from dandong_analysis.report.layout import header_parts, place_header
from dandong_analysis.report.numbering import heading_level
from dandong_analysis.report.widths import fit_screen

_PACKAGE = "dandong_analysis.report"


def environment(
    *, finalize: Callable[[object], object] | None = None, **more: Callable[..., Any]
) -> Environment:
    """The engine: it escapes every value, and a name that a template does not know is an error.

    ``finalize`` is applied to every value; ``more`` are functions for the templates.
    """
    made = Environment(
        autoescape=True, undefined=StrictUndefined, finalize=finalize, keep_trailing_newline=True,
        loader=PackageLoader(_PACKAGE),
    )  # fmt: skip
    made.globals.update(
        header=place_header, level=heading_level, details=fact_details, byline=byline,
        picture=_picture, fit=fit_screen, parts=header_parts, **more,
    )  # fmt: skip
    return made


def _picture(figure: Figure | Map) -> Markup:
    """The picture as an address; shown as an image it can neither run nor load anything."""
    data = base64.b64encode(figure.svg.encode()).decode()
    return Markup(f"data:image/svg+xml;base64,{data}")  # noqa: S704 - letters of base64 only


def page_data(value: object) -> Markup:
    """``value`` as the JSON of a script element; nothing in it can end that element."""
    return htmlsafe_json_dumps(value, separators=(",", ":"), ensure_ascii=False)


def joined_scripts(names: Iterable[str]) -> str:
    """Scripts of the pages, one after the other."""
    home = files(_PACKAGE) / "templates"
    return "\n".join((home / name).read_text(encoding="utf-8").strip() for name in names)

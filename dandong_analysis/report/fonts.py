"""The Chinese font that figures and pages are set in; nothing has to be installed.

Noto Sans SC (SIL Open Font License) is used by path from the package ``zhplot``.
"""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from matplotlib.font_manager import fontManager
from matplotlib.ft2font import FT2Font

from dandong_analysis.errors import DandongError, Place, Problem, Text

FAMILY = "Noto Sans SC"


@cache
def font_path() -> Path:
    """The font file; found without importing the package, which would import pyplot."""
    spec = find_spec("zhplot")
    if spec is None or not spec.submodule_search_locations:
        raise DandongError(_NO_FONT)
    return Path(spec.submodule_search_locations[0]) / "fonts" / "NotoSansSC-Regular.ttf"


@cache
def register() -> None:
    """Make the font known to matplotlib in this process."""
    fontManager.addfont(str(font_path()))


@cache
def _known() -> frozenset[int]:
    return frozenset(FT2Font(str(font_path())).get_charmap())


def check_glyphs(text: str) -> tuple[str, ...]:
    """The characters of ``text`` that the font cannot show, each once, in order of appearance.

    Line breaks and tabs need no glyph.

    >>> check_glyphs("叆河 1,265 个")
    ()
    """
    return tuple(dict.fromkeys(c for c in text if ord(c) not in _known() and c not in "\n\r\t"))


def require_glyphs(*texts: str) -> None:
    """Stop when a character of ``texts`` cannot be shown.

    Raises
    ------
    DandongError
        One problem for each such text, with its missing characters.
    """
    missing = {text: check_glyphs(text) for text in texts}
    problems = [_missing(text, found) for text, found in missing.items() if found]
    if problems:
        raise DandongError(*problems)


def _missing(text: str, characters: tuple[str, ...]) -> Problem:
    listed = "、".join(f"{c!r} U+{ord(c):04X}" for c in characters)
    return Problem(
        "missing-glyph",
        Text(f"字体 {FAMILY} 没有这些字符：{listed}", f"{FAMILY} has no glyph for: {listed}"),
        Text("图件和 PDF 中会出现空框", "figures and the pdf would show empty boxes"),
        Text("请改用常用字符，或在更正表中更正", "use a common character, or declare a correction"),
        Place(), text[:80],
    )  # fmt: skip


_NO_FONT = Problem(
    "no-font",
    Text("没有找到程序包 zhplot 中的中文字体", "the Chinese font of the package zhplot is missing"),
    Text("无法绘图", "no figure can be drawn"),
    Text("请重新安装本程序的依赖", "install the dependencies again"),
)

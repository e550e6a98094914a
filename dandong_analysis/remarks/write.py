"""Remarks as TOML. What a person wrote around them in the file, such as comments, stays."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from dandong_analysis.errors import DandongError, Place
from dandong_analysis.remarks.file import FILE, FORMAT, Remark, parse_remarks
from dandong_analysis.remarks.messages import problem

_HEADER = re.compile(r"[ \t]*\[\[[ \t]*[\"']?remark[\"']?[ \t]*\]\]")
_ASIDE = re.compile(r"[ \t\r]*(#.*)?")
_ESCAPES = {"\\": "\\\\", '"': '\\"'}


def updated_toml(text: str, remarks: Sequence[Remark], *, file: str = FILE) -> str:
    """The file ``text`` (empty for a new one) with exactly ``remarks``.

    Entries that stay as they are keep their form. A changed one is written anew, one that is
    no longer among the remarks is taken out; comments below them stay.

    Raises
    ------
    DandongError
        When the file lists its remarks in another way than as ``[[remark]]``.
    """
    head, *entries = _chunks(text or f"format = {FORMAT}\n")
    if "remark" in tomllib.loads(head):
        raise DandongError(problem("remark-tables", Place(file=file)))
    wanted = {remark.field: remark for remark in remarks}
    kept = [head, *(part for entry in entries for part in _updated(entry, wanted))]
    known = {_remark_of(entry).field for entry in entries}
    new = [_entry(remark) for remark in remarks if remark.field not in known]
    result = "\n\n".join(["\n".join(kept).rstrip(), *new]) + "\n"
    if set(parse_remarks(tomllib.loads(result))) != set(remarks):
        raise RuntimeError("the remarks written are not those to be kept")
    return result


def _chunks(text: str) -> Iterator[str]:
    """The head of the file, then each entry with what follows it.

    A line that looks like a header but stands inside a text is none: what goes before it is
    no complete TOML.
    """
    waiting: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        if _HEADER.match(line) and _is_toml("\n".join(waiting)):
            yield "\n".join(waiting)
            waiting = []
        waiting.append(line)
    yield "\n".join(waiting)


def _is_toml(text: str) -> bool:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _remark_of(entry: str) -> Remark:
    (remark,) = parse_remarks({"format": FORMAT, **tomllib.loads(entry)})
    return remark


def _updated(entry: str, wanted: Mapping[str, Remark]) -> Iterator[str]:
    """The entry as it is to be: itself, or what takes its place and the comments at its end."""
    before = _remark_of(entry)
    after = wanted.get(before.field)
    if after == before:
        yield entry
        return
    if after is not None:
        yield _entry(after)
    yield from _aside(entry)


def _aside(entry: str) -> list[str]:
    """The comments and blank lines at the end of an entry."""
    lines = entry.split("\n")
    count = next(n for n, line in enumerate(reversed(lines)) if not _ASIDE.fullmatch(line))
    own, aside = lines[: len(lines) - count], lines[len(lines) - count :]
    # A line inside a text may look like a comment.
    return aside if _is_toml("\n".join(own)) else []


def _entry(remark: Remark) -> str:
    lines = ["[[remark]]", f'field = "{_escaped(remark.field)}"', 'text = """']
    lines += [_escaped(line) for line in remark.text]
    lines.append('"""')
    if remark.by:
        lines.append(f'by = "{_escaped(remark.by)}"')
    if remark.on:
        lines.append(f"on = {remark.on.isoformat()}")
    return "\n".join(lines)


def _escaped(text: str) -> str:
    return "".join(_ESCAPES.get(c) or _plain(c) for c in text)


def _plain(character: str) -> str:
    """A character as it is, or its code when nobody could see it in the file."""
    hidden = unicodedata.category(character) in {"Cc", "Cf", "Zl", "Zp", "Co", "Cn"}
    return f"\\U{ord(character):08x}" if hidden else character

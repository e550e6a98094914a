"""The fields of a chapter: the form of their ids, and what an edited document holds for one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Literal

# Word refuses a document with a content control whose tag is longer.
LONGEST_ID = 64
_ID = re.compile(r"[a-z][a-z0-9_]*:[\w.@=,/+-]+")

_FINGERPRINT = 16

# ``placeholder`` was left as it was printed, ``blank`` was emptied by hand, ``absent`` means that
# the box itself is gone.
State = Literal["filled", "placeholder", "blank", "absent"]


@dataclass(frozen=True)
class Written:
    """What a document holds for one field.

    ``is_as_printed`` where it is what the document was made with, as far as that is known;
    ``lost`` names contents that are no text.
    """

    field: str
    label: str
    text: tuple[str, ...]
    state: State
    is_as_printed: bool = False
    lost: tuple[str, ...] = ()


def is_field_id(text: object) -> bool:
    """Whether ``text`` may be the id of a field: a kind, a colon, and codes of the thing.

    >>> is_field_id("cause:TREATED/210682/company/near"), is_field_id("Citation 7")
    (True, False)
    """
    return isinstance(text, str) and len(text) <= LONGEST_ID and bool(_ID.fullmatch(text))


def dated_id(kind: str, code: str, day: date) -> str:
    """The id of a field about ``code`` on ``day``; a code that no id can hold by its hash.

    >>> dated_id("cause", "TREATED/all/company/near", date(2020, 12, 31))
    'cause:TREATED/all/company/near@2020-12-31'
    """
    name = f"{kind}:{code}@{day}"
    if is_field_id(name):
        return name
    return f"{kind}:{sha256(code.encode()).hexdigest()[:_FINGERPRINT]}@{day}"


def day_of(field_id: str) -> str:
    """The day that an id ends with; empty without one.

    >>> day_of("cause:TREATED/all/company/near@2020-12-31")
    '2020-12-31'
    """
    return field_id.rpartition("@")[2] if "@" in field_id else ""


def fingerprint(text: Sequence[str]) -> str:
    """A short hash by which a text is known again."""
    return sha256("\n".join(paragraphs("\n".join(text))).encode()).hexdigest()[:_FINGERPRINT]


def paragraphs(text: str) -> tuple[str, ...]:
    r"""The paragraphs of a text: its lines without blanks around them, and no empty ones.

    >>> paragraphs("  甲\n\n乙 丙\r\n")
    ('甲', '乙 丙')
    """
    return tuple(line for part in re.split(r"[\r\n\u2028\u2029]", text) if (line := part.strip()))

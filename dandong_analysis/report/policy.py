"""What a page allows the browser: nothing from outside, and no script but its own."""

import base64
import hashlib
from functools import cache

_CLOSED = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "base-uri 'none'; form-action 'none'"
)


def page_policy(script: str = "") -> str:
    """The policy of a page that runs ``script`` and no other, and never text as markup."""
    if not script:
        return _CLOSED
    trusted = "require-trusted-types-for 'script'; trusted-types 'none'"
    return f"{_CLOSED}; script-src {script_hash(script)}; {trusted}"


@cache
def script_hash(script: str) -> str:
    """The source expression that lets the browser run ``script``."""
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"

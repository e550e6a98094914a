"""Definitions shipped with the package: vocabularies, units, survey tables, indicators."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

# Catalogues of the frames that are computed from the survey and of the audited plan, beside
# ``indicators`` of the survey tables.
COMPANIONS = ("impact_indicators", "zone_indicators", "attainment_indicators", "audit_indicators")


@cache
def load_standard(name: str) -> dict[str, Any]:
    """Return the parsed definition file ``name`` (without ``.toml``); do not alter the result."""
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))

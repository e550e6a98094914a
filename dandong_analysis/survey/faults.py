"""Faults of a delivered sheet as problems; the wording is data (``survey_faults.toml``)."""

from dandong_analysis.errors import Place, Problem, Text
from dandong_analysis.standards import load_standard

NO_HINT = Text("", "")


def fault(code: str, place: Place, value: str = "", *, hint: Text = NO_HINT) -> Problem:
    """The problem ``code`` at ``place``; ``hint`` fills the gap that its wording leaves."""
    entry = load_standard("survey_faults")["fault"][code]

    def said(stem: str) -> Text:
        zh, en = entry[f"{stem}zh"], entry[f"{stem}en"]
        return Text(zh.replace("{hint}", hint.zh), en.replace("{hint}", hint.en))

    severity = entry.get("severity", "error")
    return Problem(code, said(""), said("then_"), said("do_"), place, value, severity)


def same(text: str) -> Text:
    """A hint that reads alike in both languages (a number, an address)."""
    return Text(text, text)


def shape_reason(found: str) -> Text:
    """A hint why a shape is not valid: GEOS's words, then where in the delivered coordinates."""
    name, bracket, where = found.partition("[")
    known = load_standard("survey_faults")["shape_reason"].get(name, {"zh": name, "en": name})
    zh, en = (f"{mark}{where.rstrip(']')}" if bracket else "" for mark in ("，", ", "))
    return Text(f"（{known['zh']}{zh}）", f" ({known['en']}{en})")


def suggestion(near: str | None) -> Text:
    """A hint that names the nearest known word, or nothing."""
    return Text(f"（最接近的是“{near}”）", f" (the nearest is '{near}')") if near else NO_HINT

"""A message about a delivery: rule, consequence and action of one code."""

from collections.abc import Mapping
from dataclasses import dataclass

from dandong_analysis.errors import Place, Problem, Severity, Text


@dataclass(frozen=True)
class Message:
    """Rule, consequence and action of one code; ``{name}`` marks what a place fills in."""

    rule: Text
    consequence: Text
    action: Text

    def problem(
        self, code: str, place: Place, value: str, severity: Severity, parts: Mapping[str, object]
    ) -> Problem:
        filled = (
            Text(text.zh.format_map(parts), text.en.format_map(parts))
            for text in (self.rule, self.consequence, self.action)
        )
        rule, consequence, action = filled
        return Problem(code, rule, consequence, action, place, value, severity)

"""What the base of a map is: a sketch, or outlines with a map approval number (审图号)."""

from dataclasses import dataclass

import pandas as pd

from dandong_analysis.report.labels import word

# The delivered layer that all maps are drawn over.
_TABLE = "counties"


@dataclass(frozen=True)
class Base:
    """What the profile declares of the county outlines."""

    is_sketch: bool = True
    approval: str = ""

    def words(self, lang: str) -> str:
        """What a map says about its base at its lower left.

        >>> Base(is_sketch=False, approval="GS(2020)1号").words("zh"), Base().words("zh")
        ('审图号：GS(2020)1号', '示意图，无审图号')
        """
        if not self.approval:
            return word(lang, "map", "sketch" if self.is_sketch else "unapproved")
        form = word(lang, "map", "approved_sketch" if self.is_sketch else "approval")
        return form.format(text=self.approval)


def base_of(origins: pd.DataFrame, *, has_outlines: bool) -> Base:
    """The base by ``table``, ``is_sketch`` and ``approval`` of the delivered layers.

    A map without outlines is a sketch. Several deliveries of outlines are one when any of them
    is, and have all their approval numbers.
    """
    if not has_outlines:
        return Base()
    own = origins[origins["table"] == _TABLE]
    numbers = dict.fromkeys(str(text) for text in own["approval"] if text)
    return Base(bool(own["is_sketch"].any()), "; ".join(numbers))

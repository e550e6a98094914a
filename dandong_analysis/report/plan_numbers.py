"""Numbers and units of a published document as a reader is shown them."""

import re
from decimal import Decimal
from fractions import Fraction

from dandong_analysis.report.labels import unit_label, word
from dandong_analysis.report.wording import show_number
from dandong_analysis.units import EXACT, MOST_DECIMALS, print_number

# A fraction with a larger denominator reads better as a decimal, which is then cut off.
_LARGEST_DENOMINATOR = 100
# A whole number of five or more digits that stands by itself: no part of an id, a code or a date.
_LONG = re.compile(r"(?<![\w.,#/-])[1-9]\d{4,}(?:\.\d+)?(?![A-Za-z_\d#/-]|[.,]\d)", re.ASCII)


def with_unit(number: str, unit: str, lang: str) -> str:
    """A printed number, with its unit where one is given."""
    named = unit_label(unit, lang) if unit else ""
    gap = " " if lang == "en" and named else ""
    return f"{readable(number, lang)}{gap}{named}"


def readable(number: str, lang: str) -> str:
    """A number of an audit: grouped digits, and mixed numbers instead of improper fractions.

    What is no number stays as it is.

    >>> [readable(n, "zh") for n in ("44750", "1/3", "200/3", "-5/2", "893/3000", "约5")]
    ['44,750', '1/3', '66又2/3', '-2又1/2', '约0.297667', '约5']
    >>> readable("200/3", "en")
    '66 2/3'
    """
    above, slash, below = number.partition("/")
    if not (slash and above.lstrip("-").isdecimal() and below.isdecimal() and int(below)):
        return show_number(number)
    value = Fraction(number)
    if value.denominator > _LARGEST_DENOMINATOR:
        quotient = EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))
        shown = show_number(print_number(quotient, MOST_DECIMALS).rstrip("0").rstrip("."))
        return word(lang, "audit", "about").format(n=shown)
    whole, rest = divmod(abs(value.numerator), value.denominator)
    if not whole or not rest:
        return show_number(str(value))
    between = word(lang, "audit", "mixed")
    sign = "-" if value < 0 else ""
    return f"{sign}{show_number(str(whole))}{between}{rest}/{value.denominator}"


def limits_text(low: str, high: str, lang: str) -> str:
    """An interval by its ends; a blank end is no limit.

    >>> limits_text("8856.5", "8857", "zh"), limits_text("291", "291", "zh")
    ('8856.5～8857', '291')
    >>> limits_text("", "2/3", "zh"), limits_text("", "", "en")
    ('不大于2/3', 'another number')
    """
    if low == high:
        return readable(low, lang) if low else word(lang, "audit", "another")
    ends = {"low": readable(low, lang), "high": readable(high, lang)}
    name = "between" if low and high else "at_least" if low else "at_most"
    return word(lang, "audit", name).format(**ends)


def grouped_digits(text: str) -> str:
    """A sentence with the digits of its whole numbers grouped as :func:`show_number` does.

    >>> grouped_digits("7项之和为44751亩，公布值为1265亩，编号K-20170630")
    '7项之和为44,751亩，公布值为1265亩，编号K-20170630'
    """
    return _LONG.sub(lambda found: show_number(found[0]), text)

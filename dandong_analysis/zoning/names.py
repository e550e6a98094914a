"""Names of zones: the townships and commodities of most of their mines."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dandong_analysis.errors import Text
from dandong_analysis.vocabulary import Term, Vocabulary, normalise
from dandong_analysis.zoning.zone_settings import ZoneSettings

MINING_AREA = Text("开采区", "mining area")
TREATMENT = Text("治理区", "treatment zone")
PREVENTION = Text("预防区", "prevention zone")

# A stem shorter than this is no name: 红镇 stays as it is.
_SHORTEST_STEM = 2
_ORE = "矿"


@dataclass(frozen=True)
class Members:
    """What a zone is named after: townships and commodities of its mines, one a mine.

    ``district`` is the name of its mining district, ``county`` the label of its county.
    """

    townships: Sequence[str]
    commodities: Sequence[str]
    district: str
    county: Text


def name_zones(
    zones: Sequence[Members], ending: Text, words: Vocabulary, settings: ZoneSettings
) -> list[Text]:
    """Names such as 赛马-爱阳煤矿开采区, no two alike.

    A name lists the townships of most mines, without their ending, then the commodities of
    most mines, then ``ending``; of each as many as are needed to hold the share that the
    settings ask for, within their limit; of equal numbers the earlier by spelling or in the
    list of commodities. Without townships the name of the district stands in their place,
    without that the county. Zones of one name are told apart by their district in brackets,
    then by a number in the order given.

    Parameters
    ----------
    zones
        In their order.
    ending
        Last word of the names.
    words
        The list of commodities.
    settings
        Limits, and the endings that townships lose.
    """
    townships = {township for zone in zones for township in zone.townships}
    stems = {township: _stem(township, words, settings) for township in townships}
    names = [_name(zone, stems, ending, words, settings) for zone in zones]
    names = _told_apart(names, [normalise(zone.district) for zone in zones])
    counts, seen = Counter(name.zh for name in names), Counter[str]()
    for i, name in enumerate(names):
        if counts[name.zh] > 1:
            seen[name.zh] += 1
            number = seen[name.zh]
            names[i] = Text(f"{name.zh}（{number}）", f"{name.en} ({number})")
    return names


def place_stem(township: str, suffixes: Sequence[str]) -> str:
    """A township's name without its ending.

    >>> place_stem("下露河朝鲜族乡", ["朝鲜族乡", "乡"]), place_stem("红镇", ["镇"])
    ('下露河', '红镇')
    """
    name = normalise(township)
    for suffix in sorted(suffixes, key=len, reverse=True):
        if name.endswith(suffix) and len(name) - len(suffix) >= _SHORTEST_STEM:
            return name.removesuffix(suffix)
    return name


def _stem(township: str, words: Vocabulary, settings: ZoneSettings) -> str:
    """The stem, unless it reads as a commodity: 金矿街道 stays whole."""
    stem = place_stem(township, settings.place_suffixes)
    return stem if words.code_of(stem) is None else normalise(township)


def ore_word(term: Term) -> str:
    """The word for a commodity in a name: with 矿 where the list accepts that spelling."""
    longer = term.zh + _ORE
    return longer if longer in term.aliases else term.zh


def _name(
    zone: Members, stems: Mapping[str, str], ending: Text, words: Vocabulary,
    settings: ZoneSettings,
) -> Text:  # fmt: skip
    named = [stems[township] for township in zone.townships if stems[township]]
    places = leading(named, most=settings.whole("name_places"), share=settings["name_share"])
    known = [c for c in zone.commodities if c in words]
    order = {code: i for i, code in enumerate(words.codes)}
    codes = leading(
        known, most=settings.whole("name_commodities"), share=settings["name_share"], order=order
    )
    place = "-".join(places) or normalise(zone.district)
    zh = "、".join(ore_word(words[c]) for c in codes)
    en = ", ".join(words[c].en for c in codes)
    return Text(
        f"{place or zone.county.zh}{zh}{ending.zh}",
        " ".join(part for part in (place or zone.county.en, en, ending.en) if part),
    )


def leading(
    values: Sequence[str], *, most: int, share: float, order: dict[str, int] | None = None
) -> list[str]:
    """The most frequent values, until they hold ``share`` of all or are ``most``.

    >>> leading(["b", "a", "b", "c", "b", "a"], most=3, share=0.6)
    ['b', 'a']
    """
    counts = Counter(values)
    ranked = sorted(counts, key=lambda v: (-counts[v], (order or {}).get(v, 0), v))
    chosen: list[str] = []
    for value in ranked[:most]:
        chosen.append(value)
        if sum(counts[v] for v in chosen) >= share * len(values):
            break
    return chosen


def _told_apart(names: Sequence[Text], districts: Sequence[str]) -> list[Text]:
    """The names that several districts share, with the district in brackets."""
    homes: dict[str, set[str]] = {}
    for name, district in zip(names, districts, strict=True):
        homes.setdefault(name.zh, set()).add(district)
    return [
        Text(f"{n.zh}（{d}）", f"{n.en} ({d})") if len(homes[n.zh]) > 1 and d else n
        for n, d in zip(names, districts, strict=True)
    ]

"""The text around a name: which division it names where the name leaves it open."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache, cached_property

from transform.divisions import Mention, all_divisions, has_no_counties, in_force, mentions
from transform.gazetteer import Division, Level
from transform.self_mentions import PARTY

DOMINANCE = 3
"""One place is told among several only if it is named this many times as often as the next:
a report names its own place throughout, and a neighbour once or twice."""
_GOVERNS = ("人民政府", "政府", "委", "政务", "信息公开", "各", "20")
_ELSEWHERE = (
    *"赴与同向跟往给",
    "征求了",
    "征求",
    "前往",
    "来自",
    "学习",
    "周边的",
    "邻近的",
    "转送",
    "移送",
    "接待",
    "接待了",
    "陪同",
    "迎接",
)
"""Before a place, these make it another than the report's own."""
_VISITING = re.compile(
    rf"[^,。;:\n]{{0,16}}?(?:{PARTY}|(?<![信众])来访(?!群众|人|接待|事项)"
    r"|前来(?:学习|考察|观摩|参观|调研|交流)|派(?:员|人)(?:前?来|学习|考察|观摩|参观))"
)
"""Behind a place, these make it a visitor's."""
_OBEYED = re.compile(
    r"(?:按照?|根据|依据|依照|遵照|对照|落实|贯彻|执行|响应)[^,。;:、\n]{0,12}(?:、[^,。;:\n]{0,12})?$"
)
_ORDERS = re.compile(
    r"(?:市?委|(?:人民)?政府)(?!网)"
    r"|[^,。;:\n]{0,24}?(?:部署|要求|安排|通知|精神|文件|意见|决策|方案|规定|指示)"
)
"""Around a place, these make it a superior: 昆山市 too acts 按照苏州市委统一部署."""
_LONGEST_OBEYED = 30
_KIND_OF_WORD = {
    "自治区": (Level.PROVINCE, "自治区"),
    "省": (Level.PROVINCE, "省"),
    "自治州": (Level.PREFECTURE, "自治州"),
    "州": (Level.PREFECTURE, "州"),
    "盟": (Level.PREFECTURE, "盟"),
    "地区": (Level.PREFECTURE, "地区"),
    "自治县": (Level.COUNTY, "自治县"),
    "自治旗": (Level.COUNTY, "自治旗"),
    "林区": (Level.COUNTY, "林区"),
    "特区": (Level.COUNTY, "特区"),
    "县": (Level.COUNTY, "县"),
    "区": (Level.COUNTY, "区"),
    "旗": (Level.COUNTY, "旗"),
    "市": (None, "市"),
}


class Surroundings:
    """The text around a name, asked only when the name alone does not tell its place."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._views: dict[int | None, PlacesInText] = {}

    @cached_property
    def own_places(self) -> Counter[Division]:
        """The divisions that may be the report's own, whatever its year."""
        return self.places().own

    def places(self, year: int | None = None) -> "PlacesInText":
        """What the text says of divisions, as names meant them at the end of a year."""
        if year not in self._views:
            self._views[year] = PlacesInText(self.text, mentions(self.text, year), year)
        return self._views[year]


class PlacesInText:
    """Which divisions a text names, as names meant them at the end of one year."""

    def __init__(self, text: str, named: Iterable[Mention], year: int | None) -> None:
        self._text = text
        self._year = year
        self._named = tuple(_not_elsewhere(text, named))

    @cached_property
    def counts(self) -> Counter[Division]:
        """How often each division is named beyond doubt, and not as somewhere else."""
        return Counter(m.divisions[0] for m in self._named if len(m.divisions) == 1)

    @cached_property
    def own(self) -> Counter[Division]:
        """The divisions that may be the report's own: named twice, or as one that governs.

        A single 赴银川市学习 makes no organ one of 银川市; a single 银川市人民政府 may.
        """
        return self._own_among(self._named)

    def _own_among(self, named: Iterable[Mention]) -> Counter[Division]:
        plain = [m for m in named if len(m.divisions) == 1]
        governing = {m.divisions[0] for m in plain if self._text.startswith(_GOVERNS, m.end)}
        counts = Counter(m.divisions[0] for m in plain)
        return Counter({d: n for d, n in counts.items() if n > 1 or d in governing})

    @cached_property
    def _names(self) -> Counter[str]:
        """How often each official name is meant, beyond doubt or not."""
        return Counter(name for m in self._named for name in {d.name for d in m.divisions})

    def one_of(self, candidates: tuple[Division, ...]) -> Division | None:
        """The candidate that the text supports by naming it in full or naming what is above it."""
        if own := Counter({c: self.counts[c] for c in candidates if self.counts[c]}):
            return dominant(own)
        for names in (
            [c.prefecture or c.province for c in candidates],
            [c.province for c in candidates],
        ):
            support = Counter({c: self._names[n] for c, n in zip(candidates, names, strict=True)})
            if +support:
                return dominant(+support)
        return None

    def of_kind(self, level_word: str) -> tuple[Division, ...]:
        """What 市 in 市信访局 may stand for: the divisions of that kind that the text names.

        Returns:
            One if the text tells it; else all that it may be, the most named first.
        """
        level, ending = _KIND_OF_WORD[level_word]
        of_kind = [
            m
            for m in self._named
            if m.divisions[0].name.endswith(ending)
            and (len(m.divisions) > 1 or level in (None, m.divisions[0].level))
            and not (level is None and self._is_superior(m))
        ]
        own = self._own_among(of_kind)
        if own:
            counts = Counter(m.divisions[0] for m in of_kind if len(m.divisions) == 1)
            told = dominant(counts)
            if told is not None and told in own:
                return (told,)
            return tuple(d for d, _ in counts.most_common())
        doubtful = {m.divisions for m in of_kind if len(m.divisions) > 1}
        fitting = sorted(doubtful, key=_codes)
        if len(fitting) != 1:
            return tuple(d for found in fitting for d in found)
        told = self.one_of(fitting[0])
        return (told,) if told else fitting[0]

    def _is_superior(self, mention: Mention) -> bool:
        """Whether a text names a division as one to follow, and cities may lie in it."""
        start = max(mention.start - _LONGEST_OBEYED, 0)
        return (
            _ORDERS.match(self._text, mention.end) is not None
            and _OBEYED.search(self._text[start : mention.start]) is not None
            and any(_may_hold_cities(d, self._year) for d in mention.divisions)
        )

    def holding_towns(self, above: Division | None) -> tuple[Division, ...]:
        """The counties that a town without a county may be of; one if the text tells it."""
        found = Counter(
            {
                d: n
                for d, n in self.own.items()
                if may_hold_towns(d, self._year) and (above is None or above.holds(d))
            }
        )
        told = dominant(found)
        return (told,) if told else tuple(d for d, _ in found.most_common())


def _not_elsewhere(text: str, named: Iterable[Mention]) -> Iterator[Mention]:
    """The mentions but those of other places (赴银川市学习, 与汝城县人民政府签订, 汝城县一行).

    Of two places side by side (沈阳市与天津市) neither is another than the other.
    """
    end, elsewhere = -1, False
    for mention in named:
        if mention.start != end:
            before = next((w for w in _ELSEWHERE if text.endswith(w, 0, mention.start)), "")
            elsewhere = bool(before) and mention.start - len(before) != end
        end = mention.end
        if not elsewhere and not _VISITING.match(text, end):
            yield mention


def dominant(counts: Counter[Division]) -> Division | None:
    """The division that stands out among those named."""
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] < DOMINANCE * ranked[1][1]):
        return None
    return ranked[0][0]


def may_hold_towns(place: Division, year: int | None) -> bool:
    """Whether towns stood directly under a division at the end of a year (三亚市 until 2013)."""
    if place.level is not Level.PREFECTURE or year is None:
        return place.level is Level.COUNTY or has_no_counties(place)
    return not any(in_force(county, year) for county in _counties_of(place.prefix))


def _may_hold_cities(place: Division, year: int | None) -> bool:
    """Whether a county-level city lay in a division at the end of a year (昆山市 in 苏州市)."""
    if place.level is Level.COUNTY:
        return False
    cities = (d for d in _counties_of(place.prefix) if d.name.endswith("市"))
    return any(year is None or in_force(city, year) for city in cities)


@cache
def _counties_of(prefix: str) -> tuple[Division, ...]:
    return tuple(
        d for d in all_divisions() if d.level is Level.COUNTY and d.code.startswith(prefix)
    )


def _codes(divisions: tuple[Division, ...]) -> list[str]:
    return [d.code for d in divisions]

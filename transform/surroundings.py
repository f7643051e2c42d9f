"""The text around a name: which division it names where the name leaves it open."""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache, cached_property

from transform.divisions import Mention, all_divisions, has_no_counties, in_force, mentions
from transform.gazetteer import Division, Level

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
)
"""Before a place, these make it another than the report's own."""
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
        return Counter(found[0] for _, found in self._named if len(found) == 1)

    @cached_property
    def own(self) -> Counter[Division]:
        """The divisions that may be the report's own: named twice, or as one that governs.

        A single 赴银川市学习 makes no organ one of 银川市; a single 银川市人民政府 may.
        """
        governing = {
            found[0]
            for end, found in self._named
            if len(found) == 1 and self._text.startswith(_GOVERNS, end)
        }
        return Counter({d: n for d, n in self.counts.items() if n > 1 or d in governing})

    @cached_property
    def _names(self) -> Counter[str]:
        """How often each official name is meant, beyond doubt or not."""
        return Counter(name for _, found in self._named for name in {d.name for d in found})

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
        of_kind = Counter(
            {
                d: count
                for d, count in self.own.items()
                if d.name.endswith(ending) and (level is None or d.level is level)
            }
        )
        if of_kind:
            told = dominant(of_kind)
            return (told,) if told else tuple(d for d, _ in of_kind.most_common())
        doubtful = {found for _, found in self._named if len(found) > 1}
        fitting = sorted((d for d in doubtful if d[0].name.endswith(ending)), key=_codes)
        if len(fitting) != 1:
            return tuple(d for found in fitting for d in found)
        told = self.one_of(fitting[0])
        return (told,) if told else fitting[0]

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


def _not_elsewhere(
    text: str, named: Iterable[Mention]
) -> Iterator[tuple[int, tuple[Division, ...]]]:
    """The mentions but those of other places (赴银川市学习, 与汝城县人民政府签订), with their ends.

    Of two places side by side (沈阳市与天津市) neither is another than the other.
    """
    end, elsewhere = -1, False
    for mention in named:
        if mention.start != end:
            before = next((w for w in _ELSEWHERE if text.endswith(w, 0, mention.start)), "")
            elsewhere = bool(before) and mention.start - len(before) != end
        end = mention.end
        if not elsewhere:
            yield mention.end, mention.divisions


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


@cache
def _counties_of(prefix: str) -> tuple[Division, ...]:
    return tuple(
        d for d in all_divisions() if d.level is Level.COUNTY and d.code.startswith(prefix)
    )


def _codes(divisions: tuple[Division, ...]) -> list[str]:
    return [d.code for d in divisions]

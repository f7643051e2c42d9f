"""Read what a file's path tells: a place, an organ's name, a year. The last resort of all.

Collections name their files and folders after what they hold (内江市/资中县/信访局/2021.html);
pages saved from a website after the date of publication (2022/01/t20220120_1.html).
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from transform.characters import normalise
from transform.divisions import narrow
from transform.gazetteer import Division
from transform.organs import ends_like_organ, take_apart
from transform.titles import is_name, read_title
from transform.years import digits_for_years, is_report_year


@dataclass(frozen=True, slots=True)
class PathYear:
    """A year in a path, and the name of the file or folder that tells it."""

    year: int
    printed: str


@dataclass(frozen=True, slots=True)
class PathFacts:
    """What a path tells.

    Attributes:
        place: the deepest division that it names; None if it names none, or two apart.
        name: the organ that the last of its parts names; None if none does.
        year: the report year; None if it tells none.
        printed: the parts that name a place or an organ, joined by a slash.
    """

    place: Division | None = None
    name: str | None = None
    year: PathYear | None = None
    printed: str = ""


_MOST_PARTS = 12
_LONGEST_PART = 120
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_BETWEEN = re.compile(
    r"(?:[\s_\-—–.,，、;；+()（）\[\]【】《》]|20\d\d(?:年度?)?|(?:政府|政务)?信息公开|政务公开"
    r"|(?:年度)?(?:工作)?报告|年报)+"
)
_YEAR = re.compile(r"(?<![\dA-Za-z])(20\d\d)(?!\d)(?!年?[-_./]?\d)(?:年度?)?")
_DATE_BEFORE = re.compile(r"\d[-_./年月]$")
_REPORTS_WORDS = re.compile(r"信息公开|政务公开|年度报告|年报")


def read_path(path: str) -> PathFacts:
    """Read a path relative to its root, `archive.zip!/member` for a member."""
    parts = _parts(path)
    if not parts:
        return PathFacts()
    told = [(part, token) for part in parts for token in _tokens(part)]
    names = [(part, token) for part, token in told if _is_organ(token)]
    placed = [(part, found) for part, token in told if (found := _place_in(token))]
    place = _deepest([found for _, found in placed])
    used = dict.fromkeys(part for part, _ in (*placed, *names))
    year = _year(parts, {part for part, _ in names})
    return PathFacts(place, names[-1][1] if names else None, year, "/".join(used))


def _parts(path: str) -> list[str]:
    """The names of folders and of the file, without extensions; the last ones of many."""
    parts = [part for part in path.replace("!/", "/").replace("\\", "/").split("/") if part]
    return [_EXTENSION.sub("", part)[:_LONGEST_PART] for part in parts[-_MOST_PARTS:]]


def _tokens(part: str) -> Iterator[str]:
    """The words of a name; a title counts by the name that it holds."""
    for token in (part, *_BETWEEN.split(part)):
        text = digits_for_years(normalise(token))
        title = read_title(text)
        yield title.name if title else text


def _is_organ(token: str) -> bool:
    return ends_like_organ(token) and is_name(token) and bool(take_apart(token).own)


def _place_in(token: str) -> tuple[Division, ...]:
    """The divisions that a word starts with: the word is a place, or an organ of it."""
    place = take_apart(token).place
    if place is None or place.bare or not (place.end == len(token) or ends_like_organ(token)):
        return ()
    return place.divisions


def _deepest(named: Sequence[tuple[Division, ...]]) -> Division | None:
    """The one division that all parts agree on; None if they name places apart."""
    found: tuple[Division, ...] = ()
    for divisions in named:
        if not found:
            found = divisions
            continue
        deeper = narrow(divisions, found) or tuple(d for d in divisions if d in found)
        higher = tuple(d for d in found if any(above.holds(d) for above in divisions))
        if not deeper and not higher:
            return None
        found = deeper or higher
    return found[0] if len(found) == 1 else None


def _year(parts: Sequence[str], of_organs: Collection[str]) -> PathYear | None:
    """The year beside the report's words in the last name that has one.

    A name that is a year and no more counts below the folder of an organ or of its reports; a
    folder 2022 alone may as well be that of the year of publication.
    """
    last = len(parts) - 1
    for i in range(last, -1, -1):
        years = {int(match[1]) for match in _years_in(parts[i])}
        alone = _YEAR.fullmatch(parts[i]) is not None
        telling = parts[max(i - 1, 0)] if alone else parts[i]
        of_report = telling in of_organs or _REPORTS_WORDS.search(telling) is not None
        if years and of_report and (i == last or not alone):
            year = years.pop()
            return PathYear(year, parts[i]) if not years and is_report_year(year) else None
    return None


def _years_in(part: str) -> Iterator[re.Match[str]]:
    text = digits_for_years(part)
    for match in _YEAR.finditer(text):
        if not _DATE_BEFORE.search(text, max(0, match.start() - 2), match.start()):
            yield match

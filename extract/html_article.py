"""Find the article of a web page among its navigation, lists of links, and footer.

The article is the smallest element that holds all tables with figures, nearly all running text
and most other text that is no link. Where a page has too little of these to tell, and where no
smaller element holds them, it is the whole page: a line too many does no harm, a table lost
does.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from extract.html_blocks import Grid, Item, Run
from extract.html_paths import HEADING, NAVIGATION, Element

_SHARE_OF_SENTENCES = 0.95
_SHARE_OF_TEXT = 0.75
"""Shares that an article must hold. Beside a short report, headers and footers weigh more."""
_ENOUGH_SENTENCES = 300
"""Characters of running text that make an article where there are no figures."""
_SENTENCE = re.compile(r"[。；！？]")
_SHORTEST_SENTENCE = 20
_SHORTEST_TITLE = 6
_BLANK = re.compile(r"\s+")


@dataclass(slots=True)
class _Weight:
    """How much an element holds: characters that are no links, and tables with figures."""

    text: int = 0
    sentences: int = 0
    figures: int = 0

    def add(self, other: "_Weight") -> None:
        self.text += other.text
        self.sentences += other.sentences
        self.figures += other.figures


def find_article(items: Sequence[Item], titles: Collection[str]) -> list[Item]:
    """Leave out what is no part of the article.

    Args:
        items: what the page shows, in reading order.
        titles: the titles that the page names in its head.

    Returns:
        The items of the article; before them the heading that stands directly above it.
    """
    shown = [item for item in items if not _is_navigation(item)]
    weights = _weigh(shown)
    article = _smallest(weights)
    if article is None:
        return shown
    inside = _within(weights, article)
    kept = [item for item in shown if item.element in inside]
    above = _above(shown, kept[0])
    return [*_title_lines(above, titles), *kept]


def _is_navigation(item: Item) -> bool:
    """Whether an item is a link of a menu that is marked as one."""
    if isinstance(item, Grid) or not item.element.within & NAVIGATION:
        return False
    return not item.element.within & HEADING and 2 * item.linked >= len(item.text)


def _weigh(items: Iterable[Item]) -> dict[Element, _Weight]:
    """The weight of each element that holds items, in document order."""
    weights: dict[Element, _Weight] = {}
    for item in items:
        element: Element | None = item.element
        while element is not None and element not in weights:
            weights[element] = _Weight()
            element = element.parent
        weights[item.element].add(_weight_of(item))
    ordered = dict(sorted(weights.items(), key=lambda pair: pair[0].order))
    for element, weight in reversed(ordered.items()):
        if element.parent is not None:
            ordered[element.parent].add(weight)
    return ordered


def _weight_of(item: Item) -> _Weight:
    if isinstance(item, Grid):
        return _Weight(item.characters, 0, int(item.has_figures))
    length = len(item.text) - item.linked
    is_sentence = length >= _SHORTEST_SENTENCE and _SENTENCE.search(item.text)
    return _Weight(length, length if is_sentence else 0)


def _smallest(weights: Mapping[Element, _Weight]) -> Element | None:
    """The smallest element that holds what an article holds; None for the whole page."""
    if not weights:
        return None
    page = next(iter(weights.values()))
    if not page.figures and page.sentences < _ENOUGH_SENTENCES:
        return None
    holding = [
        element
        for element, weight in weights.items()
        if weight.figures == page.figures
        and weight.sentences >= _SHARE_OF_SENTENCES * page.sentences
        and weight.text >= _SHARE_OF_TEXT * page.text
    ]
    # Each of these stands in the one before it: two apart cannot both hold most of the text.
    return holding[-1] if len(holding) > 1 else None


def _within(weights: Mapping[Element, _Weight], article: Element) -> set[Element]:
    inside = {article}
    for element in weights:
        if element.parent in inside:
            inside.add(element)
    return inside


def _above(items: Sequence[Item], first: Item) -> list[Run]:
    stop = next(i for i, item in enumerate(items) if item is first)
    return [item for item in items[:stop] if isinstance(item, Run)]


def _title_lines(above: Sequence[Run], titles: Collection[str]) -> list[Run]:
    """The title among the runs above an article, with the headings that it is broken over.

    It is the last one that the page's head names too, else the last heading.
    """
    named = [_BLANK.sub("", title) for title in titles]
    last = _last(above, [_is_named(run, named) for run in above])
    if last is None:
        last = _last(above, [_is_heading(run) for run in above])
    if last is None:
        return []
    first = last
    while first and _is_heading(above[last]) and _is_heading(above[first - 1]):
        first -= 1
    return list(above[first : last + 1])


def _is_heading(run: Run) -> bool:
    return bool(run.element.within & HEADING)


def _last(runs: Sequence[Run], chosen: Sequence[bool]) -> int | None:
    return next((i for i in reversed(range(len(runs))) if chosen[i]), None)


def _is_named(run: Run, titles: Sequence[str]) -> bool:
    """Whether a page's title is this run, or begins with it."""
    if len(run.text) > max(map(len, titles), default=0) * 2:
        return False
    text = _BLANK.sub("", run.text)
    return len(text) >= _SHORTEST_TITLE and any(title.startswith(text) for title in titles)

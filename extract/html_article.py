"""Find the article of a web page among its navigation, lists of links, and footer.

The article is the smallest element that holds all tables with figures, nearly all running text
and most other text that is no link, and what stands around that without adding links or other
tables: a title, a signature. Where a page has too little of these to tell, and where no smaller
element holds them, it is the whole page: a line too many does no harm, a table lost does.
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
_LONGEST_TITLE = 200
_MOST_ABOVE_TITLE = 10
"""Items of an article among which its title stands, if it stands there."""
_BLANK = re.compile(r"\s+")


@dataclass(slots=True)
class _Weight:
    """How much an element holds.

    Attributes:
        text: characters that are no links.
        sentences: those of them in running text.
        figures: tables with figures.
        tables: all tables.
        linked: characters that are links.
    """

    text: int = 0
    sentences: int = 0
    figures: int = 0
    tables: int = 0
    linked: int = 0

    def add(self, other: "_Weight") -> None:
        self.text += other.text
        self.sentences += other.sentences
        self.figures += other.figures
        self.tables += other.tables
        self.linked += other.linked


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
    article = _choose(weights)
    if article is None:
        return shown
    inside = _within(weights, article)
    first = next(i for i, item in enumerate(shown) if item.element in inside)
    kept = [item for item in shown[first:] if item.element in inside]
    return [*_missing_title(shown[:first], kept, titles), *kept]


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
        return _Weight(item.characters, 0, int(item.has_figures), 1)
    length = max(0, len(item.text) - item.linked)
    is_sentence = length >= _SHORTEST_SENTENCE and _SENTENCE.search(item.text)
    return _Weight(length, length if is_sentence else 0, linked=item.linked)


def _choose(weights: Mapping[Element, _Weight]) -> Element | None:
    """The element that is the article; None for the whole page."""
    if not weights:
        return None
    page = next(iter(weights.values()))
    if not page.figures and page.sentences < _ENOUGH_SENTENCES:
        return None
    # Each of these stands in the one before it: two apart cannot both hold most of the text.
    holding = [
        element
        for element, weight in weights.items()
        if weight.figures == page.figures
        and weight.sentences >= _SHARE_OF_SENTENCES * page.sentences
        and weight.text >= _SHARE_OF_TEXT * page.text
    ]
    smallest = weights[holding[-1]]
    return next(
        element
        for element in holding
        if weights[element].linked == smallest.linked and weights[element].tables == smallest.tables
    )


def _within(weights: Mapping[Element, _Weight], article: Element) -> set[Element]:
    inside = {article}
    for element in weights:
        if element.parent in inside:
            inside.add(element)
    return inside


def _missing_title(
    above: Sequence[Item], kept: Sequence[Item], titles: Collection[str]
) -> list[Run]:
    """The title that stands above an article, with the headings that it is broken over.

    It is the run that prints most of what the page's head names as its title, unless the article
    itself begins with one that prints as much; else the last heading.
    """
    named = [_BLANK.sub("", title) for title in titles]
    inside = max((_named_by(item, named) for item in kept[:_MOST_ABOVE_TITLE]), default=0)
    lengths = [_named_by(item, named) for item in above]
    headings = [i for i, item in enumerate(above) if _is_heading(item)]
    if max(lengths, default=0) > inside:
        last = max(range(len(above)), key=lambda i: (lengths[i], i))
    elif headings and not inside:
        last = headings[-1]
    else:
        return []
    first = last
    while first and _is_heading(above[last]) and _is_heading(above[first - 1]):
        first -= 1
    return [item for item in above[first : last + 1] if isinstance(item, Run)]


def _is_heading(item: Item) -> bool:
    return bool(item.element.within & HEADING)


def _named_by(item: Item, titles: Sequence[str]) -> int:
    """How many characters of one of the titles a run prints, if it prints nothing else."""
    if isinstance(item, Grid) or len(item.text) > _LONGEST_TITLE:
        return 0
    text = _BLANK.sub("", item.text)
    is_named = len(text) >= _SHORTEST_TITLE and any(text in title for title in titles)
    return len(text) if is_named else 0

"""What a page says of itself in its head and in the table of its index number (索引号).

The names of the keys are those that Chinese government websites use, after a common standard.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from transform.characters import normalise

_PUBLISHERS = (
    "ContentSource", "contentsource", "source", "Source", "publisher", "dc.publisher", "author",
    "Author",
)  # fmt: skip
_DATES = (
    "PubDate", "pubdate", "publishdate", "PublishDate", "article:published_time", "publish_time",
    "firstpublishedtime",
)  # fmt: skip
_ADDRESSES = ("Url", "url", "og:url", "canonical")
_INDEX_LABEL = re.compile(
    r"(?:发布|公开|发文|制发|信息来源|责任|主办)(?:机构|单位|机关|部门)|发布者|信息来源|文章来源|来源"
)
_INDEX_FIELD = re.compile(rf"(?:{_INDEX_LABEL.pattern})[:|]([^:|,。;\n]{{2,40}})")
_NEXT_LABEL = re.compile(
    r"(?:索引号|主题|分类|体裁|成文|生成|发布|公开|文号|名称|日期|时间|字体|字号|浏览|作者|关键词).*$"
)
_DATE = re.compile(
    r"(20\d\d)(?:[-/.年](?=\d{1,2}[-/.月])|(?=\d{4}(?:\d{6})?(?!\d)))"
    r"(\d\d|\d(?!\d))[-/.月]?(\d\d|\d(?!\d))(?:\d{6})?(?!\d)"
)
_ADDRESS = re.compile(
    r"https?://[A-Za-z0-9][\w.-]{0,250}(?::\d{1,5})?(?:/[^\s<>\"'\\^`{|}]{0,1500})?"
)
_EARLIEST = date(2008, 5, 1)
_LATEST = date(2035, 12, 31)


def publishers(metadata: Mapping[str, str], lines: Sequence[str]) -> tuple[str, ...]:
    """Who is named as the publisher: mostly the host of the page or the organ, or neither.

    Args:
        metadata: what the file says of itself.
        lines: the normalised lines above the title and the first heading.
    """
    named = [normalise(metadata.get(key, ""))[:80] for key in _PUBLISHERS]
    return tuple(dict.fromkeys(name for name in (*named, *_in_index(lines)) if name))


def page_address(metadata: Mapping[str, str]) -> str | None:
    """The address that a page gives as its own; None if it gives none that is whole."""
    given = (metadata.get(key, "").strip() for key in _ADDRESSES)
    return next((url for url in given if _ADDRESS.fullmatch(url)), None)


def publication_date(metadata: Mapping[str, str]) -> date | None:
    """The day on which a page says that it was published; None if it says none that can be."""
    for key in _DATES:
        found = _DATE.match(metadata.get(key, "").strip())
        day = _date_of(found) if found else None
        if day is not None and _EARLIEST <= day <= _LATEST:
            return day
    return None


def _in_index(lines: Sequence[str]) -> Iterator[str]:
    """Publishers in the table of the index number: beside their label, or in the next cell."""
    for i, line in enumerate(lines):
        for match in _INDEX_FIELD.finditer(line[:400]):
            yield _NEXT_LABEL.sub("", match[1])
        if _INDEX_LABEL.fullmatch(line.rstrip(":|")) and i + 1 < len(lines):
            yield lines[i + 1][:40]


def _date_of(match: re.Match[str]) -> date | None:
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None

"""A report's running text, made ready for telling who reports, on what year, for what scope."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from transform.title_lines import Line, to_lines


@dataclass(frozen=True, slots=True)
class ReportText:
    """The lines of a report, and where its parts are.

    Attributes:
        lines: those that are not blank, a table of contents left out.
        text: all lines; those that a page's width has broken are joined.
        first_heading: the number of the line of the first heading.
        second_heading: the number of the line of the second one.
        metadata: what the file says of itself, without control characters.
    """

    lines: tuple[Line, ...]
    text: str
    first_heading: int
    second_heading: int
    metadata: Mapping[str, str]

    def without(self, left_out: Collection[int], end: int | None = None) -> str:
        """The text without the lines of these numbers, such as those of titles; up to a line."""
        kept = (line for i, line in enumerate(self.lines[:end]) if i not in left_out)
        return _flowing([line.text for line in kept])

    def prose(self, titles: Collection[int]) -> str:
        """The text without the lines that are mere names, buttons or fields above the sections.

        Args:
            titles: the numbers of the lines of titles, which are left out too.
        """
        top = range(self.first_heading)
        mere = {i for i in top if not _SENTENCE.search(self.lines[i].text)}
        keepers = {i for i, line in enumerate(self.lines) if _KEEPER.search(line.text[:_FIELDS])}
        return self.without({*mere, *keepers, *titles})

    def texts(self, start: int, end: int) -> list[str]:
        """The normalised lines from one number to another."""
        return [line.text for line in self.lines[start:end]]


_SENTENCE = re.compile(r"[,。;](?!$)|。$")
_KEEPER = re.compile(
    r"(?:发布|公开|发文|制发|责任|主办|承办|协办|运维|维护)(?:机构|单位|机关|部门)?[:|]|(?:信息|文章)来源|来源:"
    r"|主办单位|承办单位|技术支持|版权所有|ICP备|网站标识码|网安备"
)
_FIELDS = 120
"""Characters of a line in which it may say who keeps or published the page."""
FIRST_LINES = 60
"""Where no second heading is found, a title is looked for in this many lines."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]{0,9}(?:\s[^<>]{0,200})?/?>")
_CONTENTS_LINE = re.compile(r".{2,40}?[.·…]{3,}\d{1,3}")
_IN_CONTENTS = re.compile(r"[一二三四五六]、[^,。;]{2,40}$")
_PAGE_BEHIND = re.compile(r"[.·…]*\d{1,3}$")
_SHORTEST_BROKEN = 21
"""Characters of a line that a page's width may have broken."""
_WHOLE_END = ("。", ";", ":", "!", "?", "报告", "年报", "总结")
"""What a sentence ends with, or a title, below which another begins."""
_FIRST_HEADING = re.compile(r"[\W_]*一[、.,]?总体情况|[\W_]*一、\S{2,12}")
_SECOND_HEADING = re.compile(r"[\W_]*二[、.,]?主动公开(?:政府信息)?情况|第二十条第\(一\)项")


def to_report_text(lines: Sequence[str], metadata: Mapping[str, str]) -> ReportText:
    """Take a report's lines in reading order, rows of its tables included or not."""
    parts = _without_contents(to_lines(_without_debris("\n".join(lines))))
    second = _position(parts, _SECOND_HEADING, min(FIRST_LINES, len(parts)))
    first = _position(parts[:second], _FIRST_HEADING, second)
    texts = [part.text for part in parts]
    return ReportText(
        lines=parts,
        text=_flowing(texts),
        first_heading=first,
        second_heading=second,
        metadata={key: without_controls(value) for key, value in metadata.items()},
    )


def without_controls(text: str) -> str:
    """No control character belongs to a name or a title."""
    return _CONTROL.sub(lambda m: " " if m[0].isspace() else "", text)


def _without_debris(text: str) -> str:
    """A text without control characters and without the tags of a page saved as text."""
    text = without_controls(text)
    return _TAG.sub("", text) if "<" in text else text


def _without_contents(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Leave out a table of contents: lines with a page number, or headings that come again.

    Headings of which none stands right below another are those of a report; another report's
    below it has the same.
    """
    numbered = (i for i, line in enumerate(lines) if line.text[1:2] == "、")
    headings = [i for i in numbered if _IN_CONTENTS.match(lines[i].text)]
    last = {_heading_of(lines[i]): i for i in headings}
    known = set(headings)
    again = {
        i
        for i in headings
        if last[_heading_of(lines[i])] > i and (i + 1 in known or i - 1 in known)
    }
    return tuple(
        line for i, line in enumerate(lines) if i not in again and not _is_of_contents(line.text)
    )


def _is_of_contents(line: str) -> bool:
    return line == "目录" or (line[-1].isdigit() and bool(_CONTENTS_LINE.fullmatch(line)))


def _heading_of(line: Line) -> str:
    return _PAGE_BEHIND.sub("", line.text)


def _flowing(lines: Sequence[str]) -> str:
    """Join lines; one that a page's width has broken is joined without a break."""
    return "".join(line if _is_broken(line) else line + "\n" for line in lines)


def _is_broken(line: str) -> bool:
    return len(line) >= _SHORTEST_BROKEN and not line.endswith(_WHOLE_END)


def _position(lines: Sequence[Line], heading: re.Pattern[str], otherwise: int) -> int:
    return next((i for i, line in enumerate(lines) if heading.match(line.text)), otherwise)

"""Automatic numbering of a Word file: ordinals that stand in no run of text."""

import re

NUMBERED_HEADING = re.compile(r"([一二三四五六])、")
_LABEL = re.compile(r"(\d{1,2})(\.|、)")
_HEADINGS = 0
"""Number of the list of headings; further lists number the labels of a table."""


class WordNumbering:
    """Lists, as they are used while a file is written from its beginning to its end."""

    def __init__(self) -> None:
        self._headings = 0
        self._label = 0
        self._marks: list[str] = []
        """The mark behind the numbers of each list of labels."""

    def heading(self, ordinal: str) -> str:
        """The properties of a heading that is to be printed with this ordinal."""
        number = "一二三四五六".index(ordinal) + 1
        self._headings += 1
        if number != self._headings:
            raise ValueError(f"{ordinal} does not follow")
        return _properties(_HEADINGS + 1)

    def label(self, text: str) -> tuple[str, str]:
        """What is left of a label once its number is automatic, and its properties.

        A number that neither begins a list nor follows the one before stays in the text.
        """
        match = _LABEL.match(text)
        if match is None:
            return text, ""
        number, mark = int(match[1]), match[2]
        if number == 1:
            self._marks.append(mark)
        elif not self._marks or number != self._label + 1 or mark != self._marks[-1]:
            return text, ""
        self._label = number
        return text[match.end() :], _properties(_HEADINGS + 1 + len(self._marks))

    def definitions(self) -> str:
        """What stands in the numbering part."""
        abstract = [_abstract(0, "chineseCountingThousand", "%1、")]
        abstract += [_abstract(1, "decimal", "%1."), _abstract(2, "decimal", "%1、")]
        nums = ['<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>']
        nums += [
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="{1 if mark == "." else 2}"/>'
            '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
            for number, mark in enumerate(self._marks, start=2)
        ]
        return "".join([*abstract, *nums])


def _abstract(number: int, style: str, pattern: str) -> str:
    return (
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="singleLevel"/>'
        f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{style}"/>'
        f'<w:suff w:val="nothing"/><w:lvlText w:val="{pattern}"/></w:lvl></w:abstractNum>'
    )


def _properties(num: int) -> str:
    return f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{num}"/></w:numPr>'

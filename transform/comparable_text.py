"""The text of a section as it is compared with other reports' texts.

Sentences, without blanks and punctuation, every number written as 0: a section that differs
from last year's in its years and figures only is the same text. What the form and the law put
into every report (headings, labels of the tables, phrases of the law) is left out by the patterns
of boilerplate.yaml.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict

from transform.characters import normalise
from transform.form import load_editions
from transform.sections import Section
from transform.years import digits_for_years

LONGEST_TEXT = 100_000
"""Characters of a section that are read; a report's section has a few thousand."""
_LONGEST_PHRASE = 400
"""Characters of a longer sentence: no phrase of the form, and too long for its patterns."""
_NUMBER = re.compile(r"\d[\d.,]*(?<![.,])|〇+")
_SENTENCE = re.compile(r"[^。;!?]+")
_CLOSING = ",.:、。;*#>|·•-—_ "
_PRINTED_MARKS = re.compile(r"[*#|>•]+")
_NOT_WORDS = re.compile(r"[^\w%]+|_+")


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    headings: tuple[str, ...]
    table_words: tuple[str, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Boilerplate:
    """What is left out, as patterns that match a whole line or sentence."""

    headings: re.Pattern[str]
    labels: re.Pattern[str]
    sentences: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class OwnText:
    """What a section says, headings and labels of the tables left out.

    Attributes:
        sentences: in printed order, normalised, without line breaks.
    """

    section: int
    sentences: tuple[str, ...]


def read_own_texts(sections: Iterable[Section]) -> list[OwnText]:
    """The sentences of every section, in order."""
    return [OwnText(s.section, tuple(_sentences(s.text[:LONGEST_TEXT]))) for s in sections]


def comparable_sentences(text: OwnText) -> Iterator[str]:
    """The sentences of a section as they are compared, phrases of the form left out."""
    known = _boilerplate()
    for sentence in text.sentences:
        masked = masked_numbers(sentence)
        if len(masked) > _LONGEST_PHRASE or not known.sentences.fullmatch(masked):
            words = without_punctuation(masked)
            if words:
                yield words


def masked_numbers(text: str) -> str:
    """Write every number as 0: years, figures, dates."""
    return _NUMBER.sub("0", text)


def without_punctuation(text: str) -> str:
    """The letters, ideographs and digits of a text."""
    return _NOT_WORDS.sub("", text)


def _sentences(text: str) -> Iterator[str]:
    known = _boilerplate()
    lines = (_PRINTED_MARKS.sub("", normalise(line)) for line in text.split("\n"))
    joined = "".join(line for line in lines if not _is_of_the_form(line, known))
    for match in _SENTENCE.finditer(digits_for_years(joined)):
        sentence = match[0].strip(_CLOSING)
        if sentence:
            yield sentence


def _is_of_the_form(line: str, known: _Boilerplate) -> bool:
    if len(line) > _LONGEST_PHRASE:
        return False
    masked = masked_numbers(line).strip(_CLOSING)
    is_heading = known.headings.fullmatch(masked) is not None
    return is_heading or known.labels.fullmatch(without_punctuation(masked)) is not None


@cache
def _boilerplate() -> _Boilerplate:
    text = (files("transform") / "boilerplate.yaml").read_text(encoding="utf-8")
    declared = _Declared.model_validate(yaml.safe_load(text))
    words = {*_labels(), *map(_words, declared.table_words)}
    longest_first = sorted(words - {""}, key=lambda word: (-len(word), word))
    # atomic: a line of labels is read in one pass, whatever it holds
    labels = rf"(?>{'|'.join(map(re.escape, longest_first))}|[0-9一二三四五六七八九十])*+"
    return _Boilerplate(
        re.compile("|".join(declared.headings)),
        re.compile(labels),
        re.compile("|".join(f"(?:{pattern})" for pattern in declared.sentences)),
    )


def _labels() -> Iterator[str]:
    """The labels of every edition's rows and columns, as they are compared."""
    for edition in load_editions().values():
        applications, review = edition.applications, edition.review_litigation
        rows = [*applications.rows, *review.channels]
        columns = [*applications.columns, *review.columns]
        for block in edition.proactive:
            rows += block.rows
            columns += block.columns
        labels = (*(row.label for row in rows), *(column.label for column in columns))
        yield from map(_words, (*labels, *applications.groups, *review.groups))


def _words(label: str) -> str:
    return without_punctuation(masked_numbers(normalise(label)))

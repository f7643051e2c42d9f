"""The words that tell what a figure counts, and where they stand in a sentence."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict

_Coded = Mapping[str, tuple[str, ...]]


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    things: _Coded
    foreign: _Coded
    actions: _Coded
    outcomes: _Coded
    results: _Coded
    channels: _Coded
    applicants: _Coded
    marks: _Coded
    silent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A word in a sentence.

    Attributes:
        start, end: where it stands.
        senses: what it may mean, by class: {'things': 'review'}. A word may be of several
            classes (公众号 is a channel, and may be what is counted).
    """

    start: int
    end: int
    senses: Mapping[str, str]

    def sense(self, name: str) -> str | None:
        """The code that the word has in a class; None if it is not of that class."""
        return self.senses.get(name)


def words_in(plain: str) -> list[Word]:
    """The words of a sentence in order; the longest at each place, silent ones left out."""
    pattern, senses = _lexicon()
    return [
        Word(match.start(), match.end(), meant)
        for match in pattern.finditer(plain)
        if (meant := senses[match[0]])
    ]


@cache
def _lexicon() -> tuple[re.Pattern[str], Mapping[str, Mapping[str, str]]]:
    text = (files("transform") / "claim_words.yaml").read_text(encoding="utf-8")
    declared = _Words.model_validate(yaml.safe_load(text))
    senses: dict[str, dict[str, str]] = {word: {} for word in declared.silent}
    for name in (
        "things",
        "foreign",
        "actions",
        "outcomes",
        "results",
        "channels",
        "applicants",
        "marks",
    ):
        for code, words in getattr(declared, name).items():
            for word in words:
                meant = senses.setdefault(word, {})
                if name in meant:
                    raise ValueError(f"claim_words.yaml gives {word} two meanings among {name}")
                meant[name] = code
    return re.compile(_longest_first(senses)), senses


def _longest_first(words: Iterable[str]) -> str:
    """A pattern that tries words of one first character together, the longest first."""
    by_first: dict[str, list[str]] = defaultdict(list)
    for word in sorted(words, key=lambda word: (-len(word), word)):
        by_first[word[0]].append(re.escape(word[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rests)})" for first, rests in by_first.items())

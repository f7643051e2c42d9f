"""MinHash signatures of a report's sections: what tells how much of a text another one holds.

A signature holds, for each of a fixed number of hash functions, the smallest value that the
text's shingles (runs of characters) have under it. Two texts agree in as many of these as they
share of all their shingles; see docs/text-reuse.md.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rensa import RMinHash

from transform.comparable_text import OwnText, comparable_sentences

SIGNATURE_LENGTH = 64
"""Hash functions: the share is estimated with a standard error of at most 1/16."""
SHINGLE_LENGTH = 5
"""Characters: about three words. Texts of the trade share many shorter runs by chance."""
FEWEST_SHINGLES = 150
"""A section with fewer different ones is not compared: without their figures, a few sentences on
what was published and answered are the same in many reports."""
_SEED = 20190415
"""Any number; another one would make other signatures, and need a new transform version."""


@dataclass(frozen=True, slots=True)
class SectionSignature:
    """The signature of one section.

    Attributes:
        shingles: how many different ones the section has.
        hashes: one a hash function, the smallest value of each.
    """

    section: int
    shingles: int
    hashes: tuple[int, ...]


def sign_sections(texts: Iterable[OwnText]) -> Iterator[SectionSignature]:
    """Sign each section that has a text of its own; phrases of the form are none."""
    for text in texts:
        shingles = shingles_of(comparable_sentences(text))
        if len(shingles) >= FEWEST_SHINGLES:
            yield SectionSignature(text.section, len(shingles), signature_of(shingles))


def shingles_of(sentences: Iterable[str]) -> set[str]:
    """The different runs of characters within sentences; a shorter sentence is one run."""
    return {
        sentence[start : start + SHINGLE_LENGTH]
        for sentence in sentences
        for start in range(max(len(sentence) - SHINGLE_LENGTH, 0) + 1)
    }


def signature_of(shingles: Iterable[str]) -> tuple[int, ...]:
    """The smallest hash of any shingle under each hash function; their order is no matter."""
    sketch = RMinHash(num_perm=SIGNATURE_LENGTH, seed=_SEED)
    sketch.update(list(shingles))
    hashes: Sequence[int] = sketch.digest()
    return tuple(hashes)

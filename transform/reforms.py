"""The reforms of institutions, from `successions.yaml`, and the trades that a name states."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, model_validator

from transform.gazetteer import read_yaml

Trades = frozenset[str]


@dataclass(frozen=True, slots=True)
class TradeName:
    """What an organ's own name says: 文化和旅游局 is 文化, 旅游 and the ending 局."""

    trades: Trades
    ending: str


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a reform: which names may follow which.

    Attributes:
        kind: 'renamed' or 'merged'.
        order: the first year of the reform, as changes are tried; those without a year last.
        since: by level, the first year whose reports are the successor's.
        before, after: sets of trades; a name fits one with others of `beside` only.
        templates_before, templates_after: whole names with X for the place.
        absorbed: the successor is older than the change.
        levels: where it took place; empty for all.
        basis: the documented reason.
    """

    kind: str
    order: int
    since: dict[str, int]
    before: tuple[Trades, ...]
    after: tuple[Trades, ...]
    beside: Trades
    templates_before: frozenset[str]
    templates_after: frozenset[str]
    absorbed: bool
    levels: tuple[str, ...]
    basis: str

    def follows(self, trades: Trades | None, template: str) -> bool:
        """Whether a name may be that of a body after the change."""
        return template in self.templates_after or self._fits(trades, self.after)

    def precedes(self, trades: Trades | None, template: str) -> bool:
        """Whether a name may be that of a body before the change."""
        return template in self.templates_before or self._fits(trades, self.before)

    def _fits(self, trades: Trades | None, sets: tuple[Trades, ...]) -> bool:
        return trades is not None and any(s <= trades and trades - s <= self.beside for s in sets)


@dataclass(frozen=True, slots=True)
class ByYears:
    """The reasons of what only the years of the reports tell; see successions.yaml."""

    same_trade: tuple[Trades, ...]
    other_ending: str
    other_word: str
    joined: str
    town: str


@dataclass(frozen=True, slots=True)
class Reforms:
    """All that successions.yaml declares, the changes in their order."""

    changes: tuple[Change, ...]
    zone_short_forms: dict[str, tuple[str, ...]]
    by_years: ByYears
    variant: str
    zone_variant: str
    division: str


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _ChangeEntry(_Declared):
    kind: Literal["renamed", "merged"]
    date: str | None = None
    before: tuple[tuple[str, ...], ...]
    after: tuple[tuple[str, ...], ...]
    beside: tuple[str, ...]
    absorbed: bool = False
    levels: tuple[str, ...] = ()
    basis: str


class _NameEntry(_Declared):
    kind: Literal["renamed", "merged"]
    date: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    absorbed: bool = False
    basis: str


class _ByYearsEntry(_Declared):
    same_trade: tuple[tuple[str, ...], ...]
    other_ending: str
    other_word: str
    joined: str
    town: str


class _File(_Declared):
    trades: dict[str, tuple[str, ...]]
    compounds: dict[str, tuple[str, ...]]
    connectives: tuple[str, ...]
    endings: tuple[str, ...]
    openings: tuple[str, ...]
    fillers: tuple[str, ...]
    zone_short_forms: dict[str, tuple[str, ...]]
    dates: dict[str, dict[str, int]]
    changes: tuple[_ChangeEntry, ...]
    names: tuple[_NameEntry, ...]
    by_years: _ByYearsEntry
    variant: str
    zone_variant: str
    division: str

    @model_validator(mode="after")
    def _names_known_trades_and_dates(self) -> "_File":
        used = set(_trades_used(self))
        if unknown := used - set(self.trades):
            raise ValueError(f"no such trades: {sorted(unknown)}")
        dates = {change.date for change in self.changes if change.date is not None}
        if unknown_dates := (dates | {name.date for name in self.names}) - set(self.dates):
            raise ValueError(f"no such dates: {sorted(unknown_dates)}")
        return self


@dataclass(frozen=True, slots=True)
class _Words:
    """Patterns by which a name is read from left to right, the longest word first."""

    trades_of: dict[str, Trades]
    word: re.Pattern[str]
    connective: re.Pattern[str]
    openings: re.Pattern[str]
    rest: re.Pattern[str]


_ENDING = {"委": "委员会", "办": "办公室"}


@cache
def load_reforms() -> Reforms:
    """Read the changes, in the order of their years.

    Raises:
        pydantic.ValidationError: successions.yaml does not fit the declaration.
    """
    declared = _read()
    changes = [_change(entry, declared.dates) for entry in declared.changes]
    changes += [_name_change(entry, declared.dates) for entry in declared.names]
    by_years = declared.by_years
    return Reforms(
        tuple(sorted(changes, key=lambda change: change.order)),
        declared.zone_short_forms,
        ByYears(
            tuple(frozenset(trades) for trades in by_years.same_trade),
            by_years.other_ending,
            by_years.other_word,
            by_years.joined,
            by_years.town,
        ),
        declared.variant,
        declared.zone_variant,
        declared.division,
    )


def read_trades(own: str) -> TradeName | None:
    """Take an organ's own name apart; None where anything in it is not understood.

    Args:
        own: without its place (文化和旅游局); the name itself for a national organ.
    """
    words = _words()
    position = words.openings.match(own).end()  # type: ignore[union-attr]  # it may be empty
    trades: set[str] = set()
    while (word := words.word.match(own, position)) is not None:
        trades |= words.trades_of[word[0]]
        position = words.connective.match(own, word.end()).end()  # type: ignore[union-attr]
    rest = words.rest.fullmatch(own, position)
    if not trades or rest is None:
        return None
    return TradeName(frozenset(trades), _ENDING.get(rest["ending"], rest["ending"]))


def without_connectives(name: str) -> str:
    """A name without 和, 与, 及 and 、."""
    return re.sub("|".join(_read().connectives), "", name)


@cache
def _read() -> _File:
    source = (files("transform") / "successions.yaml").read_text(encoding="utf-8")
    return _File.model_validate(read_yaml(source))


def _trades_used(declared: _File) -> Iterator[str]:
    for change in declared.changes:
        for trades in (*change.before, *change.after, change.beside):
            yield from trades
    for trades in (*declared.compounds.values(), *declared.by_years.same_trade):
        yield from trades


def _change(entry: _ChangeEntry, dates: dict[str, dict[str, int]]) -> Change:
    since = dates.get(entry.date or "", {})
    return Change(
        kind=entry.kind,
        order=min(since.values(), default=9999),
        since=since,
        before=tuple(map(frozenset, entry.before)),
        after=tuple(map(frozenset, entry.after)),
        beside=frozenset(entry.beside),
        templates_before=frozenset(),
        templates_after=frozenset(),
        absorbed=entry.absorbed,
        levels=entry.levels,
        basis=entry.basis,
    )


def _name_change(entry: _NameEntry, dates: dict[str, dict[str, int]]) -> Change:
    since = dates[entry.date]
    return Change(
        kind=entry.kind,
        order=min(since.values()),
        since=since,
        before=(),
        after=(),
        beside=frozenset(),
        templates_before=frozenset(entry.before),
        templates_after=frozenset(entry.after),
        absorbed=entry.absorbed,
        levels=(),
        basis=entry.basis,
    )


@cache
def _words() -> _Words:
    declared = _read()
    trades_of = {
        word: frozenset({trade}) for trade, words in declared.trades.items() for word in words
    }
    trades_of |= {word: frozenset(trades) for word, trades in declared.compounds.items()}
    filler, ending = _any_of(declared.fillers), _any_of(declared.endings)
    return _Words(
        trades_of,
        re.compile(_any_of(trades_of)),
        re.compile(f"{_any_of(declared.connectives)}?"),
        re.compile(f"{_any_of(declared.openings)}*"),
        re.compile(f"{filler}?(?P<ending>{ending})"),
    )


def _any_of(words: Iterable[str]) -> str:
    ordered = sorted(words, key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, ordered))})"

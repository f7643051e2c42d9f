"""Correct reports broken in every known way, one at a time, and what becomes of them."""

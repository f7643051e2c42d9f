"""Read files of any format into a faithful Document; knows files, not the form."""

EXTRACTOR_VERSION = "1"
"""Changes when the same bytes would give another Document."""

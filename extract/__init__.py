"""Read files of any format into a faithful Document; knows files, not the form."""

__version__ = "0.1.0"
"""The version of gongkai, all five packages together; the distribution takes it from here."""

EXTRACTOR_VERSION = "2"
"""Changes when the same bytes would give another Document."""

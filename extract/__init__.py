"""Read files of any format into a faithful Document; knows files, not the form."""

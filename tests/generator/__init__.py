"""A generator of annual disclosure reports whose facts are known before they are printed.

It imports nothing of the pipeline: the form's editions are read as plain data, figures are
drawn first, and only then printed. So what a reader finds can be compared with what was put in.
"""

"""How right the segmentation is: simulated sessions whose truth is known, real ones that people labelled, one table.

`python -m tests.accuracy --help`. It is a report, not a test, and takes minutes; the suite runs a small sample.
"""

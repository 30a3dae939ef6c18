"""What forces send: read as it comes, checked, and kept in the lake with its account.

Read in this order: `reading.py` (any file to rows of text), `mapping.py` (a force's columns and
codes to the contract's), `staging.py` (text to typed rows), `derive.py` (durations and other
columns that are worked out), `rules/` (errors and queries), `checking.py` (all of it: a report),
`replies.py`, `submissions.py` (into the lake).
"""

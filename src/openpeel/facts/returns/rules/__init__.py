"""The checker's rules: what is wrong with a return, or asks for an explanation.

Each rule is a function with a name, a failing example in the tests and a test of the same name.
Read in this order: `registry.py` (what a rule is), `case.py` (what it is given), `compiling.py`
(all rules on single rows in one pass), then the rules: `cells.py`, `values.py`, `times.py`,
`keys.py`, `personal.py`, `months.py`, `mixes.py`, `totals.py`, `links.py`.
"""

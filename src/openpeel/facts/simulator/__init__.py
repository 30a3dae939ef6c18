"""A small national year for 43 forces, made up, with the truth written beside it.

Made-up data let people try the whole platform without waiting for a return, and let the statistics
be tested against answers that are known. Read in this order: `national.py` (what is typical in
England and Wales), `truth.py` (each force's own true values and what is planted), `people.py`
(residents), `events.py` (the rows), `writing.py` (files and folders), `simulate.py` (all of it).
"""

from openpeel.facts.simulator.simulate import Summary, simulate

__all__ = ["Summary", "simulate"]

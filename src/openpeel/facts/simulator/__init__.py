"""National years of returns for 43 forces, made up, with the truth written beside them.

Made-up data let people try the whole platform without waiting for a return, and let the statistics
be tested against answers that are known. Read in this order:

* `parameters.py`, `national.py`, `usual.py`: what is typical in England and Wales;
* `stated.py`: what the inspection report says of West Mercia; `plants.py`: what is put in;
* `truth.py`: each force's own true values; `people.py`: its residents;
* `dice.py`, `clock.py`, `volumes.py`, `logs.py`: how many rows, and when; `rows.py`: what all the
  builders share;
* `calls.py`, `incidents.py`, `crimes.py`, `searches.py`, `investigation.py`, `vulnerable.py`,
  `neighbourhoods.py`, `workforce.py`, `money.py`: the rows of each return; `returns.py`: all;
* `writing.py`, `account.py`, `simulate.py`: files and folders.

`later.py` writes what West Mercia can send once its times of arrival have been found;
`samples.py` a force's returns as its own systems would export them, with mapping files;
`mistakes.py` has the errors that are planted on demand.
"""

from openpeel.facts.simulator.later import write_later
from openpeel.facts.simulator.samples import write_csv_samples
from openpeel.facts.simulator.simulate import Summary, simulate

__all__ = ["Summary", "simulate", "write_csv_samples", "write_later"]

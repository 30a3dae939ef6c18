"""The check of words about numbers: is "almost 20 percent" true, is "higher", is "one of the lowest"?

Pure functions on words and figures. The rules are dated data (`openpeel.catalogue.wording_rules`);
docs/reference/wording.md lists them.
"""

from openpeel.reports.wording.amount_check import check_amount
from openpeel.reports.wording.verdicts import Verdict

__all__ = ["Verdict", "check_amount"]

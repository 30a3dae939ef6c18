"""Words about numbers: is "almost 20 percent" true, is "higher", is "one of the lowest"?

Pure functions on words and figures. The rules are dated data (`openpeel.catalogue.wording_rules`);
docs/reference/wording.md lists them.
"""

from openpeel.reports.wording.amount_check import check_amount
from openpeel.reports.wording.comparison_check import check_comparison
from openpeel.reports.wording.finding import Span, find_comparisons, find_numbers
from openpeel.reports.wording.rank_check import check_rank
from openpeel.reports.wording.verdicts import Verdict

__all__ = [
    "Span",
    "Verdict",
    "check_amount",
    "check_comparison",
    "check_rank",
    "find_comparisons",
    "find_numbers",
]

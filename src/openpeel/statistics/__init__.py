"""Statistics for comparing forces: pure functions of arrays, with small frozen results.

Numbers go in as plain numbers, lists (None where a value is missing) or arrays; results carry
their method and level. A wrong argument raises ValueError with one sentence; a missing value
never does, and is never counted as zero.
"""

from openpeel.statistics.agreements import Agreement, Coefficient, agreement, fleiss_kappa
from openpeel.statistics.change import (
    Change,
    compare_intervals,
    compare_rates,
    compare_shares,
    rate_difference,
    verdict_words,
)
from openpeel.statistics.clusters import Unrecorded, ratio_estimate, unrecorded
from openpeel.statistics.control import ControlChart, p_prime, u_prime, xmr
from openpeel.statistics.disclosure import Suppressed, round_to, suppress
from openpeel.statistics.estimates import Estimate, design_effect, published_estimate
from openpeel.statistics.funnel_limits import FunnelLimits
from openpeel.statistics.funnels import Funnel, funnel
from openpeel.statistics.intervals import Interval, rate_interval, share_interval
from openpeel.statistics.lines import OutlierLines, outlier_lines
from openpeel.statistics.multiple import CHANCE_RATES, adjust, chance_budget
from openpeel.statistics.peers import PeerMean, peer_mean
from openpeel.statistics.ranks import RankInterval, rank_interval
from openpeel.statistics.ratios import rate_ratio
from openpeel.statistics.runs import (
    COMMON_CAUSE,
    seven_one_side,
    seven_trend,
    special_causes,
    two_in_three,
)
from openpeel.statistics.sample_sizes import Detectable, detectable, files_needed
from openpeel.statistics.samples import stratified_share
from openpeel.statistics.unequal import Disproportionality, disproportionality

__all__ = [
    "CHANCE_RATES",
    "COMMON_CAUSE",
    "Agreement",
    "Change",
    "Coefficient",
    "ControlChart",
    "Detectable",
    "Disproportionality",
    "Estimate",
    "Funnel",
    "FunnelLimits",
    "Interval",
    "OutlierLines",
    "PeerMean",
    "RankInterval",
    "Suppressed",
    "Unrecorded",
    "adjust",
    "agreement",
    "chance_budget",
    "compare_intervals",
    "compare_rates",
    "compare_shares",
    "design_effect",
    "detectable",
    "disproportionality",
    "files_needed",
    "fleiss_kappa",
    "funnel",
    "outlier_lines",
    "p_prime",
    "peer_mean",
    "published_estimate",
    "rank_interval",
    "rate_difference",
    "rate_interval",
    "rate_ratio",
    "ratio_estimate",
    "round_to",
    "seven_one_side",
    "seven_trend",
    "share_interval",
    "special_causes",
    "stratified_share",
    "suppress",
    "two_in_three",
    "u_prime",
    "unrecorded",
    "verdict_words",
    "xmr",
]

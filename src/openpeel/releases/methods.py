"""The methods page's text, taken from the functions that do the work: it can't drift from them."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from openpeel import statistics

SECTIONS: tuple[tuple[str, str, Callable[..., Any], str], ...] = (
    (
        "lines",
        "Outlier lines",
        statistics.outlier_lines,
        "Each force is compared with the plain average of the forces. More than one "
        "standard deviation away is called well above or well below average. It is the "
        "inspectorate's own rule, and it treats a small force like a large one. Values that "
        "fail a test of normality are put on a logarithmic scale if they pass it there; each "
        "page says which scale was used.",
    ),
    (
        "funnel",
        "Funnel with overdispersion",
        statistics.funnel,
        "Small numbers vary more by chance, so the limits are wide for small forces and "
        "narrow for large ones. Forces also differ for reasons that no chart knows; the "
        "limits are widened by the spread that is left (overdispersion). The middle is the value "
        "of all supplying forces together. Were there nothing but chance and that spread, a "
        "force would lie beyond the 99.8% limits once in 500 comparisons. In practice it is "
        "more often, because the most extreme tenth at each end is drawn in before the spread "
        "is measured.",
    ),
    (
        "chance",
        "The chance budget",
        statistics.chance_budget,
        "Look at enough figures and some will stand out. Each page counts the comparisons "
        "it makes and says how many marks chance alone would give: about one in three beyond the "
        "outlier lines, one in 500 beyond the funnel's limits.",
    ),
    (
        "adjust",
        "Many comparisons at once",
        statistics.adjust,
        "When a page makes many comparisons, this rule (Benjamini and Hochberg's) says which of "
        "its marks still stand: of those that do, at most one in twenty should be chance.",
    ),
    (
        "shares",
        "Intervals of shares",
        statistics.share_interval,
        "A share of few cases is less certain than a share of many. The interval is the "
        "range that the data leave open: intervals made in this way hold the true share 95 times "
        "in 100. openpeel draws Wilson's.",
    ),
    (
        "rates",
        "Intervals of rates",
        statistics.rate_interval,
        "The same for events among residents, whose number varies by chance from year to "
        "year even when nothing has changed. The interval is exact under 10 events and Byar's "
        "from 10. A high rate for few residents can be a matter of two or three events.",
    ),
    (
        "ratios",
        "Ratios of rates",
        statistics.rate_ratio,
        "How many times the rate of one group is that of another, with the range that the "
        "counts leave open. A ratio of 1 is the same rate. The ratio of all forces together is "
        "no average of the forces' ratios.",
    ),
    (
        "disproportionality",
        "Disproportionality",
        statistics.disproportionality,
        "A ratio stands on the residents it is divided by and on the events whose group was "
        "recorded, so rates, ratio, difference and bounds are shown together. The bounds say how "
        "low and how high the ratio could be if the missing records were all of one group.",
    ),
    (
        "peers",
        "Peers",
        statistics.peer_mean,
        "A force's peers are the forces most like it in a stated way; the force itself is "
        "left out of their value. Their value is pooled: all their events over all their residents "
        "or cases.",
    ),
    (
        "ranks",
        "Ranks",
        statistics.rank_interval,
        "Places move by chance. A place is only ever shown as the range it takes when the "
        "figures are drawn again many times. Ranges that overlap are no order. 1st is the highest "
        "value, whether high is good or not.",
    ),
    (
        "control",
        "Trends",
        statistics.xmr,
        "A series is compared with its own usual ups and downs. Shares and rates of large "
        "counts use the p-prime and u-prime charts of the same family; a short series gets "
        "a warning and no limits. A point beyond the limits, or a long run on one side, is a "
        "change to ask about; nothing is started afresh without a date and a reason.",
    ),
    (
        "suppression",
        "Small numbers",
        statistics.suppress,
        "Small counts of people are not shown, nor anything from which they could be worked out.",
    ),
)
_CODE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True)
class Entry:
    """One method: what its function says of itself."""

    anchor: str
    title: str
    plain: str  # in a sentence or two, for anyone
    call: str
    paragraphs: tuple[str, ...]
    arguments: tuple[tuple[str, str], ...]


def entries() -> list[Entry]:
    """Every method on the page, in order."""
    return [_entry(*section) for section in SECTIONS]


def _entry(anchor: str, title: str, function: Callable[..., Any], plain: str) -> Entry:
    blocks = (inspect.getdoc(function) or "").split("\n\n")
    paragraphs: list[str] = []
    arguments: list[tuple[str, str]] = []
    for block in blocks:
        if block.startswith(">>>"):
            break
        if block.startswith("Args:"):
            arguments = _arguments(block)
        elif block.startswith("* "):
            items = re.split(r"(?m)^\* ", block)[1:]
            paragraphs += [f"– {_flowing(item)}" for item in items]
        elif not block.startswith("Raises:"):
            paragraphs.append(_flowing(block))
    call = f"openpeel.statistics.{function.__name__}"
    return Entry(anchor, title, plain, call, tuple(paragraphs), tuple(arguments))


def _flowing(text: str) -> str:
    return _CODE.sub(r"“\1”", " ".join(text.split()))


def _arguments(block: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for line in block.splitlines()[1:]:
        match = re.match(r"    (\w[\w, ]*): (.*)", line)
        if match:
            found.append((match[1], match[2].strip()))
        elif found:
            name, text = found[-1]
            found[-1] = (name, f"{text} {line.strip()}")
    return [(name, _CODE.sub(r"“\1”", text)) for name, text in found]

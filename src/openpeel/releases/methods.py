"""The methods page's text, taken from the functions that do the work: it can't drift from them."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from openpeel import statistics

SECTIONS: tuple[tuple[str, str, Callable[..., Any]], ...] = (
    ("lines", "Outlier lines", statistics.outlier_lines),
    ("funnel", "Funnel with overdispersion", statistics.funnel),
    ("chance", "The chance budget", statistics.chance_budget),
    ("adjust", "Many comparisons at once", statistics.adjust),
    ("shares", "Intervals of shares", statistics.share_interval),
    ("rates", "Intervals of rates", statistics.rate_interval),
    ("ratios", "Ratios of rates", statistics.rate_ratio),
    ("disproportionality", "Disproportionality", statistics.disproportionality),
    ("peers", "Peers", statistics.peer_mean),
    ("ranks", "Ranks", statistics.rank_interval),
    ("control", "Trends", statistics.xmr),
    ("suppression", "Small numbers", statistics.suppress),
)
_CODE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True)
class Entry:
    """One method: what its function says of itself."""

    anchor: str
    title: str
    call: str
    paragraphs: tuple[str, ...]
    arguments: tuple[tuple[str, str], ...]


def entries() -> list[Entry]:
    """Every method on the page, in order."""
    return [_entry(anchor, title, function) for anchor, title, function in SECTIONS]


def _entry(anchor: str, title: str, function: Callable[..., Any]) -> Entry:
    blocks = (inspect.getdoc(function) or "").split("\n\n")
    paragraphs: list[str] = []
    arguments: list[tuple[str, str]] = []
    for block in blocks:
        if block.startswith(">>>"):
            break
        if block.startswith("Args:"):
            arguments = _arguments(block)
        elif not block.startswith("Raises:"):
            paragraphs.append(_CODE.sub(r"“\1”", " ".join(block.split())))
    return Entry(anchor, title, f"openpeel.statistics.{function.__name__}", tuple(paragraphs),
                 tuple(arguments))  # fmt: skip


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

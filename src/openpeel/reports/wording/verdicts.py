"""What a check of words says."""

from __future__ import annotations

from dataclasses import dataclass

PAGE = "docs/reference/wording.md"


@dataclass(frozen=True)
class Verdict:
    """Whether the data carry the words.

    `reason` is one sentence that names what the data say. `suggestion` is wording that would be
    true, or that says more than true but clumsy words do; empty when the words are good.
    `rule` is the name of the rule that decided, as in docs/reference/wording.md.
    """

    supported: bool
    reason: str
    suggestion: str = ""
    rule: str = ""


def missing(what: str) -> Verdict:
    """Nothing can be said of what is missing."""
    reason = f"The {what} is missing, and missing is never zero: no words about it are supported."
    return Verdict(False, reason, "cannot be said", "missing")


def unknown(words: str, instead: str = "") -> Verdict:
    """No rule knows the words."""
    reason = f"No rule knows the words “{words.strip()}”; {PAGE} lists the words that are checked."
    return Verdict(False, reason, instead, "unknown-words")

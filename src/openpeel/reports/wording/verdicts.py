"""What a check of words says."""

from __future__ import annotations

from dataclasses import dataclass

PAGE = "docs/reference/wording.md"
CANNOT_SAY = "cannot-say"


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


def missing(what: str, *, says_so: bool) -> Verdict:
    """Of what is missing nothing can be said but so; `says_so` when the words do."""
    if says_so:
        return Verdict(True, f"The {what} is missing, so nothing can be said.", "", CANNOT_SAY)
    reason = f"The {what} is missing, and missing is never zero: no words about it are supported."
    return Verdict(False, reason, "cannot say", "missing")


def unknown(words: str, instead: str = "") -> Verdict:
    """No rule knows the words."""
    reason = f"No rule knows the words “{words.strip()}”; {PAGE} lists the words that are checked."
    return Verdict(False, reason, instead, "unknown-words")

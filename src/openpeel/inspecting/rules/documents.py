"""Rules on where evidence comes from, and on its days."""

from __future__ import annotations

from datetime import date

from openpeel.inspecting import places
from openpeel.inspecting.figure_names import figure_period
from openpeel.inspecting.record import Evidence, EvidenceKind, Round
from openpeel.inspecting.rules.registry import Case, Findings, Found, inspection_rule, spot

# What names the source, by kind of evidence.
NAMES: dict[EvidenceKind, tuple[str, ...]] = {
    "data": ("figure",),
    "audit": ("audit", "question"),
    "document": ("document",),
    "survey": ("theme",),
    "statement": ("section",),
}

HEARD_OR_SEEN = ("interview", "observation")


@inspection_rule
def evidence_without_its_source(case: Case) -> Findings:
    """Evidence can be walked back to where it came from."""
    for one in case.inspection.evidence:
        for key in NAMES.get(one.kind, ()):
            if getattr(one, key) is None:
                yield Found(
                    spot(places.evidence(case.inspection, one), key),
                    f"{one.id} is of kind {one.kind} and does not name its {key}.",
                )


@inspection_rule
def evidence_outside_the_window(case: Case) -> Findings:
    """Evidence speaks of the days that were inspected; a visit's own days are among them."""
    window = case.inspection.window
    for one in case.inspection.evidence:
        last = max(window.end, case.rounds[one.round].end)
        if _written_up(one):
            last = max(last, _write_up_ends(case, case.rounds[one.round]))
        days = _days(one)
        if days and (days[0] < window.start or days[1] > last):
            yield Found(
                spot(places.evidence(case.inspection, one)),
                f"{one.id} speaks of {days[0]} to {days[1]}, which is not within the window from"
                f" {window.start} to {last}.",
            )


def _written_up(one: Evidence) -> bool:
    """Whether it was heard or seen: such evidence may be entered after the visit."""
    return one.kind in HEARD_OR_SEEN and one.period is None


def _write_up_ends(case: Case, visit: Round) -> date:
    """The day of a round's report, or on which the next round began; far off before both."""
    following = [other.start for other in case.inspection.rounds if other.start > visit.end]
    return min([visit.published or date.max, *following])


def _days(one: Evidence) -> tuple[date, date] | None:
    """The days that evidence speaks of, where it says so."""
    if one.period:
        return one.period.start, one.period.end
    if one.figure:
        return figure_period(one.figure)
    if one.kind in HEARD_OR_SEEN:
        return one.signed.on, one.signed.on
    return (one.shows, one.shows) if one.shows else None


@inspection_rule
def document_without_hash(case: Case) -> Findings:
    """Only its hash tells that a document is still the one that was read."""
    for one in case.inspection.evidence:
        if one.kind == "document" and one.sha256 is None:
            yield Found(
                spot(places.evidence(case.inspection, one), "sha256"),
                f"{one.id} has no SHA-256 of the document; add it.",
            )


@inspection_rule
def document_shows_later_than_received(case: Case) -> Findings:
    """A document can't show a day on which it had been here already."""
    for one in case.inspection.evidence:
        if one.shows and one.received and one.shows > one.received:
            yield Found(
                spot(places.evidence(case.inspection, one), "shows"),
                f"{one.id} shows {one.shows} and was received before that, on {one.received}.",
            )


@inspection_rule
def document_received_after_the_window(case: Case) -> Findings:
    """What came late, the force may have made for the inspection."""
    for one in case.inspection.evidence:
        last = max(case.inspection.window.end, case.rounds[one.round].end)
        if one.received and one.received > last:
            yield Found(
                spot(places.evidence(case.inspection, one), "received"),
                f"{one.id} was received on {one.received}, after the window and the round had ended"
                f" on {last}.",
            )


@inspection_rule
def evidence_signed_before_it_was_received(case: Case) -> Findings:
    """Nobody can weigh what is not there yet."""
    for one in case.inspection.evidence:
        if one.received and one.signed.on < one.received:
            yield Found(
                spot(places.evidence(case.inspection, one), "on"),
                f"{one.id} was signed on {one.signed.on} and received only on {one.received}.",
            )

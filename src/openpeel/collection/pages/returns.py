"""Returns status over all forces, and the data-quality profile of one."""

from __future__ import annotations

from statistics import median
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from openpeel.catalogue.contracts import contracts
from openpeel.catalogue.forces import ENGLAND_AND_WALES, forces
from openpeel.collection import addresses
from openpeel.collection.current import status
from openpeel.collection.status import Question, Received, Status
from openpeel.facts.returns.inputs import asked
from openpeel.releases.current import current
from openpeel.releases.pages.shell import page
from openpeel.releases.periods import day_words, period_words
from openpeel.releases.queries import code_of, name_of
from openpeel.releases.words import counted, listed

TEMPLATES = "collection"


def returns(request: HttpRequest) -> HttpResponse:
    """43 forces by every return: received, queries open and answered."""
    held = status()
    return page(
        request,
        "returns.html",
        "Returns: what forces have sent",
        description="Which forces have sent which returns, and what stays to be answered.",
        section=addresses.RETURNS,
        room=TEMPLATES,
        any=held.any,
        received=sum(len(held.of_force(force.code)) for force in forces().all),
        due=len(forces().all) * len(contracts()),
        open=sum(r.open for force in forces().all for r in held.of_force(force.code)),
        contracts=[_contract_row(held, id) for id in contracts()],
        forces=[_force_row(held, force.code) for force in forces().all],
    )


def profile(request: HttpRequest, slug: str) -> HttpResponse:
    """One force: what it sent, what was asked, what it replied, what is missing."""
    code = code_of(slug)
    if code is None or code == ENGLAND_AND_WALES:
        raise Http404(slug)
    held = status()
    received = held.of_force(code)
    name = name_of(code)
    shown = [_received(r) for r in received]
    return page(
        request,
        "profile.html",
        f"{name}: the quality of its returns",
        description=f"What {name} has sent, what was asked about it, and what it replied.",
        section=addresses.RETURNS,
        room=TEMPLATES,
        force=name,
        returns_href=addresses.RETURNS,
        share_back_href=addresses.share_back(code) if code in current().shared else "",
        received=shown,
        asked=[entry for entry in shown if entry["questions"]],
        unasked=[entry for entry in shown if not entry["questions"]],
        due=len(contracts()),
        missing=[contract.name for contract in held.missing_returns(code)],
        open=sum(r.open for r in received),
        answered=sum(r.answered for r in received),
        rules=_rules(held, code),
    )


def _contract_row(held: Status, id: str) -> dict[str, Any]:
    received = held.of_contract(id)
    return {
        "id": id,
        "name": contracts()[id].name,
        "received": len(received),
        "open": sum(r.open for r in received),
        "answered": sum(r.answered for r in received),
        "covers": _covers(received),
        "missing": _missing_words([name_of(r.force_code) for r in received], held, id),
    }


def _covers(received: list[Received]) -> str:
    """What period the returns cover together, and how many of them cover less."""
    if not received:
        return ""
    start = min(r.period[0] for r in received)
    end = max(r.period[1] for r in received)
    less = sum(r.period != (start, end) for r in received)
    return period_words(start, end) + (f"; {counted(less, 'force')} less" if less else "")


def _missing_words(senders: list[str], held: Status, id: str) -> str:
    """Who has not sent a return, the shorter way round."""
    missing = held.missing_forces(id)
    if not missing:
        return ""
    if not senders:
        return "[x] all forces"
    if len(senders) < len(missing):
        return f"[x] all but {listed(senders)}"
    return f"[x] {listed(missing)}"


def _force_row(held: Status, code: str) -> dict[str, Any]:
    cells = []
    for id, contract in contracts().items():
        received = held.get(code, id)
        cells.append(
            {
                "href": addresses.profile(code, id) if received else "",
                "words": _cell_words(received),
                "label": f"{contract.name}: {_cell_label(received)}",
            }
        )
    of_force = held.of_force(code)
    return {
        "name": name_of(code),
        "href": addresses.profile(code),
        "cells": cells,
        "received": len(of_force),
        "open": sum(r.open for r in of_force),
    }


def _cell_words(received: Received | None) -> str:
    if received is None:
        return "[x]"
    return str(received.open) if received.open else "✓"


def _cell_label(received: Received | None) -> str:
    if received is None:
        return "not received"
    return f"received, {received.open} open" if received.open else "received, nothing open"


def _received(received: Received) -> dict[str, Any]:
    start, end = received.period
    return {
        "id": received.contract.id,
        "name": received.contract.name,
        "row": received.contract.row,
        "at": day_words(received.at.date()),
        "by": received.latest.by,
        "version": received.latest.contract_version,
        "file": received.latest.file,
        "sha256": received.latest.sha256,
        "period": period_words(start, end),
        "corrected": received.corrected,
        "open": received.open,
        "answered": received.answered,
        "questions": [_question(question, received.contract.id) for question in received.questions],
        "left": received.latest.report.rules_left,
        "fields": _fields(received),
    }


def _fields(received: Received) -> list[dict[str, Any]]:
    """How much of each field is filled, the emptiest first; fields that were not sent lead."""
    held = received.latest.report.filled_of(received.force_code)
    found = []
    for name, field in received.contract.asked.items():
        filled = held.fields.get(name)
        share = None if filled is None or not held.rows else 100 * filled / held.rows
        found.append(
            {
                "name": name,
                "words": field.words,
                "share": "not sent" if share is None else f"{share:.1f}%",
                "order": -1.0 if share is None else share,
            }
        )
    return sorted(found, key=lambda entry: (entry["order"], entry["name"]))


def _question(question: Question, return_id: str) -> dict[str, Any]:
    reply = question.reply
    return {
        "number": question.number,
        "sentence": asked(question.finding, return_id),
        "reply": reply.words if reply else "",
        "reply_by": reply.by if reply else "",
        "reply_on": day_words(reply.on) if reply else "",
    }


def _rules(held: Status, code: str) -> list[dict[str, Any]]:
    """The force's queries by rule, beside how many a typical force has of the same rule."""
    senders = [force.code for force in forces().all if held.of_force(force.code)]
    return [
        {
            "rule": rule.replace("-", " "),
            "here": counts[code],
            "typical": median(counts[sender] for sender in senders),
            "forces": sum(counts[sender] > 0 for sender in senders),
            "senders": len(senders),
        }
        for rule, counts in held.asked_by_rule.items()
        if counts[code]
    ]

"""Registers of a force: judgments framework by framework, and what it was asked to put right."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from openpeel.catalogue.forces import forces
from openpeel.catalogue.frameworks import framework, frameworks
from openpeel.inspecting.record import Inspection, Record, Step
from openpeel.releases.periods import day_words

COLUMNS = (
    "kind", "id", "force_code", "force", "area", "inspection", "framework", "words", "deadline",
    "status", "status_on", "history",
)  # fmt: skip
KINDS = {
    "cause of concern": "Causes of concern",
    "recommendation": "Recommendations",
    "area for improvement": "Areas for improvement",
    "national recommendation": "National recommendations",
}


def register_view(record: Record, force_code: str, on: date) -> dict[str, Any]:
    """What stands on a day: entries with their histories, and judgments by framework."""
    entries = list(_entries(record, force_code))
    return {
        "on": on.isoformat(),
        "on_words": day_words(on),
        "simulated": any(i.simulated for i in record.inspections),
        "groups": [
            {"kind": kind, "name": name, "entries": [e for e in entries if e["kind"] == kind]}
            for kind, name in KINDS.items()
        ],
        "entries": entries,
        "history": list(_history(record, force_code)),
    }


def register_files(view: dict[str, Any]) -> dict[str, str]:
    """The register as CSV and JSON, and the history of judgments as both."""
    out = io.StringIO()
    table = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    table.writeheader()
    for entry in view["entries"]:
        steps = "; ".join(f"{s['on']} {s['status']}: {s['words']}" for s in entry["history"])
        row = {key: entry.get(key, "") for key in COLUMNS} | {"history": steps}
        table.writerow({key: _safe(value) for key, value in row.items()})
    held = {key: view[key] for key in ("on", "simulated")}
    judgments = [
        {"framework": group["framework"], **judgment}
        for group in view["history"]
        for judgment in group["judgments"]
    ]
    return {
        "register.csv": out.getvalue(),
        "register.json": _json(held | {"entries": view["entries"]}),
        "judgments.json": _json(held | {"judgments": judgments}),
    }


def _entries(record: Record, force_code: str) -> Iterator[dict[str, Any]]:
    for inspection in record.inspections:
        if force_code not in inspection.forces:
            continue
        for concern in inspection.concerns:
            told = _entry("cause of concern", concern.id, concern.area, inspection, concern.history)
            yield told | {"words": f"{concern.title}. {concern.words}".strip()}
            for asked in concern.recommendations:
                told = _entry("recommendation", asked.id, concern.area, inspection, asked.history)
                deadline = asked.deadline.isoformat() if asked.deadline else ""
                yield told | {"words": asked.words, "deadline": deadline}
        for improvement in inspection.improvements:
            kind = "area for improvement"
            told = _entry(kind, improvement.id, improvement.area, inspection, improvement.history)
            yield told | {"words": improvement.words}
    for national in record.recommendations:
        for applied in national.applied:
            if applied.force == force_code:
                words = f"{national.title}. {national.words}"
                yield {
                    "kind": "national recommendation", "id": national.id, "area": "",
                    "inspection": "", "framework": "", "words": words, "deadline": "",
                } | _status(applied.history) | _force(force_code)  # fmt: skip


def _entry(
    kind: str, id: str, area: str, inspection: Inspection, history: tuple[Step, ...]
) -> dict[str, Any]:
    held = framework(inspection.framework)
    return (
        {
            "kind": kind,
            "id": id,
            "area": held.area(area).name,
            "inspection": inspection.name,
            "framework": held.name,
            "deadline": "",
        }
        | _status(history)
        | _force(inspection.forces[0])
    )


def _force(code: str) -> dict[str, str]:
    return {"force_code": code, "force": forces().by_code[code].name}


def _status(history: tuple[Step, ...]) -> dict[str, Any]:
    last = history[-1] if history else None
    return {
        "status": last.status if last else "",
        "status_on": last.on.isoformat() if last else "",
        "history": [
            {"on": s.on.isoformat(), "status": s.status, "words": s.words} for s in history
        ],
    }


def _history(record: Record, force_code: str) -> Iterator[dict[str, Any]]:
    """Judgments of a force, by framework, oldest first: they are never one series."""
    for held in frameworks():
        judgments = [
            {
                "area": held.area(judgment.area).name,
                "grade": judgment.grade or "",
                "on": judgment.date.isoformat(),
                "on_words": day_words(judgment.date),
                "inspection": inspection.name,
                "regional": inspection.body == "region",
            }
            for inspection in record.inspections
            if inspection.framework == held.id and force_code in inspection.forces
            for judgment in inspection.judgments
            if not judgment.forces or force_code in judgment.forces
        ]
        if judgments:
            tiers = ", ".join(tier.word for tier in held.tiers)
            yield {"framework": held.name, "tiers": tiers, "judgments": judgments}


def _safe(cell: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = str(cell)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _json(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"

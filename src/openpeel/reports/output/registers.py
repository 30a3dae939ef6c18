"""Registers of a force: judgments framework by framework, and what it was asked to put right."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from openpeel.catalogue.forces import forces
from openpeel.catalogue.frameworks import framework
from openpeel.facts.returns.replies import escaped
from openpeel.inspecting.record import Concern, Improvement, Recommendation, Record, Step
from openpeel.inspecting.standing import Raised, Standing, overdue, standing
from openpeel.releases.periods import day_words

COLUMNS = (
    "kind", "id", "force_code", "force", "area", "inspection", "framework", "title", "words",
    "concern", "deadline", "overdue", "status", "status_on", "history",
)  # fmt: skip
KINDS = {
    "cause of concern": "Causes of concern",
    "recommendation": "Recommendations",
    "area for improvement": "Areas for improvement",
    "national recommendation": "National recommendations",
}
_WITHOUT = {  # what only a recommendation has
    "concern": "", "concern_title": "", "deadline": "", "deadline_words": "", "overdue": False,
}  # fmt: skip
_PLACES = {  # how the anchor of an entry on its page begins; its id follows
    "cause of concern": "concern",
    "recommendation": "recommendation",
    "area for improvement": "improvement",
    "national recommendation": "national",
}


def register_view(record: Record, force_code: str, on: date) -> dict[str, Any]:
    """What stands on a day: entries with their histories, and judgments by framework."""
    stands = standing(record, force_code, on)
    entries = list(_placed(_entries(stands)))
    return {
        "on": on.isoformat(),
        "on_words": day_words(on),
        "simulated": any(i.simulated for i in record.inspections),
        "groups": [
            {"kind": kind, "name": name, "entries": [e for e in entries if e["kind"] == kind]}
            for kind, name in KINDS.items()
        ],
        "entries": entries,
        "history": list(_history(stands)),
    }


def register_files(view: dict[str, Any]) -> dict[str, str]:
    """The register as CSV and JSON, and the history of judgments as both."""
    out = io.StringIO()
    table = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    table.writeheader()
    for entry in view["entries"]:
        steps = "; ".join(f"{s['on']} {s['status']}: {s['words']}" for s in entry["history"])
        row = {key: entry.get(key, "") for key in COLUMNS} | {"history": steps}
        table.writerow({key: escaped(str(value)) for key, value in row.items()})
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


def _placed(entries: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Each entry with its anchor, `place`; ids may stand twice, in another inspection say."""
    met = Counter[str]()
    for entry in entries:
        place = f"{_PLACES[entry['kind']]}-{entry['id']}"
        met[place] += 1
        yield entry | {"place": place if met[place] == 1 else f"{place}-{met[place]}"}


def _entries(stands: Standing) -> Iterator[dict[str, Any]]:
    for raised in stands.concerns:
        concern = raised.entry
        assert isinstance(concern, Concern)
        told = _entry("cause of concern", raised, concern.area, stands)
        yield told | {"title": concern.title, "words": concern.words}
    for raised in stands.recommendations:
        asked = raised.entry
        assert isinstance(asked, Recommendation)
        assert raised.concern is not None
        told = _entry("recommendation", raised, raised.concern.area, stands)
        told |= {"concern": raised.concern.id, "concern_title": raised.concern.title}
        if asked.deadline:
            told |= {"deadline": asked.deadline.isoformat()}
            told |= {"deadline_words": day_words(asked.deadline)}
        yield told | {"title": asked.words, "overdue": overdue(raised, stands.on)}
    for raised in stands.improvements:
        assert isinstance(raised.entry, Improvement)
        told = _entry("area for improvement", raised, raised.entry.area, stands)
        yield told | {"title": raised.entry.words}
    for national in stands.national:
        made = national.recommendation
        histories = [one.history for one in made.applied if one.force == stands.force]
        yield {
            "kind": "national recommendation",
            "id": made.id,
            "area": "",
            "inspection": "",
            "framework": "",
            "title": made.title,
            "words": made.words,
            **_WITHOUT,
            **_status(histories[0] if histories else (), stands.on),
            **_force(stands.force),
        }


def _entry(kind: str, raised: Raised, area: str, stands: Standing) -> dict[str, Any]:
    held = framework(raised.inspection.framework)
    return {
        "kind": kind,
        "id": raised.entry.id,
        "area": held.area(area).name,
        "inspection": raised.inspection.name,
        "framework": held.name,
        "words": "",
        **_WITHOUT,
        **_status(raised.entry.history, stands.on),
        **_force(stands.force),
    }


def _force(code: str) -> dict[str, str]:
    return {"force_code": code, "force": forces().by_code[code].name}


def _status(history: tuple[Step, ...], on: date) -> dict[str, Any]:
    steps = [step for step in history if step.on <= on]
    last = steps[-1] if steps else None
    return {
        "status": last.status if last else "not known",
        "status_on": last.on.isoformat() if last else "",
        "history": [
            {"on": s.on.isoformat(), "on_words": day_words(s.on), "status": s.status}
            | {"words": s.words}
            for s in steps
        ],
    }


def _history(stands: Standing) -> Iterator[dict[str, Any]]:
    """Judgments of a force, a group for each framework: they are never one series."""
    for held, about in stands.history:
        order = {area.id: number for number, area in enumerate(held.areas)}
        by_area = sorted(about, key=lambda one: (order[one.judgment.area], one.judgment.date))
        yield {
            "framework": held.name,
            "tiers": ", ".join(tier.word for tier in held.tiers),
            "judgments": [
                {
                    "area": one.area_name,
                    "grade": one.judgment.grade or "",
                    "on": one.judgment.date.isoformat(),
                    "on_words": day_words(one.judgment.date),
                    "until": one.until.isoformat() if one.until else "",
                    "inspection": one.inspection.name,
                    "regional": one.regional,
                }
                for one in by_area
            ],
        }


def _json(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"

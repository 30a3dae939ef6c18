"""One good record, as somebody would write it, and ways to change it in one place."""

from __future__ import annotations

from datetime import date
from typing import Any

from openpeel.catalogue.frameworks import framework
from openpeel.inspecting.record import Record
from openpeel.inspecting.rules import Context, check_record

FRAMEWORK = "peel-2021-22-revised"
WEST_MERCIA, STAFFORDSHIRE, KENT = "E23000016", "E23000015", "E23000032"
RELEASE = "0123456789ab"
FIGURE = "calls-101-abandoned.west-mercia.2020-21"
AUDIT = "west-mercia-victim-service-1"
HASH = "ab" * 32

WEST, NORTH, REGION = 0, 1, 2  # West Mercia, Staffordshire and their region, as `good` lists them

Values = dict[str, Any]


def context(**given: Any) -> Context:
    """A day on which nothing is overdue, with a release of one figure and an audit's question."""
    known: Values = {
        "on": date(2022, 6, 1),
        "release": RELEASE,
        "figures": frozenset({FIGURE}),
        "audits": {AUDIT: frozenset({"IN1"})},
        "today": date(2026, 11, 24),
    }
    return Context(**{**known, **given})


def signed(by: str = "A. Lead", on: str = "2021-10-04") -> Values:
    return {"by": by, "on": on}


def step(status: str = "open", on: str = "2022-04-01", words: str = "") -> Values:
    return {"status": status, "by": "A. Lead", "on": on, "words": words}


def evidence(id: str, characteristic: str | None, **given: Any) -> Values:
    """An interview that speaks for the force, unless told otherwise."""
    return {
        "id": id,
        "kind": "interview",
        "round": "main",
        "area": "responding",
        "characteristic": characteristic,
        "speaks": "for",
        "strength": "moderate",
        "says": f"What was heard of {characteristic}.",
        "signed": signed(on="2021-09-20"),
        **given,
    }


def good() -> Values:
    """A record about which no rule has anything to say: a force, a like one, and a region."""
    return {
        "id": "peel-2021-22",
        "name": "PEEL 2021/22",
        "organisation": "The inspectorate",
        "recommendations": [national()],
        "inspections": [west_mercia(), staffordshire(), region()],
    }


def national() -> Values:
    applied = [{"force": code, "history": [step()]} for code in (WEST_MERCIA, STAFFORDSHIRE)]
    return {
        "id": "searches-2017",
        "title": "Publish what searches show",
        "words": "Publish the analysis and what follows from it.",
        "published": "2017-12-12",
        "applied": applied,
    }


def west_mercia() -> Values:
    return {
        "id": "west-mercia-2021-22",
        "name": "West Mercia 2021/22",
        "body": "force",
        "place": WEST_MERCIA,
        "forces": [WEST_MERCIA],
        "framework": FRAMEWORK,
        "window": {"from": "2020-04-01", "to": "2021-09-30"},
        "release": RELEASE,
        "signed": signed(on="2021-05-01"),
        "rounds": [
            {"id": "main", "kind": "inspection", "from": "2021-09-01", "to": "2021-09-30",
             "published": "2022-04-01"},
        ],
        "stages": [
            {"stage": "engage", "from": "2022-05-01", "to": None, "reason": "Slow investigations.",
             "signed": signed(on="2022-05-01")},
        ],
        "lines": [
            {"id": "l-1", "area": "responding", "question": "Why do callers give up?",
             "figures": [FIGURE], "release": RELEASE, "signed": signed(on="2021-08-01"),
             "outcome": "The lines fail at peaks.", "evidence": ["e-2"],
             "closed": signed(on="2021-09-25")},
        ],
        "evidence": [
            evidence("e-1", "answering", kind="data", figure=FIGURE, release=RELEASE,
                     speaks="against", strength="strong"),
            evidence("e-2", "answering", kind="document", document="Control room log",
                     sha256=HASH, shows="2021-08-31", received="2021-09-10", speaks="against"),
            evidence("e-3", "first-risk"),
            evidence("e-4", "ways-of-contact"),
            evidence("e-5", "getting-there", speaks="against"),
            evidence("e-6", "at-the-scene"),
            evidence("e-7", "response-teams", kind="survey", theme="development", speaks="context",
                     strength="weak"),
        ],
        "gaps": [
            {"area": "responding", "characteristic": "response-teams",
             "reason": "Training had stopped for the season.", "signed": signed()},
        ],
        "findings": [
            {"id": "callers-give-up", "area": "responding", "round": "main",
             "heading": "Too many callers give up", "tone": "criticism",
             "evidence": ["e-1", "e-2"], "consequence": "They may not get help.",
             "signed": signed(), "words": "Most at peaks.\n\nSee the log."},
        ],
        "judgments": [
            {"area": "responding", "round": "main", "grade": "requires improvement",
             "date": "2022-04-01", "signed": signed(on="2021-11-01"),
             "rationale": "Few of the characteristics were seen.",
             "dissents": [{"grade": "adequate", "reason": "The scene is well kept.",
                           "signed": signed("B. Second", "2021-11-01")}],
             "moderations": [{"beside": ["staffordshire-2021-22"], "words": "Held.",
                              "signed": signed("C. Moderator", "2021-11-10")}]},
            {"area": "victims", "round": "main", "grade": None, "date": "2022-04-01",
             "signed": signed(on="2021-11-01"), "rationale": "Not graded; see the other areas."},
        ],
        "concerns": [
            {"id": "calls", "area": "responding", "round": "main", "title": "Calls",
             "words": "Callers wait too long.", "findings": ["callers-give-up"],
             "recommendations": [
                 {"id": "calls-1", "words": "Answer within the target.",
                  "deadline": "2022-07-01", "history": [step()]}],
             "history": [step()]},
        ],
        "improvements": [
            {"id": "response-times", "area": "responding", "round": "main",
             "words": "Know how long it takes.", "findings": ["callers-give-up"],
             "history": [step()]},
        ],
    }  # fmt: skip


def staffordshire() -> Values:
    """A like inspection, without judgments of its own yet."""
    mine = west_mercia()
    keys = ("framework", "window", "signed", "rounds", "release")
    return {
        "id": "staffordshire-2021-22",
        "name": "Staffordshire 2021/22",
        "body": "force",
        "place": STAFFORDSHIRE,
        "forces": [STAFFORDSHIRE],
        **{key: mine[key] for key in keys},
    }


def region() -> Values:
    """The region's own inspection of serious and organised crime, two years later."""
    area = "serious-organised-crime"
    ids = [one.id for one in framework(FRAMEWORK).area(area).characteristics]
    about: Values = {"area": area, "round": "region", "signed": signed(on="2024-03-01")}
    kinds = ("interview", "observation")
    found = [
        evidence(f"e-{n}", id, **about, kind=kinds[n % 2], speaks="against", strength="strong")
        for n, id in enumerate(ids, 1)
    ]
    judgment = {
        **about, "grade": "inadequate", "date": "2024-05-10", "forces": [WEST_MERCIA],
        "rationale": "Few threats are met.",
        "moderations": [{"beside": ["west-mercia-2021-22"], "words": "Held.",
                         "signed": signed("C. Moderator", "2024-03-20")}],
    }  # fmt: skip
    return {
        "id": "west-midlands-soc-2024",
        "name": "West Midlands: serious and organised crime",
        "body": "region",
        "place": "West Midlands",
        "forces": [WEST_MERCIA, STAFFORDSHIRE],
        "framework": FRAMEWORK,
        "window": {"from": "2023-01-01", "to": "2024-02-28"},
        "release": RELEASE,
        "signed": signed(on="2023-10-01"),
        "rounds": [
            {"id": "region", "kind": "inspection", "from": "2024-01-15", "to": "2024-02-15",
             "published": "2024-05-10"},
        ],
        "evidence": found,
        "findings": [
            {**about, "id": "threats-unmet", "heading": "Threats are not met", "tone": "criticism",
             "evidence": ["e-1", "e-2"], "consequence": "People are exploited for longer."},
        ],
        "judgments": [judgment],
        "concerns": [
            {"id": "threats", "area": area, "round": "region", "title": "Threats",
             "words": "Threats are not met.", "findings": ["threats-unmet"],
             "recommendations": [
                 {"id": "threats-1", "words": "Meet them.", "deadline": "2024-09-30",
                  "history": [step(on="2024-05-10")]}],
             "history": [step(on="2024-05-10")]},
        ],
    }  # fmt: skip


def record(values: Values | None = None) -> Record:
    """The good record, or one from other values."""
    return Record.model_validate(good() if values is None else values)


def changed(*path: str | int, to: Any, inspection: int = WEST) -> Record:
    """The good record with one thing of an inspection changed, added or (`...`) left out.

    A path names keys, and entries of a list by id, area or number:
    `changed("evidence", "e-1", "speaks", to="context")`. The number after the last adds an entry.
    """
    values = good()
    put(values["inspections"][inspection], *path, to=to)
    return record(values)


def put(place: Any, *path: str | int, to: Any) -> None:
    """Change, add or leave out what stands at the end of a path."""
    *way, last = path
    for key in way:
        place = _at(place, key)
    if isinstance(place, list):
        if last == len(place):
            place.append(to)
            return
        last = place.index(_at(place, last))
    if to is ...:
        del place[last]
    else:
        place[last] = to


def _at(place: Any, key: str | int) -> Any:
    if isinstance(place, list) and isinstance(key, str):
        return next(one for one in place if key in (one.get("id"), one.get("area")))
    return place[key]


def only(rule: str, record: Record, **given: Any) -> str:
    """What is said of a record of which exactly one rule says something, once."""
    problems = check_record(record, context(**given))
    assert [problem.rule for problem in problems] == [rule], problems
    return problems[0].words

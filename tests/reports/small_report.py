"""A small report with its data, from which each test changes one thing."""

from __future__ import annotations

from datetime import date
from typing import Any

from openpeel.inspecting.record import Inspection
from openpeel.reports.checks.checking import Source, check_report
from openpeel.reports.checks.problems import Problem
from openpeel.reports.data.figures import Bundle, Compared, Figure, ReleaseOf
from openpeel.reports.text.definitions import Frame
from openpeel.reports.text.document import parse

SIGNED = {"by": "A. Lead", "on": date(2021, 10, 1)}

FIGURE = Figure(
    id="abandoned",
    kind="measure",
    title="101 calls abandoned",
    place="West Mercia",
    period="year ending March 2021",
    unit="percent",
    value=19.34343434,
    lower=17.66,
    upper=21.14,
    level=0.95,
    method="wilson",
    numerator=383,
    numerator_words="calls given up",
    denominator=1980,
    denominator_words="calls offered",
    direction="lower",
    source="the return of calls",
    address="/figures/calls-101-abandoned/west-mercia/#x",
    name="calls-101-abandoned.west-mercia.2020-21",
    version="2",
    provenance="sent by forces",
    simulated=True,
    end=date(2021, 3, 31),
)
SEARCHES = FIGURE.model_copy(
    update={
        "id": "searches", "kind": "audit", "title": "Reasonable grounds: yes", "value": 94.3925,
        "lower": 90.46, "upper": 98.27, "numerator": 101.0, "denominator": 107.0,
        "direction": "higher", "provenance": "audit by sample",
    }
)  # fmt: skip
SURVEY = FIGURE.model_copy(
    update={
        "id": "forms", "kind": "survey", "title": "Submitted a form: yes", "value": 50.0,
        "lower": None, "upper": None, "level": None, "numerator": 205, "denominator": 410,
        "direction": "context", "provenance": "workforce survey",
    }
)  # fmt: skip
NATIONAL = FIGURE.model_copy(
    update={
        "id": "national", "place": "England and Wales", "value": 13.5, "lower": 13.3,
        "upper": 13.7, "supplied": 42, "without": ("City of London",),
    }
)  # fmt: skip
FIGURES = (FIGURE, SEARCHES, SURVEY, NATIONAL)
COMPARED = (
    Compared(
        figure="abandoned", with_="standard", other="the national standard, 10 percent",
        other_value=10, difference=9.34, lower=7.66, upper=11.14, ratio=1.934, ratio_lower=1.77,
        ratio_upper=2.11,
    ),
    Compared(
        figure="abandoned", with_="rank", other="42 forces", rank_lower=4, rank_upper=9, of=42,
    ),
    Compared(figure="abandoned", with_="average", other="lines", mark="well above average"),
    Compared(
        figure="abandoned", with_="england-and-wales", other="the other forces", other_value=13.5,
        difference=6, lower=4, upper=8, ratio=1.4, supplied=42, without=("City of London",),
    ),
    Compared(
        figure="searches", with_="searches-before", other="the round before", other_value=92.68,
        difference=1.71, lower=-5.1, upper=7.11, ratio=1.018,
    ),
    Compared(figure="searches", with_="standard", other="x", why="an audit has no standard"),
    Compared(figure="forms", with_="searches", other="x", why="a survey carries no comparison"),
)  # fmt: skip


def inspection(**changed: Any) -> Inspection:
    """An inspection with one judgment, one finding and some evidence."""
    held: dict[str, Any] = {
        "id": "west-mercia-2021-22", "name": "West Mercia 2021/22", "body": "force",
        "place": "E23000016", "forces": ["E23000016"], "framework": "peel-2021-22-revised",
        "window": {"from": date(2018, 4, 1), "to": date(2021, 9, 30)}, "simulated": True,
        "signed": SIGNED,
        "rounds": [
            {"id": "inspection", "kind": "inspection", "from": date(2021, 8, 1),
             "to": date(2021, 9, 30)},
        ],
        "evidence": [
            evidence("e1", "interview"),
            evidence("secret", "interview", marking="official-sensitive"),
            evidence("theme", "survey", speaks="context", theme="calls"),
        ],
        "findings": [
            {"id": "calls", "area": "responding", "round": "inspection",
             "heading": "Calls wait too long", "tone": "criticism", "evidence": ["e1"],
             "signed": SIGNED},
        ],
        "judgments": [
            {"area": "responding", "round": "inspection", "grade": "requires improvement",
             "date": date(2022, 4, 27), "signed": SIGNED, "rationale": "Calls."},
        ],
    }  # fmt: skip
    return Inspection.model_validate(held | changed)


def evidence(id: str, kind: str, **changed: Any) -> dict[str, Any]:
    return {
        "id": id, "kind": kind, "round": "inspection", "area": "responding", "speaks": "against",
        "strength": "moderate", "says": "Staff say so", "signed": SIGNED,
    } | changed  # fmt: skip


def bundle(figures: tuple[Figure, ...] = FIGURES, **changed: Any) -> Bundle:
    """Everything that the words are held against."""
    release = ReleaseOf(id="efba8192d9d3", code="0", simulated=True, inputs=())
    held = {"figures": {f.id: f for f in figures}, "compared": COMPARED}
    return Bundle(release=release, **(held | changed))


def report(body: str, opening: str = "") -> str:
    """A whole report with one area and one finding."""
    return f"""# West Mercia Police (simulated)

## HM Inspector's observations

I look forward to what comes next.

## Responding to the public

{opening}

### Calls wait too long

{body}
"""


def source(text: str, *, of: Inspection | None = None, **frame: Any) -> Source:
    held = {
        "title": "West Mercia Police (simulated)", "inspection": "west-mercia-2021-22",
        "version": 1, "published": date(2022, 4, 27), "inspector": "Alex Example",
    }  # fmt: skip
    inspected = of or inspection()
    return Source(parse(text), Frame.model_validate(held | frame), inspected, inspected.judgments)


def found(
    body: str,
    *,
    whole: str = "",
    of: Inspection | None = None,
    data: Bundle | None = None,
    **frame: Any,
) -> list[Problem]:
    """The problems of a report with that body; a figure that nothing links to is no matter here."""
    made = source(whole or report(body), of=of, **frame)
    problems = check_report(made, data or bundle())
    return [p for p in problems if p.rule != "unused-figure"]


def rules(body: str, **how: Any) -> list[str]:
    """The names of the rules that found something."""
    return [problem.rule for problem in found(body, **how)]

"""Reports as plain data, from which each test changes one thing. Everything in them is made up."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from openpeel.charts import Bar, BarChart, OutlierLines
from openpeel.reports.output.assembling import (
    AreaView,
    ConcernView,
    EvidenceView,
    FindingView,
    Grade,
    ImprovementView,
    NoticeView,
    RecommendationView,
    ReportView,
    StepView,
)
from openpeel.reports.output.charting import ChartView
from openpeel.reports.output.views import BlockView, FigureView, Note, Part

CALLS = "calls-101-abandoned"
TOLD = (
    "101 calls abandoned, West Mercia, year ending March 2021: 19.3 percent; 383 of 1,980;"
    " 95 percent interval 17.7 to 21.1. Source: data that forces sent: the return of calls."
)
STEPS = (
    StepView("open", "21 April 2022", "Published."),
    StepView("closed", "8 July 2023", "Reviewed at the revisit."),
)


def words(text: str, style: str = "") -> Part:
    return Part("text", text, style)


def figure_words(text: str, note: int, id: str = CALLS) -> Part:
    return Part("figure", text, href=f"/figures/#{id}", note=note)


def paragraph(*parts: Part | str) -> BlockView:
    return BlockView("paragraph", tuple(words(p) if isinstance(p, str) else p for p in parts))


def bullets(*items: tuple[Part, ...]) -> BlockView:
    return BlockView("bullets", items=items)


def note(number: int, text: str = TOLD, id: str = CALLS) -> Note:
    return Note(number, id, "words of the text", text, f"/figures/#{id}")


def grade(area: str, name: str, word: str) -> Grade:
    verb = word if word.startswith("requires") else f"is {word}"
    sentence = f"West Mercia Police {verb} at {name.lower()}." if word else "It is not graded."
    return Grade(area, name, f"/{area}/", word, sentence, "")


RESPONDING = AreaView(
    grade=grade("responding", "Responding to the public", "requires improvement"),
    question="How well does the force answer those who call it?",
    notices=(
        NoticeView("8 July 2023", (words("We went back, and the force had put this right."),)),
    ),
    opening=(
        paragraph("The force answered ", figure_words("around half", 1), " of its calls in time."),
        BlockView("heading", (words("How calls are counted"),)),
    ),
    concerns=(
        ConcernView(
            "slow-calls",
            "Callers wait too long",
            ("Too many callers give up.", "That leaves some of them without help."),
            "closed",
            STEPS,
            (
                RecommendationView(
                    "Answer calls within the standard.", "21 July 2022", "closed", STEPS
                ),
            ),
        ),
    ),
    improvements=(
        ImprovementView("callers", "The force should ask who calls again.", "open", STEPS[:1]),
    ),
    findings=(
        FindingView(
            "calls",
            "The force answers emergency calls quickly, and other calls too slowly",
            (
                paragraph(
                    "Of the calls, ",
                    figure_words("almost 20 percent", 2),
                    " were ",
                    words("abandoned", "strong"),
                    ", as ",
                    Part("evidence", "staff told us", href="/evidence/#focus-group"),
                    "; around half, ",
                    figure_words("again", 1),
                    ". See ",
                    Part("web", "the standard", href="https://example.org/standard"),
                    ".",
                ),
                bullets(
                    (words("A point of its own."),),
                    (words("Another, "), words("in italics", "emphasis")),
                ),
                BlockView("heading", (words("Calls that nobody answered"),)),
                BlockView("chart", chart=CALLS, headline="One call in five is given up"),
            ),
        ),
    ),
    notes=(note(1, TOLD.replace("abandoned", "in 30 seconds")), note(2)),
)

PREVENTING = AreaView(
    grade=grade("preventing-crime", "Preventing crime", "good"),
    question="How good is the force at prevention?",
    notices=(),
    opening=(paragraph("Teams know their places."),),
    concerns=(),
    improvements=(),
    findings=(
        FindingView("teams", "Teams solve problems", (paragraph("They do so with partners."),)),
    ),
    notes=(),
)
VICTIMS = replace(PREVENTING, grade=grade("victims", "Victims of crime", ""), findings=())

REPORT = ReportView(
    title="West Mercia Police: PEEL 2021/22",
    force="West Mercia Police",
    framework="PEEL 2021/22",
    version=1,
    published="21 April 2022",
    inspector="A. Inspector",
    role="HM Inspector of Constabulary",
    window="1 June 2021 to 31 December 2021",
    simulated=True,
    graded=2,
    inspected=3,
    elsewhere=0,
    grades=(VICTIMS.grade, PREVENTING.grade, RESPONDING.grade),
    notices=(NoticeView("8 July 2023", (words("One area was looked at again."),)),),
    summary=(paragraph("The force does some things well."),),
    changes=(paragraph("The framework changed, and grades can’t be set beside earlier ones."),),
    observations=(
        paragraph("I am content that ", figure_words("nearly a fifth", 1), " is known."),
    ),
    not_comparable=(("PEEL 2018/19", "Its areas and tiers were others."),),
    areas=(VICTIMS, PREVENTING, RESPONDING),
    front_notes=(note(1),),
    figures=(
        FigureView(
            CALLS,
            "101 calls abandoned, West Mercia",
            "19.3 percent",
            (
                ("Place", "West Mercia"),
                ("Period", "year ending March 2021"),
                ("Numerator", "383 calls"),
            ),
            ("the national standard, 10 percent (10.0): difference +9.3",),
            "/figures/calls-101-abandoned/west-mercia/#calls-101-abandoned.west-mercia.2020-21",
            "openpeel trace calls-101-abandoned.west-mercia.2020-21 --site SITE",
            "Forces count calls in different ways.",
        ),
    ),
    evidence=(
        EvidenceView("focus-group", "interview", "Staff said that calls wait.", "3 August 2021"),
    ),
)

ABOUT: dict[str, Any] = {
    "release": "2026-11",
    "sources": [
        {"source": "the return of calls", "provenance": "sent by forces", "figures": 2},
        {"source": "audit of case files: searches", "provenance": "audit by sample", "figures": 1},
    ],
    "coverage": [{"title": "101 calls abandoned", "supplied": 42, "without": "City of London"}],
    "peers": {
        "name": "most similar forces",
        "dated": "1 April 2021",
        "words": "As listed in similar.csv.",
        "sha256": "0" * 64,
        "forces": "Kent, Essex",
        "compared": [
            {"title": "101 calls abandoned", "supplied": 1, "of": 2, "without": "Essex"},
        ],
    },
    "methods": "wilson",
    "differences": "newcombe",
    "charts": [
        {"title": "101 calls abandoned", "note": "14 of 42 forces lie beyond the dotted lines."}
    ],
    "populations": "residents",
    "survey": {"caution": "A survey of volunteers.", "words": "Answers were collected in May."},
    "audits": [("searches", "/audits/searches/")],
    "documents": ["Force management statement"],
}


def entry(kind: str, id: str, title: str, told: str = "", **more: str) -> dict[str, Any]:
    return {
        "kind": kind, "id": id, "title": title, "words": told, "area": "Responding to the public",
        "inspection": "West Mercia 2021/22", "framework": "PEEL 2021/22", "deadline_words": "",
        "concern_title": "", "place": f"{kind.split()[-1]}-{id}",
        "status": "closed", "status_on": "2023-07-08",
        "history": [
            {"on_words": "21 April 2022", "status": "open", "words": "Published."},
            {"on_words": "8 July 2023", "status": "closed", "words": ""},
        ],
    } | more  # fmt: skip


REGISTER: dict[str, Any] = {
    "on": "2022-04-21",
    "on_words": "21 April 2022",
    "simulated": True,
    "groups": [
        {
            "kind": "cause of concern",
            "name": "Causes of concern",
            "entries": [
                entry("cause of concern", "slow-calls", "Callers wait too long", "Many give up.")
            ],
        },
        {
            "kind": "recommendation",
            "name": "Recommendations",
            "entries": [
                entry(
                    "recommendation", "answer", "Answer calls within the standard.",
                    deadline_words="21 July 2022", concern_title="Callers wait too long",
                )
            ],
        },
        {"kind": "area for improvement", "name": "Areas for improvement", "entries": []},
        {
            "kind": "national recommendation",
            "name": "National recommendations",
            "entries": [
                entry(
                    "national recommendation", "searches", "Record every search.",
                    area="", inspection="", framework="",
                )
            ],
        },
    ],
    "history": [
        {
            "framework": "PEEL 2021/22",
            "tiers": "outstanding, good, adequate, requires improvement, inadequate",
            "judgments": [
                {
                    "area": "Responding to the public", "grade": "requires improvement",
                    "on": "2022-04-21", "on_words": "21 April 2022",
                    "inspection": "West Mercia 2021/22", "regional": False,
                }
            ],
        }
    ],
}  # fmt: skip


def chart(title: str = "One call in five is given up", forces: int = 43) -> ChartView:
    """A chart of so many forces, one without a figure, the third in hand."""
    heights = [None if i == 7 else 30 - i * 0.6 for i in range(forces)]
    bars = tuple(
        Bar(
            f"E{i:02}",
            f"Force number {i}",
            height,
            lower=None if height is None else height - 1,
            upper=None if height is None else height + 1,
            status="x" if height is None else "",
            mark="above" if i < 4 else None,
        )
        for i, height in enumerate(heights)
    )
    drawn = BarChart(
        title=title,
        subtitle="Police forces in England and Wales, year ending March 2021, percent",
        source="data that forces sent: the return of calls",
        description=f"Bars of the police forces, highest first. {title}. West Mercia: 19.3.",
        unit="percent",
        bars=bars,
        highlight="E02",
        lines=OutlierLines(10.0, 16.0, 22.0),
        national=15.5,
        direction="lower",
    )
    return ChartView(
        drawn,
        drawn.table(),
        "4 of 42 forces lie beyond the dotted lines. A line asks a question; it is no grade.",
        "/data/c.csv",
        "/m/",
    )


CHARTS = {CALLS: chart()}


def long_report(
    areas: int = 9, findings: int = 8, charts: int = 10
) -> tuple[ReportView, dict[str, ChartView]]:
    """A report as long as those that are published."""
    drawn = {f"chart-{i}": chart(f"Chart number {i} of the report") for i in range(charts)}
    told = "The force has plans for this, and people who carry them out. What we saw was uneven. "
    figures = tuple(
        replace(REPORT.figures[0], id=f"figure-{i}", title=f"Figure {i} of the report")
        for i in range(90)
    )

    def finding(area: int, number: int) -> FindingView:
        here = area * findings + number
        blocks = [
            paragraph(
                told * 5,
                figure_words("around half", number + 1, f"figure-{here % 90}"),
                " of them. " + told * 2,
            )
            for _ in range(3)
        ]
        if number == 0 and area < charts:
            blocks.append(
                BlockView(
                    "chart", chart=f"chart-{area}", headline=f"Chart number {area} of the report"
                )
            )
        return FindingView(
            f"finding-{here}",
            f"Finding {here}: the force does what it set out to do, in most places",
            tuple(blocks),
        )

    made = tuple(
        replace(
            RESPONDING,
            grade=grade(f"area-{a}", f"Area of policing number {a}", "adequate"),
            findings=tuple(finding(a, n) for n in range(findings)),
            opening=(paragraph(told * 4),),
            notes=tuple(note(n + 1, TOLD.replace("101", str(n))) for n in range(findings)),
        )
        for a in range(areas)
    )
    grades = tuple(area.grade for area in made)
    return replace(REPORT, areas=made, grades=grades, figures=figures + REPORT.figures), drawn

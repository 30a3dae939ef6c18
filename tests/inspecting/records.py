"""Records of any shape that reads back: the texts are whatever people and machines write."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from inspecting.making import FRAMEWORK, HASH, KENT, STAFFORDSHIRE, WEST_MERCIA
from openpeel.catalogue.frameworks import framework
from openpeel.inspecting.record import EVIDENCE_KINDS, STATUSES, Record

Strategy = st.SearchStrategy[Any]

# What breaks files: signs of YAML, of CSV, of Markdown, of spreadsheets, and ends of lines.
AWKWARD = (
    "---", "--- ", "...", "=1+1", "'=1+1", "''", "-5", "@x", "+", "a: b", "- a", "# a", "a #b",
    "{a", "[", "*a", "&a", "!a", "%a", "|", ">", "null", "~", "true", "yes", "no", "on", "12",
    "1_000", "12:30:00", "1e3", "0x1f", "2021-10-04", '"', '""', 'a "b" c', "a,b", "é", "🚓",
    "\u200b", "a\nb", "a\r\nb", "a\n\n\nb", "a\n---\nb", "a\n    b", "a\tb", "a\u2028b", "\u00a0a",
    "x" * 130, "word " * 60, "a  b " * 40, "\ud7ff\ue000", "\U0010ffff", "<<", "=", "?", "? a",
    "- ", ":", "a:",
)  # fmt: skip
# No control characters, which are refused, and no halves of characters.
LETTERS = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff\ufffe\uffff")
SIGNS = st.one_of(LETTERS, st.sampled_from("\n\r\t :#-'\"|>&*!%@`{}[],=+?~\\"))
TEXT = st.one_of(
    st.sampled_from(AWKWARD),
    st.text(SIGNS, max_size=30),
    st.lists(st.sampled_from(AWKWARD), max_size=4).map(" ".join),
    st.lists(st.sampled_from(AWKWARD), max_size=4).map("\n".join),
)
SOME = TEXT.filter(lambda text: bool(text.strip())).map(lambda text: f"x{text}")
DAYS = st.dates(date(1000, 1, 1), date(9999, 12, 31))
IDS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,6}", fullmatch=True)
SIGNED = st.fixed_dictionaries({"by": SOME, "on": DAYS})
SPANS = st.tuples(DAYS, DAYS).map(sorted).map(lambda days: {"from": days[0], "to": days[1]})
STEPS = st.lists(
    st.fixed_dictionaries(
        {"status": st.sampled_from(STATUSES), "by": SOME, "on": DAYS, "words": TEXT}
    ),
    max_size=2,
)
STAGES = st.lists(
    st.tuples(
        SPANS,
        st.booleans(),
        st.fixed_dictionaries(
            {"stage": st.sampled_from(["scan", "engage"]), "reason": TEXT, "signed": SIGNED}
        ),
    ),
    max_size=2,
    unique_by=lambda one: one[0]["from"],
).map(
    lambda found: [
        {**told, "from": span["from"], "to": None if lasts else span["to"]}
        for span, lasts, told in found
    ]
)
APPLIED = st.lists(
    st.fixed_dictionaries(
        {"force": st.sampled_from([KENT, WEST_MERCIA, STAFFORDSHIRE]), "history": STEPS}
    ),
    max_size=2,
    unique_by=lambda one: one["force"],
)
AREAS = [area.id for area in framework(FRAMEWORK).areas]
CHARACTERISTICS = {
    area.id: [one.id for one in area.characteristics] for area in framework(FRAMEWORK).areas
}
GRADES = [tier.word for tier in framework(FRAMEWORK).tiers]


def by_id(**fields: Strategy) -> Strategy:
    """A list of things with ids of their own."""
    return st.dictionaries(IDS, st.fixed_dictionaries(fields), max_size=2).map(
        lambda found: [{"id": id, **fields} for id, fields in found.items()]
    )


def among(ids: list[str]) -> Strategy:
    return st.lists(st.sampled_from(ids), max_size=2) if ids else st.just([])


@st.composite
def inspections(draw: st.DrawFn, id: str) -> dict[str, Any]:
    region = draw(st.booleans())
    rounds = draw(by_id(kind=st.sampled_from(["inspection", "revisit"]), span=SPANS, purpose=TEXT))
    rounds = rounds or [{"id": "main", "kind": "inspection", "span": draw(SPANS)}]
    rounds = [{**{k: v for k, v in one.items() if k != "span"}, **one["span"]} for one in rounds]
    in_round = st.sampled_from([one["id"] for one in rounds])
    about = {"area": st.sampled_from(AREAS), "round": in_round, "signed": SIGNED}
    evidence = draw(
        by_id(
            **about,
            kind=st.sampled_from(EVIDENCE_KINDS),
            speaks=st.sampled_from(["for", "against", "context"]),
            strength=st.sampled_from(["strong", "moderate", "weak"]),
            says=SOME,
            figure=st.none() | TEXT,
            document=st.none() | TEXT,
            sha256=st.none() | st.just(HASH),
            shows=st.none() | DAYS,
            period=st.none() | SPANS,
        )
    )
    for one in evidence:
        one["characteristic"] = draw(st.none() | st.sampled_from(CHARACTERISTICS[one["area"]]))
    cited = among([one["id"] for one in evidence])
    tones = st.sampled_from(["praise", "criticism", "mixed"])
    findings = draw(
        by_id(**about, heading=SOME, tone=tones, evidence=cited, consequence=TEXT, words=TEXT)
    )
    found = among([one["id"] for one in findings])
    judged = {
        **about,
        "grade": st.none() | st.sampled_from(GRADES),
        "date": DAYS,
        "rationale": TEXT,
        "report": TEXT,
        "dissents": st.lists(
            st.fixed_dictionaries(
                {"grade": st.sampled_from(GRADES), "reason": TEXT, "signed": SIGNED}
            ),
            max_size=1,
        ),
        "forces": st.just([WEST_MERCIA] if region else []),
    }
    judgments = draw(
        st.lists(
            st.fixed_dictionaries(judged),
            max_size=2,
            unique_by=lambda one: (one["area"], one["round"]),
        )
    )
    raised = {"area": about["area"], "round": in_round, "words": TEXT, "findings": found}
    advice = by_id(words=TEXT, deadline=st.none() | DAYS, history=STEPS)
    questions = {"area": about["area"], "question": TEXT, "signed": SIGNED, "outcome": TEXT}
    return {
        "id": id,
        "name": draw(TEXT),
        "body": "region" if region else "force",
        "place": draw(SOME) if region else KENT,
        "forces": [WEST_MERCIA, STAFFORDSHIRE] if region else [KENT],
        "framework": FRAMEWORK,
        "window": draw(SPANS),
        "release": draw(st.none() | TEXT),
        "simulated": draw(st.booleans()),
        "signed": draw(SIGNED),
        "rounds": rounds,
        "stages": draw(STAGES),
        "evidence": evidence,
        "lines": draw(
            by_id(**questions, evidence=cited, themes=st.lists(SOME, max_size=2), closed=SIGNED)
        ),
        "findings": findings,
        "judgments": judgments,
        "concerns": draw(by_id(**raised, title=TEXT, recommendations=advice, history=STEPS)),
        "improvements": draw(by_id(**raised, history=STEPS)),
    }


@st.composite
def records(draw: st.DrawFn) -> Record:
    ids = draw(st.lists(IDS, max_size=2, unique=True))
    national = {"title": TEXT, "words": TEXT, "published": DAYS, "applied": APPLIED,
                "signed": st.none() | SIGNED}  # fmt: skip
    return Record.model_validate(
        {
            "id": draw(IDS),
            "name": draw(TEXT),
            "organisation": draw(TEXT),
            "recommendations": draw(by_id(**national)),
            "inspections": [draw(inspections(id)) for id in ids],
        }
    )

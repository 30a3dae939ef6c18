"""What audits ask and which files they draw: pages for question sets and designs."""

from __future__ import annotations

from openpeel.catalogue.audit_designs import Design, designs
from openpeel.catalogue.contracts import contract
from openpeel.catalogue.question_sets import Condition, Question, QuestionSet, question_sets
from openpeel.reference.markdown import code, head, page, table

SETS, DESIGNS = "question-sets", "audit-designs"


def pages() -> dict[str, str]:
    """An index and a page for each question set and each design: file name -> text."""
    return {
        f"{SETS}.md": _index_of_sets(),
        **{f"{SETS}/{id}.md": _set_page(asked) for id, asked in question_sets().items()},
        f"{DESIGNS}.md": _index_of_designs(),
        **{f"{DESIGNS}/{id}.md": _design_page(design) for id, design in designs().items()},
    }


def _index_of_sets() -> str:
    rows = [
        [
            f"[{asked.name}]({SETS}/{id}.md)",
            code(id),
            asked.since.isoformat(),
            asked.unit,
            str(len(asked.questions)),
        ]
        for id, asked in question_sets().items()
    ]
    return page(
        head(
            "Question sets",
            "What a reviewer asks of each file of an audit. A set is a dated file; its questions"
            " are asked in stages, each only where it is relevant to the file. An answer counts as"
            " yes, no, not applicable or not recorded, whatever its words.",
        ),
        table(["Question set", "Id", "From", "A file is", "Questions"], rows),
        "Not recorded is left out of a share unless the question says that it counts as no: there"
        f" keeping the record is what is asked. Which files are drawn: [designs]({DESIGNS}.md).",
    )


def _set_page(asked: QuestionSet) -> str:
    told = [[code(fact.id), fact.ask, code(fact.told_by or "")] for fact in asked.facts]
    answers = [
        [code(id), answer.words, answer.counts, code(answer.key)]
        for id, answer in asked.answers.items()
    ]
    about = [
        ["A file is", asked.unit],
        ["From", asked.since.isoformat()],
        ["Version", str(asked.version)],
    ]
    if asked.extends:
        base = asked.extends
        link = f"[{question_sets()[base.id].name}]({base.id}.md)"
        about.append(["Extends", f"{link}, version {base.version}"])
    return page(
        head(asked.name, asked.why),
        table(["About the set", "Answer"], about),
        *_stages(asked),
        "## Answers",
        table(["Answer", "Words", "Counts as", "Key"], answers),
        *_classes(asked),
        "## Facts",
        "What decides which questions are relevant to a file. Where the frame tells a fact, by the"
        " SQL given here, the reviewer is not asked.",
        table(["Fact", "Asked as", "Told by"], told),
        f"All question sets: [question sets](../{SETS}.md).",
    )


def _stages(asked: QuestionSet) -> list[str]:
    parts = []
    for stage, words in asked.stages.items():
        rows = [
            _question(question, asked) for question in asked.questions if question.stage == stage
        ]
        header = ["Question", "Asked of", "Answers", "Evidence", "Measures"]
        parts += [f"## {words}", table(header, rows)]
    return parts


def _question(question: Question, asked: QuestionSet) -> list[str]:
    answers = [asked.answers[id].words for id in question.answers]
    answers += (
        [f"two numbers for each of: {', '.join(question.classes)}"] if question.classes else []
    )
    if question.good == "no":
        answers.append("no speaks for the force")
    if question.not_recorded == "no":
        answers.append("what is not recorded counts as no")
    weight = "\nweighs double among the worst files" if question.serious else ""
    return [
        f"{code(question.id)} {question.ask}{weight}",
        "\n".join([question.relevant, *(_condition(one) for one in question.when)]),
        "\n".join(answers),
        question.evidence,
        ", ".join(question.measures),
    ]


def _condition(condition: Condition) -> str:
    if condition.fact:
        return f"fact {code(condition.fact)}"
    return f"{code(condition.answer or '')} is {' or '.join(map(code, condition.among))}"


def _classes(asked: QuestionSet) -> list[str]:
    if not asked.classes:
        return []
    rows = [[code(id), words] for id, words in asked.classes.items()]
    return ["## Classes that are counted", table(["Class", "Words"], rows)]


def _index_of_designs() -> str:
    rows = [
        [
            f"[{design.name}]({DESIGNS}/{id}.md)",
            code(id),
            design.since.isoformat(),
            f"[{design.questions.name}]({SETS}/{design.question_set}.md)",
            f"[{contract(design.frame.source).name}](returns/{design.frame.source}.md)",
            f"{_files(design):,}",
        ]
        for id, design in designs().items()
    ]
    return page(
        head(
            "Audit designs",
            "Which files an audit draws, from what, how many of each kind, and which are reviewed"
            " twice. How to use one: [draw a sample](../how-to/draw-a-sample.md).",
        ),
        table(["Design", "Id", "From", "Question set", "Drawn from", "Files"], rows),
    )


def _files(design: Design) -> int:
    return sum(
        sample.files or sum(stratum.files or 0 for stratum in sample.strata)
        for sample in design.samples
    )


def _design_page(design: Design) -> str:
    second = design.second_review
    source = contract(design.frame.source)
    about = [
        ["Question set", f"[{design.questions.name}](../{SETS}/{design.question_set}.md)"],
        [
            "Drawn from",
            f"[{source.name}](../returns/{source.id}.md), by {code(design.frame.reference)}",
        ],
        ["Day that bounds the period", code(design.frame.day or "")],
        ["Reserves for each stratum", str(design.reserves)],
        [
            "Reviewed twice",
            f"{second.share:.0%} by chance; files with {second.worst} answers or more against the"
            f" force; the first {second.first_files} of each reviewer",
        ],
        ["Estimate", design.estimate],
        ["From", design.since.isoformat()],
        ["Version", str(design.version)],
    ]
    left = [[code(one.id), one.words, code(one.where)] for one in design.exclusions]
    return page(
        head(design.name, design.why, *([design.partial] if design.partial else [])),
        table(["About the design", "Answer"], about),
        *(["## Left out", table(["Exclusion", "Why", "SQL"], left)] if left else []),
        *_samples(design),
        f"All designs: [audit designs](../{DESIGNS}.md).",
    )


def _samples(design: Design) -> list[str]:
    parts = []
    for n, sample in enumerate(design.samples):
        asked = f"Asked: {', '.join(map(code, sample.questions))}." if sample.questions else ""
        passes = "It passes over what the samples before it drew." if n else ""
        shared = f"{sample.files:,} files, shared out by size." if sample.files else ""
        rows = [
            [
                code(stratum.id),
                stratum.words,
                "" if stratum.files is None else f"{stratum.files:,}",
                code(stratum.where or "") or "every file that is left",
            ]
            for stratum in sample.strata
        ]
        words = sample.words[:1].upper() + sample.words[1:]
        said = " ".join(part for part in (shared, asked, passes) if part)
        parts += [f"## {words}", *([said] if said else [])]
        parts.append(table(["Stratum", "Files that are", "Drawn", "SQL"], rows))
    return [
        *parts,
        "A file is in the first stratum of a sample whose SQL holds of it.",
    ]

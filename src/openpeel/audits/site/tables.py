"""The tables of a round as CSV with a schema: one figure a row, one fact a column.

Written as all downloads are: ISO dates, an empty cell where there is nothing, a status that says
why, and no text that a spreadsheet would take for a formula. Shares run from 0 to 1.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from typing import Any

from openpeel.audits.site.results import Repeated, Results
from openpeel.releases.exports.columns import Column, Item, Row, Table
from openpeel.releases.exports.schema import DRAFT, column_schema, table_resource
from openpeel.releases.exports.tidy import write_table
from openpeel.sampling.agreements import PairsAgree
from openpeel.sampling.figures import Figure
from openpeel.sampling.repeats import Change, QuestionChange, next_round

STATUSES = {
    "ok": "it can be used",
    "low": "the base is too small for a figure",
    "c": "kept back: with it, what is too small could be worked out",
    "x": "there is no figure; `why` says why",
}
NONE = "there is no figure; `status` says why"

_ROUND = Column("round", "text", "the round's slug")
_SAMPLE = Column("sample", "text", "the sample of the design that was asked")
_QUESTION = Column("question", "text", "the question's id in its set")
_SHORT = Column("short", "text", "the question in short")
_GOOD = Column("good", "text", "the answer that speaks for the force")
_STATUS = Column("status", "text", "whether there is a figure, and why not", allowed=STATUSES)
_WHY = Column("why", "text", "why there is no figure", empty="there is one, or `status` says it")
_WORD = Column("word", "text", "the word by rule for x of y", empty="there is none")
_LEVEL = Column("level", "number", "of the interval, from 0 to 1", empty=NONE)
_METHOD = Column("method", "text", "how the interval was made", empty=NONE)


def _share(name: str, words: str) -> tuple[Column, ...]:
    """A figure with the ends of its interval."""
    return (
        Column(name, "number", words, empty=NONE),
        Column(f"{name}_lower", "number", f"{words}: lower end of the interval", empty=NONE),
        Column(f"{name}_upper", "number", f"{words}: upper end of the interval", empty=NONE),
    )


def _whole(name: str, words: str, empty: str = "") -> Column:
    return Column(name, "whole", words, empty=empty)


ESTIMATES = Table(
    "estimates",
    "Every question of every sample: x of y as found, and the weighted share for the force.",
    (
        _ROUND, _SAMPLE, _QUESTION, _SHORT, _GOOD,
        _whole("drawn", "files of the sample"), _whole("settled", "files with settled answers"),
        _whole("x", "relevant files with the good answer", NONE), _whole("y", "relevant files"),
        _whole("not_recorded", "files whose answer is not recorded"),
        _whole("not_applicable", "files to which it does not apply"),
        _whole("unanswered", "settled files without an answer"),
        _WORD, *_share("share", "weighted share for the force"), _LEVEL, _METHOD,
        Column("design_effect", "number", "variance over that of equal chances", empty=NONE),
        *_share("unweighted", "x / y, of the files reviewed"),
        Column("truth", "number", "true share, of a simulated round", empty="it is not known"),
        _STATUS, _WHY,
    ),
    ("round", "sample", "question"),
)  # fmt: skip

STRATA = Table(
    "strata",
    "Every question by kind of file, unweighted.",
    (
        _ROUND, _SAMPLE, _QUESTION,
        Column("stratum", "text", "the kind of file"),
        _whole("population", "files of the kind in the frame", "it is not known"),
        _whole("drawn", "files drawn"), _whole("settled", "files with settled answers"),
        _whole("x", "relevant files with the good answer", NONE), _whole("y", "relevant files"),
        _WORD, *_share("share", "x / y"), _LEVEL, _METHOD, _STATUS,
    ),
    ("round", "sample", "question", "stratum"),
)  # fmt: skip

RECORDING = Table(
    "recording",
    "Crime recording overall and by class.",
    (
        _ROUND, _QUESTION, Column("crime_class", "text", "class of crimes, or `overall`"),
        _whole("files", "settled files"),
        _whole("should", "crimes that should have been recorded"),
        _whole("recorded", "crimes that were", NONE),
        *_share("rate", "recorded over should have been"), _LEVEL, _METHOD,
        Column("design_effect", "number", "variance over that of single crimes", empty=NONE),
        *_share("missed", "crimes not recorded in a year"), _STATUS, _WHY,
    ),
    ("round", "question", "crime_class"),
)  # fmt: skip

AGREEMENT = Table(
    "agreement",
    "How far two blind reviews of a file agree, by question and by what is compared.",
    (
        _ROUND, _QUESTION,
        Column("compared", "text", "what is compared", allowed={
            "headline": "what answers count as; chosen by chance, and first files",
            "finer": "the answers themselves; of the same files",
            "apart": "what answers count as; files whose first review found much wrong",
        }),
        _whole("pairs", "files with two answers"), _whole("agreed", "of which agree"),
        _whole("one_sided", "files answered in one review only"),
        *_share("percent", "share that agrees"), *_share("kappa", "Cohen's kappa"),
        *_share("ac1", "Gwet's AC1"), _STATUS,
        Column("below", "text", "what lies under its threshold", empty="nothing does"),
    ),
    ("round", "question", "compared"),
)  # fmt: skip

REVIEWERS = Table(
    "reviewers",
    "Agreement of each reviewer with whoever read the same files.",
    (
        _ROUND, Column("reviewer", "text", "R1, R2 ...; nobody is named"),
        _whole("files", "files read twice"), _whole("answers", "answers that were compared"),
        _whole("agreed", "of which agree"), *_share("percent", "share that agrees"), _STATUS,
    ),
    ("round", "reviewer"),
)  # fmt: skip

WEEKS = Table(
    "weeks",
    "Each reviewer's weeks, beside all the weeks before.",
    (
        _ROUND, Column("reviewer", "text", "R1, R2 ...; nobody is named"),
        Column("week", "date", "its Monday"), _whole("files", "files read"),
        _whole("pairs", "of which somebody else read too, and which speak for the round"),
        *_share("agreed", "share of answers that agree"),
        Column("agreed_verdict", "text", "beside the weeks before"),
        *_share("good", "share of answers that speak for the force"),
        Column("good_verdict", "text", "beside the weeks before"), _STATUS,
    ),
    ("round", "reviewer", "week"),
)  # fmt: skip

REPEAT = Table(
    "repeat",
    "What changed since the round before; differences are the later less the earlier.",
    (
        _ROUND, Column("earlier", "text", "slug of the round before"),
        Column("sample", "text", "the sample", empty="crime recording"), _QUESTION,
        Column("name", "text", "the question in short, or the class of crimes"),
        *_share("before", "the earlier figure"), *_share("after", "the later figure"),
        *_share("difference", "the later less the earlier"),
        Column("verdict", "text", "the word for the difference"),
        Column("why", "text", "why nothing can be said", empty="something can"),
        _whole("next_relevant", "relevant files that each of two rounds needs to see a move as"
               " large as this", "it can't be told, or no number would do"),
        _whole("next_files", "files that have to be drawn for these", "the same"),
    ),
    ("round", "sample", "question", "name"),
)  # fmt: skip

TABLES = (ESTIMATES, STRATA, RECORDING, AGREEMENT, REVIEWERS, WEEKS, REPEAT)


def round_tables(results: Results, repeated: Repeated | None) -> dict[str, str]:
    """The text of each table that a round has, by its name."""
    found: dict[str, Callable[[], Iterator[Row]]] = {
        "estimates": lambda: _estimates(results),
        "strata": lambda: _strata(results),
    }
    if results.recording:
        found["recording"] = lambda: _recording(results)
    if results.answers.pairs:
        found["agreement"] = lambda: _agreement(results)
        found["reviewers"] = lambda: _reviewers(results)
        found["weeks"] = lambda: _weeks(results)
    if repeated is not None:
        found["repeat"] = lambda: _repeat(repeated)
    by_name = {table.name: table for table in TABLES}
    return {name: _text(by_name[name], rows()) for name, rows in found.items()}


def schema_text() -> str:
    """What the columns of every table hold, as JSON Schema and as Frictionless fields."""
    told: dict[str, Any] = {
        "$schema": DRAFT,
        "title": "Tables of openpeel audits",
        "description": "Rows are under $defs; an empty cell stands for null. Shares run from 0"
        " to 1.",
        "$defs": {
            table.name: {
                "title": f"a row of {table.name}.csv",
                "description": table.words,
                "type": "object",
                "properties": {c.name: column_schema(c) for c in table.columns},
                "required": list(table.names),
                "additionalProperties": False,
            }
            for table in TABLES
        },
        "resources": [table_resource(table) for table in TABLES],
    }
    return json.dumps(told, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _text(table: Table, rows: Iterator[Row]) -> str:
    out = io.StringIO(newline="")
    write_table(table, rows, out)
    return out.getvalue()


def _estimates(results: Results) -> Iterator[Row]:
    for r in results.estimates:
        yield (
            results.answers.slug, r.sample.id, r.question.id, r.question.short, r.question.good,
            r.drawn, r.settled, r.x, r.y, r.not_recorded, r.not_applicable, r.unanswered,
            r.word.share if r.word else None, *_ends(r.weighted), *_made(r.weighted),
            r.design_effect, *_ends(r.unweighted), results.truth(r),
            _status(r.status, r.why_not), r.why_not,
        )  # fmt: skip


def _strata(results: Results) -> Iterator[Row]:
    for r in results.estimates:
        for s in r.strata:
            yield (
                results.answers.slug, r.sample.id, r.question.id, s.stratum.id, s.population,
                s.drawn, s.settled, s.x, s.y, s.word.share if s.word else None,
                *_ends(s.share), *_made(s.share), s.status or "ok",
            )  # fmt: skip


def _recording(results: Results) -> Iterator[Row]:
    for r in results.recording:
        yield (
            results.answers.slug, r.question.id, r.crime_class, r.files, r.should, r.recorded,
            *_ends(r.rate), *_made(r.rate), r.design_effect, *_ends(r.missed),
            _status(r.status, r.why_not), r.why_not,
        )  # fmt: skip


def _agreement(results: Results) -> Iterator[Row]:
    for id, one in results.agreement.items():
        kinds: tuple[tuple[str, PairsAgree], ...] = (
            ("headline", one.headline), ("finer", one.finer), ("apart", one.of_worst)
        )  # fmt: skip
        for name, pairs in kinds:
            first = name == "headline"
            yield (
                results.answers.slug, id, name, pairs.pairs, pairs.agreed, pairs.one_sided,
                *_ends(pairs.percent), *_ends(pairs.kappa), *_ends(pairs.ac1),
                (one.status if first else "") or ("ok" if pairs.percent else "x"),
                one.below if first else None,
            )  # fmt: skip


def _reviewers(results: Results) -> Iterator[Row]:
    for one in results.reviewers:
        yield (
            results.answers.slug, one.reviewer, one.files, one.answers, one.agreed,
            *_ends(one.percent), one.status or ("ok" if one.percent else "x"),
        )  # fmt: skip


def _weeks(results: Results) -> Iterator[Row]:
    for week in results.weeks:
        yield (
            results.answers.slug, week.reviewer, week.week, week.files, week.pairs,
            *_ends(week.agreed.share), week.agreed.verdict,
            *_ends(week.good.share), week.good.verdict, week.status or "ok",
        )  # fmt: skip


def _repeat(repeated: Repeated) -> Iterator[Row]:
    for change in repeated.every:
        sample = change.second.sample.id if isinstance(change, QuestionChange) else None
        yield (
            repeated.later.answers.slug, repeated.earlier.answers.slug, sample, change.question.id,
            change.name, *_ends(change.before), *_ends(change.after), *_ends(change.difference),
            change.verdict, change.why, *_next(change),
        )  # fmt: skip


def _next(change: Change) -> tuple[Item, Item]:
    more = next_round(change) if isinstance(change, QuestionChange) else None
    return (more.relevant, more.files) if more else (None, None)


def _ends(figure: Figure | None) -> tuple[Item, Item, Item]:
    return (figure.value, figure.lower, figure.upper) if figure else (None, None, None)


def _made(figure: Figure | None) -> tuple[Item, Item]:
    return (figure.level, figure.method) if figure else (None, None)


def _status(status: str, why_not: str | None) -> str:
    return status or ("x" if why_not else "ok")

"""The report of a check for those who must act on it: a page, a CSV to fill in, and plain text.

Each is made from the report alone, so the same report gives the same bytes on any machine.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from importlib.resources import files
from textwrap import fill
from typing import Any

from django.template.loader import get_template

from openpeel.catalogue.contracts import contract as contract_named
from openpeel.catalogue.forces import forces
from openpeel.facts.returns.checking import rules
from openpeel.facts.returns.findings import Finding, Report, latest
from openpeel.facts.returns.replies import BY, NUMBER, ON, WORDS, escaped, without_query
from openpeel.facts.returns.rules.phrases import listed, many, percent, rows_of
from openpeel.releases.ready import ready
from openpeel.releases.words import counted

HEADER = (
    NUMBER, "kind", "rule", "force", "field", "period", "count", "rows", "what to do", WORDS, BY,
    ON,
)  # fmt: skip
WIDTH = 100  # of the plain text


def report_csv(report: Report) -> bytes:
    """One row a finding, with room for the reply; UTF-8 with a mark, so that Excel reads it.

    Cells that a spreadsheet would take for a formula carry an apostrophe in front;
    `replies.replies_from_csv` takes it off again. Replies to queries that are asked no more
    come last.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADER)
    for finding in report.findings:
        reply = report.reply_to(finding)
        answer = (reply.words, reply.by, reply.on.isoformat()) if reply else ("", "", "")
        numbers = " ".join(str(row) for row in finding.rows)
        _write(writer, (
            finding.number(report.contract), finding.severity, finding.rule,
            force_name(finding.force_code), finding.subject, finding.period, str(finding.count),
            numbers, finding.sentence, *answer,
        ))  # fmt: skip
    for reply in without_query(report):
        told = "This query is asked no more; the reply is kept."
        _write(writer, (
            reply.number, "asked no more", "", "", "", "", "", "", told, reply.words, reply.by,
            reply.on.isoformat(),
        ))  # fmt: skip
    return out.getvalue().encode("utf-8-sig")


def _write(writer: Any, cells: Iterable[str]) -> None:
    writer.writerow([escaped(cell) for cell in cells])


def report_html(report: Report) -> str:
    """One page that needs nothing beside it."""
    ready()
    about = contract_named(report.contract)
    context = {
        "style": _style(),
        "title": f"{about.name}: {whose(report)}",
        "report": report,
        "contract": about,
        "period": period_words(report),
        "verdict": verdict(report),
        "answered": len(report.queries) - len(report.open),
        "errors": [_item(report, finding) for finding in report.errors],
        "queries": [_item(report, finding) for finding in report.queries],
        "unasked": without_query(report),
        "fields": _fields(report),
        "run": [rules()[id] for id in report.rules_run if id in rules()],
        "left": report.rules_left,
        "several": len(report.forces) > 1,
    }
    return str(get_template("collection/check_report.html").render(context))


def report_text(report: Report) -> str:
    """The report as a table for the terminal."""
    about = contract_named(report.contract)
    lines = [
        f"{about.name}: {whose(report)}",
        f"{printable(report.file)}, {rows_of(report.rows)}, {period_words(report)};"
        f" checked as of {report.checked_as_of.isoformat()}",
        "",
    ]
    for finding in report.findings:
        number = finding.number(report.contract)
        head = number if finding.severity == "query" else "Error"
        answered = ", answered" if latest(report.replies, number) else ""
        several = len(report.forces) > 1 and finding.force_code
        where = f", {force_name(finding.force_code)}" if several else ""
        lines.append(f"{head:<10} {finding.rule}{where}{answered}")
        lines.append(_wrapped(finding.sentence, " " * 11))
    lines += [""] if report.findings else []
    lines.append(verdict(report))
    if report.rules_left:
        ids = listed(dict.fromkeys(id for id, _ in report.rules_left))
        lines.append(_wrapped(f"Not checked, or in part: {ids}."))
    return "\n".join(lines) + "\n"


def _wrapped(text: str, indent: str = "") -> str:
    return fill(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def verdict(report: Report) -> str:
    """Whether it can be submitted, and what stands in the way or stays open."""
    errors, open_queries = len(report.errors), len(report.open)
    if errors:
        them = "it" if errors == 1 else "them"
        return f"It can't be submitted yet: {counted(errors, 'error')}. Fix {them} and check again."
    if open_queries:
        asked = counted(open_queries, "query", "queries")
        verb = "is" if open_queries == 1 else "are"
        return (
            f"It can be submitted; {asked} {verb} open. Fix what is asked about, or say why it is"
            " right."
        )
    if report.queries:
        return "It can be submitted: no errors, and every query is answered."
    return "It can be submitted: no errors and no queries."


def whose(report: Report) -> str:
    """The force, or how many of them."""
    if len(report.forces) == 1:
        return force_name(report.forces[0])
    return counted(len(report.forces), "force") if report.forces else "no force named"


def force_name(code: str) -> str:
    """A force's name, or the code when it is none of the 43."""
    force = forces().by_code.get(code)
    return force.name if force else code


def period_words(report: Report) -> str:
    """`2025-04-01 to 2026-03-31`."""
    if not report.period_start or not report.period_end:
        return "no row with a period"
    return f"{report.period_start.isoformat()} to {report.period_end.isoformat()}"


def printable(text: str) -> str:
    """A name from outside without what could steer a terminal."""
    return "".join(c if c.isprintable() else "?" for c in text)


def _style() -> str:
    """The looks of all pages, and what the report has of its own."""
    shared = files("openpeel.web") / "static" / "openpeel.css"
    own = files("openpeel.collection") / "static" / "check_report.css"
    return "\n".join(sheet.read_text(encoding="utf-8") for sheet in (shared, own))


def _item(report: Report, finding: Finding) -> dict[str, Any]:
    """A finding as the page shows it."""
    number = finding.number(report.contract)
    given = [reply for reply in report.replies if reply.number == number]
    last = latest(given, number)
    return {
        "number": number,
        "words": _words(finding.rule),
        "force": force_name(finding.force_code),
        "sentence": finding.sentence,
        "rows": [many(row) for row in finding.rows],
        "more": finding.count - len(finding.rows) if finding.rows else 0,
        "reply": last,
        "earlier": [reply for reply in given if reply != last],
    }


def _words(rule: str) -> str:
    """What a rule is about, as a heading; staging has rules of its own."""
    if rule in rules():
        return rules()[rule].words.rstrip(".")
    return rule.replace("-", " ").capitalize()


def _fields(report: Report) -> list[dict[str, Any]]:
    """Every field asked for: whether it was sent, and in how many rows it is filled."""
    return [
        {
            "name": name,
            "words": field.words,
            "required": field.required,
            "sent": name in report.filled,
            "filled": report.filled.get(name, 0),
            "share": percent(report.filled.get(name, 0), report.rows) if report.rows else "-",
        }
        for name, field in contract_named(report.contract).asked.items()
    ]

"""Made-up submissions: two forces, three returns, a correction, a reply."""

from datetime import UTC, date, datetime

from openpeel.facts.returns.findings import Filled, Finding, Reply, Report
from openpeel.facts.returns.submitted import Submission

KENT, SURREY = "E23000032", "E23000031"


def finding(force: str = KENT, rule: str = "month-empty", period: str = "2025-09") -> Finding:
    return Finding(
        rule, "query", force, "received_at", period,
        "September 2025 has no calls, and the months beside it have about 20,000. Send it, or say"
        " why there is none.",
    )  # fmt: skip


def report(
    contract: str = "calls",
    forces: tuple[str, ...] = (KENT,),
    findings: tuple[Finding, ...] = (),
    replies: tuple[Reply, ...] = (),
) -> Report:
    filled = {"call_ref": 1000, "line": 1000, "answered_at": 850}
    return Report(
        contract, 1, "calls.csv", "ab" * 32, date(2026, 4, 20), forces, 1000 * len(forces),
        date(2025, 4, 1), date(2026, 3, 31), filled, findings, ("month-empty",),
        (("link-broken", "no incidents at hand"),), ("read as UTF-8",), replies,
        {force: Filled(1000, filled) for force in forces},
    )  # fmt: skip


def submission(
    held: Report, day: int = 20, number: int = 1, corrects: tuple[str, ...] = ()
) -> Submission:
    return Submission(
        held.contract, 1, held.forces, "A. Analyst", datetime(2026, 4, day, 9, tzinfo=UTC), number,
        held.file, held.sha256, "cd" * 32, date(2025, 4, 1), date(2026, 3, 31), corrects, held,
    )  # fmt: skip


def replied(query: Finding, contract: str = "calls") -> Reply:
    words = "The switch was replaced <b>that</b> month; its log is lost."
    return Reply(query.number(contract), words, "B. Analyst", date(2026, 4, 22))


def all_of_it() -> tuple[Submission, ...]:
    asked, other = finding(), finding(rule="midnight-heap", period="")
    return (
        submission(report(findings=(asked, other), replies=(replied(asked),))),
        submission(report("incidents", (KENT, SURREY), (finding(SURREY),)), 21, 2),
        submission(report("crimes", (SURREY,)), 22, 3, ("an-earlier-batch",)),
    )

"""The report of a check as a page, a CSV that comes back, and plain text."""

from __future__ import annotations

import csv
import io
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from openpeel.collection.check_report import report_csv, report_html, report_text, verdict
from openpeel.facts.returns.findings import Filled, Finding, Reply, Report
from openpeel.facts.returns.replies import replies_from_csv

WEST_MERCIA = "E23000016"
ON = date(2026, 11, 24)
ERROR = Finding(
    "not-in-codes", "error", WEST_MERCIA, "line", "",
    "`line` is not in its list in 2 of 9 rows (22.2%). Most often: '<script>' (2). Rows: 2 and 3.",
    2, (2, 3),
)  # fmt: skip
MIDNIGHT = Finding(
    "midnight-heap", "query", WEST_MERCIA, "received_at", "", "`received_at` is midnight.", 30,
    tuple(range(2, 22)),
)  # fmt: skip
SHARE = Finding(
    "share-out-of-range", "query", WEST_MERCIA, "abandoned-101", "", "=cmd|' /C calc'!A1", 7
)


def report(*findings: Finding, replies: tuple[Reply, ...] = ()) -> Report:
    return Report(
        contract="calls",
        contract_version=1,
        file="calls <2025>.csv",
        sha256="ab" * 32,
        checked_as_of=ON,
        forces=(WEST_MERCIA,),
        rows=1234,
        period_start=date(2025, 4, 1),
        period_end=date(2026, 3, 31),
        filled={"force": 1234, "call_ref": 1234, "line": 1200},
        findings=findings,
        rules_run=("midnight-heap", "not-in-codes"),
        rules_left=(("link-broken", "the return `incidents` was not given"),),
        notes=("UTF-8, comma.",),
        replies=replies,
        by_force={WEST_MERCIA: Filled(1234, {})},
    )


def reply(finding: Finding, words: str = "It snowed.", on: date = ON) -> Reply:
    return Reply(finding.number("calls"), words, "A. Analyst", on)


def cells(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_the_csv_has_a_row_a_finding_and_room_for_the_reply() -> None:
    data = report_csv(report(ERROR, MIDNIGHT, replies=(reply(MIDNIGHT),)))
    assert data.startswith(b"\xef\xbb\xbfnumber,kind,rule,") and data.endswith(b"\r\n")
    assert data.count(b"\n") == data.count(b"\r\n") == 3
    error, query = cells(data)
    assert (error["kind"], error["field"], error["rows"]) == ("error", "line", "2 3")
    assert query["number"] == MIDNIGHT.number("calls")
    assert (query["reply"], query["reply by"], query["reply on"]) == (
        "It snowed.",
        "A. Analyst",
        "2026-11-24",
    )


def test_no_cell_of_the_csv_is_a_formula() -> None:
    given_back = reply(SHARE, "@sum(A1)")
    (row,) = cells(report_csv(report(SHARE, replies=(given_back,))))
    assert row["what to do"] == "'=cmd|' /C calc'!A1"
    assert row["reply"] == "'@sum(A1)"


@given(words=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60))
def test_replies_come_back_from_the_csv_as_they_were(words: str) -> None:
    words = words.strip() or "x"
    sent = report(MIDNIGHT, SHARE, replies=(reply(MIDNIGHT, words), reply(SHARE, "+1")))
    back = replies_from_csv(report_csv(sent), "report.csv", on=date(2027, 1, 1))
    assert set(back) == set(sent.replies)


def test_a_reply_to_a_query_that_is_asked_no_more_is_kept() -> None:
    old = Reply("Q00000001", "An older answer.", "A. Analyst", ON)
    held = report(MIDNIGHT, replies=(old,))
    assert cells(report_csv(held))[-1]["kind"] == "asked no more"
    assert "An older answer." in report_html(held)
    assert replies_from_csv(report_csv(held), "report.csv", on=ON) == (old,)


def test_the_page_says_first_whether_the_return_can_be_submitted() -> None:
    page = report_html(report(ERROR, MIDNIGHT))
    text = page.partition("<main")[2]
    assert text.index("can&#x27;t be submitted yet: 1 error.") < text.index('id="errors"')
    assert text.index('id="errors"') < text.index('id="queries"') < text.index('id="fields"')
    assert f'id="{MIDNIGHT.number("calls")}"' in page
    assert "[x] not sent" in page and "1,234" in page and "97.2%" in page


def test_the_page_needs_nothing_beside_it_and_escapes_what_it_shows() -> None:
    page = report_html(report(ERROR, MIDNIGHT, replies=(reply(MIDNIGHT, "<img src=x>"),)))
    assert "<script" not in page and "<img" not in page
    assert "&lt;script&gt;" in page and "calls &lt;2025&gt;.csv" in page
    assert 'href="/' not in page and "http:" not in page and "https:" not in page
    assert "<code>line</code> is not in its list" in page


def test_of_several_replies_the_last_counts_and_the_earlier_stay() -> None:
    first = reply(MIDNIGHT, "Perhaps.", date(2026, 11, 1))
    page = report_html(report(MIDNIGHT, replies=(first, reply(MIDNIGHT, "Certainly."))))
    assert page.index("<p>Certainly.</p>") < page.index("Earlier: Perhaps.")


def test_the_verdict_in_words() -> None:
    assert verdict(report()) == "It can be submitted: no errors and no queries."
    assert verdict(report(MIDNIGHT, SHARE)) == (
        "It can be submitted; 2 queries are open. Fix what is asked about, or say why it is right."
    )
    assert verdict(report(MIDNIGHT, replies=(reply(MIDNIGHT),))) == (
        "It can be submitted: no errors, and every query is answered."
    )
    assert verdict(report(ERROR, ERROR)) == (
        "It can't be submitted yet: 2 errors. Fix them and check again."
    )


def test_the_text_fits_a_terminal_and_holds_every_number() -> None:
    text = report_text(report(ERROR, MIDNIGHT))
    assert text.startswith("Calls from the public: West Mercia\ncalls <2025>.csv, 1,234 rows,")
    assert MIDNIGHT.number("calls") in text
    assert all(len(line) <= 100 for line in text.splitlines())


def test_the_same_report_gives_the_same_bytes() -> None:
    one, other = report(ERROR, MIDNIGHT), report(ERROR, MIDNIGHT)
    for made in (report_csv, report_html, report_text):
        assert made(one) == made(other)

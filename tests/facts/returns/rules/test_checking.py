"""What holds for the check as a whole, whatever the rules are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
from duckdb import DuckDBPyConnection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from staged import Row, read, stage_rows

from openpeel.catalogue.checks import limits, load_limits
from openpeel.catalogue.contracts import contract, contracts
from openpeel.errors import UserError
from openpeel.facts.engine import connect
from openpeel.facts.returns.baseline import (
    Baseline,
    Other,
    baseline,
    baseline_from_json,
    baseline_json,
)
from openpeel.facts.returns.checking import check, rules
from openpeel.facts.returns.findings import Filled, Finding, Reply
from openpeel.facts.returns.report_json import report_from_json, report_json

EXAMPLES = Path(__file__).parent / "examples"
AS_OF = date(2026, 11, 23)
WEST_MERCIA, KENT = "E23000016", "E23000032"


def calls(name: str) -> list[Row]:
    return read(EXAMPLES / f"{name}.csv")


def test_the_same_file_contract_and_day_give_the_same_bytes_whatever_the_threads() -> None:
    reports = []
    for threads in (1, 2):
        with connect(memory="500MB", threads=threads) as con:
            sent = stage_rows(con, calls("mix-break") + calls("not-in-codes"), "calls")
            reports.append(report_json(check(con, sent, as_of=AS_OF)))
    assert reports[0] == reports[1]


def test_the_order_of_findings_is_errors_first_then_rule_force_and_field(
    con: DuckDBPyConnection,
) -> None:
    rows = calls("not-in-codes") + calls("time-in-future") + calls("times-out-of-order")
    found = check(con, stage_rows(con, rows, "calls"), as_of=AS_OF).findings
    keys = [(f.severity == "query", f.rule, f.force_code, f.subject) for f in found]
    assert keys == sorted(keys)
    assert {f.severity for f in found} == {"error", "query"}


def test_first_rows_are_the_smallest_and_at_most_twenty(con: DuckDBPyConnection) -> None:
    rows = [row | {"line": ""} for row in calls("midnight-heap")]
    found = check(con, stage_rows(con, rows, "calls"), as_of=AS_OF).errors
    assert [(f.rule, f.count, f.rows) for f in found] == [
        ("required-empty", 40, tuple(range(2, 22)))
    ]


def test_forces_of_one_file_are_judged_apart(con: DuckDBPyConnection) -> None:
    rows = calls("midnight-heap")
    other = [row | {"force": "Kent", "area": "", "call_ref": f"K{row['call_ref']}"} for row in rows]
    quiet = [row for row in other if not row["received_at"].endswith("00:00:00")]
    report = check(con, stage_rows(con, rows + quiet, "calls"), as_of=AS_OF)
    heaps = [f.force_code for f in report.findings if f.rule == "midnight-heap"]
    assert heaps == [WEST_MERCIA]
    assert report.forces == (WEST_MERCIA, KENT)
    assert report.by_force[KENT] == Filled(28, report.by_force[KENT].fields)
    assert report.by_force[KENT].fields["area"] == 0


def test_two_forces_may_use_the_same_keys(con: DuckDBPyConnection) -> None:
    rows = calls("midnight-heap")[20:]
    both = rows + [row | {"force": "Kent", "area": ""} for row in rows]
    found = check(con, stage_rows(con, both, "calls"), as_of=AS_OF).errors
    assert [f.rule for f in found] == ["force-of-another"]


def test_an_unreadable_cell_is_not_also_an_empty_one(con: DuckDBPyConnection) -> None:
    rows = calls("not-in-codes")
    rows[0]["line"] = ""
    found = check(con, stage_rows(con, rows, "calls"), as_of=AS_OF).errors
    assert [(f.rule, f.rows) for f in found] == [("not-in-codes", (5, 6)), ("required-empty", (2,))]


def test_problems_that_staging_found_stand_in_the_report(con: DuckDBPyConnection) -> None:
    problem = Finding("too-many-cells", "error", "", "", "", "Row 9 has 14 cells.", 1, (9,))
    sent = stage_rows(con, calls("month-empty"), "calls")
    assert problem in check(con, replace(sent, problems=(problem,)), as_of=AS_OF).errors


def test_what_could_not_be_checked_is_said(con: DuckDBPyConnection) -> None:
    report = check(con, stage_rows(con, calls("link-broken"), "calls"), as_of=AS_OF)
    assert report.rules_left == (
        ("last-period-change", "no earlier return of the force was given"),
        (
            "link-broken",
            "`incident_ref` was not looked up: the return `incidents` was not given",
        ),
        ("month-jump", "fewer than 6 months with rows"),
        ("published-total", "the contract names no published table for its rows"),
    )
    left = {rule for rule, _ in report.rules_left}
    assert set(report.rules_run) | left == rules().keys()
    assert not left & set(report.rules_run)


def test_a_field_that_was_not_sent_makes_no_share(con: DuckDBPyConnection) -> None:
    """Not sent is missing, never no: no share is worked out of it."""
    rows = calls("constant-field")
    report = check(con, stage_rows(con, rows, "incidents"), as_of=AS_OF)
    left = [why for rule, why in report.rules_left if rule == "share-out-of-range"]
    assert "`domestic-abuse` rests on a field that was not sent" in left
    assert "domestic-abuse" not in {f.subject for f in report.queries}
    assert "share-out-of-range" in report.rules_run  # the share of immediate grades was looked at


def test_labels_and_references_are_never_shown(con: DuckDBPyConnection) -> None:
    secret = "Mrs Jones 07700900123"
    rows = [row | {"call_ref": secret, "area": secret} for row in calls("not-in-codes")]
    report = check(con, stage_rows(con, rows, "calls"), as_of=AS_OF)
    assert {"reference-looks-personal", "area-unknown", "key-duplicate"} <= {
        f.rule for f in report.findings
    }
    assert "Jones" not in report_json(report)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cell=st.text(max_size=80), field=st.sampled_from(["line", "received_at", "abandoned"]))
def test_no_cell_is_shown_beyond_forty_characters_nor_unprintable(cell: str, field: str) -> None:
    cell = cell.replace("\0", "").strip() or "x"
    if "\ud800" <= max(cell) <= "\udfff":
        return
    with duckdb.connect() as con:
        rows = calls("month-empty")[:4]
        rows[1][field] = cell
        report = check(con, stage_rows(con, rows, "calls"), as_of=AS_OF)
    for finding in report.findings:
        assert finding.sentence.isprintable()
        shown = finding.sentence.partition("Most often: '")[2]
        assert len(shown.partition("' (1)")[0]) <= 43


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10**6), moved=st.integers(0, 3))
def test_duplicates_are_counted_as_plain_python_counts_them(seed: int, moved: int) -> None:
    rows = calls("midnight-heap")
    size = seed % 7 + 1
    again = [dict(rows[(seed + n) % len(rows)]) for n in range(size)]
    for row in again[:moved]:
        row["ended_at"] = ""
    every = rows + again
    copies = len(every) - len({tuple(row.values()) for row in every})
    distinct = {tuple(row.values()): row["call_ref"] for row in every}.values()
    twice = [ref for ref in distinct if list(distinct).count(ref) > 1]
    with connect(memory="300MB", threads=1) as con:
        report = check(con, stage_rows(con, every, "calls"), as_of=AS_OF)
    counts = {f.rule: f.count for f in report.errors}
    assert counts.get("row-duplicate", 0) == copies
    assert counts.get("key-duplicate", 0) == len(twice)


def test_a_report_comes_back_from_json_exactly(con: DuckDBPyConnection) -> None:
    replies = [Reply("Q12345678", "so it was\nand is", "A. Analyst", AS_OF)]
    sent = stage_rows(con, calls("mix-break"), "calls")
    report = check(con, sent, as_of=AS_OF, replies=replies)
    assert report.replies == tuple(replies)
    assert report_from_json(report_json(report)) == report
    with pytest.raises(UserError, match=r"report\.json: it is no report of a check"):
        report_from_json('{"contract": "calls"}', "report.json")


def test_small_counts_do_not_make_a_jump_or_an_empty_month(con: DuckDBPyConnection) -> None:
    """Chance empties a month where three rows a month are usual."""
    months = dict(enumerate((3, 2, 4, 0, 3, 9, 2, 3), 1))
    row = calls("month-empty")[0] | {"answered_at": "", "ended_at": ""}
    rows = [
        row | {"call_ref": f"C{month}{n}", "received_at": f"2025-{month:02d}-{n + 3:02d} 10:07:03"}
        for month, count in months.items()
        for n in range(count)
    ]
    report = check(con, stage_rows(con, rows, "calls"), as_of=AS_OF)
    assert not {"month-empty", "month-jump"} & {f.rule for f in report.findings}


def test_limits_are_dated_and_each_says_why() -> None:
    for rule, named in limits().limits.items():
        assert rule in rules(), rule
        for values in named.values():
            assert all(value.words for value in values)
    assert limits().value("month-jump", "months", date(2010, 1, 1)) == 6  # before the first


def test_two_limits_of_one_name_must_not_hold_on_one_day(tmp_path: Path) -> None:
    path = tmp_path / "checks.yaml"
    value = "{from: 2020-01-01, to: null, value: 1, words: because}"
    path.write_text(
        f"checked: {{on: 2026-11-23, next: 2027-11-23}}\nlimits:\n  a:\n    b: [{value}, {value}]\n"
    )
    with pytest.raises(UserError, match=r"limits\.a\.b\.1\.from: two values hold on the same day"):
        load_limits(path)


def test_the_baseline_is_counted_from_the_lake_and_travels_as_text(
    con: DuckDBPyConnection,
) -> None:
    stage_rows(con, calls("month-empty"), "calls")
    con.execute("create temp table held as select * from return_rows")
    found = baseline(con, contract("calls"), [WEST_MERCIA, KENT], rows="held")
    before = found.before[WEST_MERCIA]
    assert list(found.before) == [WEST_MERCIA]
    assert before.periods == {f"2025-{month:02d}-01": 16 for month in (4, 5, 6, 8, 9)}
    assert before.shares["emergency"] == (20, 80)
    assert baseline_from_json(baseline_json(found)) == found
    with pytest.raises(UserError, match="baseline can't be read"):
        baseline_from_json("[]")
    assert baseline(con, contract("calls"), []) == Baseline()


def test_published_numbers_are_summed_by_force_and_period(con: DuckDBPyConnection) -> None:
    con.execute(
        "create temp table official as select * from (values"
        f" ('{KENT}', date '2025-04-01', date '2025-06-30', 'theft', 10),"
        f" ('{KENT}', date '2025-04-01', date '2025-06-30', 'drugs', 5),"
        f" ('{KENT}', date '2025-04-01', date '2025-06-30', 'fraud', 900))"
        " t(force_code, period_start, period_end, offence_group, offences)"
    )
    found = baseline(con, contract("crimes"), [KENT], published={"recorded_crime": "official"})
    assert [(p.force_code, p.start, p.count) for p in found.published] == [
        (KENT, date(2025, 4, 1), 15.0)
    ]


def test_references_to_a_time_that_the_other_return_does_not_cover_are_left_out(
    con: DuckDBPyConnection, tmp_path: Path
) -> None:
    path = tmp_path / "incidents.parquet"
    con.execute(
        "copy (select 'WM-1' as incident_ref, date '2025-06-01' as period_start,"
        f" date '2025-06-30' as period_end) to '{path}' (format parquet)"
    )
    sent = stage_rows(con, calls("link-broken"), "calls")
    report = check(con, sent, as_of=AS_OF, others={"incidents": Other(path)})
    assert report.findings == ()
    assert "link-broken" in report.rules_run


def test_march_and_october_are_found_in_every_year(con: DuckDBPyConnection) -> None:
    """Against the calendar of the standard library."""
    row = calls("month-empty")[0] | {"answered_at": "", "ended_at": "", "abandoned": "yes"}
    days = [date(2019, 3, 1) + timedelta(days=n) for n in range(7 * 365)]
    march = [day for day in days if day.month == 3]
    rows = [
        row | {"call_ref": f"C{n}", "received_at": f"{day} 01:30:00"} for n, day in enumerate(march)
    ]
    report = check(con, stage_rows(con, rows, "calls"), as_of=AS_OF)
    (found,) = [f for f in report.findings if f.rule == "clock-change-missing-hour"]
    last = [n for n, day in enumerate(march, 2) if day.weekday() == 6 and day.day > 24]
    assert found.rows == tuple(last)


@pytest.mark.parametrize("name", contracts())
def test_the_examples_of_every_contract_pass(con: DuckDBPyConnection, name: str) -> None:
    """Every rule runs on every contract, and what a contract shows as an example is right."""
    row = {field: asked.example for field, asked in contract(name).asked.items()}
    report = check(con, stage_rows(con, [row], name), as_of=AS_OF)
    assert report.findings == ()
    assert report.rows == 1

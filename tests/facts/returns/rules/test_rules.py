"""The manual of the checker's rules.

Each rule has a file that fails it in `examples`, and a test of the same name here: the file gives
that rule and no other, and once it is mended the rule is silent.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection
from staged import Row, read, stage_rows

from openpeel.facts.returns.baseline import Baseline, Before, Other, PublishedCount
from openpeel.facts.returns.checking import check, rules
from openpeel.facts.returns.findings import Finding, Report
from openpeel.facts.returns.references import Salt, hashed, set_secret

EXAMPLES = Path(__file__).parent / "examples"
AS_OF = date(2026, 11, 23)
WEST_MERCIA = "E23000016"

# the contract that an example is about; all others are calls
ABOUT = {
    "not-a-number": "finance",
    "not-a-date": "crimes",
    "label-pattern": "crimes",
    "published-total": "crimes",
    "duration-over-a-day": "incidents",
    "constant-field": "incidents",
}


def report_on(con: DuckDBPyConnection, rule: str, rows: list[Row], **given: object) -> Report:
    staged = stage_rows(con, rows, ABOUT.get(rule, "calls"))
    return check(con, staged, as_of=AS_OF, **given)  # type: ignore[arg-type]


def holds(
    con: DuckDBPyConnection,
    rule: str,
    mend: Callable[[Row], Row | None],
    **given: object,
) -> Finding:
    """The example gives one finding, of this rule; mended row by row it gives none of it."""
    rows = read(EXAMPLES / f"{rule}.csv")
    found = report_on(con, rule, rows, **given).findings
    assert [f.rule for f in found] == [rule], [f.sentence for f in found]
    mended = [row for row in map(mend, rows) if row is not None]
    assert report_on(con, rule, mended, **given).findings == ()
    assert found[0].severity == rules()[rule].severity
    return found[0]


def where(test: Callable[[Row], bool], **cells: str) -> Callable[[Row], Row]:
    """Mend by writing these cells in the rows that pass a test."""
    return lambda row: row | cells if test(row) else row


def test_field_missing(con: DuckDBPyConnection) -> None:
    found = holds(con, "field-missing", lambda row: row | {"abandoned": "no"})
    assert found.sentence == (
        "The file has no column for `abandoned` (the caller ended the call before an answer)."
        " Send it, or name the column that holds it in the mapping."
    )


def test_not_a_number(con: DuckDBPyConnection) -> None:
    found = holds(con, "not-a-number", where(lambda r: r["pounds"][0] == "£", pounds="200000000"))
    assert found.sentence == (
        "`pounds` is no number in 1 of 2 rows (50.0%) in which it is filled."
        " Most often: '£two hundred million' (1). Row: 3. Write numbers such as 1234.5."
    )


def test_not_a_whole_number(con: DuckDBPyConnection) -> None:
    found = holds(con, "not-a-whole-number", lambda row: row | {"target_s": "30"})
    assert (found.subject, found.count, found.rows) == ("target_s", 1, (4,))


def test_not_a_date(con: DuckDBPyConnection) -> None:
    found = holds(con, "not-a-date", lambda row: row | {"extracted_on": "2026-04-20"})
    assert "'31/02/2026' (1)" in found.sentence


def test_not_a_time(con: DuckDBPyConnection) -> None:
    found = holds(con, "not-a-time", where(lambda r: r["answered_at"][:1] == "q", answered_at=""))
    assert found.subject == "answered_at"


def test_not_a_flag(con: DuckDBPyConnection) -> None:
    found = holds(con, "not-a-flag", where(lambda r: r["abandoned"] == "perhaps", abandoned="no"))
    assert "`abandoned` is neither yes nor no in 1 of 6 rows (16.7%)" in found.sentence


def test_not_in_codes(con: DuckDBPyConnection) -> None:
    unknown = where(lambda r: r["line"] not in ("999", "101"), line="101")
    found = holds(con, "not-in-codes", unknown)
    assert "Most often: '118' (1) and '<b>switch\\u202eboard</b>' (1)." in found.sentence
    assert "Map these values to the codes of the field: " in found.sentence


def test_required_empty(con: DuckDBPyConnection) -> None:
    found = holds(con, "required-empty", where(lambda r: not r["line"], line="101"))
    assert found.sentence == "`line` is empty in 1 of 6 rows (16.7%). Row: 5. Fill it in every row."


def test_key_empty(con: DuckDBPyConnection) -> None:
    holds(con, "key-empty", where(lambda r: not r["call_ref"], call_ref="C9"))


def test_label_pattern(con: DuckDBPyConnection) -> None:
    found = holds(con, "label-pattern", lambda row: row | {"offence_code": "8/01"})
    assert "common assault" not in found.sentence  # labels are never shown


def test_number_out_of_range(con: DuckDBPyConnection) -> None:
    found = holds(con, "number-out-of-range", lambda row: row | {"target_s": "30"})
    assert "`target_s` is below 1 or above 3,600 in 1 of 6 rows (16.7%)" in found.sentence


def test_force_unknown(con: DuckDBPyConnection) -> None:
    found = holds(con, "force-unknown", lambda row: row | {"force": "West Mercia"})
    assert (found.force_code, found.rows) == ("", (4,))
    assert "Wessex" not in found.sentence


def test_force_of_another(con: DuckDBPyConnection) -> None:
    found = holds(con, "force-of-another", lambda row: row | {"force": "West Mercia"})
    assert found.sentence.startswith(
        "1 row is of West Midlands, in a file that is mostly of West Mercia."
    )


def test_key_duplicate(con: DuckDBPyConnection) -> None:
    found = holds(con, "key-duplicate", where(lambda r: r["call_ref"][0] == "c", call_ref="C9"))
    assert found.sentence == (
        "1 key stands on 2 rows that differ; `call_ref` must be different on every row."
        " Rows: 2 and 6. Send each record once (one call offered to the force on 999 or 101)."
    )


def test_row_duplicate(con: DuckDBPyConnection) -> None:
    seen: list[Row] = []

    def once(row: Row) -> Row | None:
        if row in seen:
            return None
        seen.append(row)
        return row

    found = holds(con, "row-duplicate", once)
    assert (found.count, found.rows) == (1, (6,))


def test_time_in_future(con: DuckDBPyConnection) -> None:
    rows = read(EXAMPLES / "time-in-future.csv")
    report = report_on(con, "time-in-future", rows)
    assert {f.rule for f in report.findings} == {"time-in-future"}
    assert {f.subject for f in report.errors} == {"received_at", "answered_at", "ended_at"}
    mended = [{k: v.replace("2026-12-01", "2025-12-01") for k, v in row.items()} for row in rows]
    assert report_on(con, "time-in-future", mended).findings == ()


def test_date_far_past(con: DuckDBPyConnection) -> None:
    rows = read(EXAMPLES / "date-far-past.csv")
    found = report_on(con, "date-far-past", rows)
    assert [f.rule for f in found.errors] == ["date-far-past"]
    assert [f.rule for f in found.queries] == ["times-out-of-order"]  # it does stand before
    mended = [row | {"ended_at": ""} if row["ended_at"][:4] == "1900" else row for row in rows]
    assert report_on(con, "date-far-past", mended).findings == ()


def test_period_before_contract(con: DuckDBPyConnection) -> None:
    found = holds(
        con, "period-before-contract", lambda row: row if row["received_at"] > "2018" else None
    )
    assert "1 of 6 rows (16.7%) are from before 2018-04-01" in found.sentence


def test_reference_looks_personal(con: DuckDBPyConnection) -> None:
    def mend(row: Row) -> Row:
        key = row["call_ref"]
        return row if key[0] == "C" else row | {"call_ref": f"C{len(key)}"}

    found = holds(con, "reference-looks-personal", mend)
    assert (found.count, found.rows) == (2, (4, 6))
    assert "SMITH" not in found.sentence and "@" not in found.sentence


def test_area_unknown(con: DuckDBPyConnection) -> None:
    found = holds(con, "area-unknown", lambda row: row | {"area": "Shropshire"})
    assert found.severity == "query" and "Moon" not in found.sentence


def test_times_out_of_order(con: DuckDBPyConnection) -> None:
    found = holds(con, "times-out-of-order", where(lambda r: " 00:" in r["ended_at"], ended_at=""))
    assert "`ended_at` stands before `answered_at` in 1 of 5 rows (20.0%)" in found.sentence


def test_times_equal(con: DuckDBPyConnection) -> None:
    holds(con, "times-equal", lambda row: row | {"answered_at": row["answered_at"] and _after(row)})


def _after(row: Row) -> str:
    """A minute is more than this call waited, and less than it lasted."""
    start = row["received_at"]
    if row["answered_at"] != start:
        return row["answered_at"]
    seconds = int(start[-2:])
    return f"{start[:-2]}{seconds + 5:02d}" if seconds < 54 else row["ended_at"]


def test_duration_too_long(con: DuckDBPyConnection) -> None:
    found = holds(con, "duration-too-long", lambda row: row | {"ended_at": ""})
    assert "From `answered_at` to `ended_at` it is more than 8 hours in 1 row" in found.sentence


def test_duration_over_a_day(con: DuckDBPyConnection) -> None:
    found = holds(
        con, "duration-over-a-day",
        lambda row: None if row["arrived_at"][:10] != row["created_at"][:10] else row,
    )  # fmt: skip
    assert (found.subject, found.count) == ("attend_s", 40)


def test_midnight_heap(con: DuckDBPyConnection) -> None:
    found = holds(
        con, "midnight-heap", lambda row: None if row["received_at"][11:] == "00:00:00" else row
    )
    assert "`received_at` is exactly 00:00:00 in 12 of 40 rows (30.0%)" in found.sentence


def test_hour_heap(con: DuckDBPyConnection) -> None:
    rows = read(EXAMPLES / "hour-heap.csv")
    found = report_on(con, "hour-heap", rows).findings
    assert {f.rule for f in found} == {"hour-heap"}
    assert {f.subject for f in found} == {
        "received_at, the hour",
        "received_at, a quarter of an hour",
    }
    mended = [row for row in rows if row["received_at"][-2:] != "00"]
    assert report_on(con, "hour-heap", mended).findings == ()


def test_clock_change_missing_hour(con: DuckDBPyConnection) -> None:
    rows = read(EXAMPLES / "clock-change-missing-hour.csv")
    found = report_on(con, "clock-change-missing-hour", rows).findings
    assert {f.rule for f in found} == {"clock-change-missing-hour"}
    mended = [{k: v.replace(" 01:2", " 02:2") for k, v in row.items()} for row in rows]
    assert report_on(con, "clock-change-missing-hour", mended).findings == ()


def test_clock_change_double_hour(con: DuckDBPyConnection) -> None:
    backwards = where(lambda r: " 01:02:09" in r["ended_at"], ended_at="2025-10-26 01:59:09")
    holds(con, "clock-change-double-hour", backwards)


def half_moved(month: str, to: str) -> Callable[[Row], Row]:
    """Mend by moving every other pair of calls from one month to another."""

    def mend(row: Row) -> Row:
        if int(row["call_ref"][1:]) % 4 > 1:
            return row
        return {name: cell.replace(month, to) for name, cell in row.items()}

    return mend


def test_month_empty(con: DuckDBPyConnection) -> None:
    found = holds(con, "month-empty", half_moved("2025-06", "2025-07"))
    assert (found.period, found.sentence) == (
        "2025-07",
        "July 2025 has no rows; 16 a month are usual in this return. Send them, or say why there"
        " are none; until then the month is missing.",
    )


def test_month_jump(con: DuckDBPyConnection) -> None:
    found = holds(con, "month-jump", half_moved("2025-07", "2025-08"))
    assert found.period == "2025-08"
    assert found.sentence.startswith("August 2025 has 2 rows, 9")


def test_last_period_change(con: DuckDBPyConnection) -> None:
    shares = {"abandoned-101": (500, 1500)}
    before = Before({f"2024-{month:02d}-01": 100 for month in range(4, 13)}, shares)
    given = Baseline({WEST_MERCIA: before})
    rows = read(EXAMPLES / "last-period-change.csv")
    found = report_on(con, "last-period-change", rows, against=given).findings
    assert [f.sentence for f in found] == [
        "The return has 200 rows a period on average; there were 100, 100.0% more. Fix it, or say"
        " why it is right.",
        "101 calls abandoned: 25 of 150 rows (16.7%); in what was sent before 33.3%. Fix it, or"
        " say why it is right.",
    ]
    like = Baseline({WEST_MERCIA: Before({"2024-04-01": 190}, {"abandoned-101": (150, 900)})})
    assert report_on(con, "last-period-change", rows, against=like).findings == ()
    same = Baseline({WEST_MERCIA: Before({"2025-04-01": 198})})
    assert report_on(con, "last-period-change", rows, against=same).findings == ()


def test_published_total(con: DuckDBPyConnection) -> None:
    def given(count: float) -> Baseline:
        quarter = PublishedCount(0, WEST_MERCIA, date(2025, 4, 1), date(2025, 6, 30), count)
        year = PublishedCount(0, WEST_MERCIA, date(2025, 4, 1), date(2026, 3, 31), 99)
        return Baseline(published=(quarter, year))  # the return does not cover the year

    rows = read(EXAMPLES / "published-total.csv")
    (found,) = report_on(con, "published-total", rows, against=given(40)).findings
    assert found.sentence == (
        "From 2025-04-01 to 2025-06-30 the return counts 30, the recorded crime open data of the"
        " Home Office 40: 25.0% fewer; 5% is the limit. Fix it, or say why it is right."
    )
    assert report_on(con, "published-total", rows, against=given(31)).findings == ()


def test_mix_break(con: DuckDBPyConnection) -> None:
    rows = read(EXAMPLES / "mix-break.csv")
    (found,) = report_on(con, "mix-break", rows).findings
    assert (found.rule, found.subject, found.period) == ("mix-break", "line", "2025-06")
    assert "From June 2025 on `line` says '101' in 100.0% of rows, before in" in found.sentence
    mended = [row | {"line": "999" if int(row["call_ref"][1:]) % 3 == 0 else "101"} for row in rows]
    assert report_on(con, "mix-break", mended).findings == ()


def test_constant_field(con: DuckDBPyConnection) -> None:
    found = holds(
        con, "constant-field",
        lambda row: row | {"repeat_caller": "yes" if row["incident_ref"][-1] == "3" else "no"},
    )  # fmt: skip
    assert "`repeat_caller` says 'no' in all of the 200 rows" in found.sentence


def test_share_out_of_range(con: DuckDBPyConnection) -> None:
    found = holds(
        con, "share-out-of-range",
        lambda row: row | {"abandoned": "yes" if row["call_ref"][-1] == "2" else "no"},
    )  # fmt: skip
    assert found.sentence.startswith("101 calls abandoned: 30 of 30 rows (100.0%); at most 45%")


@pytest.mark.parametrize("salt", [None, Salt(b"of the lake" * 3)])
def test_link_broken(con: DuckDBPyConnection, salt: Salt | None) -> None:
    con.execute(
        "create table held as select 'WM-2025-' || lpad((x + 1)::varchar, 6, '0') as incident_ref,"
        " date '2025-04-01' as period_start, date '2025-04-30' as period_end from range(50) t(x)"
    )
    if salt:
        set_secret(con, salt)
        con.execute(f"update held set incident_ref = {hashed('incident_ref')}")

    def known(row: Row) -> Row:
        return row | {"incident_ref": row["incident_ref"].replace("-005", "-000")}

    found = holds(con, "link-broken", known, others={"incidents": Other("held", salt)})
    assert (found.subject, found.count) == ("incident_ref", 20)


def test_field_mostly_empty(con: DuckDBPyConnection) -> None:
    found = holds(
        con, "field-mostly-empty", lambda row: row | {"incident_ref": f"WM-{row['call_ref']}"}
    )
    assert (found.subject, found.period) == ("incident_ref", "2025-06")


def test_a_field_whose_answer_comes_later_may_be_empty_until_then(con: DuckDBPyConnection) -> None:
    def rows(months: int) -> list[Row]:
        """Forty people a month from April 2024, and who reoffended in the first so many months."""
        return [
            {
                "force": "Kent", "person_ref": f"P{month}-{n}", "extracted_on": "2026-04-20",
                "joined_on": f"{2024 + (month + 3) // 12}-{(month + 3) % 12 + 1:02}-05",
                "reoffended": ("yes" if n < 16 else "no") if month < months else "",
            }
            for month in range(24)
            for n in range(40)
        ]  # fmt: skip

    def asked(months: int) -> set[str]:
        staged = stage_rows(con, rows(months), "offender-management")
        report = check(con, staged, as_of=date(2026, 4, 20))
        return {f.subject for f in report.findings if f.rule == "field-mostly-empty"}

    assert asked(months=12) == set()
    assert asked(months=6) == {"reoffended"}


def test_rules_examples_and_tests_match_one_to_one() -> None:
    examples = {path.stem for path in EXAMPLES.iterdir()}
    here = sys.modules[__name__]
    tests = {name.removeprefix("test_").replace("_", "-") for name in dir(here)}
    assert examples == rules().keys()
    assert not rules().keys() - tests


def test_every_rule_is_in_words() -> None:
    for rule in rules().values():
        assert rule.words.endswith("."), rule.id
        assert (rule.conditions is None) != (rule.look is None)

"""The commands on returns at a force: check, map, returns, salt and samples.

What an analyst meets who has a file that is not quite right. What happens to it in the lake and on
the site stands in `test_command_submissions.py`.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from drawn_files import (
    ARRESTS,
    NO_AUGUST,
    ON,
    RELEASES,
    VOLUNTARY,
    arrests,
    attendances,
    broken,
    fill_in,
    rows_of,
)
from drawn_files import releases as released
from openpeel.facts.simulator import simulate
from test_command_line import contents, refused, run

REPORTS = {"va-check.html", "va-check.csv"}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The analyst's folder, in which the command runs: a year with one empty month."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "va.csv").write_text(attendances())
    return tmp_path


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that `simulate` made."""
    folder = tmp_path_factory.mktemp("simulated") / "year"
    simulate(folder, 1, 0.0005, years=1, only=["arrests"])
    return folder


# check: what it prints and writes


def test_check_prints_a_table_and_writes_a_page_and_a_csv(place: Path) -> None:
    result = run("check", "va.csv", *VOLUNTARY)
    assert result.exit_code == 0, result.output
    first, second, _, query, *_ = result.output.splitlines()
    assert first == "Voluntary attendance: Kent"
    assert second == "va.csv, 132 rows, 2025-04-01 to 2026-03-31; checked as of 2026-04-20"
    assert query.split() == [NO_AUGUST, "month-empty"]
    assert "It can be submitted; 1 query is open." in result.output
    assert "Report: va-check.html; to fill in and send back: va-check.csv" in result.output
    assert contents(place).keys() == REPORTS | {"va.csv"}
    assert NO_AUGUST in (place / "va-check.html").read_text(encoding="utf-8")
    (row,) = rows_of(place / "va-check.csv")
    assert (row["number"], row["kind"], row["period"]) == (NO_AUGUST, "query", "2025-08")
    assert row["reply"] == row["reply by"] == ""


def test_errors_are_counted_with_their_rows_and_give_exit_code_1(place: Path) -> None:
    (place / "va.csv").write_text(broken())
    result = run("check", "va.csv", *VOLUNTARY)
    assert result.exit_code == 1, result.output
    assert "`attended_on` is no day of the calendar in 1 of 132 rows" in result.output
    assert "'yesterday' (1). Row: 3." in result.output
    assert "`on_system` is neither yes nor no" in result.output
    assert "It can't be submitted yet: 2 errors." in result.output
    kinds = [row["kind"] for row in rows_of(place / "va-check.csv")]
    assert kinds == ["error", "error", "query"]


def test_a_file_without_errors_or_queries_says_that_there_are_none(place: Path) -> None:
    (place / "va.csv").write_text(attendances(without=()))
    result = run("check", "va.csv", *VOLUNTARY)
    assert (result.exit_code, rows_of(place / "va-check.csv")) == (0, [])
    assert "It can be submitted: no errors and no queries." in result.output


def test_of_several_files_one_with_an_error_sets_the_exit_code(place: Path) -> None:
    (place / "bad.csv").write_text(broken())
    result = run("check", "bad.csv", "va.csv", *VOLUNTARY)
    assert result.exit_code == 1
    assert {"bad-check.html", "bad-check.csv"} | REPORTS < contents(place).keys()


def test_two_files_of_one_name_get_numbered_reports(place: Path) -> None:
    (place / "may").mkdir()
    for name in ("may/va.csv", "va-2.csv"):
        shutil.copy("va.csv", name)
    assert run("check", "va.csv", "may/va.csv", "va-2.csv", *VOLUNTARY).exit_code == 0
    made = {path.name for path in place.glob("*-check.csv")}
    assert made == {"va-check.csv", "va-2-check.csv", "va-2-2-check.csv"}


def test_the_folder_for_reports_is_made_when_it_is_not_there(place: Path) -> None:
    result = run("check", "va.csv", *VOLUNTARY, "--out", "new/reports")
    assert "Report: new/reports/va-check.html" in result.output
    assert {path.name for path in (place / "new" / "reports").iterdir()} == REPORTS


def test_a_folder_for_reports_that_is_a_file_is_told(place: Path) -> None:
    refused(run("check", "va.csv", *VOLUNTARY, "--out", "va.csv"), "va.csv")
    assert contents(place).keys() == {"va.csv"}


def test_a_full_disk_leaves_the_earlier_reports(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("check", "va.csv", *VOLUNTARY)
    before = contents(place)
    whole = Path.write_bytes

    def half(self: Path, data: bytes) -> int:
        whole(self, data[: len(data) // 2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", half)
    refused(run("check", "va.csv", "--as", "voluntary-attendance", "--on", "2026-05-20"), "space")
    assert contents(place) == before


def test_the_same_file_gives_the_same_bytes_wherever_it_lies_and_whoever_checks(
    place: Path,
) -> None:
    centre, lake = place / "centre" / "in", place / "lake"
    centre.mkdir(parents=True)
    lake.mkdir()
    shutil.copy("va.csv", centre)
    run("check", "va.csv", *VOLUNTARY, "--out", "here")
    run("check", centre / "va.csv", *VOLUNTARY, "--lake", lake, "--out", "there")
    assert contents(place / "here") == contents(place / "there")
    assert contents(place / "here").keys() == REPORTS


def test_a_name_can_not_steer_the_terminal(place: Path) -> None:
    (place / "va.csv").rename("v\x07a.csv")
    result = run("check", "v\x07a.csv", *VOLUNTARY)
    assert "Report: v?a-check.html" in result.output
    assert "\x07" not in result.output


# check: what can't be read is one sentence


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("va.csv", *ON), "va.csv: say with --as which return it is"),
        (("va.csv", "--as", "vans"), "there is no return 'vans'; `openpeel returns` lists them"),
        (("none.csv", *VOLUNTARY), "none.csv: there is no such file"),
        ((".", *VOLUNTARY), "this is a folder, not a file"),
        (("empty.csv", *VOLUNTARY), "empty.csv: the file is empty"),
        (("va.csv", *ARRESTS, "--force", "Ken"), "there is no force 'Ken'"),
        (("va.csv", *VOLUNTARY, "--force", "Surrey"), "the row is of Kent, but the file is to be"),
        (("va.csv", *VOLUNTARY, "--lake", "none"), "none: there is no lake here"),
        (("va.csv", *VOLUNTARY, "--map", "none.yaml"), "none.yaml: there is no such file"),
        (("va.csv", *VOLUNTARY, "--map", "calls.yaml"), "this mapping is for 'calls', not for"),
        (("va.csv", *VOLUNTARY, "--with", "crimes"), "--with crimes: write it as RETURN=FILE"),
        (("va.csv", *VOLUNTARY, "--with", "crimes="), "--with crimes=: write it as RETURN=FILE"),
        (("va.csv", *VOLUNTARY, "--with", "=va.csv"), "--with =va.csv: write it as RETURN=FILE"),
        (("va.csv", *VOLUNTARY, "--with", "vans=va.csv"), "there is no return 'vans'"),
        (("va.csv", *VOLUNTARY, "--with", "crimes=none.csv"), "none.csv: there is no such file"),
        (("va.csv", *VOLUNTARY, "--with", "crimes=a", "--with", "crimes=b"), "given already"),
        (("va.csv", *VOLUNTARY, "--replies", "none.csv"), "none.csv: it can't be read"),
        (("va.csv", *VOLUNTARY, "--replies", "va.csv"), "it needs the columns `number`"),
        (("va.csv", *VOLUNTARY, "--salt", "none.salt"), "none.salt: there is no such file"),
    ],
)  # fmt: skip
def test_what_can_not_be_checked_is_one_sentence_and_nothing_is_written(
    place: Path, words: tuple[str, ...], said: str
) -> None:
    (place / "empty.csv").write_text("")
    (place / "calls.yaml").write_text("return: calls\ncolumns: {}\n")
    before = contents(place)
    refused(run("check", *words), said)
    assert contents(place) == before


def test_a_day_that_is_none_is_refused(place: Path) -> None:
    result = run("check", "va.csv", "--as", "voluntary-attendance", "--on", "2026-02-30")
    assert result.exit_code == 2
    assert "Invalid value for '--on': '2026-02-30'" in result.output


def test_a_simulated_return_says_itself_what_it_is(place: Path, simulated: Path) -> None:
    result = run("check", simulated / "arrests.parquet", *ON)
    assert result.exit_code == 0, result.output
    assert result.output.startswith("Arrests: 43 forces\n")


def test_a_simulated_file_that_is_no_return_is_told(place: Path, simulated: Path) -> None:
    refused(run("check", simulated / "population.parquet", *ON), "population.parquet", "--as")


def overwritten(content: bytes) -> bytes:
    start = len(content) - 8 - int.from_bytes(content[-8:-4], "little")
    return content[:start] + b"\xff" * 40 + content[start + 40 :]


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (overwritten, "what it says of itself is damaged; simulate again"),
        (lambda whole: whole.replace(b"arrests", b"\xff\xferests"), "is damaged; simulate again"),
        (lambda whole: whole.replace(b"arrests", b"arrestz"), "there is no return 'arrestz'"),
    ],
)
@pytest.mark.parametrize("command", [("check",), ("submit", "--by", "Anna", "--lake", "lake")])
def test_a_simulated_file_with_damaged_marks_is_told(
    place: Path,
    simulated: Path,
    damage: Callable[[bytes], bytes],
    said: str,
    command: tuple[str, ...],
) -> None:
    (place / "sent").mkdir()
    file = place / "sent" / "arrests.parquet"
    file.write_bytes(damage((simulated / "arrests.parquet").read_bytes()))
    refused(run(*command, file if command == ("check",) else file.parent, *ON), said)


# check: linked returns and replies


def test_with_looks_references_up_in_another_file(place: Path) -> None:
    (place / "releases.csv").write_text(released())
    (place / "arrests.csv").write_text(arrests())
    (place / "others.csv").write_text(arrests(first=1_000))
    check = ("check", "releases.csv", *RELEASES)
    assert "`arrest_ref` names" not in run(*check, "--with", "arrests=arrests.csv").output
    missed = run(*check, "--with", "arrests=others.csv").output
    assert "`arrest_ref` names a record that the return `arrests` does not hold" in missed


@pytest.mark.parametrize("excel", [False, True])
def test_a_report_that_came_back_answers_its_queries(place: Path, excel: bool) -> None:
    run("check", "va.csv", *VOLUNTARY)
    fill_in(place / "va-check.csv", "Closed for £ reasons – all month.", excel=excel)
    result = run("check", "va.csv", *VOLUNTARY, "--replies", "va-check.csv")
    assert f"{NO_AUGUST}  month-empty, answered" in result.output
    assert "It can be submitted: no errors, and every query is answered." in result.output
    (row,) = rows_of(place / "va-check.csv")
    assert row["reply"] == "Closed for £ reasons – all month."
    assert (row["reply by"], row["reply on"]) == ("Zoë Analyst", "2026-04-20")


def test_a_reply_is_not_lost_when_the_file_is_checked_again(place: Path) -> None:
    run("check", "va.csv", *VOLUNTARY)
    fill_in(place / "va-check.csv", "Closed in August.")
    before = contents(place)
    refused(run("check", "va.csv", *VOLUNTARY), "va-check.csv", "replies", "--replies")
    assert contents(place) == before
    assert run("check", "va.csv", *VOLUNTARY, "--out", "elsewhere").exit_code == 0


def test_a_file_of_ones_own_is_not_replaced_by_a_report(place: Path) -> None:
    (place / "va-check.csv").write_text("my,own,notes\n")
    before = contents(place)
    refused(run("check", "va.csv", *VOLUNTARY), "va-check.csv", "this is no report")
    assert contents(place) == before


# map


def test_a_draft_is_written_once_and_never_over_an_edited_one(place: Path) -> None:
    drafted = run("map", "va.csv", "--as", "voluntary-attendance", "--out", "va.yaml")
    assert "Drafted va.yaml: look through it, then check with --map va.yaml." in drafted.output
    (place / "va.yaml").write_text((place / "va.yaml").read_text() + "# looked through\n")
    before = contents(place)
    again = run("map", "va.csv", "--as", "voluntary-attendance", "--out", "va.yaml")
    refused(again, "va.yaml: it is there already")
    assert contents(place) == before
    assert run("check", "va.csv", *VOLUNTARY, "--map", "va.yaml").exit_code == 0


def test_without_out_the_draft_is_printed(place: Path) -> None:
    printed = run("map", "va.csv", "--as", "voluntary-attendance").output
    assert printed.startswith("# Draft for Voluntary attendance")
    assert contents(place).keys() == {"va.csv"}


def test_what_a_draft_leaves_open_is_filled_in_and_then_checks(place: Path) -> None:
    theirs = attendances(without=()).replace("Kent,", "").replace(",yes", ",J")
    theirs = theirs.replace("force,attendance_ref,attended_on,on_system", "VA Ref,Seen,Custody rec")
    (place / "va.csv").write_text(theirs.replace(",", ";"))
    run("map", "va.csv", "--as", "voluntary-attendance", "--out", "va.yaml")
    draft = (place / "va.yaml").read_text()
    for asked, filled in {
        "# force: ?": "force: Kent",
        "  # attended_on: ?  (required": "  attended_on: {column: Seen}",
        "  # on_system: ?": "  on_system: {column: Custody rec, yes: [J], no: [N]}",
    }.items():
        (line,) = [line for line in draft.splitlines() if line.startswith(asked)]
        draft = draft.replace(line, filled)
    missing = run("check", "va.csv", *VOLUNTARY, "--map", "va.yaml")
    assert missing.exit_code == 1
    assert "attended_on" in missing.output
    (place / "va.yaml").write_text(draft)
    result = run("check", "va.csv", *VOLUNTARY, "--map", "va.yaml")
    assert "It can be submitted: no errors and no queries." in result.output


# returns and their templates


def test_returns_are_listed_and_one_is_shown() -> None:
    listed = run("returns").output
    assert "voluntary-attendance" in listed
    assert len(listed.splitlines()) >= 28
    shown = run("returns", "releases").output
    assert "A row is one release of one person from custody after arrest." in shown
    assert "released_on            date       required" in shown
    assert "length_d               worked out" in shown


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_an_empty_template_is_a_return_without_rows(place: Path, suffix: str) -> None:
    form = f"empty{suffix}"
    assert run("returns", "releases", "--template", form).exit_code == 0
    once = (place / form).read_bytes()
    run("returns", "releases", "--template", form)
    assert (place / form).read_bytes() == once
    refused(run("check", form, *RELEASES), form, "it holds no rows below its header")
    assert not list(place.glob("*-check.*"))


def test_a_form_that_was_filled_in_is_not_replaced_by_an_empty_one(place: Path) -> None:
    before = contents(place)
    refused(run("returns", "voluntary-attendance", "--template", "va.csv"), "va.csv: it is there")
    assert contents(place) == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("vans",), "there is no return 'vans'"),
        (("--template", "calls.csv"), "say which return the template is of"),
        (("calls", "--template", "calls.pdf"), "a template is written as .csv or .xlsx"),
        (("calls", "--template", "none/calls.csv"), "none/calls.csv: No such file"),
    ],
)
def test_a_template_that_can_not_be_written_is_told(
    place: Path, words: tuple[str, ...], said: str
) -> None:
    refused(run("returns", *words), said)
    assert contents(place).keys() == {"va.csv"}


# salt and samples


def test_a_salt_is_made_once_and_is_for_its_owner_alone(place: Path) -> None:
    assert "A new salt is in our.salt." in run("salt", "our.salt").output
    assert (place / "our.salt").stat().st_mode & 0o777 == 0o600
    before = contents(place)
    refused(run("salt", "our.salt"), "there is a salt already")
    assert contents(place) == before


def test_the_samples_are_checked_as_the_tutorial_says(place: Path) -> None:
    assert run("samples", "--out", "samples").output.split() == [
        f"samples/{name}"
        for name in (
            "command-and-control.csv", "command-and-control.yaml", "telephony.csv", "telephony.yaml"
        )
    ]  # fmt: skip
    log, phones = "samples/command-and-control", "samples/telephony"
    result = run(
        "check", f"{log}.csv", "--as", "incidents", "--map", f"{log}.yaml", "--on", "2021-04-20"
    )
    assert result.exit_code == 0
    rules = [row["rule"] for row in rows_of(place / "command-and-control-check.csv")]
    assert rules == ["duration-over-a-day", "field-mostly-empty", "share-out-of-range"]
    assert "`arrived_at` is in the file and empty in all of its 566 rows." in result.output
    drafted = run("map", f"{phones}.csv", "--as", "calls", "--out", "draft.yaml")
    assert "Drafted draft.yaml" in drafted.output
    calls = ("check", f"{phones}.csv", "--as", "calls", "--on", "2021-04-20")
    assert run(*calls, "--map", f"{phones}.yaml").exit_code == 0

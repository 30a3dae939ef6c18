"""The commands on returns at the centre: submit, reply and share-back.

What an auditor asks: is it the same file, who sent it, and what became of the questions? Where it
is in the figures stands in `test_command_returns_site.py`.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import duckdb
import pytest

from drawn_files import (
    ANNA,
    ARRESTS,
    NO_AUGUST,
    ON,
    RELEASES,
    VOLUNTARY,
    WORDS,
    answered,
    arrests,
    attendances,
    batch_of,
    broken,
    kept,
    releases,
    send,
)
from test_command_line import refused, run


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with Kent's return `va.csv`, submitted to `site.lake`; one query is open."""
    return send(tmp_path_factory.mktemp("asked"))


@pytest.fixture
def place(asked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one's own with `va.csv` and `site.lake`, in which the command runs."""
    shutil.copytree(asked, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


# submit


def test_a_submitted_file_is_a_batch_with_its_keys_hashed(place: Path) -> None:
    result = run("submit", "va.csv", *VOLUNTARY, *ANNA, "--lake", "other.lake")
    assert result.exit_code == 0
    assert "132 rows of voluntary-attendance, 2025-04-01 to 2026-03-31" in result.output
    assert "submitted by Anna Example" in result.output
    assert "(1 query, 1 open)" in result.output
    batch = batch_of(result.output)
    rows = place / "other.lake" / "voluntary_attendance" / f"{batch}.parquet"
    keys = duckdb.sql(f"select distinct attendance_ref from '{rows}'").fetchall()
    assert len(keys) == 132
    assert all(re.fullmatch("h:[0-9a-f]{64}", key) for (key,) in keys)
    account = (place / "other.lake" / "submissions" / f"{batch}.json").read_text()
    assert "va.csv" in account
    assert "VA-2025" not in account


def test_a_file_with_errors_is_not_submitted_and_the_others_are(place: Path) -> None:
    (place / "bad.csv").write_text(broken())
    before = kept(place / "site.lake")
    result = run("submit", "bad.csv", *VOLUNTARY, *ANNA)
    assert result.exit_code == 1
    assert "It can't be submitted yet: 2 errors." in result.output
    assert "bad.csv: not submitted; the lake is as it was." in result.output
    assert kept(place / "site.lake") == before
    both = run("submit", "bad.csv", "va.csv", *VOLUNTARY, *ANNA, "--lake", "new.lake")
    assert both.exit_code == 1
    assert [path.stem for path in (place / "new.lake" / "submissions").glob("*.json")] == [
        batch_of(both.output)
    ]


def test_the_same_file_twice_is_one_batch(place: Path) -> None:
    before = kept(place / "site.lake")
    result = run("submit", "va.csv", *VOLUNTARY, *ANNA)
    assert result.exit_code == 0
    assert f"submissions/{batch_of(result.output)}.json" in before
    assert kept(place / "site.lake") == before


def test_a_correction_takes_the_place_of_the_old_batch_and_says_so(place: Path) -> None:
    before = kept(place / "site.lake")
    old = batch_of(run("submit", "va.csv", *VOLUNTARY, *ANNA).output)
    (place / "va.csv").write_text(attendances(without=()))
    result = run("submit", "va.csv", *VOLUNTARY, "--by", "Ben Example")
    assert "144 rows" in result.output
    assert result.output.splitlines()[1] == f"    takes the place of {old}"
    assert before.items() < kept(place / "site.lake").items()  # nothing old was changed or lost


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("va.csv", *VOLUNTARY, "--by", " "), "say who submits it"),
        (("none.csv", *VOLUNTARY, *ANNA), "none.csv: there is no such file"),
        (("data", *ON, *ANNA), "data: no simulated return is in the folder"),
        (
            ("data", *VOLUNTARY, *ANNA),
            "data: a folder stands for every return in it; leave out --as",
        ),
        (("va.csv", *VOLUNTARY, *ANNA, "--salt", "none.salt"), "none.salt: there is no such file"),
        (("va.csv", *VOLUNTARY, *ANNA, "--salt", "short.salt"), "needs at least 32"),
        (("va.csv", *VOLUNTARY, *ANNA, "--lake", "va.csv"), "the lake can't be there"),
    ],
)
def test_what_can_not_be_submitted_is_one_sentence_and_the_lake_is_as_it_was(
    place: Path, words: tuple[str, ...], said: str
) -> None:
    (place / "short.salt").write_text("secret")
    (place / "short.salt").chmod(0o600)
    before = kept(place)
    refused(run("submit", *words), said)
    assert kept(place) == before


def test_a_file_of_two_forces_is_not_submitted(place: Path) -> None:
    surrey = attendances(force="Surrey").replace("VA-", "SU-").partition("\n")[2]
    (place / "va.csv").write_text(attendances() + surrey)
    before = kept(place)
    result = run("submit", "va.csv", *VOLUNTARY, *ANNA)
    assert result.exit_code == 1
    assert "132 rows are of Kent, in a file that is mostly of Surrey." in result.output
    assert kept(place) == before


@pytest.mark.parametrize("command", ["check", "submit", "share-back"])
@pytest.mark.parametrize("folder", ["submissions", "voluntary_attendance"])
def test_a_lake_that_is_damaged_is_told(place: Path, command: str, folder: str) -> None:
    (file,) = (place / "site.lake" / folder).glob("return-*")
    content = file.read_bytes()
    file.write_bytes(content[:8] + bytes(100) + content[108:])
    before = kept(place)
    lake = ("--lake", "site.lake")
    words = {
        "check": ("va.csv", *VOLUNTARY, *lake),
        "submit": ("va.csv", *VOLUNTARY, *ANNA, *lake),
        "share-back": ("Kent", *lake),
    }
    refused(run(command, *words[command]), "site.lake", "from a copy of")
    assert kept(place) == before


@pytest.mark.parametrize(
    ("first", "then", "linked"),
    [
        ((), (), True),
        (("--salt", "our.salt"), ("--salt", "our.salt"), True),
        (("--salt", "our.salt"), ("--salt", "new.salt"), False),
        (("--salt", "our.salt"), (), False),
        ((), ("--salt", "our.salt"), False),
    ],
)
def test_links_hold_with_one_salt_and_two_salts_are_asked_about(
    place: Path, first: tuple[str, ...], then: tuple[str, ...], linked: bool
) -> None:
    for name in ("our.salt", "new.salt"):
        run("salt", name)
    (place / "arrests.csv").write_text(arrests())
    (place / "releases.csv").write_text(releases())
    run("submit", "arrests.csv", *ARRESTS, *ANNA, *first)
    before = kept(place / "site.lake")
    checked = run("check", "releases.csv", *RELEASES, *then, "--lake", "site.lake")
    assert ("link-broken\n" not in checked.output) == linked
    assert kept(place / "site.lake") == before
    result = run("submit", "releases.csv", *RELEASES, *ANNA, *then)
    assert f"({0 if linked else 1} quer" in result.output
    (found,) = duckdb.sql(
        "select count(*) from 'site.lake/releases/*.parquet' r"
        " semi join 'site.lake/arrests/*.parquet' a on a.arrest_ref = r.arrest_ref"
    ).fetchall()
    assert found == (90 if linked else 0,)


def test_a_salt_that_others_can_read_is_told(place: Path) -> None:
    run("salt", "our.salt")
    (place / "our.salt").chmod(0o644)
    result = run("submit", "va.csv", *VOLUNTARY, *ANNA, "--salt", "our.salt")
    assert result.exit_code == 0
    assert "Others can read the salt our.salt: change its mode to 600." in result.output


# reply


def test_a_reply_stays_with_the_query(place: Path) -> None:
    result = run("reply", answered(place / "back.csv"), *ANNA)
    assert (result.exit_code, result.output) == (0, "va.csv: 1 reply, 0 open\n")
    before = kept(place / "site.lake")
    again = run("reply", "back.csv", *ANNA)
    assert again.output == "There is no new reply in it; the lake is as it was.\n"
    assert kept(place / "site.lake") == before
    checked = run("check", "va.csv", *VOLUNTARY, "--lake", "site.lake")
    assert f"{NO_AUGUST}  month-empty, answered" in checked.output
    assert WORDS in (place / "va-check.csv").read_text(encoding="utf-8")


def test_a_correction_keeps_the_reply(place: Path) -> None:
    run("reply", answered(place / "back.csv"), *ANNA)
    (place / "va.csv").write_text(attendances().replace("yes", "no", 1))
    assert "(1 query, 0 open)" in run("submit", "va.csv", *VOLUNTARY, *ANNA).output


def test_a_reply_can_come_with_the_file(place: Path) -> None:
    sent = ("submit", "va.csv", *VOLUNTARY, *ANNA, "--replies", answered(place / "back.csv"))
    assert "(1 query, 0 open)" in run(*sent).output


def test_a_force_does_not_see_the_replies_of_another(place: Path) -> None:
    run("reply", answered(place / "back.csv"), *ANNA)
    (place / "surrey.csv").write_text(attendances(force="Surrey"))
    run("check", "surrey.csv", *VOLUNTARY, "--lake", "site.lake")
    assert WORDS not in (place / "surrey-check.csv").read_text(encoding="utf-8")
    assert WORDS not in (place / "surrey-check.html").read_text(encoding="utf-8")
    assert "(1 query, 1 open)" in run("submit", "surrey.csv", *VOLUNTARY, *ANNA).output


def test_replies_to_other_queries_are_told_and_the_rest_is_kept(place: Path) -> None:
    strange = answered(place / "strange.csv", "Q00000001")
    both = run("reply", strange, answered(place / "back.csv"), *ANNA)
    refused(both, "was asked Q00000001; the other replies are kept")
    checked = run("check", "va.csv", *VOLUNTARY, "--lake", "site.lake")
    assert f"{NO_AUGUST}  month-empty, answered" in checked.output


def test_a_report_that_nobody_filled_in_changes_nothing(place: Path) -> None:
    run("check", "va.csv", *VOLUNTARY)
    before = kept(place)
    result = run("reply", "va-check.csv", *ANNA)
    assert (result.exit_code, "no new reply" in result.output) == (0, True)
    assert kept(place) == before
    refused(run("reply", "va-check.csv", *ANNA, "--lake", "none"), "none: there is no lake here")


# share-back


def test_share_back_is_printed_and_written_as_csv(place: Path) -> None:
    result = run("share-back", "kent", "--out", "back.csv")
    assert result.exit_code == 0, result.output
    assert result.output.startswith("Shared back with Kent (release ")
    assert "Queries without a reply: 1\n" in result.output
    assert f"{NO_AUGUST} voluntary-attendance: August 2025 has no rows" in result.output
    assert result.output.endswith("As CSV: back.csv\n")
    assert NO_AUGUST in (place / "back.csv").read_text("utf-8-sig")
    run("reply", answered(place / "reply.csv"), *ANNA)
    assert "Queries without a reply: 0\n" in run("share-back", "Kent").output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("Neverland",), "there is no force 'Neverland'"),
        (("Kent", "--lake", "none"), "none: no lake with submissions is here"),
        (("Kent", "--lake", "data"), "data: no lake with submissions is here"),
        (("Kent", "--data", "none"), "none: there is no such folder"),
        (("Kent", "--out", "none/back.csv"), "none/back.csv: No such file"),
    ],
)
def test_what_can_not_be_shared_back_is_one_sentence(
    place: Path, words: tuple[str, ...], said: str
) -> None:
    before = kept(place)
    result = run("share-back", *words)
    assert result.exit_code == 2
    assert result.output.splitlines()[-1].startswith(f"openpeel: {said}")
    assert kept(place) == before

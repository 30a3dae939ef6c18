"""The command `openpeel`: what it prints, how it refuses, and that it can be stopped."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from openpeel import site as site_module
from openpeel import swap
from openpeel.catalogue.measures import measures
from openpeel.cli import main
from openpeel.facts.simulator import simulate

OPENPEEL = [sys.executable, "-m", "openpeel"]


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def contents(folder: Path) -> dict[str, str]:
    """Every file with its hash."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


# A rate, two shares and a median: a site of all measures takes four times as long.
FEW = ("calls-101-rate", "calls-101-abandoned", "calls-999-in-10s", "calls-999-median-answer")


@pytest.fixture(scope="module", autouse=True)
def few_measures() -> Iterator[None]:
    """Sites are built of a few measures, but where a process of its own builds one of all."""
    few = {id: measure for id, measure in measures().items() if id in FEW}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(site_module, "measures", lambda: few)
        yield


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Population and calls of a very small simulated year."""
    folder = tmp_path_factory.mktemp("year")
    simulate(folder / "whole", 1, 0.0005, years=1, only=["calls"])
    (folder / "data").mkdir()
    for table in ("population", "calls"):
        shutil.copy(folder / "whole" / f"{table}.parquet", folder / "data")
    return folder / "data"


@pytest.fixture(scope="module")
def made(
    year: Path, few_measures: None, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, str]:
    """A site that was built from it once, and what the command printed."""
    site = tmp_path_factory.mktemp("site") / "site"
    result = run("build", year, "--out", site)
    assert result.exit_code == 0, result.output
    return site, result.output


@pytest.fixture
def place(year: Path, made: tuple[Path, str], tmp_path: Path) -> Path:
    """A folder of one's own with `data`, `site` and `site.lake`."""
    shutil.copytree(year, tmp_path / "data")
    shutil.copytree(made[0], tmp_path / "site")
    shutil.copytree(made[0].with_name("site.lake"), tmp_path / "site.lake")
    return tmp_path


def change(place: Path) -> None:
    """An input more, so that the next build has something to do."""
    (place / "data" / "notes.txt").write_text("left alone, and named")


# Build, trace, verify


def test_build_accounts_for_each_file_and_says_where_the_site_is(made: tuple[Path, str]) -> None:
    site, printed = made
    assert "calls.parquet: Simulated return" in printed
    assert "rows read" in printed
    assert f"openpeel serve {site}" in printed
    for name in ("index.html", "data/values.csv", "data/comparisons.csv", "data/schema.json",
                 "data/manifest.json", "data/checksums.txt"):  # fmt: skip
        assert (site / name).is_file(), name


def test_every_page_of_a_simulated_year_says_so(made: tuple[Path, str]) -> None:
    pages = list(made[0].rglob("*.html"))
    assert len(pages) > 43
    assert all("simulated" in page.read_text(encoding="utf-8").casefold() for page in pages)


def test_an_unchanged_folder_is_not_built_again(place: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in (place / "site").rglob("*")}
    result = run("build", place / "data", "--out", place / "site")
    assert "Nothing has changed since the site was built" in result.output
    assert {path: path.stat().st_mtime_ns for path in (place / "site").rglob("*")} == before


def test_a_new_file_makes_a_new_release(place: Path) -> None:
    before = (place / "site" / "data" / "manifest.json").read_text()
    change(place)
    result = run("build", place / "data", "--out", place / "site")
    assert "notes.txt: not a publication that openpeel knows; left alone" in result.output
    assert (place / "site" / "data" / "manifest.json").read_text() != before


@pytest.mark.parametrize("damaged", ["index.html", "data/manifest.json", "data/checksums.txt"])
def test_a_site_that_was_damaged_is_built_again(place: Path, damaged: str) -> None:
    whole = contents(place / "site")
    (place / "site" / damaged).write_text("{damaged")
    result = run("build", place / "data", "--out", place / "site")
    assert result.exit_code == 0, result.output
    assert contents(place / "site") == whole


def test_trace_prints_numbers_file_hash_and_rows(made: tuple[Path, str], year: Path) -> None:
    site, _ = made
    result = run("trace", "calls-101-rate.west-mercia.2020-21", "--site", site)
    assert result.exit_code == 0, result.output
    for role in ("numerator", "denominator", "published", "calculation", "measure"):
        assert f"  {role} " in result.output
    assert "where line = '101'" in result.output
    for name in ("calls.parquet", "population.parquet"):
        sha256 = hashlib.sha256((year / name).read_bytes()).hexdigest()
        assert f"file {name}, SHA-256 {sha256}" in result.output


def test_verify_confirms_and_names_what_was_altered(place: Path) -> None:
    verify = ("verify", place / "site", "--data", place / "data")
    result = run(*verify)
    assert result.exit_code == 0, result.output
    assert "is confirmed: the same inputs gave the same bytes" in result.output

    page = place / "site" / "index.html"
    whole = page.read_bytes()
    page.write_bytes(whole[:-2] + bytes([whole[-2] ^ 1]) + whole[-1:])
    result = run(*verify)
    assert result.exit_code == 1
    assert "index.html was changed by hand." in result.output
    page.write_bytes(whole)

    shutil.rmtree(place / "data")
    simulate(place / "other", 2, 0.0005, years=1, only=["calls"])
    (place / "data").mkdir()
    for table in ("population", "calls"):
        shutil.copy(place / "other" / f"{table}.parquet", place / "data")
    result = run(*verify)
    assert result.exit_code == 1
    assert "calls.parquet in" in result.output
    assert "has changed since the site was built" in result.output


def test_measures_lists_them_and_shows_one() -> None:
    assert "calls-101-abandoned" in run("measures").output
    one = run("measures", "calls-101-abandoned").output
    assert "numerator " in one
    assert "from calls where" in one


# Refusals: one sentence, exit code 2, nothing written


def refused(result: Result, *words: str) -> None:
    assert result.exit_code == 2, result.output
    assert "Traceback" not in result.output
    lines = result.output.strip().splitlines()
    assert len(lines) == 1, lines
    assert lines[0].startswith("openpeel: ")
    assert lines[0].endswith(".")
    for word in words:
        assert word in lines[0], lines[0]


def test_build_refuses_a_folder_that_is_missing_or_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for name in ("missing", "file"):
        refused(run("build", tmp_path / name, "--out", tmp_path / "site"), name, "no such folder")
    assert contents(tmp_path).keys() == {"file"}
    assert not (tmp_path / "site.lake").exists()


def test_build_refuses_to_replace_what_is_not_its_own(place: Path) -> None:
    (place / "home").mkdir()
    (place / "home" / "thesis.txt").write_text("years of work")
    (place / "file").write_text("")
    before = contents(place)
    for out in ("home", "file"):
        refused(run("build", place / "data", "--out", place / out), out, "choose another --out")
    assert contents(place) == before


@pytest.mark.parametrize("inside", ["--out", "--lake"])
def test_build_refuses_to_write_among_its_data(place: Path, inside: str) -> None:
    places = {"--out": place / "new", "--lake": place / "newlake"} | {inside: place / "data" / "s"}
    before = contents(place)
    words = [str(word) for pair in places.items() for word in pair]
    refused(run("build", place / "data", *words), "would be read as data", inside)
    refused(run("build", place / "data", "--out", place), "its own data")
    assert contents(place) == before


def test_a_place_that_can_not_be_written_is_told_in_a_sentence(place: Path) -> None:
    (place / "file").write_text("")
    refused(run("build", place / "data", "--out", place / "file" / "site"), "file")
    refused(
        run("build", place / "data", "--out", place / "new", "--lake", place / "file"), "--lake"
    )


def test_a_file_that_can_not_be_read_leaves_the_old_site(place: Path) -> None:
    whole = (place / "data" / "calls.parquet").read_bytes()
    (place / "data" / "calls.parquet").write_bytes(whole.replace(b"answered_at", b"answered_az"))
    before = contents(place / "site")
    refused(run("build", place / "data", "--out", place / "site"), "calls.parquet")
    assert contents(place / "site") == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("trace", "no.such.figure", "--site", "SITE"), "publishes no such figure"),
        (("trace", "calls-101-rate.kent.2020-21", "--site", "NOWHERE"), "no site here"),
        (("trace", "calls-101-rate.kent.2020-21", "--site", "SITE", "--lake", "NOWHERE"),
         "the lake of this site is not here; name it with --lake"),
        (("measures", "no-such-measure"), "there is no measure 'no-such-measure'"),
        (("verify", "NOWHERE", "--data", "DATA"), "no site of openpeel"),
        (("verify", "SITE", "--data", "NOWHERE"), "no such folder"),
        (("serve", "NOWHERE"), "no site here"),
        (("simulate", "--out", "DATA", "--scale", "0.001"), "choose a new or empty folder"),
        (("simulate", "--out", "NOWHERE", "--scale", "0"), "scale"),
    ],
)  # fmt: skip
def test_what_a_user_can_get_wrong_is_one_sentence(
    made: tuple[Path, str], year: Path, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    places = {"SITE": made[0], "NOWHERE": tmp_path / "nowhere", "DATA": year}
    refused(run(*(places.get(word, word) for word in words)), said)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("damaged", "content"),
    [
        ("data/checksums.txt", b"\xff\xfe"),
        ("data/manifest.json", b"\xff\xfe"),
        ("data/manifest.json", b'{"code": 1, "inputs": [1]}'),
        ("data/manifest.json", b'{"code": 1, "inputs": 5}'),
    ],
)
def test_verify_of_a_damaged_site_is_one_sentence(
    place: Path, damaged: str, content: bytes
) -> None:
    (place / "site" / damaged).write_bytes(content)
    refused(run("verify", place / "site", "--data", place / "data"), "build the site again")


def test_trace_in_a_damaged_table_is_one_sentence(place: Path) -> None:
    (place / "site" / "data" / "values.csv").write_bytes(b"\xda\xff")
    refused(run("trace", "calls.kent", "--site", place / "site"), "data/values.csv is damaged")


def test_a_lake_damaged_inside_a_file_is_one_sentence(place: Path, tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    assert run("build", place / "data", "--out", place / "a", "--lake", lake).exit_code == 0
    (batch,) = (lake / "calls").iterdir()
    content = batch.read_bytes()
    middle = len(content) // 2
    batch.write_bytes(content[:4] + bytes(middle) + content[middle + 4 :])
    shutil.rmtree(lake / "cubes")  # as long as they are there, nobody reads the rows again
    result = run("build", place / "data", "--out", place / "b", "--lake", lake)
    refused(result, "in the lake is damaged", "batches and build again")
    assert not (place / "b").exists()


def test_no_room_is_told_in_a_sentence(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(site_module, "build", full)
    result = run("build", place / "data", "--out", place / "new")
    refused(result, "a file could not be written: No space left on device")


def test_a_port_in_use_is_told(made: tuple[Path, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused(run("serve", made[0], "--port", port), f"port {port}", "choose another")


def test_a_port_that_is_none_is_refused(made: tuple[Path, str]) -> None:
    result = run("serve", made[0], "--port", 70_000)
    assert (result.exit_code, "Traceback" in result.output) == (2, False)


def test_serve_shows_the_site_until_it_is_stopped(made: tuple[Path, str]) -> None:
    command = [*OPENPEEL, "serve", str(made[0]), "--port", "0"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    line = server.stdout.readline()
    address = next(word for word in line.split() if word.startswith("http://127.0.0.1:"))
    with urllib.request.urlopen(address) as page:
        assert page.read() == (made[0] / "index.html").read_bytes()
    server.send_signal(signal.SIGINT)
    assert server.wait(10) == 0
    server.stdout.close()


# Stopped at any moment, the old site stands

STAGES = ["take_in", "make_release", "write_all", "freeze", "_sha256", "_exchange"]


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError("Query interrupted")])
def test_interrupted_in_any_stage_the_old_site_stands(
    place: Path, monkeypatch: pytest.MonkeyPatch, stage: str, error: BaseException
) -> None:
    change(place)
    before = contents(place / "site")

    def stop(*args: object, **keys: object) -> Iterator[None]:
        raise error

    monkeypatch.setattr(swap if stage == "_exchange" else site_module, stage, stop)
    result = run("build", place / "data", "--out", place / "site")
    assert (result.exit_code, result.output) == (130, "openpeel: stopped; nothing was changed.\n")
    assert contents(place / "site") == before
    assert sorted(path.name for path in place.iterdir()) == ["data", "site", "site.lake"]


def test_an_error_that_is_no_users_is_not_hidden(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site_module, "take_in", lambda *_, **__: 1 / 0)
    result = run("build", place / "data", "--out", place / "site")
    assert isinstance(result.exception, ZeroDivisionError)


@pytest.mark.parametrize("kill", [signal.SIGINT, signal.SIGKILL])
@pytest.mark.parametrize("delay", [0.0, 0.3])
def test_a_build_that_is_killed_leaves_the_old_site(
    place: Path, kill: signal.Signals, delay: float
) -> None:
    change(place)
    before = contents(place / "site")
    command = [*OPENPEEL, "build", str(place / "data"), "--out", str(place / "site")]
    building = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while building.poll() is None and not list(place.glob(".site.*.new")):
        time.sleep(0.01)  # until it has begun to make the new site
    time.sleep(delay)
    os.kill(building.pid, kill)
    _, errors = building.communicate()
    after = contents(place / "site")
    if building.returncode == 0:  # it was quicker
        assert after["data/manifest.json"] != before["data/manifest.json"]
        return
    assert after == before
    if kill == signal.SIGINT:
        # Python ends itself by the signal when a library was loading: a shell says 130 of both
        assert building.returncode in (130, -signal.SIGINT), errors
        assert errors == "openpeel: stopped; nothing was changed.\n"
    assert run("build", place / "data", "--out", place / "site").exit_code == 0

"""Files that were not meant well: one sentence or a reading, and soon."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from openpeel.errors import UserError
from openpeel.reading.reader import read_report
from openpeel.reading.report import ReadReport

START = (
    "Investigating crime\nKent Police is good at investigating crime.\n"
    "Main findings\nIt does well\n"
)
SECONDS = 12  # of work, on a slow machine; far under what anything quadratic would take


def read(tmp_path: Path, data: bytes | str) -> ReadReport:
    file = tmp_path / "file"
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_report(file)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "the file is empty"),
        (b"\0\0\0\0", "the file is empty"),
        (b" \n \n", "the file is empty"),
        (b"<html><script>var a</script></html>", "there is no text"),
        (b"%PDF-1.7 ...", "no text file"),
        (b"PK\x03\x04...", "no text file"),
        (rb"{\rtf1\ansi PEEL 2021/22\par Good\par}", "no text file"),
        (bytes(range(256)) * 40, "no text file"),
        (b"Good\n" * 120_000, "more than 100,000 lines"),
        (b"hello", "no inspection report"),
    ],
)
def test_what_is_no_report_gets_one_sentence(tmp_path: Path, data: bytes, says: str) -> None:
    with pytest.raises(UserError, match=says) as problem:
        read(tmp_path, data)
    assert "\n" not in str(problem.value)


def test_a_file_that_is_too_large_is_not_opened(tmp_path: Path) -> None:
    file = tmp_path / "large.txt"
    with file.open("wb") as out:
        out.truncate(30_000_000)
    with pytest.raises(UserError, match="larger than"):
        read_report(file)


def test_a_missing_file_and_a_folder_get_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no such file"):
        read_report(tmp_path / "missing")
    with pytest.raises(UserError, match="a folder"):
        read_report(tmp_path)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_encodings_are_told_apart(tmp_path: Path, encoding: str) -> None:
    text = START + "It’s about 20 percent – and costs £3m.\n"
    report = read(tmp_path, text.encode(encoding))
    assert "It’s about 20 percent – and costs £3m." in report.findings()[0].text
    assert [one.value for one in report.statistics] == [20, 3e6]


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\v", "\u2028"])
def test_other_ends_of_lines(tmp_path: Path, newline: str) -> None:
    assert read(tmp_path, START.replace("\n", newline) + "Done.").file.lines == 5


@pytest.mark.parametrize(
    "line",
    ["word " * 60_000, "x" * 300_000, "1 " * 150_000, "." * 300_000, "Mr. X " * 50_000,
     "half a third " * 25_000, "1,2" * 100_000, "A B " * 75_000, "’" * 300_000, "Good " * 60_000,
     "the extent to which " * 15_000, "Kent Police " * 25_000],
    ids=["words", "letters", "digits", "dots", "Mr", "parts", "commas", "capitals", "quotes",
         "grades", "extent", "forces"],
)  # fmt: skip
def test_an_endless_line_is_read_soon(tmp_path: Path, line: str) -> None:
    began = time.process_time()
    report = read(tmp_path, START + line + "\n")
    assert time.process_time() - began < SECONDS / 3
    assert report.areas[0].grade == "good"


@pytest.mark.parametrize(
    "page",
    ["<div>" * 100_000, "<p>" * 200_000, "<table><tr>" + "<td>x" * 100_000, "<b>" * 50_000,
     "<!--" + "-" * 500_000, "<p " + "a=b " * 100_000 + ">"],
    ids=["deep", "unclosed", "cells", "bold", "comment", "attributes"],
)  # fmt: skip
def test_hostile_pages_are_read_soon(tmp_path: Path, page: str) -> None:
    began = time.process_time()
    html = "<html><h2>Investigating crime</h2><p>Kent Police is good at investigating crime.</p>"
    report = read(tmp_path, html + page)
    assert time.process_time() - began < SECONDS / 3
    assert report.areas[0].grade == "good"


def test_a_page_in_another_encoding_than_it_says(tmp_path: Path) -> None:
    page = (
        '<html><meta charset="utf-8"><h2>Investigating crime</h2>'
        "<p>Kent Police is good at investigating crime.</p><h3>It saves</h3><p>It saved £3m.</p>"
    )
    assert [one.value for one in read(tmp_path, page.encode("cp1252")).statistics] == [3e6]


def test_entities_are_not_expanded_and_scripts_are_no_text(tmp_path: Path) -> None:
    bombs = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 12))
    report = read(
        tmp_path,
        f"<!DOCTYPE html [<!ENTITY l0 'lol'>{bombs}]><html><h2>Investigating crime</h2>"
        "<p>Kent Police is good at investigating crime.</p><script>alert('x')</script>"
        "<h3>A finding</h3><p>It is &l11; &lt;b&gt; so.</p></html>",
    )
    assert sum(len(one.text) for one in report.passages) < 1000
    assert "alert" not in report.model_dump_json()
    assert any("<b> so." in one.text for one in report.passages)


def test_a_long_report_is_read_in_seconds(tmp_path: Path) -> None:
    finding = "It has %d officers, around half of whom left in the year ending 31 March 2022. "
    prose = "They do what they can, and the force knows it and says so to whoever asks it. " * 10
    body = "".join(f"Finding number {n} is here\n{finding % n}{prose}\n" for n in range(600))
    began = time.process_time()
    report = read(tmp_path, START + "It does.\n" + body)
    assert time.process_time() - began < SECONDS
    assert len(report.findings()) == 601
    assert len(report.statistics) == 1_199  # "1 officers" counts nothing

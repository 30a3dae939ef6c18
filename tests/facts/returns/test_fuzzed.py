"""Whatever the bytes, a file gives rows or one sentence, soon, and no row is lost unsaid.

`FUZZ=50 pytest tests/facts/returns/test_fuzzed.py` looks fifty times as long. What it finds goes
into `corpus/`, as small as it can be made, with the fix.
"""

import csv
import gzip
import io
import os
import re
import tempfile
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from danger import CSV
from files import CALLS, HEADER, text_of, write_ods, write_parquet, write_xlsx
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from openpeel.catalogue.contracts import contract
from openpeel.errors import UserError
from openpeel.facts.engine import connect
from openpeel.facts.returns.staging import Staged, stage

LONGER = int(os.environ.get("FUZZ", "1"))
CORPUS = Path(__file__).with_name("corpus")


def looks(examples: int) -> settings:
    return settings(
        max_examples=examples * LONGER,
        deadline=timedelta(seconds=20),
        suppress_health_check=list(HealthCheck),
        # making an example smaller takes longer than the suite may
        phases=[Phase.explicit, Phase.reuse, Phase.generate, *([Phase.shrink] * (LONGER > 1))],
    )


def read(data: bytes, name: str = "calls.csv") -> Staged | str:
    """The account of a file, or the sentence. Any other error is a failure."""
    with tempfile.TemporaryDirectory() as folder, connect("300MB", threads=1) as con:
        path, scratch = Path(folder) / name, Path(folder) / "scratch"
        path.write_bytes(data)
        scratch.mkdir()
        try:
            found = stage(con, path, contract("calls"), scratch=scratch)
        except UserError as problem:
            said = str(problem)
            assert said.startswith(name)
            assert said.endswith(".")
            assert said.isprintable()
            return said
        rows = con.execute("select count(*), count(distinct row), min(row) from return_raw")
        assert (found.rows, found.rows) == (counted := rows.fetchone() or ())[:2]
        assert found.rows == 0 or counted[2] >= 2
        return found


def reported(found: Staged) -> int:
    """Rows that were left out, and are told."""
    broken = sum(problem.count for problem in found.problems if problem.rule == "row-broken")
    return broken + found.empty


# honest files, changed


@st.composite
def changed(draw: st.DrawFn, data: bytes) -> bytes:
    """Bytes with bits turned over, and stretches cut out, doubled, or moved."""
    out = bytearray(data)
    for _ in range(draw(st.integers(1, 4))):
        if not out:
            break
        at, to = sorted(draw(st.tuples(*[st.integers(0, len(out) - 1)] * 2)))
        match draw(st.sampled_from(["bit", "byte", "cut", "end", "double", "insert"])):
            case "bit":
                out[at] ^= 1 << draw(st.integers(0, 7))
            case "byte":
                out[at] = draw(st.sampled_from(b"\0\xff\x7f\x80\"',;\r\n<>&/"))
            case "cut":
                del out[at : min(to, at + 64)]
            case "end":
                del out[to:]
            case "double":
                out[at:at] = out[at : min(to, at + 64)]
            case "insert":
                out[at:at] = draw(st.binary(max_size=8))
    return bytes(out)


@st.composite
def changed_part(draw: st.DrawFn, book: bytes) -> bytes:
    """A workbook in which one part was changed, and all was packed again."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = draw(st.sampled_from(sorted(parts)))
    parts[name] = draw(changed(parts[name]))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def made(write: Callable[[Path], Path]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return write(Path(folder) / "honest").read_bytes()


XLSX, ODS, PARQUET = made(write_xlsx), made(write_ods), made(write_parquet)


@looks(25)
@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    read(data)


@looks(50)
@given(data=st.sampled_from([CSV.encode(), CSV.encode("utf-16")]).flatmap(changed))
def test_text_that_was_changed(data: bytes) -> None:
    read(data)


@looks(25)
@given(data=changed(gzip.compress(CSV.encode(), mtime=0)))
def test_gzip_that_was_changed(data: bytes) -> None:
    read(data, "calls.csv.gz")


@looks(12)
@given(data=st.one_of(changed(XLSX), changed_part(XLSX), changed_part(XLSX)))
def test_an_xlsx_that_was_changed(data: bytes) -> None:
    read(data, "calls.xlsx")


@looks(12)
@given(data=st.one_of(changed(ODS), changed_part(ODS), changed_part(ODS)))
def test_an_ods_that_was_changed(data: bytes) -> None:
    read(data, "calls.ods")


@looks(12)
@given(data=changed(PARQUET))
def test_a_parquet_that_was_changed(data: bytes) -> None:
    found = read(data, "calls.parquet")
    assert isinstance(found, str) or found.rows + reported(found) == len(CALLS)


HONEST = [CSV.encode(), CSV.encode("utf-16"), gzip.compress(CSV.encode()), XLSX, ODS, PARQUET]


@looks(20)
@given(
    first=st.sampled_from(HONEST),
    second=st.sampled_from(HONEST),
    ends=st.integers(1, 400),
    starts=st.integers(0, 6_000),
)
def test_the_beginning_of_one_file_and_the_end_of_another(
    first: bytes, second: bytes, ends: int, starts: int
) -> None:
    read(first[:ends] + second[starts % len(second) :])


# text, against Python's csv

CELLS = st.text(alphabet='ab"\n\r,;|\t 1é=\xa0', max_size=5)


@looks(60)
@given(
    rows=st.lists(st.lists(CELLS, max_size=len(HEADER) + 2), max_size=8),
    delimiter=st.sampled_from(",;\t|"),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    quoted=st.booleans(),
)
def test_no_row_of_a_text_is_lost_unsaid(
    rows: list[list[str]], delimiter: str, end: str, encoding: str, quoted: bool
) -> None:
    """Rows that are read, and rows that are said to be left out, are all that csv finds."""
    if quoted:
        body = text_of(rows, delimiter, end)
    else:  # as badly written exports have it, with quotation marks and delimiters anywhere
        body = "".join(delimiter.join(cells) + end for cells in rows)
    body = text_of([HEADER], delimiter, end) + body
    found = read(body.encode(encoding))
    if isinstance(found, str):
        assert "a quotation mark opens here and is not closed" in found
        return
    source = io.StringIO(body, newline="")
    records = csv.reader(source, delimiter=delimiter, skipinitialspace=True)
    next(records)
    filled = [cells for cells in records if len(cells) > 1 or "".join(cells).strip(" \t\xa0")]
    assert found.rows + reported(found) == len(filled)


# what was found


def recorded() -> list[tuple[str, str]]:
    lines = (CORPUS / "README.md").read_text(encoding="utf-8").splitlines()
    return [match.groups() for line in lines if (match := re.match(r"- `(.+)`: (.+)", line))]


@pytest.mark.parametrize(("name", "comes"), recorded())
def test_what_was_found_once_stays_mended(name: str, comes: str) -> None:
    path = CORPUS / name
    assert path.stat().st_size < 2_048
    found = read(path.read_bytes(), name)
    if isinstance(found, str):
        assert comes in found
    else:
        assert comes == f"{found.rows} rows"


def test_every_recorded_file_has_its_line() -> None:
    files = {path.name for path in CORPUS.iterdir()} - {"README.md"}
    assert files == {name for name, _ in recorded()}

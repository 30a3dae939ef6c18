"""What the commands on returns do: check a file, submit it, take in replies.

A force runs these on its own files, the centre on what it is sent: the same functions, and from the
same file, contract and day the same report, byte for byte.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from openpeel.catalogue.contracts import Contract, contract
from openpeel.collection.check_report import report_csv, report_html
from openpeel.errors import UserError
from openpeel.facts.editions import replaced
from openpeel.facts.engine import connect, quoted
from openpeel.facts.lake import Batch, Lake, attach, whole
from openpeel.facts.returns.baseline import Baseline, Other, baseline
from openpeel.facts.returns.checking import check
from openpeel.facts.returns.findings import Reply, Report
from openpeel.facts.returns.references import Salt, read_salt
from openpeel.facts.returns.replies import LARGEST, merge, replies_from_csv
from openpeel.facts.returns.staging import ROWS, Staged, stage
from openpeel.facts.returns.store import current, own
from openpeel.facts.returns.submissions import reply, submit
from openpeel.facts.simulator.writing import CONTRACT_KEY
from openpeel.facts.sources.registry import READERS
from openpeel.facts.sources.simulated import is_simulated, marks

MEMORY = "900MB"
UNUSED = Salt(b"")  # what nothing was ever hashed with


@dataclass(frozen=True)
class Given:
    """How files are to be read and checked; each option of the command in its own words."""

    contract: Contract
    as_of: date
    mapping: Path | None = None
    force: str | None = None
    sheet: str | None = None
    lake: Path | None = None  # what was sent before, what is published, linked returns
    beside: tuple[tuple[Contract, Path], ...] = ()  # files of linked returns
    replies: tuple[Path, ...] = ()  # reports that came back filled in
    salt: Salt | None = None  # what the force's references are hashed with, if not the lake's own


def check_file(path: Path, given: Given) -> Report:
    """The report on one file."""
    with _checked(path, given) as (_, _, report):
        return report


def submit_file(path: Path, given: Given, *, by: str, at: datetime) -> tuple[Report, Batch | None]:
    """Check a file and put it in the lake; no batch when the report has errors."""
    assert given.lake is not None
    with _checked(path, given) as (con, staged, report):
        if report.errors:
            return report, None
        return report, submit(
            con, Lake(given.lake), staged, report, by=by, at=at, salt=given.salt,
            simulated=is_simulated(path),
        )  # fmt: skip


def take_replies(files: Iterable[Path], lake: Path, *, by: str, at: datetime) -> list[Batch]:
    """Add the replies of reports that came back to the submissions that they answer."""
    held = _lake(lake)
    given = [answer for path in files for answer in _replies(path, at.date(), by)]
    changed = []
    answered: set[str] = set()
    for batch in current(held):
        report = own(batch).report
        asked = {query.number(report.contract) for query in report.queries}
        mine = [answer for answer in given if answer.number in asked]
        answered |= {answer.number for answer in mine}
        new = [answer for answer in mine if answer not in report.replies]
        if new:
            changed.append(reply(held, batch.id, new, by=by, at=at))
    strangers = [answer.number for answer in given if answer.number not in answered]
    if strangers:
        raise UserError(
            f"{lake}: no current submission was asked {', '.join(strangers[:5])}; the other replies"
            " are kept."
        )
    return changed


def write_reports(report: Report, folder: Path, stem: str) -> tuple[Path, Path]:
    """The report as a page and as a CSV to fill in and send back, each whole or not at all.

    Raises UserError when the CSV of an earlier check is there with replies that the report lacks.
    """
    page, table = folder / f"{stem}-check.html", folder / f"{stem}-check.csv"
    _keep_replies(table, report)
    for path, content in ((page, report_html(report).encode()), (table, report_csv(report))):
        with whole(path) as waiting:
            waiting.write_bytes(content)
    return page, table


def said_return(path: Path) -> str:
    """Which return a simulated file says it is; UserError for any other file."""
    said = _said(path)
    if said is None:
        raise UserError(f"{path}: say with --as which return it is; `openpeel returns` lists them.")
    return said


def simulated_returns(folder: Path) -> list[Path]:
    """The files of a folder that say which return they are."""
    return [path for path in sorted(folder.iterdir()) if _said(path) is not None]


def _said(path: Path) -> str | None:
    if not is_simulated(path):
        return None
    try:
        with connect() as con:
            return marks(path, con).get(CONTRACT_KEY)
    except (duckdb.Error, UnicodeDecodeError):
        raise UserError(f"{path}: what it says of itself is damaged; simulate again.") from None


@contextmanager
def _checked(path: Path, given: Given) -> Iterator[tuple[DuckDBPyConnection, Staged, Report]]:
    """A file staged and checked, as long as its rows lie in the connection."""
    with tempfile.TemporaryDirectory(prefix="openpeel-") as folder, connect(MEMORY) as con:
        scratch = Path(folder)
        others: dict[str, Other | Path | str] = {}
        for linked, file in given.beside:
            others[linked.id] = _keys(con, linked, file, given, scratch)
        place = scratch / "return"
        place.mkdir()
        staged = stage(
            con, path, given.contract, mapping=given.mapping, force=given.force, sheet=given.sheet,
            scratch=place,
        )  # fmt: skip
        if not staged.rows:
            raise UserError(f"{staged.file}: it holds no rows below its header; fill it in first.")
        replies = [answer for file in given.replies for answer in _replies(file, given.as_of, "")]
        against = Baseline()
        earlier: tuple[Reply, ...] = ()
        with _undamaged(given.lake):
            if given.lake:
                held = _lake(given.lake)
                against, linked_rows, earlier = _known(con, held, given.contract, given.salt)
                others = linked_rows | others
            report = check(
                con, staged, as_of=given.as_of, against=against, others=others,
                replies=merge(earlier, replies),
            )  # fmt: skip
        yield con, staged, report


@contextmanager
def _undamaged(lake: Path | None) -> Iterator[None]:
    """Tell of rows in a lake that can't be read in one sentence."""
    try:
        yield
    except duckdb.Error as problem:
        # a broken page is a plain Error that names no file; whatever else is broken names its own
        told = isinstance(problem, duckdb.IOException | duckdb.InvalidInputException)
        if lake is None or not (
            (told and str(lake) in str(problem)) or type(problem) is duckdb.Error
        ):
            raise
        raise UserError(
            f"{lake}: rows of a return in the lake are damaged; put them back from a copy of it."
        ) from None


def _keys(
    con: DuckDBPyConnection, linked: Contract, file: Path, given: Given, scratch: Path
) -> Path:
    """The keys of a linked return and their periods, as Parquet."""
    place = scratch / linked.id
    place.mkdir()
    stage(con, file, linked, force=given.force, scratch=place)
    keys = place / "keys.parquet"
    names = ", ".join(f'"{name}"' for name in (*linked.key, "period_start", "period_end"))
    con.execute(f"copy (select {names} from {ROWS}) to {quoted(str(keys))} (format parquet)")
    return keys


def _known(
    con: DuckDBPyConnection, held: Lake, asked: Contract, salt: Salt | None
) -> tuple[Baseline, dict[str, Other | Path | str], tuple[Reply, ...]]:
    """What a lake knows about a return: counts before and published, linked rows, replies."""
    sent = current(held)
    batches = [*sent, *_published(held)]
    gone = [(lost.batch.id, lost.slice) for lost in replaced(batches)]
    tables = {table for batch in batches for table in batch.facts}

    def rows(table: str, of: list[Batch]) -> str:
        return attach(con, held, table, of, gone)

    forces = [
        code for (code,) in con.execute(
            f"select distinct force_code from {ROWS} where force_code is not null order by 1"
        ).fetchall()
    ]  # fmt: skip
    mine = [batch for batch in sent if own(batch).contract == asked.id]
    published = {
        entry.table: rows(entry.table, batches)
        for entry in asked.published
        if entry.table in tables
    }
    compared = baseline(
        con, asked, forces, rows=rows(asked.lake_table, mine) if mine else None,
        published=published,
    )  # fmt: skip
    others: dict[str, Other | Path | str] = {}
    for link in asked.links:
        linked = [batch for batch in sent if own(batch).contract == link.to]
        if linked and link.to != asked.id:
            others[link.to] = Other(
                rows(contract(link.to).lake_table, linked), salt or _salt_in(held)
            )
    earlier = [answer for batch in mine for answer in _replies_of(own(batch).report, forces)]
    return compared, others, tuple(earlier)


def _replies_of(report: Report, forces: Iterable[str]) -> Iterator[Reply]:
    """The replies that some forces gave; what another said to its own queries is not theirs."""
    if set(forces).isdisjoint(report.forces):
        return
    others = {
        query.number(report.contract)
        for query in report.queries
        if query.force_code not in ("", *forces)
    }
    yield from (answer for answer in report.replies if answer.number not in others)


def _salt_in(held: Lake) -> Salt:
    """The lake's own salt; none is made for a check, as the lake then holds nothing hashed so."""
    place = held.submitted / "salt"
    return read_salt(place) if place.exists() else UNUSED


def _published(held: Lake) -> list[Batch]:
    """What the lake holds of published files, as today's readers read them."""
    versions = {reader.publication: reader.version for reader in READERS}
    found = [held.get(path.stem) for path in sorted(held.accounts.glob("*.json"))]
    return [
        batch for batch in found
        if batch and batch.id.endswith(f"-{versions.get(batch.publication)}")
    ]  # fmt: skip


def _lake(place: Path) -> Lake:
    lakes = ("batches", "submissions")
    if not place.is_dir() or (
        any(place.iterdir()) and not any((place / inside).is_dir() for inside in lakes)
    ):
        raise UserError(f"{place}: there is no lake here; name one with --lake.")
    return Lake(place)


def _replies(path: Path, on: date, by: str) -> tuple[Reply, ...]:
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise UserError(f"{path}: it can't be read ({problem.strerror}).") from None
    return replies_from_csv(data, path.name, on=on, by=by)


def _keep_replies(table: Path, report: Report) -> None:
    """Refuse to write a report over one that a person has filled in since."""
    if not table.exists():
        return
    try:
        with table.open("rb") as file:
            filled = replies_from_csv(
                file.read(LARGEST), table.name, on=report.checked_as_of, by="unnamed"
            )
    except UserError:
        raise UserError(
            f"{table}: this is no report, or one that can't be read, and it would be replaced; move"
            " it or choose another --out."
        ) from None
    known = {(answer.number, answer.words) for answer in report.replies}
    if any((answer.number, answer.words) not in known for answer in filled):
        raise UserError(
            f"{table}: it holds replies that would be lost; give it with --replies, or choose"
            " another --out."
        )

"""Checked returns in the lake: who sent what and when, corrected by later ones, never edited.

A correction is a new submission that takes the place of earlier ones in all that it covers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Protocol

from duckdb import DuckDBPyConnection

from openpeel.catalogue.contracts import Contract
from openpeel.catalogue.contracts import contract as contract_named
from openpeel.catalogue.forces import forces
from openpeel.errors import UserError
from openpeel.facts.engine import quoted
from openpeel.facts.lake import Batch, Lake, slices_of, unfinished, whole, write_rows
from openpeel.facts.returns.findings import Reply, Report
from openpeel.facts.returns.references import Salt, hash_references
from openpeel.facts.returns.replies import merge
from openpeel.facts.returns.spans import covered, with_zeros
from openpeel.facts.returns.staging import ROWS
from openpeel.facts.returns.store import (
    alone,
    current,
    own,
    salt_of,
    sha256_of,
    submissions,
    sweep_submissions,
    to_disk,
    write_account,
)
from openpeel.facts.returns.submitted import Submission
from openpeel.facts.sources.reading import Edition


class StagedFile(Protocol):
    """What submitting needs to know of a file that was staged (`staging.py`)."""

    @property
    def file(self) -> str:
        """Its name, without the folder."""

    @property
    def sha256(self) -> str:
        """Of its bytes."""

    @property
    def rows(self) -> int:
        """How many it holds."""


def submit(
    con: DuckDBPyConnection,
    lake: Lake,
    staged: StagedFile,
    report: Report,
    *,
    by: str,
    at: datetime,
    salt: Salt | None = None,
    simulated: bool = False,
) -> Batch:
    """Put a staged and checked return into the lake; the account is on disk when this returns.

    Open queries do not stop a submission: they are counted, shown wherever its figures are
    explained, and can be answered afterwards with `reply`. Errors do stop it. The same file read
    in the same way is the same batch, however often it is sent; only the new replies in its report
    are kept. After a correction it can be sent once more, which makes a new batch.

    A month inside the period of a log without a single row counts as none supplied until the
    query about it is answered; from then on it is a true zero (METHODS 7).

    Args:
        con: The connection in which `staged` left its rows.
        by: Who submits, as it should be shown.
        at: When, with its time zone.
        salt: What to hash references with; by default the lake's own secret. Records of two
            returns can be linked only when both were hashed with the same one.
        simulated: The rows are no real ones. Only then may a return hold several forces.

    Raises:
        UserError: one sentence that says why the return is refused; the lake is as it was.
    """
    contract = contract_named(report.contract)
    _refuse(con, staged, report, contract, by, simulated)
    with alone(lake), unfinished(lake.path(contract.lake_table, "return")) as waiting:
        sweep_submissions(lake)
        key = ", ".join(f'"{name}"' for name in contract.key)
        order = f" order by period_start, force_code, {key}"
        rows = hash_references(con, contract, salt or salt_of(lake), ROWS)
        write_rows(con, contract.lake_table, rows, waiting, order)
        made = _batch(con, waiting, staged, report, contract, simulated)
        return _keep(lake, made, waiting, by.strip(), _seconds(at))


def reply(lake: Lake, batch_id: str, replies: Iterable[Reply], *, by: str, at: datetime) -> Batch:
    """Add replies to the queries of a submission: a new version of its account, no new rows.

    The version before is kept beside it for ever. A second reply to a query stands beside the
    first. Raises UserError when there is no such submission or query, or a reply is empty.
    """
    with alone(lake):
        found = next((held for held in submissions(lake) if held.id == batch_id), None)
        if found is None:
            raise UserError(f"{lake.root}: there is no submission {batch_id!r}.")
        given = list(replies)
        report = own(found).report
        asked = {query.number(report.contract) for query in report.queries}
        for answer in given:
            if answer.number not in asked:
                raise UserError(f"{report.file}: it was asked no query {answer.number!r}.")
            if not answer.words.strip() or not answer.by.strip():
                raise UserError(f"query {answer.number}: a reply needs words and who gives it.")
        if not by.strip():
            raise UserError("a reply needs the name of the person who records it; give it with by.")
        return _with_replies(lake, found, given, by.strip(), _seconds(at))


def _refuse(
    con: DuckDBPyConnection,
    staged: StagedFile,
    report: Report,
    contract: Contract,
    by: str,
    simulated: bool,
) -> None:
    what = f"{staged.file}, {contract.name}"
    if not by.strip():
        raise UserError(f"{what}: say who submits it; a submission needs a name.")
    if report.sha256 != staged.sha256:
        raise UserError(f"{what}: the report is of another file; check this one first.")
    if report.contract_version != contract.version or report.rows != staged.rows:
        raise UserError(f"{what}: the report does not fit the file any more; check it again.")
    if report.errors:
        raise UserError(
            f"{what}: the report has {_counted(len(report.errors), 'error')}; put them right and"
            " check the file again."
        )
    named = f"select distinct force_code from {ROWS} order by all nulls first"
    codes = [code for (code,) in con.execute(named).fetchall()]
    if not codes:
        raise UserError(f"{what}: it holds no rows, so there is nothing to submit.")
    if codes[0] is None:
        raise UserError(f"{what}: some rows name no force; name it with --force.")
    if len(codes) > 1 and not simulated:
        raise UserError(f"{what}: it holds {len(codes)} forces; submit one file a force.")


def _batch(
    con: DuckDBPyConnection,
    rows: Path,
    staged: StagedFile,
    report: Report,
    contract: Contract,
    simulated: bool,
) -> Batch:
    """What the lake will say of rows that are written and not yet in their place.

    Who, when and what it corrects are still to come.
    """
    source = f"read_parquet({quoted(str(rows))})"
    held = slices_of(con, contract.lake_table, source)
    start, end = covered(contract, report, held)
    codes = tuple(sorted({part.force_code for part in held if part.force_code}))
    own = Submission(
        contract.id, contract.version, codes, "", datetime.min, 0, staged.file, staged.sha256,
        sha256_of(rows), start, end, (), report,
    )  # fmt: skip
    id = f"return-{staged.sha256[:16]}-{contract.id}-{contract.version}-{_content(con, source)}"
    title = f"{contract.name}: return of {holder(codes)}"
    return Batch(
        id=id,
        sha256=staged.sha256,
        publication=f"return-{contract.id}",
        edition=Edition(title, f"{day_words(start)} to {day_words(end)}"),
        rows_read=staged.rows,
        rows_used=sum(part.rows for part in held),
        set_aside=(),
        notes=report.notes,
        simulated=simulated,
        slices=with_zeros(contract, held, own),
        submission=own,
    )


def _keep(lake: Lake, made: Batch, rows: Path, by: str, at: datetime) -> Batch:
    """Give a batch its place among the others and write it, rows first."""
    new = replace(own(made), by=by, at=at, number=1)
    before = submissions(lake)
    related = [batch for batch in before if _overlap(own(batch), new)]
    if related and own(related[-1]).at > at:
        last = own(related[-1])
        raise UserError(
            f"{new.file}: {last.by} submitted the same return and period on {last.at:%Y-%m-%d} at"
            f" {last.at:%H:%M} UTC, and here it is earlier; put this machine's clock right."
        )
    if related and related[-1].id.partition("-again-")[0] == made.id:
        return _with_replies(lake, related[-1], new.report.replies, by, at)
    times = sum(batch.id.partition("-again-")[0] == made.id for batch in before)
    still = {batch.id for batch in current(lake)}
    new = replace(
        new,
        number=own(before[-1]).number + 1 if before else 1,
        corrects=tuple(batch.id for batch in related if batch.id in still),
    )
    made = replace(
        made,
        id=f"{made.id}-again-{times}" if times else made.id,
        edition=replace(made.edition, published=at.date()),
        submission=new,
    )
    place = lake.path(contract_named(new.contract).lake_table, made.id)
    to_disk(rows)
    rows.replace(place)
    to_disk(place.parent)
    write_account(lake, made)
    return made


def _with_replies(
    lake: Lake, batch: Batch, replies: Iterable[Reply], by: str, at: datetime
) -> Batch:
    before = own(batch)
    answers = merge(before.report.replies, replies)
    if len(answers) == len(before.report.replies):
        return batch
    after = replace(
        before,
        report=replace(before.report, replies=answers),
        version=before.version + 1,
        changed_by=by,
        changed_at=at,
    )
    slices = with_zeros(contract_named(after.contract), batch.slices, after)
    account = lake.submitted / f"{batch.id}.json"
    with whole(lake.submitted / "earlier" / f"{batch.id}.{before.version}.json") as waiting:
        waiting.write_bytes(account.read_bytes())
        to_disk(waiting)
    changed = replace(batch, submission=after, slices=slices)
    write_account(lake, changed)
    return changed


def _overlap(one: Submission, other: Submission) -> bool:
    """Whether two are of the same return, share a force and share a day."""
    return (
        one.contract == other.contract
        and not set(one.forces).isdisjoint(other.forces)
        and one.period_start <= other.period_end
        and other.period_start <= one.period_end
    )


def _content(con: DuckDBPyConnection, source: str) -> str:
    """Eight digits that tell two sets of rows apart, in whatever order they lie."""
    found = con.execute(f"select sum(hash(r))::varchar from {source} r").fetchone()
    assert found is not None
    return f"{int(found[0]) % 2**32:08x}"


def holder(codes: Iterable[str]) -> str:
    """Whose return it is, in words."""
    names = [forces().by_code[code].name for code in codes]
    return names[0] if len(names) == 1 else f"{len(names)} forces"


def day_words(day: date) -> str:
    """`1 April 2025`."""
    return f"{day.day} {day:%B %Y}"


def _seconds(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError(f"{at} lacks its time zone")
    return at.astimezone(UTC).replace(microsecond=0)


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"

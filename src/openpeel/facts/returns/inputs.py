"""Submissions as inputs of a release: with a name, a hash, and notes that hold every reply."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from openpeel.catalogue.contracts import contract
from openpeel.catalogue.forces import forces
from openpeel.errors import UserError
from openpeel.facts.editions import replaced_for
from openpeel.facts.intake import Left, Taken
from openpeel.facts.lake import Batch, Lake
from openpeel.facts.records import from_json, to_json
from openpeel.facts.returns.findings import Finding
from openpeel.facts.returns.store import current, own, sha256_of, submissions

COUNTS = "submitted as a return, which counts instead"
CORRECTED = "submitted as a return and corrected since"
FEW = 5  # of a return about people, counts below it are not published, in a query neither


def inputs(lake: Lake) -> list[Taken]:
    """The current submissions, in order of their names.

    Raises UserError when the rows of one are not those that were submitted.
    """
    held = current(lake)
    sent = [own(batch) for batch in held]
    found = [
        as_input(lake, batch, [f for f in own(batch).forces if replaced_for(f, own(batch), sent)])
        for batch in held
    ]
    return sorted(found, key=lambda file: file.name)


def submitted_files(lake: Lake) -> dict[str, Left]:
    """Every file that was ever submitted, by its SHA-256: why a copy of it is no input again."""
    counting = {batch.id for batch in current(lake)}
    return {
        batch.sha256: Left(name_of(batch), COUNTS if batch.id in counting else CORRECTED)
        for batch in submissions(lake)
    }


def input_of(lake: Lake, id: str, account: str) -> Taken | None:
    """A submission as an input as it was when its account had this SHA-256; None if it never had.

    Raises UserError when its rows are not those that were submitted.
    """
    versions = [lake.submitted / f"{id}.json", *(lake.submitted / "earlier").glob(f"{id}.*.json")]
    for path in versions:
        if path.is_file() and sha256_of(path) == account:
            return as_input(lake, from_json(Batch, path.read_text(encoding="utf-8")))
    return None


def as_input(lake: Lake, batch: Batch, corrected: Sequence[str] = ()) -> Taken:
    """A submission as the file of a build; of some forces it may have been corrected since."""
    rows = lake.path(contract(own(batch).contract).lake_table, batch.id)
    if not rows.is_file() or sha256_of(rows) != own(batch).rows_sha256:
        raise UserError(
            f"{rows}: these are not the rows that {own(batch).by} submitted; put the file back from"
            " a copy of the lake."
        )
    noted = replace(batch, notes=tuple(_notes(batch, corrected)))
    account = hashlib.sha256(to_json(batch).encode()).hexdigest()
    return Taken(name_of(batch), batch.sha256, rows.stat().st_size, noted, account=account)


def bring(submitted: Lake, into: Lake) -> None:
    """Show the submissions of one lake in another that has none: links to the rows."""
    into.submitted.mkdir(parents=True, exist_ok=True)
    for batch in submissions(submitted):
        account = into.submitted / f"{batch.id}.json"
        account.write_bytes((submitted.submitted / account.name).read_bytes())
        for table in batch.facts:
            link = into.path(table, batch.id)
            link.parent.mkdir(exist_ok=True)
            link.symlink_to(submitted.path(table, batch.id).resolve())


def name_of(batch: Batch) -> str:
    """`returns/calls/west-mercia/2025-04-to-2026-03 (batch 1a2b3c4d5e6f)`."""
    sent = own(batch)
    whose = [forces().by_code[code].slug for code in sent.forces]
    slug = whose[0] if len(whose) == 1 else f"{len(whose)}-forces"
    when = f"{_when(sent.period_start, sent.contract)}-to-{_when(sent.period_end, sent.contract)}"
    if sent.period_start == sent.period_end:
        when = sent.period_start.isoformat()
    return f"returns/{sent.contract}/{slug}/{when} (batch {batch.sha256[:12]})"


def _when(day: date, return_id: str) -> str:
    return f"{day}" if contract(return_id).period.by == "day" else f"{day:%Y-%m}"


def _notes(batch: Batch, corrected: Sequence[str]) -> Iterator[str]:
    sent = own(batch)
    report = sent.report
    yield (
        f"Submitted by {sent.by} on {sent.at:%Y-%m-%d at %H:%M} UTC: {sent.file}, checked as of"
        f" {report.checked_as_of} against version {sent.contract_version} of the contract"
    )
    if sent.corrects:
        yield f"It corrects {len(sent.corrects)} earlier: {', '.join(sent.corrects)}"
    if corrected:
        names = ", ".join(forces().by_code[code].name for code in corrected)
        yield f"Corrected since by later submissions of {names}; their queries are left out here"
    if report.queries:
        many = "1 query" if len(report.queries) == 1 else f"{len(report.queries):,} queries"
        yield f"{many}, {len(report.open):,} without a reply"
    for query in report.queries:
        if query.force_code in corrected:
            continue
        number = query.number(report.contract)
        said = [reply for reply in report.replies if reply.number == number]
        answers = "".join(f" Reply: {r.words} (by {r.by} on {r.on})" for r in said)
        yield f"Query {number}: {asked(query, report.contract)}{answers or ' No reply yet.'}"
    yield from batch.notes


def asked(query: Finding, return_id: str) -> str:
    """The query's sentence, without figures where they would tell of fewer than 5 people."""
    if contract(return_id).people and 0 < query.count < FEW:
        about = ", ".join(part for part in (query.subject, query.period) if part)
        return f"{query.rule}{f' ({about})' if about else ''}, in fewer than {FEW} rows."
    return query.sentence

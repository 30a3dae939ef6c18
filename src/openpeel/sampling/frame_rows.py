"""The rows of a frame's source as one relation: reference, stratum, cluster, facts, and why not.

Each row that is left out has one reason, the first that holds: outside the period, an exclusion
of the design, in no stratum. A condition on a column that is empty in a row does not hold of it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from duckdb import DuckDBPyConnection

from openpeel.catalogue.audit_designs import Design, Sample
from openpeel.catalogue.contracts import Contract
from openpeel.catalogue.contracts import contract as contract_named
from openpeel.catalogue.forces import Force
from openpeel.errors import UserError
from openpeel.facts.editions import attach_counting
from openpeel.facts.engine import quoted
from openpeel.facts.lake import Lake
from openpeel.facts.returns.inputs import as_input, name_of
from openpeel.facts.returns.limits import shown_name
from openpeel.facts.returns.staging import ROWS as STAGED
from openpeel.facts.returns.staging import stage
from openpeel.facts.returns.store import current, own, sha256_of
from openpeel.measures.where import condition
from openpeel.sampling.plain_frames import NO_STRATUM, ROWS, open_plain, read_plain, refuse_ragged
from openpeel.sampling.sheets import Source

OUTSIDE = "outside-period"


@dataclass(frozen=True)
class Asked:
    """How a source is to be read; each field in the words of `frames.freeze`."""

    design: Design
    force: Force
    contract: str | None = None
    mapping: Path | None = None
    sheet: str | None = None
    first_day: date | None = None
    last_day: date | None = None


def read_rows(con: DuckDBPyConnection, path: Path, asked: Asked, scratch: Path) -> Source:
    """Make the table `audit_rows` in the connection; what the source is.

    Its columns: row (BIGINT, as a person counts in the file), reference, stratum, cluster, a
    BOOLEAN for each fact that the source can tell, named by the fact's id, and excluded (the id
    of the reason for which a row is left out, or NULL).
    """
    design = asked.design
    wanted = contract_named(design.frame.source)
    if asked.contract is not None and contract_named(asked.contract).id != wanted.id:
        raise UserError(f"{design.id} is drawn from the return {wanted.id}, not {asked.contract}.")
    if path.is_dir():
        return _from_lake(con, path, asked, wanted)
    if asked.contract is None and asked.mapping is None:
        plain = open_plain(path, design, wanted, scratch / "frame", asked.sheet)
        if plain is not None:
            return read_plain(con, plain, design)
    return _from_return(con, path, asked, wanted, scratch / "return")


def _from_return(
    con: DuckDBPyConnection, path: Path, asked: Asked, wanted: Contract, scratch: Path
) -> Source:
    scratch.mkdir()
    staged = stage(
        con, path, wanted, mapping=asked.mapping, force=asked.force.name, sheet=asked.sheet,
        scratch=scratch,
    )  # fmt: skip
    refuse_ragged(staged.file, staged.problems)
    missing = _needed(asked, wanted) - set(staged.sent)
    if missing:
        named = ", ".join(name for name in wanted.fields if name in missing)
        raise UserError(
            f"{staged.file}: it has no column for {named}, which the draw of {asked.design.id}"
            " goes by; add what is missing, or say in a mapping where it is."
        )
    _make_rows(con, asked, wanted, STAGED, set(staged.sent))
    return Source(
        kind="return",
        name=staged.file,
        sha256=staged.sha256,
        contract=wanted.id,
        contract_version=wanted.version,
        mapping=shown_name(asked.mapping) if asked.mapping else None,
        mapping_sha256=sha256_of(asked.mapping) if asked.mapping else None,
        first_day=asked.first_day,
        last_day=asked.last_day,
    )


def _from_lake(con: DuckDBPyConnection, path: Path, asked: Asked, wanted: Contract) -> Source:
    """The force's current submission; its references are the hashes that the lake keeps."""
    lake = Lake(path)
    code = asked.force.code
    held = [
        batch
        for batch in current(lake)
        if own(batch).contract == wanted.id and code in own(batch).forces
    ]
    if not held:
        raise UserError(f"{path}: {asked.force.name} has submitted no return {wanted.id} to it.")
    for batch in held:
        as_input(lake, batch)  # refuses rows that are not those submitted
    view = attach_counting(con, lake, wanted.lake_table, held)
    con.execute(
        'create or replace temp view audit_lake as select row_number() over () as "row", *'
        f" from {view} where force_code = {quoted(code)}"
    )
    _make_rows(con, asked, wanted, "audit_lake", set(wanted.fields))
    hashes = "\n".join(sorted(own(batch).rows_sha256 for batch in held))
    return Source(
        kind="lake",
        name="; ".join(sorted(name_of(batch) for batch in held)),
        sha256=hashlib.sha256(hashes.encode()).hexdigest(),
        contract=wanted.id,
        contract_version=wanted.version,
        first_day=asked.first_day,
        last_day=asked.last_day,
    )


def _make_rows(
    con: DuckDBPyConnection, asked: Asked, wanted: Contract, rows: str, sent: set[str]
) -> None:
    """`audit_rows` out of typed rows of the contract's table."""
    design = asked.design
    strata = ", ".join(_stratum(design, sample) for sample in design.samples)
    facts = "".join(
        f', ({_sql(design, fact.told_by)}) as "{fact.id}"'
        for fact in design.questions.facts
        if fact.told_by and _behind(wanted, _columns(design, fact.told_by)) <= sent
    )
    reasons = [(OUTSIDE, f"not coalesce({_inside(asked)}, false)")]
    reasons += [(one.id, _sql(design, one.where)) for one in design.exclusions]
    whens = " ".join(f"when {test} then {quoted(id)}" for id, test in reasons)
    cluster = f'"{design.frame.cluster}"' if design.frame.cluster else "cast(null as varchar)"
    con.execute(
        f"create or replace temp table {ROWS} as select * replace"
        f" (coalesce(excluded, case stratum when '' then {quoted(NO_STRATUM)} end) as excluded)"
        f' from (select "row", "{design.frame.reference}" as reference,'
        f" concat_ws(' ', {strata}) as stratum, {cluster} as cluster{facts},"
        f" case {whens} end as excluded from {rows})"
    )


def _stratum(design: Design, sample: Sample) -> str:
    """SQL: the first stratum of a sample whose condition holds, or NULL."""
    whens = " ".join(
        f"when {_sql(design, one.where)} then {quoted(one.id)}" for one in sample.strata
    )
    return f"case {whens} end"


def _inside(asked: Asked) -> str:
    """SQL: whether a row's day lies in the audit's period."""
    day = asked.design.frame.day
    bounds = [(">=", asked.first_day), ("<=", asked.last_day)]
    tests = [f"cast(\"{day}\" as date) {sign} date '{at}'" for sign, at in bounds if at]
    if tests and day is None:
        raise UserError(f"{asked.design.id} names no day of its files; leave out the period.")
    return " and ".join(tests) or "true"


def _sql(design: Design, where: str | None) -> str:
    return condition(_table(design), where, f"the design {design.id}").text or "true"


def _columns(design: Design, where: str | None) -> tuple[str, ...]:
    return condition(_table(design), where, f"the design {design.id}").columns


def _table(design: Design) -> str:
    return contract_named(design.frame.source).lake_table


def _needed(asked: Asked, wanted: Contract) -> set[str]:
    """Fields of the return without which its strata and exclusions can't be told."""
    design = asked.design
    wheres = [one.where for one in design.exclusions]
    wheres += [one.where for sample in design.samples for one in sample.strata if one.where]
    columns = [name for where in wheres for name in _columns(design, where)]
    columns += [design.frame.reference, *([design.frame.cluster] if design.frame.cluster else [])]
    if design.frame.day and (asked.first_day or asked.last_day):
        columns.append(design.frame.day)
    return _behind(wanted, columns)


def _behind(wanted: Contract, columns: Iterable[str]) -> set[str]:
    """The fields from which columns of the contract's table are worked out."""
    found: set[str] = set()
    for name in columns:
        if name in wanted.durations:
            found |= {wanted.durations[name].start, wanted.durations[name].end}
        elif name in wanted.derived:
            words = set(re.findall(r"[a-z_]+", wanted.derived[name].sql))
            every = wanted.fields.keys() | wanted.durations.keys() | wanted.derived.keys()
            found |= _behind(wanted, words & every - {name})
        else:
            found.add(name)
    return found

"""A file that already is a frame: reference, stratum and, if it has them, cluster and facts.

Its header says so. A stratum is named by its id, in letters of any case and with hyphens or
underscores; of a design with several samples a file may be
in one stratum of each, with a space between them. Where none is named the row is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from duckdb import DuckDBPyConnection

from openpeel.catalogue.audit_designs import Design
from openpeel.catalogue.contracts import Contract
from openpeel.errors import UserError
from openpeel.facts.engine import quoted
from openpeel.facts.returns.findings import Finding
from openpeel.facts.returns.headers import plain_header
from openpeel.facts.returns.limits import regular
from openpeel.facts.returns.mapping import NO, YES, known_headers
from openpeel.facts.returns.reading import Found, open_file
from openpeel.facts.returns.records import RAGGED, pattern
from openpeel.sampling.sheets import Source

ROWS = "audit_rows"  # the relation that every kind of source is made into
NO_STRATUM = "no-stratum"
NEEDED = ("reference", "stratum")
HEAD = 1 << 18  # bytes in which a header is looked for


def open_plain(
    path: Path, design: Design, wanted: Contract, scratch: Path, sheet: str | None
) -> Found | None:
    """The file, if its header is that of a frame; None when it may be a return."""
    if not _may_name_strata(path):
        return None
    scratch.mkdir()
    facts = {plain_header(fact.id) for fact in design.questions.facts}
    known = known_headers(wanted, None) | facts | {*NEEDED, "cluster"}
    found = open_file(path, scratch, known, sheet)
    header = {plain_header(cell) for cell in found.header}
    return found if header.issuperset(NEEDED) else None


def _may_name_strata(path: Path) -> bool:
    """False for a text whose beginning has no such word: then it need not be read twice."""
    with regular(path) as file:
        head = file.read(HEAD)
    packed = head.startswith((b"PK", b"PAR1", b"\x1f\x8b", b"\xd0\xcf"))
    return packed or b"stratum" in head.replace(b"\0", b"").lower()


def read_plain(con: DuckDBPyConnection, found: Found, design: Design) -> Source:
    """Make the table `audit_rows` out of a frame's file; UserError names the row that is wrong."""
    wanted = [*NEEDED, "cluster", *(fact.id for fact in design.questions.facts)]
    loaded = found.load(con, places := _places(found, wanted))
    refuse_ragged(found.file.name, loaded.problems)
    facts = [name for name in places if name not in (*NEEDED, "cluster")]
    told = "".join(f', {_flag(name)} as "{name}"' for name in facts)
    cluster = "cluster" if "cluster" in places else "cast(null as varchar)"
    blank = " and ".join(f'"{name}" is null' for name in places)
    source = f"read_parquet({pattern(loaded.path)}, file_row_number = true)"
    con.execute(
        f'create or replace temp table {ROWS} as select {loaded.row} as "row", reference,'
        f" replace(lower(coalesce(stratum, '')), '_', '-') as stratum, {cluster} as cluster{told},"
        f" case when stratum is null then {quoted(NO_STRATUM)} end as excluded"
        f" from {source} where not ({blank})"
    )
    _refuse_unknown_strata(con, found, design)
    for name in facts:
        _refuse_unclear(con, found, source, loaded.row, name)
    return Source(kind="frame", name=found.file.name, sha256=found.file.sha256)


def refuse_ragged(file: str, problems: Iterable[Finding]) -> None:
    """Rows that are not as the header says could be counted wrongly, so none are drawn from."""
    for problem in problems:
        if problem.rule in RAGGED:
            rows = ", ".join(f"{row:,}" for row in problem.rows[:5])
            raise UserError(
                f"{file}, row {rows} ({problem.count:,} in all): {problem.sentence} Nothing is"
                " drawn from such a file; put it right first."
            )


def _places(found: Found, wanted: Iterable[str]) -> dict[str, int]:
    """Which column holds what; UserError when two have one name."""
    header = [plain_header(cell) for cell in found.header]
    places: dict[str, int] = {}
    for name in wanted:
        at = [n for n, cell in enumerate(header) if cell == plain_header(name)]
        if len(at) > 1:
            raise found.file.refuse(
                f"columns {at[0] + 1} and {at[1] + 1} are both called {name}; keep one",
                f"row {found.header_row}",
            )
        if at:
            places[name] = at[0]
    return places


def _flag(name: str) -> str:
    """SQL: yes, no or NULL."""
    text = f'lower("{name}")'
    yes, no = (", ".join(quoted(word) for word in words) for words in (YES, NO))
    return f"case when {text} in ({yes}) then true when {text} in ({no}) then false end"


def _refuse_unclear(
    con: DuckDBPyConnection, found: Found, source: str, row: str, name: str
) -> None:
    odd = con.execute(
        f'select {row}, "{name}" from {source}'
        f' where "{name}" is not null and {_flag(name)} is null order by 1 limit 1'
    ).fetchone()
    if odd:
        raise found.file.refuse(
            f"{name} is {odd[1][:40]!r}; write yes or no, or leave it empty", f"row {odd[0]:,}"
        )


def _refuse_unknown_strata(con: DuckDBPyConnection, found: Found, design: Design) -> None:
    """Every word names a stratum, and no two are of one sample."""
    known = {one.id: sample.id for sample in design.samples for one in sample.strata}
    cells = con.execute(f'select stratum, min("row") from {ROWS} group by stratum order by 2')
    while some := cells.fetchmany(1_000):
        for cell, row in some:
            words = cell.split()
            for word in words:
                if word not in known:
                    raise found.file.refuse(
                        f"{word[:40]!r} is no stratum of {design.id}; its strata are"
                        f" {', '.join(known)}",
                        f"row {row:,}",
                    )
            if len({known[word] for word in words}) < len(words):
                raise found.file.refuse(
                    f"{cell!r} are strata of one sample; a file is in one of them only",
                    f"row {row:,}",
                )

"""Whose rows they are, and whether each is there once."""

from __future__ import annotations

from collections.abc import Iterator

from openpeel.catalogue.forces import forces
from openpeel.facts.returns.rules.case import FIRST_ROWS, RAW, ROWS, Case
from openpeel.facts.returns.rules.phrases import many, rows_of
from openpeel.facts.returns.rules.registry import Found, whole_rule

TWICE = "return_twice"


@whole_rule("error", "keys")
def force_of_another(case: Case) -> Iterator[Found]:
    """Rows of another force in a force's return."""
    if "force" not in case.sent:
        return
    found = list(case.rows_by_force("force_code is not null"))
    if not 1 < len(found) < case.limit("force-of-another", "forces"):
        return
    # the force with most rows is taken to be the sender; of equals the first by code
    sender = max(found, key=lambda entry: (entry[1], -found.index(entry)))[0]
    for force, count, rows in found:
        if force != sender:
            name, own = (forces().by_code[code].name for code in (force, sender))
            yield Found(
                force, "force",
                f"{rows_of(count)} {'is' if count == 1 else 'are'} of {name}, in a file that is"
                f" mostly of {own}.",
                "Send one file a force.",
                count=count, rows=rows,
            )  # fmt: skip


@whole_rule("error", "keys")
def key_duplicate(case: Case) -> Iterator[Found]:
    """A key that stands on several rows that differ."""
    if not _keyed(case):
        return
    names = " and ".join(f"`{name}`" for name in case.contract.key)
    # copies of a row are counted once here: they have their own rule
    for force, keys, count, rows in case.con.execute(
        f"with several as (select force, key from {TWICE} group by all having count(*) > 1)"
        f" select force, count(distinct key), count(*), min(row, {FIRST_ROWS})"
        f" from {TWICE} semi join several using (force, key) group by force order by force"
    ).fetchall():
        says = (
            f"{many(keys)} {'key stands' if keys == 1 else 'keys stand'} on {rows_of(count)}"
            f" that differ; {names} must be different on every row."
        )
        do = f"Send each record once ({case.contract.row})."
        yield Found(force, case.contract.key[0], says, do, count=count, rows=tuple(rows))


@whole_rule("error", "keys")
def row_duplicate(case: Case) -> Iterator[Found]:
    """The same row, whole, more than once."""
    for force, count, rows in case.con.execute(
        f"select force, sum(copies)::bigint, min(last, {FIRST_ROWS}) from {TWICE}"
        " where copies > 0 group by force order by force"
    ).fetchall():
        verb = "repeats another row" if count == 1 else "repeat another row"
        says = f"{rows_of(count)} {verb} in every cell."
        yield Found(force, "", says, "Send each record once.", count=count, rows=tuple(rows))


def gather(case: Case) -> None:
    """Rows whose key may stand twice: each different one once, with how often it is copied.

    Keys are compared by a short hash first, which costs a fraction of their size. Only rows whose
    hash stands twice are then compared by digests of key and row, on which two texts never agree
    by accident. Capitals do not matter in a key, as they don't when the lake hashes it. A return
    that has no key is compared by the whole row; one whose key was not sent not at all, because
    what is left of its rows is often alike.
    """
    row = [f'w."{name}"' for name in case.sent]
    key = [f'lower(w."{name}")' for name in case.contract.key] if _keyed(case) else row
    short, some = f"hash({', '.join(key)})", f"coalesce({', '.join(key)}) is not null"
    if case.contract.key and not _keyed(case):
        some = "false"
    case.con.execute(
        f"create or replace temp table {TWICE} as"
        f" with twice as (select {short} as h from {RAW} w where {some}"
        " group by h having count(*) > 1),"
        f" near as (select row, {_digest(key)} as key, {_digest(row)} as whole from {RAW} w"
        f" semi join twice on twice.h = {short} where {some})"
        " select coalesce(r.force_code, '') as force, key, min(row) as row, max(row) as last,"
        f" count(*) - 1 as copies from near join (select row, force_code from {ROWS}) r"
        " using (row) group by force, key, whole"
    )


def _digest(columns: list[str]) -> str:
    """SQL: a number of 128 bits for texts side by side; an empty cell is told from no cell."""
    texts = ", ".join(f"coalesce({column}, chr(30))" for column in columns)
    return f"md5_number(concat_ws(chr(31), {texts}))"


def _keyed(case: Case) -> bool:
    return bool(case.contract.key) and case.sends(*case.contract.key)

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
    _gather(case)
    names = " and ".join(f"`{name}`" for name in case.contract.key)
    # copies of a row are counted once here: they have their own rule
    for force, keys, count, rows in case.con.execute(
        "select force, count(*), sum(size)::bigint, list_slice(list_sort(flatten(list(rows))), 1,"
        f" {FIRST_ROWS}) from (select force, count(*) as size, list(row) as rows"
        f" from {TWICE} where copy = 1 group by force, {_key_columns(case)} having count(*) > 1)"
        " group by force order by force"
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
    _gather(case)
    for force, count, rows in case.con.execute(
        f"select force, count(*), min(row, {FIRST_ROWS}) from {TWICE} where copy > 1"
        " group by force order by force"
    ).fetchall():
        verb = "repeats another row" if count == 1 else "repeat another row"
        says = f"{rows_of(count)} {verb} in every cell."
        yield Found(force, "", says, "Send each record once.", count=count, rows=tuple(rows))


def _keyed(case: Case) -> bool:
    return bool(case.contract.key) and case.sends(*case.contract.key)


def _key_columns(case: Case) -> str:
    # capitals don't matter, as they don't when the lake hashes keys
    return ", ".join(f'lower("{name}")' for name in case.contract.key)


def _gather(case: Case) -> None:
    """Rows whose key may stand twice, and which copy of itself each is.

    Keys are compared by a short hash first, which is a fraction of their size; only rows whose
    hash stands twice are then compared in full. Without a key the whole row is compared.
    """
    fields = [f'"{name}"' for name in case.sent]
    key = [f'lower(w."{name}")' for name in case.contract.key] if _keyed(case) else []
    compared = key or [f"w.{name}" for name in fields]
    some = f"coalesce({', '.join(compared)}) is not null"
    held = ", ".join(compared)
    whole = ", ".join(f"near.{name}" for name in fields)
    case.con.execute(
        f"create or replace temp table {TWICE} as"
        f" with twice as (select hash({held}) as h from {RAW} w where {some} group by h"
        " having count(*) > 1),"
        f" near as (select w.* from {RAW} w semi join twice on twice.h = hash({held})"
        f" where {some})"
        f" select row, coalesce(r.force_code, '') as force, {whole},"
        " row_number() over (partition by coalesce(r.force_code, ''),"
        f" {whole} order by row) as copy"
        f" from near join {ROWS} r using (row)"
    )

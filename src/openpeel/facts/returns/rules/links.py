"""Whether the records that a return names are there in the other return."""

from __future__ import annotations

from collections.abc import Iterator

from openpeel.catalogue.contracts import Link, contracts
from openpeel.facts.returns.baseline import Other
from openpeel.facts.returns.references import hashed, set_secret
from openpeel.facts.returns.rules.case import FIRST_ROWS, ROWS, Case
from openpeel.facts.returns.rules.evidence import share_above
from openpeel.facts.returns.rules.phrases import share_of
from openpeel.facts.returns.rules.registry import Found, Left, whole_rule


@whole_rule("query", "links")
def link_broken(case: Case) -> Iterator[Found | Left]:
    """References to records that the other return does not hold."""
    if not case.contract.links:
        yield Left("the contract links to no other return")
    for link in case.contract.links:
        if link.field not in case.sent:
            yield Left(f"`{link.field}` was not sent")
        elif link.to not in case.others:
            yield Left(f"`{link.field}` was not looked up: the return `{link.to}` was not given")
        else:
            yield from _broken(case, link, case.others[link.to])


def _broken(case: Case, link: Link, other: Other) -> Iterator[Found]:
    if other.salt:
        set_secret(case.con, other.salt)
    share, least = case.limit("link-broken", "share"), case.limit("link-broken", "rows")
    key = contracts()[link.to].key[0]
    # only rows of the time that the other return covers can be found in it
    span = f"(select min(period_start) as a, max(period_end) as b from {other.sql} o)"
    held = f'select distinct hash(lower(trim("{key}"))) as h from {other.sql} o'
    asked = (
        f"select row, force_code, hash({_as_held(link.field, other)}) in"
        f' (select h from held) as found from {ROWS}, span where "{link.field}" is not null'
        " and force_code is not null and period_start >= a and period_end <= b"
    )
    for force, of, count, rows in case.con.execute(
        f'with span as {span}, held as ({held} where "{key}" is not null), asked as ({asked})'
        " select force_code, count(*), count(*) filter (where not found),"
        f" min(row, {FIRST_ROWS}) filter (where not found) from asked"
        " group by force_code order by force_code"
    ).fetchall():
        if share_above(count, of, share, least):
            says = (
                f"`{link.field}` names a record that the return `{link.to}` does not hold in"
                f" {share_of(count, of)} of the same time."
            )
            yield Found(force, link.field, says, count=count, rows=tuple(rows))


def _as_held(field: str, other: Other) -> str:
    """SQL: a reference as the other return holds it, hashed when that one's are."""
    return hashed(field) if other.salt else f'lower(trim("{field}"))'

"""All rules on single rows as one pass over the return.

First one query counts, by force, the rows of every condition; then one more fetches the first row
numbers of those that gave a finding. Smallest numbers first, so the result is the same anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from openpeel.facts.returns.rules.case import FIRST_ROWS, ROWS, UNREAD, Case
from openpeel.facts.returns.rules.registry import Condition, Found, Rule

Hit = tuple[Rule, Condition, str, int, int]  # with force, rows concerned, rows looked at


def find_in_rows(case: Case, rules: list[Rule]) -> Iterator[tuple[Rule, Found]]:
    """What the rules on single rows find."""
    asked = [
        (rule, condition)
        for rule in rules
        if rule.conditions
        for condition in rule.conditions(case)
    ]
    if not asked:
        return
    hits = list(_count(case, asked))
    rows = _first_rows(case, hits)
    for rule, condition, force, count, of in hits:
        yield (
            rule,
            Found(
                force, condition.subject, condition.words(count, of), condition.do,
                count=count, rows=rows[condition.sql, force],
            ),
        )  # fmt: skip


def source(case: Case) -> str:
    """The rows, with `unread`: which of their fields hold a cell that can't be read, as bits."""
    if not case.unreadable:
        return f"(select *, 0 as unread from {ROWS})"
    return (
        f"(select r.*, coalesce(u.unread, 0) as unread from {ROWS} r"
        f" left join {UNREAD} u using (row))"
    )


def _count(case: Case, asked: list[tuple[Rule, Condition]]) -> Iterator[Hit]:
    texts = dict.fromkeys(sql for _, c in asked for sql in (c.sql, c.of))
    counted = ", ".join(f"count(*) filter (where {sql})" for sql in texts)
    found = case.con.execute(
        f"select coalesce(force_code, '') as force, {counted} from {source(case)}"
        " group by force order by force"
    ).fetchall()
    for force, *numbers in found:
        of = dict(zip(texts, numbers, strict=True))
        for rule, condition in asked:
            count, base = of[condition.sql], of[condition.of]
            if condition.fires(count, base):
                yield rule, condition, force, count, base


def _first_rows(case: Case, hits: list[Hit]) -> dict[tuple[str, str], tuple[int, ...]]:
    texts = list(dict.fromkeys(condition.sql for _, condition, *_ in hits))
    if not texts:
        return {}
    picked = ", ".join(f"min(row, {FIRST_ROWS}) filter (where {sql})" for sql in texts)
    found = case.con.execute(
        f"select coalesce(force_code, '') as force, {picked} from {source(case)} group by force"
    ).fetchall()
    return {
        (sql, force): tuple(rows or ())
        for force, *lists in found
        for sql, rows in zip(texts, lists, strict=True)
    }

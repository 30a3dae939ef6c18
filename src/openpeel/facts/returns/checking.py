"""Check a staged return: every rule, one report.

The result rests on the rows, the contract, the day as of which it is checked and the baseline,
and on nothing else: no clock, no path, no order of threads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Protocol

from duckdb import DuckDBPyConnection

from openpeel.catalogue.contracts import Contract
from openpeel.facts.returns.baseline import Baseline, Other
from openpeel.facts.returns.findings import Filled, Finding, Reply, Report
from openpeel.facts.returns.replies import merge
from openpeel.facts.returns.rules import (
    cells,
    keys,
    links,
    mixes,
    months,
    personal,
    times,
    totals,
    values,
)
from openpeel.facts.returns.rules.case import COMMON_OF, RAW, ROWS, Case
from openpeel.facts.returns.rules.compiling import find_in_rows
from openpeel.facts.returns.rules.phrases import first_rows
from openpeel.facts.returns.rules.registry import RULES, Found, Left, Rule, of_stage

# importing a module of rules is what enters them
RULE_MODULES = (cells, values, times, keys, personal, months, mixes, totals, links)


class StagedReturn(Protocol):
    """What checking needs to know of a file that was staged."""

    @property
    def contract(self) -> Contract: ...  # noqa: D102
    @property
    def file(self) -> str: ...  # noqa: D102
    @property
    def sha256(self) -> str: ...  # noqa: D102
    @property
    def rows(self) -> int: ...  # noqa: D102
    @property
    def sent(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def problems(self) -> tuple[Finding, ...]: ...  # noqa: D102
    @property
    def notes(self) -> tuple[str, ...]: ...  # noqa: D102


def check(
    con: DuckDBPyConnection,
    staged: StagedReturn,
    *,
    as_of: date,
    against: Baseline | None = None,
    others: Mapping[str, Other | Path | str] | None = None,
    replies: Iterable[Reply] = (),
) -> Report:
    """Run every rule on a staged return.

    Args:
        con: The connection in which staging left `return_rows` and `return_raw`.
        staged: What staging says of the file.
        as_of: The day of the check: what lies after it is in the future.
        against: What the force sent before, and what is published.
        others: Other returns by contract, to look references up: a relation of the connection
            or a Parquet file with keys as sent, or an `Other` when its keys are hashed.
        replies: Earlier answers to queries; they stay with the report whatever becomes of it.
    """
    case = _case(con, staged, as_of, against, others or {})
    cells.gather(case)
    keys.gather(case)
    found: list[tuple[Rule, Found]] = list(find_in_rows(case, list(of_stage("rows"))))
    left: list[tuple[str, str]] = []
    run = {rule.id for rule in of_stage("rows")}
    for rule in of_stage("cells", "keys", "months", "mixes", "totals", "links"):
        assert rule.look is not None
        results = list(rule.look(case))
        reasons = [result.why for result in results if isinstance(result, Left)]
        left += [(rule.id, why) for why in reasons]
        if not reasons or len(reasons) < len(results) or _in_part(case, rule):
            run.add(rule.id)
        found += [(rule, result) for result in results if isinstance(result, Found)]
    findings = {_finding(rule, result) for rule, result in found}
    # what staging says of a missing field a rule says too, with the force
    findings |= {problem for problem in staged.problems if problem.rule not in RULES}
    return _report(case, staged, findings, tuple(sorted(run)), tuple(sorted(left)), replies)


def _in_part(case: Case, rule: Rule) -> bool:
    """Whether a rule that left something still looked at something."""
    if rule.id == "share-out-of-range":
        return bool(case.shares)
    if rule.id == "link-broken":
        return any(k.to in case.others and k.field in case.sent for k in case.contract.links)
    return False


def _case(
    con: DuckDBPyConnection,
    staged: StagedReturn,
    as_of: date,
    against: Baseline | None,
    others: Mapping[str, Other | Path | str],
) -> Case:
    contract = staged.contract
    sent = tuple(name for name in contract.asked if name in staged.sent)
    sends = _counts(con, RAW, {name: name for name in sent})
    reads = _counts(con, ROWS, {name: COMMON_OF.get(name, name) for name in sent})
    return Case(
        con, contract, sent, as_of, against,
        {
            to: source if isinstance(source, Other) else Other(source)
            for to, source in others.items()
        },
        {name: count for name, (count, _) in sends.items()},
        # an empty cell may have a meaning by the mapping, so numbers alone could hide a loss
        tuple(n for n in sent if sends[n] != reads[n] and reads[n][0] < staged.rows),
    )  # fmt: skip


def _counts(
    con: DuckDBPyConnection, relation: str, columns: dict[str, str]
) -> dict[str, tuple[int, int]]:
    """For each field in how many rows its column is filled, and the sum of their numbers."""
    counted = "".join(
        f', count("{column}"), coalesce(sum(row) filter (where "{column}" is not null), 0)'
        for column in columns.values()
    )
    row = con.execute(f"select count(*){counted} from {relation}").fetchone()
    assert row is not None
    return dict(zip(columns, zip(row[1::2], row[2::2], strict=True), strict=True))


def _finding(rule: Rule, found: Found) -> Finding:
    sentence = f"{found.says}{first_rows(found.rows, found.count)} {found.do}"
    return Finding(
        rule.id, rule.severity, found.force, found.subject, found.period, sentence, found.count,
        found.rows,
    )  # fmt: skip


def _report(
    case: Case,
    staged: StagedReturn,
    findings: set[Finding],
    run: tuple[str, ...],
    left: tuple[tuple[str, str], ...],
    replies: Iterable[Reply],
) -> Report:
    by_force = _by_force(case)
    span = case.con.execute(
        f"select min(period_start), max(period_end) from {ROWS} where {case.in_bounds}"
    ).fetchone()
    assert span is not None
    return Report(
        contract=case.contract.id,
        contract_version=case.contract.version,
        file=staged.file,
        sha256=staged.sha256,
        checked_as_of=case.as_of,
        forces=tuple(by_force),
        rows=staged.rows,
        period_start=span[0],
        period_end=span[1],
        filled=case.filled,
        findings=tuple(sorted(findings, key=_order)),
        rules_run=run,
        rules_left=left,
        notes=staged.notes,
        replies=merge(replies),
        by_force=by_force,
    )


def _by_force(case: Case) -> dict[str, Filled]:
    """How each force filled the return in; of cells that can't be read only the text is there."""
    columns = "".join(f', count("{COMMON_OF.get(n, n)}")' for n in case.sent)
    found = case.con.execute(
        f"select force_code, count(*){columns} from {ROWS} where force_code is not null"
        " group by force_code order by force_code"
    ).fetchall()
    return {
        force: Filled(rows, dict(zip(case.sent, counts, strict=True)))
        for force, rows, *counts in found
    }


def _order(finding: Finding) -> tuple[bool, str, str, str, str, str]:
    return (
        finding.severity == "query", finding.rule, finding.force_code, finding.subject,
        finding.period, finding.sentence,
    )  # fmt: skip


def rules() -> dict[str, Rule]:
    """Every rule by name, in the order of the alphabet."""
    return {id: RULES[id] for id in sorted(RULES)}

"""What is known beside a return: what was sent before, what is published, other returns.

Plain numbers, so that a force can be given them as a small file and check offline with the same
result as the centre.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

from duckdb import DuckDBPyConnection

from openpeel.catalogue.contracts import Contract
from openpeel.errors import UserError
from openpeel.facts.engine import quoted
from openpeel.facts.returns.references import Salt


@dataclass(frozen=True)
class Other:
    """Another return whose keys this one names: a relation of the connection, or Parquet.

    `salt` is what its keys were hashed with, when they were (as they are in the lake).
    """

    source: str | Path
    salt: Salt | None = None

    @property
    def sql(self) -> str:
        """What to select from."""
        if isinstance(self.source, Path):
            return f"read_parquet({quoted(str(self.source))})"
        return f'"{self.source}"'


@dataclass(frozen=True)
class Before:
    """What the lake holds of one force and contract."""

    periods: dict[str, int]  # first day of the period (ISO) -> rows
    # share -> rows in it, rows it is a share of, in the last twelve periods
    shares: dict[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class PublishedCount:
    """A published number of one force and period, both days included."""

    entry: int  # which of the contract's `published`
    force_code: str
    start: date
    end: date
    count: float


@dataclass(frozen=True)
class Baseline:
    """What a return is compared with."""

    before: dict[str, Before] = field(default_factory=dict)  # by force
    published: tuple[PublishedCount, ...] = ()


LAST_PERIODS = 12


def baseline(
    con: DuckDBPyConnection,
    contract: Contract,
    forces: Iterable[str],
    *,
    rows: str | None = None,
    published: Mapping[str, str] | None = None,
) -> Baseline:
    """The baseline of some forces.

    Args:
        con: A connection that holds the relations named.
        forces: Codes.
        rows: The relation with the lake's rows of the contract that count today (earlier
            submissions that a later one replaced left out), or None when there are none.
        published: Published table -> the relation with its rows that count today.
    """
    listed = ", ".join(quoted(code) for code in sorted(forces)) or "null"
    found: dict[str, Before] = {}
    if rows:
        found = _before(con, contract, rows, listed)
    counts: list[PublishedCount] = []
    for number, entry in enumerate(contract.published):
        relation = (published or {}).get(entry.table)
        if relation:
            counts += [
                PublishedCount(number, force, start, end, count)
                for force, start, end, count in con.execute(
                    f'select force_code, period_start, period_end, sum("{entry.sum}")::double'
                    f' from "{relation}" where ({entry.where}) and force_code in ({listed})'
                    f' and "{entry.sum}" is not null group by all order by all'
                ).fetchall()
            ]
    return Baseline(found, tuple(counts))


def _before(
    con: DuckDBPyConnection, contract: Contract, rows: str, listed: str
) -> dict[str, Before]:
    parts = "".join(
        f", count(*) filter (where ({s.of}) and ({s.part})),"
        f" count(*) filter (where ({s.of}) and ({s.part}) is not null)"
        for s in contract.shares.values()
    )
    found: dict[str, list[tuple[str, list[int]]]] = {}
    for force, start, *numbers in con.execute(
        f'select force_code, period_start, count(*){parts} from "{rows}"'
        f" where force_code in ({listed}) and period_start is not null group by all order by all"
    ).fetchall():
        found.setdefault(force, []).append((start.isoformat(), numbers))
    result = {}
    for force, periods in found.items():
        last = [numbers[1:] for _, numbers in periods[-LAST_PERIODS:]]
        sums = [sum(column) for column in zip(*last, strict=True)]
        shares = {name: (sums[2 * n], sums[2 * n + 1]) for n, name in enumerate(contract.shares)}
        result[force] = Before({start: numbers[0] for start, numbers in periods}, shares)
    return result


def baseline_json(baseline: Baseline) -> str:
    """The baseline as a text that a force can be sent."""
    return json.dumps(asdict(baseline), default=str, indent=1, sort_keys=True) + "\n"


def baseline_from_json(text: str) -> Baseline:
    """A baseline from its text; UserError when it is none."""
    try:
        found = json.loads(text)
        before = {
            str(force): Before(
                {date.fromisoformat(day).isoformat(): int(n) for day, n in b["periods"].items()},
                {str(name): (int(part), int(of)) for name, (part, of) in b["shares"].items()},
            )
            for force, b in found["before"].items()
        }
        published = tuple(
            PublishedCount(
                int(p["entry"]), str(p["force_code"]), date.fromisoformat(p["start"]),
                date.fromisoformat(p["end"]), float(p["count"]),
            )
            for p in found["published"]
        )  # fmt: skip
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        raise UserError("the baseline can't be read; ask for it again.") from None
    return Baseline(before, published)

"""The ways to measure that the benchmark compares; each runs in a process of its own.

    python bench/ways.py LAKE WAY CASE        prints its seconds, and those of its processors

Every way answers the same parts of calls and incidents: numbers by force, area and month.
`agree.py` holds the answers against each other.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from sqlglot import exp

from openpeel.catalogue.measures import Measure, measures
from openpeel.facts.engine import connect, quoted
from openpeel.facts.lake import Batch, Lake
from openpeel.measures.cube import compute
from openpeel.measures.engines import DuckDBEngine, Engine, Row
from openpeel.measures.parts import Parts, spreads_of
from openpeel.measures.quantiles import Spread, spread_cells
from openpeel.measures.sums import Sum
from openpeel.measures.where import condition

TABLES = ("calls", "incidents")
KEYS = ("force_code", "period_start", "area_code")
ONE = "calls-101-in-30s"

Asked = dict[str, list[Sum]]


def contact() -> list[Measure]:
    """All contact and response measures."""
    return [m for m in measures().values() if m.numerator.table in TABLES]


def parts(case: str) -> Asked:
    """The parts of a case, by table: all by area, each once, sums of squares left out."""
    held = [m for m in contact() if m.kind != "quantile" and (case != "one" or m.id == ONE)]
    found = dict.fromkeys(
        replace(part, areas=True, by=None) for m in held for part in Parts.of(m).all
    )
    counts = [part for part in found if part.table in TABLES and not part.column]
    if case == "one more":  # a measure on columns that others have asked already
        where = "grade = 'priority' and rural and attend_s <= 3600"
        counts.append(Sum(condition("incidents", where, "bench"), areas=True))
    return {t: some for t in TABLES if (some := [p for p in counts if p.table == t])}


def spreads() -> dict[str, dict[Spread, set[float]]]:
    """The quantiles of the contact and response measures, by force, and by area where wanted."""
    found: dict[str, dict[Spread, set[float]]] = {}
    for measure in contact():
        if measure.kind == "quantile" and (p := measure.numerator.quantile):
            for spread in spreads_of(measure):
                found.setdefault(spread.table, {}).setdefault(spread, set()).add(p)
    return found


def batches_of(lake: Lake, case: str) -> list[Batch]:
    """What a case reads: the whole lake, some of its batches, or one."""
    held = [
        batch for path in sorted(lake.accounts.glob("*.json")) if (batch := lake.get(path.stem))
    ]
    if case == "half":
        return held[: len(held) // 2]
    if case == "part":  # as much of a national year as pandas holds in 24 GB
        return held[: len(held) * 2 // 5]
    return held[:1] if case == "one batch" else held


def openpeel(lake: Lake, case: str) -> Callable[[], object]:
    return _by_engine(DuckDBEngine(connect(memory="1GB")), lake, case)


def spark(lake: Lake, case: str) -> Callable[[], object]:
    from openpeel.measures.spark import SparkEngine

    return _by_engine(SparkEngine(sys.argv[4]), lake, case)


def _by_engine(engine: Engine, lake: Lake, case: str) -> Callable[[], object]:
    held = batches_of(lake, case)
    if case == "quantiles":
        starts = {part.period_start for batch in held for part in batch.slices}
        wanted = spreads()

        return lambda: {
            table: spread_cells(engine, engine.attach(lake, table, held, ()), asked, starts)
            for table, asked in wanted.items()
        }

    questions = parts(case)
    return lambda: {
        table: dict(compute(engine, engine.attach(lake, table, held, ()), asked))
        for table, asked in questions.items()
    }


def by_hand(lake: Lake, case: str) -> Callable[[], object]:
    """What an analyst writes: one `select` a table, with a `filter` clause for each number."""
    con = connect(memory="4GB")
    if case == "quantiles":
        queries = {
            spread: _select(lake, table, _quantile(spread, ps), spread.keys)
            for table, asked in spreads().items()
            for spread, ps in asked.items()
        }
    else:
        queries = {
            table: _select(lake, table, ", ".join(f"count(*) filter (where {_text(p)})"
                                                  for p in asked), KEYS)
            for table, asked in parts(case).items()
        }  # fmt: skip
    return lambda: {key: con.execute(sql).fetchall() for key, sql in queries.items()}


def _text(part: Sum) -> str:
    return part.condition.text or "true"


def _quantile(spread: Spread, ps: set[float]) -> str:
    listed = ", ".join(map(str, sorted(ps)))
    where = spread.condition.text or "true"
    return f"quantile_cont({spread.column}, [{listed}]) filter (where {where})"


def _select(lake: Lake, table: str, numbers: str, keys: Sequence[str]) -> str:
    named = ", ".join(keys)
    return f"select {named}, {numbers} from {_files(lake, table)} group by {named}"


def _files(lake: Lake, table: str) -> str:
    return f"read_parquet({quoted(str(lake.root / table / '*.parquet'))})"


def scan(lake: Lake, case: str) -> Callable[[], object]:
    """The columns that the parts use, decoded and nothing else."""
    con = connect(memory="1GB")
    queries = []
    for table, asked in parts(case).items():
        counts = ", ".join(f'count("{name}")' for name in _columns(asked))
        queries.append(f"select {counts} from {_files(lake, table)}")
    return lambda: [con.execute(sql).fetchall() for sql in queries]


def _columns(asked: Sequence[Sum]) -> list[str]:
    return sorted({*KEYS, *(name for part in asked for name in part.condition.columns)})


def polars(lake: Lake, case: str) -> Callable[[], object]:
    import polars as pl

    questions = parts(case)

    def counted(table: str, asked: Sequence[Sum]) -> list[Row]:
        numbers = [
            (
                pl.sql_expr(part.condition.text).fill_null(False).sum()
                if part.condition.text
                else pl.len()
            ).alias(f"n{at}")
            for at, part in enumerate(asked)
        ]
        rows = pl.scan_parquet(lake.root / table / "*.parquet")
        return rows.group_by(KEYS).agg(numbers).collect(engine="streaming").rows()

    return lambda: {table: counted(table, asked) for table, asked in questions.items()}


def pandas(lake: Lake, case: str) -> Callable[[], object]:
    import pandas as pd

    questions = parts(case)
    batches = batches_of(lake, case)

    def counted(table: str, asked: Sequence[Sum]) -> list[Row]:
        rows = pd.read_parquet(
            [lake.path(table, batch.id) for batch in batches],
            columns=_columns(asked),
            dtype_backend="numpy_nullable",
        )
        for name in rows.columns:
            if isinstance(rows[name].dtype, pd.StringDtype) or name == "period_start":
                rows[name] = rows[name].astype("category")
        masks = {f"n{at}": _mask(rows, part.condition.tree) for at, part in enumerate(asked)}
        masks |= {key: rows[key] for key in KEYS}
        found = pd.DataFrame(masks).groupby(list(KEYS), observed=True).sum()
        return list(found.reset_index().itertuples(index=False, name=None))

    return lambda: {table: counted(table, asked) for table, asked in questions.items()}


def _mask(rows, tree):  # type: ignore[no-untyped-def]  # pandas' own types say nothing here
    """A condition on columns of pandas that know of nulls; what is not known is not counted."""
    if tree is None:
        return rows["force_code"].notna()
    return _truth(rows, tree).fillna(False).astype(bool)


def _truth(rows, node):  # type: ignore[no-untyped-def]
    def value(literal: exp.Expr) -> object:
        if isinstance(literal, exp.Boolean):
            return literal.this
        return literal.name if literal.is_string else int(literal.sql())

    if isinstance(node, exp.Paren):
        return _truth(rows, node.this)
    if isinstance(node, exp.Not):
        return ~_truth(rows, node.this)
    if isinstance(node, (exp.And, exp.Or)):
        one, other = _truth(rows, node.this), _truth(rows, node.expression)
        return one & other if isinstance(node, exp.And) else one | other
    if isinstance(node, exp.Column):
        return rows[node.name]
    column = rows[node.this.name]
    if isinstance(node, exp.Is):
        return column.isna().astype("boolean")
    if isinstance(node, exp.In):
        return (
            column.isin([value(one) for one in node.expressions])
            .astype("boolean")
            .mask(column.isna())
        )
    if isinstance(node, exp.Between):
        return column.between(value(node.args["low"]), value(node.args["high"]))
    compared = {
        exp.EQ: "eq", exp.NEQ: "ne", exp.LT: "lt", exp.LTE: "le", exp.GT: "gt", exp.GTE: "ge",
    }[type(node)]  # fmt: skip
    found = getattr(column, compared)(value(node.expression)).astype("boolean")
    return found.mask(column.isna())


WAYS = {
    "openpeel": openpeel,
    "by hand": by_hand,
    "scan": scan,
    "polars": polars,
    "pandas": pandas,
    "spark": spark,
}


def main() -> None:
    lake, way, case = Lake(Path(sys.argv[1])), sys.argv[2], sys.argv[3]
    run = WAYS[way](lake, case)
    start, worked = time.perf_counter(), time.process_time()
    run()
    print(time.perf_counter() - start, time.process_time() - worked)


if __name__ == "__main__":
    main()

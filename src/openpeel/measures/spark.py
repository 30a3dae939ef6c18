"""Spark as an engine, by Spark Connect: the cluster reduces the rows, what is small stays here.

The rows of a table are read where they lie, by the cluster's workers, so the lake must be at a
place that they all see. What a query makes of them (a cube, some quantiles) comes here and is kept
in DuckDB: the parts are read from the very same small table that DuckDB makes of the rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sqlglot import exp

from openpeel.catalogue.tables import tables
from openpeel.errors import UserError
from openpeel.facts.engine import connect
from openpeel.facts.lake import Batch, Lake, Slice
from openpeel.measures.engines import DuckDBEngine, Row, Without

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

SCHEME = "sc"
PATIENCE = 5.0  # seconds in which a server must answer its door
SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",  # a sum that is too large is an error, not a null
}
STORED = {"VARCHAR": "string", "TIMESTAMP": "timestamp_ntz"}  # other types are called the same


class SparkEngine:
    """Spark behind a Spark Connect server, `sc://host:port`."""

    dialect = "spark"

    def __init__(self, url: str) -> None:
        """Open a session of its own; UserError when there is no such server."""
        self.url = url
        self._spark = _session(url)
        self._here = DuckDBEngine(connect(memory="4GB"))
        self._held: set[str] = set()  # tables that are here and not on the cluster

    def attach(self, lake: Lake, table: str, batches: Sequence[Batch], without: Without) -> str:
        """A view on the cluster over the batches' files, less the slices that do not count."""
        dropped: dict[str, set[Slice]] = defaultdict(set)
        for id, part in without:
            if part.table == table:
                dropped[id].add(part)
        held = [batch for batch in batches if table in batch.facts]
        whole = [lake.path(table, batch.id) for batch in held if batch.id not in dropped]
        parted = {batch.id: lake.path(table, batch.id) for batch in held if batch.id in dropped}
        with self._told():
            frames = [self._read(table, whole)] if whole or not parted else []
            if parted:
                gone = [(id, part) for id in parted for part in dropped[id]]
                frames.append(self._less(table, parted, gone))
            name = f"facts_{table}"
            rows = reduce(_union, frames)
            rows.createOrReplaceTempView(name)
            seen = rows.count()
        lost = sum(part.rows for batch in held for part in dropped.get(batch.id, ()))
        there = sum(batch.facts[table] for batch in held) - lost
        if seen != there:  # a file that a worker does not see may count as no rows
            raise UserError(
                f"{self.url}: the cluster sees {seen:,} rows of {table} where the lake holds"
                f" {there:,}; every worker must see the lake at the same place."
            )
        return name

    def files(self, name: str, paths: Sequence[Path]) -> str:
        """A view over files that were saved here; they are read here."""
        self._held.add(name)
        return self._here.files(name, paths)

    def rows(self, query: exp.Query) -> list[Row]:
        """What a query gives: asked here when all its tables are here."""
        if self._is_here(query):
            return self._here.rows(query)
        columns = [column.to_pylist() for column in self._asked(query).columns]
        return list(zip(*columns, strict=True))

    def create(self, name: str, query: exp.Query) -> str:
        """A table here of what the query gives."""
        with self._reduced(query) as small:
            self._held.add(name)
            return self._here.create(name, small)

    def save(self, query: exp.Query, path: Path) -> None:
        """One Parquet file here of what the query gives."""
        with self._reduced(query) as small:
            self._here.save(small, path)

    def close(self) -> None:
        """End the session; the cluster forgets its views."""
        self._spark.stop()

    def _is_here(self, query: exp.Query) -> bool:
        own = {part.alias for part in query.find_all(exp.CTE)}
        return {table.name for table in query.find_all(exp.Table)} - own <= self._held

    @contextmanager
    def _reduced(self, query: exp.Query) -> Iterator[exp.Query]:
        """A query over tables that are here, which gives the same."""
        if self._is_here(query):
            yield query
            return
        self._here.con.register("reduced", self._asked(query))
        try:
            yield exp.select("*").from_("reduced")
        finally:
            self._here.con.unregister("reduced")

    def _asked(self, query: exp.Query) -> Any:
        """An Arrow table of what the cluster gives."""
        # quoted, because Spark keeps more words to itself than DuckDB
        text = _three_valued(query).sql(dialect=self.dialect, identify=True)
        with self._told():
            return self._spark.sql(text).toArrow()

    def _read(self, table: str, paths: Sequence[Path | str]) -> DataFrame:
        types = tables()[table].types
        schema = ", ".join(f"`{name}` {STORED.get(kind, kind)}" for name, kind in types.items())
        if not paths:
            return self._spark.createDataFrame([], schema)
        return self._spark.read.schema(schema).parquet(*map(str, paths))

    def _less(
        self, table: str, files: dict[str, Path], gone: Sequence[tuple[str, Slice]]
    ) -> DataFrame:
        """Rows of files of which some slices do not count; rows that name no force all do."""
        from pyspark.sql import functions as f

        columns = tables()[table].slice
        keys = ["batch", "force_code", "period_start", "period_end", *columns]
        rows = [
            (id, part.force_code, part.period_start, part.period_end, *part.key)
            for id, part in gone
        ]
        words = "".join(f", `{name}` string" for name in columns)
        drops = self._spark.createDataFrame(
            rows, f"batch string, force_code string, period_start date, period_end date{words}"
        )
        read = [
            self._read(table, [path]).withColumn("batch", f.lit(id)) for id, path in files.items()
        ]
        return reduce(_union, read).join(drops, keys, "left_anti").select(*tables()[table].types)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What goes wrong on the cluster, in a sentence."""
        from grpc import RpcError
        from pyspark.errors import PySparkException

        try:
            yield
        except (PySparkException, RpcError) as problem:
            raise UserError(
                f"{self.url}: the cluster could not do it ({_first_line(problem)}); every worker"
                " must see the lake at the same place."
            ) from problem


def _session(url: str) -> SparkSession:
    _check_address(url)
    try:
        import grpc
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
        from pyspark.sql.connect.client import DefaultChannelBuilder
    except ImportError:
        raise UserError(
            f"{url}: the thin client of Spark is not installed; run `pip install openpeel[spark]`."
        ) from None
    try:
        # the client itself would try for ten minutes
        with DefaultChannelBuilder(url).toChannel() as channel:
            grpc.channel_ready_future(channel).result(timeout=PATIENCE)
        spark: SparkSession = SparkSession.builder.remote(url).create()
        for key, value in SETTINGS.items():
            spark.conf.set(key, value)
    except grpc.FutureTimeoutError:
        raise UserError(
            f"{url}: no Spark Connect server answers there; start one, or leave --engine out to"
            " compute here."
        ) from None
    except (PySparkException, grpc.RpcError) as problem:
        raise UserError(f"{url}: the server lets nobody in ({_first_line(problem)}).") from None
    return spark


def _check_address(url: str) -> None:
    try:
        parts = urlsplit(url)
        host = parts.hostname if parts.port is None or parts.port else None
    except ValueError:
        host = None
    if host is None or parts.scheme != SCHEME:
        raise UserError(f"{url}: this names no engine; write sc://host:port.")


def _three_valued(query: exp.Query) -> exp.Query:
    """The query with `x` below a `not` or `or` as `coalesce(x, null)`, which means the same.

    Servers built on DataFusion (Sail is) join two lists of one column into one and then take a
    null for true or false (apache/datafusion #24258); Spark itself drops the `coalesce` again.
    """
    query = query.copy()
    for node in reversed(list(query.find_all(exp.And, exp.Or, exp.In))):  # the innermost first
        if isinstance(node.find_ancestor(exp.Not, exp.Or, exp.Query), (exp.Not, exp.Or)):
            node.replace(exp.func("coalesce", node.copy(), exp.null()))
    return query


def _first_line(problem: Exception) -> str:
    return (str(problem).strip() or type(problem).__name__).splitlines()[0]


def _union(one: DataFrame, other: DataFrame) -> DataFrame:
    return one.unionAll(other)

"""Compute a release: every measure over the lake, frozen with the account of its inputs."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple
from functools import cache
from pathlib import Path
from typing import Any, TypeGuard

from duckdb import DuckDBPyConnection

import openpeel
from openpeel.catalogue.measures import Measure
from openpeel.catalogue.peers import PeerGroup, peer_group
from openpeel.catalogue.tables import tables
from openpeel.errors import UserError
from openpeel.facts.editions import Replaced, replaced
from openpeel.facts.intake import Taken
from openpeel.facts.lake import Batch, Lake, Slice
from openpeel.facts.sources.reading import Edition
from openpeel.measures.cached import Facts
from openpeel.measures.compare import comparisons
from openpeel.measures.computing import values_of
from openpeel.measures.engines import Engine, engine_of
from openpeel.measures.numbers import Presence, Present
from openpeel.measures.periods import Period
from openpeel.measures.values import PEERS, Comparison, FileAccount, Release, Supply, Value
from openpeel.measures.waiting import DERIVED
from openpeel.measures.where import Condition, may_hold

MANIFEST = "data/manifest.json"  # within a site

Progress = Callable[[str, int, int], None]


def make_release(
    con: Engine | DuckDBPyConnection,
    lake: Lake,
    taken: Sequence[Taken],
    measures: Mapping[str, Measure],
    on_progress: Progress | None = None,
    peers: PeerGroup | None = None,
    audits: Sequence[Mapping[str, str]] = (),
) -> Release:
    """Every value and comparison of `measures` over the files taken in.

    `con` is DuckDB or another engine. Forces are compared with `peers`, by default those nearest
    in population and density. `audits` are the published rounds of audits beside it, as the
    manifest names them: they change no value, but they are inputs of the site.
    """
    peers = peers or peer_group(PEERS)
    files = {file.batch.id: number for number, file in enumerate(taken) if file.batch}
    batches = [file.batch for file in taken if file.batch]
    gone = replaced(batches)
    told = _Told(batches, gone, taken, files)
    facts = Facts(engine_of(con), lake, batches, [(r.batch.id, r.slice) for r in gone])
    held = {id: m for id, m in measures.items() if facts.holds(m.numerator.table)}
    computed, found, compared = {}, list[Value](), list[Comparison]()
    for number, (measure, made) in enumerate(values_of(held, facts, told)):
        if on_progress:
            on_progress(measure.id, number, len(held))
        if made:
            computed[measure.id] = measure
            found += made
            compared += comparisons(measure, made, peers)
    manifest = make_manifest(taken, measures, audits)
    return Release(
        id=release_id(manifest),
        measures=computed,
        values=tuple(found),
        comparisons=tuple(compared),
        files=tuple(_account(file, gone, taken) for file in taken),
        supplies=_supplies(batches, gone, files),
        simulated=any(batch.simulated for batch in batches),
        manifest=manifest,
        peers=peers,
        returns=tuple(batch.submission for batch in batches if batch.submission),
    )


class _Told:
    """What the files in hand tell of each table: who supplied it, and what was revised."""

    def __init__(
        self,
        batches: Iterable[Batch],
        gone: Sequence[Replaced],
        taken: Sequence[Taken],
        files: Mapping[str, int],
    ) -> None:
        self._supplied: dict[str, set[tuple[str, Period]]] = defaultdict(set)
        for _, part in _counting(batches, gone):
            if part.force_code:
                period = Period(part.period_start, part.period_end)
                self._supplied[part.table].add((part.force_code, period))
        for table, base in DERIVED.items():
            self._supplied[table] = self._supplied[base]
        self._revised: dict[str, list[tuple[Replaced, str]]] = defaultdict(list)
        for lost in gone:
            if lost.changed:
                words = (
                    f"revised: {taken[files[lost.by.id]].name} gives other numbers than"
                    f" {taken[files[lost.batch.id]].name}"
                )
                self._revised[lost.slice.table].append((lost, words))
        self._made: dict[tuple[str, frozenset[tuple[str, ...]]], Presence] = {}

    def presence(self, where: Condition) -> Presence:
        """Of the rows that a condition can hold: revisions of other rows are none of theirs."""
        columns = tables()[where.table].slice
        revised = self._revised[where.table]
        keys = frozenset(
            key
            for key in {lost.slice.key for lost, _ in revised}
            if may_hold(where, dict(zip(columns, key, strict=True)))
        )
        if (where.table, keys) not in self._made:
            words = {
                (
                    lost.slice.force_code,
                    Period(lost.slice.period_start, lost.slice.period_end),
                ): said
                for lost, said in revised
                if lost.slice.key in keys
            }
            self._made[where.table, keys] = Presence(
                (force, Present(period, words.get((force, period), "")))
                for force, period in self._supplied[where.table]
            )
        return self._made[where.table, keys]


def _supplies(
    batches: Iterable[Batch], gone: Sequence[Replaced], files: Mapping[str, int]
) -> tuple[Supply, ...]:
    supplies = [
        Supply(
            part.table,
            part.force_code,
            part.period_start,
            part.period_end,
            files[batch.id],
            part.rows,
            part.key,
        )
        for batch, part in _counting(batches, gone)
        if part.force_code
    ]
    return tuple(sorted(supplies, key=astuple))


def _counting(batches: Iterable[Batch], gone: Iterable[Replaced]) -> Iterator[tuple[Batch, Slice]]:
    """Each batch with its slices that nothing replaces: a correction can leave months empty."""
    dropped = {(r.batch.id, r.slice) for r in gone}
    for batch in batches:
        yield from ((batch, part) for part in batch.slices if (batch.id, part) not in dropped)


def _account(file: Taken, gone: Sequence[Replaced], taken: Sequence[Taken]) -> FileAccount:
    batch = file.batch
    notes = batch.notes if batch else tuple(part for part in (file.left, file.same_as) if part)
    if batch:
        notes += tuple(_notes_on_replaced(batch, gone, taken))
    return FileAccount(
        name=file.name,
        sha256=file.sha256,
        size=file.size,
        publication=batch.publication if batch else "",
        edition=batch.edition if batch else None,
        rows_read=batch.rows_read if batch else 0,
        rows_used=batch.rows_used if batch else 0,
        set_aside=batch.set_aside if batch else (),
        notes=notes,
        facts=batch.facts if batch else {},
        simulated=bool(batch and batch.simulated),
    )


def _notes_on_replaced(
    batch: Batch, gone: Iterable[Replaced], taken: Sequence[Taken]
) -> Iterator[str]:
    """What of a batch is replaced by others, and what a return replaces of published files."""
    names = {file.batch.id: file.name for file in taken if file.batch}
    by_edition, by_return, takes = 0, Counter[str](), Counter[str]()
    for lost in gone:
        if lost.batch.id == batch.id:
            if lost.by.submission:
                by_return[names[lost.by.id]] += lost.slice.rows
            else:
                by_edition += lost.slice.rows
        elif lost.by.id == batch.id and batch.submission:
            takes[names[lost.batch.id]] += lost.slice.rows
    if by_edition:
        yield f"{by_edition:,} facts are replaced by a later edition that holds the same periods"
    for name, rows in sorted(by_return.items()):
        yield f"{rows:,} facts are replaced by {name}, which covers the same force and periods"
    for name, rows in sorted(takes.items()):
        yield f"It takes the place of {rows:,} facts of {name} for the same force and periods"


def make_manifest(
    taken: Iterable[Taken],
    measures: Mapping[str, Measure],
    audits: Sequence[Mapping[str, str]] = (),
) -> dict[str, object]:
    """What a release rests on: the code, each input with its hash, each measure's version."""
    return {
        "openpeel": openpeel.__version__,
        "code": code_version(),
        "inputs": [
            {
                "name": file.name,
                "sha256": file.sha256,
                "size": file.size,
                "publication": file.batch.publication if file.batch else None,
                "edition": _edition(file.batch.edition) if file.batch else None,
            }
            | _submission(file)
            for file in taken
        ],
        "measures": {id: measure.signature for id, measure in measures.items()},
        **({"audits": [dict(round) for round in audits]} if audits else {}),
    }


def _submission(file: Taken) -> dict[str, str]:
    """A submission's batch and its account's hash, which changes with rows, report and replies."""
    return {"batch": file.batch.id, "account": file.account} if file.batch and file.account else {}


def read_manifest(site: Path) -> dict[str, Any]:
    """The manifest of a site that was built; UserError when there is none."""
    try:
        found = json.loads((site / MANIFEST).read_text(encoding="utf-8"))
    except OSError:
        raise UserError(f"{site}: this is no site of openpeel; it has no {MANIFEST}.") from None
    except ValueError:
        found = None
    if not _is_manifest(found):
        raise UserError(f"{site / MANIFEST}: this is not openpeel's; build the site again.")
    return found


def _is_manifest(found: object) -> TypeGuard[dict[str, Any]]:
    if not isinstance(found, dict) or not isinstance(found.get("inputs"), list):
        return False
    return "code" in found and all(
        isinstance(item, dict) and {"name", "sha256", "size", "publication"} <= item.keys()
        for item in found["inputs"]
    )


def _edition(edition: Edition) -> dict[str, str | None]:
    published = edition.published.isoformat() if edition.published else None
    return {"title": edition.title, "covers": edition.covers, "published": published}


def release_id(manifest: Mapping[str, object]) -> str:
    """A name that two releases share only when everything they rest on is the same."""
    text = json.dumps(manifest, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


@cache
def code_version() -> str:
    """A short hash of everything in the package that can change a figure or a page."""
    root = Path(openpeel.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.relative_to(root).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]

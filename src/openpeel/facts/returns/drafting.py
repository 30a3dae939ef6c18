"""The first draft of a mapping, from a file's header and some of its values.

It is written to be read by the person who knows the system: what was matched and how, what was
not, and what the values look like. It loads as it stands.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import yaml
from duckdb import DuckDBPyConnection

from openpeel.catalogue.codes import codes, plain_label
from openpeel.catalogue.contracts import Contract, Field
from openpeel.catalogue.forces import forces
from openpeel.facts.engine import connect
from openpeel.facts.returns.headers import plain_header
from openpeel.facts.returns.mapping import flags, known_headers, translation
from openpeel.facts.returns.reading import Found, open_file
from openpeel.facts.returns.records import pattern
from openpeel.facts.returns.times import Choice, choose

SURE = 0.8  # of 1: how alike a header and a field's name must be to be put together
MAYBE = 0.55  # ... to be named as a possibility
SAMPLE = 100_000  # rows
VALUES = 40  # different values looked at
SHOWN = 5  # ... and shown


@dataclass(frozen=True)
class Column:
    """One column of the file, with its most frequent values."""

    header: str
    place: int
    values: tuple[str, ...]


@dataclass(frozen=True)
class Guess:
    """A column for a field, and how alike their names are: 1 is the field's own name."""

    field: str
    column: Column
    score: float


def draft_mapping(path: Path, contract: Contract, sheet: str | None = None) -> str:
    """YAML of a mapping for `contract`, drafted from a file; UserError when it can't be read."""
    with tempfile.TemporaryDirectory(prefix="openpeel-") as folder, connect() as con:
        found = open_file(path, Path(folder), known_headers(contract, None), sheet)
        columns = _columns(con, found)
        guesses = _guess(contract, columns)
        chosen = _choose(contract, guesses)
        return "\n".join(_lines(con, contract, path, columns, guesses, chosen)) + "\n"


def _columns(con: DuckDBPyConnection, found: Found) -> list[Column]:
    """The file's columns that have a name; their values lie in the table `drafting`."""
    named = {f"c{at}": at for at, name in enumerate(found.header) if name}
    rows = found.load(con, named)
    con.execute(
        "create or replace temp table drafting as select"
        f" * from read_parquet({pattern(rows.path)}) limit {SAMPLE}"
    )
    columns = []
    for name, at in named.items():
        values = con.execute(
            f'select "{name}" from drafting where "{name}" is not null'
            f" group by 1 order by count(*) desc, 1 limit {VALUES}"
        ).fetchall()
        columns.append(Column(found.header[at], at, tuple(value for (value,) in values)))
    return columns


def _guess(contract: Contract, columns: list[Column]) -> list[Guess]:
    """Every pair that is possible, the likeliest first."""
    pairs = [
        Guess(name, column, score)
        for name, asked in contract.asked.items()
        for column in columns
        if (score := likeness(column.header, name, asked)) >= MAYBE and _fits(column, name, asked)
    ]
    return sorted(pairs, key=lambda guess: (-guess.score, guess.column.place, guess.field))


def likeness(header: str, name: str, asked: Field) -> float:
    """How alike a header and a field's names are: 1 for the name, a little less for an alias."""
    plain = plain_header(header)
    if plain == plain_header(name):
        return 1.0
    names = [plain_header(text) for text in (name, *asked.names)]
    if plain in names:
        return 0.99
    return 0.95 * max(_alike(plain, text) for text in names)


def _alike(header: str, name: str) -> float:
    ours, theirs = set(name.split()), set(header.split())
    words = 2 * len(ours & theirs) / (len(ours) + len(theirs)) if theirs else 0.0
    letters = SequenceMatcher(None, header, name, autojunk=False).ratio()
    return max(words, letters)


def _fits(column: Column, name: str, asked: Field) -> bool:
    """Whether the values could be of the field's type; an empty column fits anything."""
    if not column.values:
        return True
    if name == "force":
        return any(forces().find(value) for value in column.values)
    with_digits = sum(any(sign.isdigit() for sign in value) for value in column.values)
    if asked.type in ("time", "date", "whole", "number", "pounds"):
        return with_digits > len(column.values) / 2
    if asked.type == "flag":
        return len(column.values) <= 6
    return asked.type != "code" or len(column.values) < VALUES


def _choose(contract: Contract, guesses: list[Guess]) -> dict[str, Guess]:
    """The likeliest column for each field, each column once."""
    chosen: dict[str, Guess] = {}
    taken: set[int] = set()
    for guess in guesses:
        free = guess.field not in chosen and guess.column.place not in taken
        if guess.score >= SURE and free:
            chosen[guess.field] = guess
            taken.add(guess.column.place)
    return {name: chosen[name] for name in contract.asked if name in chosen}


def _lines(
    con: DuckDBPyConnection,
    contract: Contract,
    path: Path,
    columns: list[Column],
    guesses: list[Guess],
    chosen: dict[str, Guess],
) -> Iterator[str]:
    taken = {guess.column.place for guess in chosen.values()}
    left = [column for column in columns if column.place not in taken]
    yield f"# Draft for {contract.name}, from {scalar(path.name)}. Look at every line with a `?`."
    yield f"return: {contract.id}"
    if "force" not in chosen:
        yield "# force: ?  (the file has no column for it; name the force here)"
    yield "columns:" if chosen else "columns: {}"
    for name, guess in chosen.items():
        yield from _entry(con, contract, name, guess)
    missing = [name for name in contract.asked if name not in chosen and name != "force"]
    for name in missing:
        yield from _not_found(contract, name, guesses, taken)
    if left:
        yield "# Columns of the file that no field uses:"
        for column in left:
            yield f"#   {scalar(column.header)}: {_shown(column)}"
    yield "clock: uk  # or utc, when the system writes times in UTC without saying so"


def _entry(con: DuckDBPyConnection, contract: Contract, name: str, guess: Guess) -> Iterator[str]:
    asked, column = contract.asked[name], guess.column
    unsure = "" if guess.score > 0.95 else f"  # ? {asked.words}"
    yield f"  {name}:{unsure}"
    yield f"    column: {scalar(column.header)}  # {_shown(column)}"
    if asked.type == "code":
        yield from _code_lines(contract, name, column)
    elif asked.type == "flag":
        known = flags(name, None)
        odd = [value for value in column.values if plain_label(value) not in known]
        if odd:
            listed = ", ".join(scalar(value) for value in odd[:SHOWN])
            yield f"    # ? neither yes nor no: {listed}; give `yes: [...]` and `no: [...]`"
    elif asked.type in ("time", "date") and column.values:
        yield from _time_lines(choose(con, "drafting", f"c{column.place}"))


def _time_lines(choice: Choice) -> Iterator[str]:
    if choice.read == choice.seen:
        yield f"    # read as {choice.way.name}"
    else:
        yield (
            f"    # ? read as {choice.way.name}, which {choice.seen - choice.read:,} of"
            f' {choice.seen:,} values are not; give a format, such as "%d/%m/%Y %H:%M"'
        )


def _code_lines(contract: Contract, name: str, column: Column) -> Iterator[str]:
    """Suggestions for the values that are no codes themselves."""
    asked = contract.asked[name]
    table, allowed = translation(contract, name, None), asked.allowed or ()
    own = [value for value in column.values if value not in allowed]
    suggested = {value: table.get(plain_label(value)) or _close(value, asked) for value in own}
    if any(suggested.values()):
        yield "    codes:"
    for value, code in suggested.items():
        if code:
            sure = "" if plain_label(value) in table else "  # ?"
            yield f"      {scalar(value)}: {scalar(code)}{sure}"
    for value, code in suggested.items():
        if not code:
            yield f"      # ? {scalar(value)}: one of {', '.join(allowed)}"


def _close(value: str, asked: Field) -> str | None:
    """The code whose label or words are most like a value, if any is like enough."""
    labels = {plain_label(code): code for code in asked.allowed or ()}
    if isinstance(asked.codes, str):
        known = codes(asked.codes)
        labels |= {plain_label(entry.words): code for code, entry in known.codes.items()}
        labels |= known.labels
    plain = plain_label(value)
    likeliest = max(labels, key=lambda label: _alike(plain, label), default="")
    return labels[likeliest] if likeliest and _alike(plain, likeliest) >= SURE else None


def _not_found(
    contract: Contract, name: str, guesses: list[Guess], taken: set[int]
) -> Iterator[str]:
    asked = contract.asked[name]
    need = "required" if asked.required else "not found"
    yield f"  # {name}: ?  ({need}: {asked.words})"
    for guess in guesses:
        if guess.field == name and guess.column.place not in taken:
            column = guess.column
            yield f"  #   perhaps {{column: {scalar(column.header)}}}  # {_shown(column)}"


def _shown(column: Column) -> str:
    """Some values of a column, for a comment."""
    if not column.values:
        return "empty throughout"
    more = ", ..." if len(column.values) > SHOWN else ""
    return ", ".join(scalar(value[:40]) for value in column.values[:SHOWN]) + more


def scalar(text: str) -> str:
    """A text as a YAML scalar on one line, whatever it holds."""
    written = yaml.safe_dump(text, default_style='"', allow_unicode=True, width=10**9)
    return str(written).strip()

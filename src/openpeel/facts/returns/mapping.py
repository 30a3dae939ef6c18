"""What a force calls its columns and codes: a mapping file, and how headers find their fields.

    return: calls
    force: West Mercia
    columns:
      received_at: {column: Call Received, format: "%d/%m/%Y %H:%M:%S"}
      line: {column: Queue, codes: {Emergency: "999", Non-Em: "101"}}
      abandoned: {column: Lost, yes: [Y, Lost], no: [N, ""]}
      target_s: {constant: 30}
    ignore: [Operator]
    clock: uk

A mapping names what differs: a field that it does not name still finds its column by its own name
or one of the names that the contract lists. Case, spaces, underscores and hyphens never matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BeforeValidator, model_validator
from pydantic import Field as Key

from openpeel.catalogue.codes import codes, plain_label
from openpeel.catalogue.contracts import Contract, contracts
from openpeel.catalogue.forces import forces
from openpeel.catalogue.loading import Entry, load_yaml, read_yaml
from openpeel.errors import UserError
from openpeel.facts.returns.headers import plain_header
from openpeel.facts.returns.limits import regular

_LONGEST = 1 << 18  # bytes
_LONGEST_TEXT = 500  # characters
_DEEPEST = 10
Clock = Literal["uk", "utc"]


def _as_text(value: Any) -> Any:
    """Numbers and booleans of YAML as they would stand in a cell."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if isinstance(value, int | float) else value


Text = Annotated[str, BeforeValidator(_as_text)]


class ColumnOf(Entry):
    """Where a field's values come from, and what they mean."""

    column: Text | None = None  # a header of the file
    constant: Text | None = None  # the same value in every row
    format: str | None = None  # of dates and times, as strptime has it: %d/%m/%Y %H:%M
    codes: dict[Text, Text] = Key(default_factory=dict)  # the force's own -> the contract's
    yes: tuple[Text, ...] = ()
    no: tuple[Text, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _named(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            raise ValueError("write it as {column: ...} or {constant: ...}")
        return value

    @model_validator(mode="after")
    def _one_source(self) -> ColumnOf:
        if (self.column is None) == (self.constant is None):
            raise ValueError("give either `column` or `constant`")
        return self


class Mapping(Entry):
    """A mapping file."""

    for_return: str = Key(alias="return")
    force: str | None = None
    columns: dict[str, ColumnOf] = Key(default_factory=dict)
    ignore: tuple[Text, ...] = ()
    clock: Clock = "uk"


def load_mapping(path: Path, of: Contract) -> Mapping:
    """A mapping file for a contract; UserError names the file, the line and the key."""
    _refuse_tricks(path)
    found = load_yaml(path, Mapping)
    _, lines = read_yaml(path)

    def refuse(what: str, *key: str) -> UserError:
        dotted = ".".join(key)
        return UserError(f"{path}, line {lines.get(key, 1)}, key {dotted}: {what}.")

    if found.for_return not in contracts():
        raise refuse(
            f"there is no return {found.for_return!r}; `openpeel returns` lists them", "return"
        )
    if found.for_return != of.id:
        raise refuse(f"this mapping is for {found.for_return!r}, not for {of.id!r}", "return")
    if found.force is not None and forces().find(found.force) is None:
        raise refuse(f"there is no force {found.force!r}", "force")
    for name, column in found.columns.items():
        if name not in of.asked:
            raise refuse(
                f"{of.id} has no such field; its fields are {', '.join(of.asked)}", "columns", name
            )
        asked = of.asked[name]
        if column.format and asked.type not in ("date", "time"):
            raise refuse("only a date or a time has a format", "columns", name, "format")
        if (column.yes or column.no) and asked.type != "flag":
            raise refuse("only a flag has `yes` and `no`", "columns", name)
        if column.codes and asked.allowed is None:
            raise refuse("only a field with a list has `codes`", "columns", name, "codes")
        _refuse_contradiction(refuse, name, column.codes.items())
        flags_of = [(label, "yes") for label in column.yes] + [(label, "no") for label in column.no]
        _refuse_contradiction(refuse, name, flags_of)
        for label, code in column.codes.items():
            if asked.allowed is not None and code not in asked.allowed:
                raise refuse(
                    f"{code!r} is not one of {', '.join(asked.allowed)}",
                    "columns", name, "codes", label,
                )  # fmt: skip
        if column.constant is not None and asked.type == "code":
            known = translation(of, name, found)
            if plain_label(column.constant) not in known:
                raise refuse(
                    f"{column.constant!r} is not one of {', '.join(asked.allowed or ())}",
                    "columns", name, "constant",
                )  # fmt: skip
    return found


def _refuse_contradiction(
    refuse: Callable[..., UserError], name: str, meanings: Iterable[tuple[str, str]]
) -> None:
    """Case and spaces don't matter in a label, so that two could be one and mean two things."""
    seen: dict[str, str] = {}
    for label, meaning in meanings:
        other = seen.setdefault(plain_label(label), meaning)
        if other != meaning:
            raise refuse(f"{label!r} means both {other} and {meaning}; keep one", "columns", name)


def _refuse_tricks(path: Path) -> None:
    """UserError for what could hurt a reader of YAML: length, depth, and what refers to itself."""
    with regular(path) as file:
        text = file.read(_LONGEST + 1)
    if len(text) > _LONGEST:
        raise UserError(f"{path}: a mapping has no more than {_LONGEST >> 10} kB; check the file.")
    depth = 0
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            what = ""
            if depth > _DEEPEST:
                what = f"more than {_DEEPEST} levels"
            elif isinstance(event, yaml.AliasEvent):
                what = "aliases (*)"
            elif isinstance(event, yaml.ScalarEvent) and len(event.value) > _LONGEST_TEXT:
                what = f"texts of more than {_LONGEST_TEXT} characters"
            if what:
                line = event.start_mark.line + 1 if event.start_mark else 1
                raise UserError(f"{path}, line {line}: a mapping has no {what}; write it out.")
    except yaml.reader.ReaderError as problem:
        raise UserError(
            f"{path}: character {problem.position + 1:,} is none of a text in UTF-8; save it again."
        ) from None
    except yaml.YAMLError:  # told with its line by what reads the file next
        return


@dataclass(frozen=True)
class Matched:
    """Which column each field comes from."""

    places: dict[str, int] = field(default_factory=dict)  # field -> place of the column, from 0
    constants: dict[str, str] = field(default_factory=dict)
    unread: tuple[str, ...] = ()  # headers of columns that no field uses


def known_headers(of: Contract, mapping: Mapping | None) -> frozenset[str]:
    """Headers, as `plain_header` has them, that would find a field."""
    known = {plain_header(name) for name in of.asked}
    known |= {plain_header(name) for asked in of.asked.values() for name in asked.names}
    if mapping:
        known |= {plain_header(c.column) for c in mapping.columns.values() if c.column}
    return frozenset(known)


def match(file: str, header: Sequence[str], of: Contract, mapping: Mapping | None) -> Matched:
    """Find each field's column; UserError when two columns claim the same field."""
    named = mapping.columns if mapping else {}
    places: dict[str, int] = {}
    plain = [plain_header(cell) for cell in header]
    ignored = {plain_header(name) for name in mapping.ignore} if mapping else set()
    free = {at for at, name in enumerate(plain) if name and name not in ignored}
    for name, column in named.items():
        if column.column is not None:
            places[name] = _only(file, header, plain, name, [plain_header(column.column)], free)
    free -= set(places.values())
    left = [name for name in of.asked if name not in named]
    for names_of in (lambda name: [name], lambda name: of.asked[name].names):
        for name in left:
            wanted = [plain_header(text) for text in names_of(name)]
            if name not in places and any(plain[at] in wanted for at in free):
                places[name] = _only(file, header, plain, name, wanted, free)
        free -= set(places.values())
    constants = {name: c.constant for name, c in named.items() if c.constant is not None}
    read = set(places.values())
    unread = tuple(
        cell or f"(column {at + 1}, without a name)"
        for at, cell in enumerate(header)
        if at not in read
    )
    return Matched(places, constants, unread)


def _only(
    file: str,
    header: Sequence[str],
    plain: Sequence[str],
    name: str,
    wanted: Sequence[str],
    free: set[int],
) -> int:
    found = [at for at in sorted(free) if plain[at] in wanted]
    if not found:
        raise UserError(
            f"{file}: the mapping takes {name} from a column {wanted[0]!r}, which is not in the"
            f" header; its columns are {', '.join(cell for cell in header if cell)[:500]}."
        )
    if len(found) > 1:
        columns = " and ".join(f"{header[at]!r} (column {at + 1})" for at in found)
        raise UserError(
            f"{file}: {columns} could both be {name}; say which in a mapping, or rename one."
        )
    return found[0]


def translation(of: Contract, name: str, mapping: Mapping | None) -> dict[str, str]:
    """Codes by every label, as `plain_label` has it, that a field's column may hold."""
    asked = of.asked[name]
    found = {plain_label(code): code for code in asked.allowed or ()}
    if isinstance(asked.codes, str):
        found = dict(codes(asked.codes).labels) | found
    if mapping and name in mapping.columns:
        own = mapping.columns[name].codes
        found |= {plain_label(label): code for label, code in own.items()}
    return found


YES = ("yes", "y", "true", "t", "1", "1.0")
NO = ("no", "n", "false", "f", "0", "0.0")


def flags(name: str, mapping: Mapping | None) -> dict[str, bool]:
    """What a flag's cells mean, by `plain_label`; the key '' is the empty cell."""
    found = dict.fromkeys(YES, True) | dict.fromkeys(NO, False)
    if mapping and name in mapping.columns:
        column = mapping.columns[name]
        found |= {plain_label(label): True for label in column.yes}
        found |= {plain_label(label): False for label in column.no}
    return found

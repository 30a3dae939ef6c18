"""Cells that can't be read as what the contract asks for, and fields that are not there."""

from __future__ import annotations

from collections.abc import Iterator

from openpeel.catalogue.contracts import FieldType
from openpeel.facts.returns.rules.case import COMMON_OF, FIRST_ROWS, RAW, ROWS, UNREAD, Case
from openpeel.facts.returns.rules.phrases import listed, many, rows_of, share_of, shown
from openpeel.facts.returns.rules.registry import Found, whole_rule

SHOWN_VALUES = 5


def bit(case: Case, field: str) -> int:
    """The bit that marks a field in the column `unread`."""
    return 1 << case.unreadable.index(field)


def gather(case: Case) -> None:
    """Keep rows with a cell that can't be read, with its text: one join for all fields."""
    if not case.unreadable:
        return
    columns = {name: COMMON_OF.get(name, name) for name in case.unreadable}
    bits = " | ".join(
        f'(case when w."{name}" is not null and r."{column}" is null'
        f" then {bit(case, name)}::hugeint else 0::hugeint end)"
        for name, column in columns.items()
    )
    texts = "".join(f', w."{name}" as "text_{name}"' for name in columns)
    case.con.execute(
        f"create or replace temp table {UNREAD} as select * from"
        f" (select r.row, r.force_code, {bits} as unread{texts}"
        f" from {ROWS} r join {RAW} w using (row)) where unread <> 0"
    )


@whole_rule("error", "cells")
def field_missing(case: Case) -> Iterator[Found]:
    """A field that every row must fill is not in the file."""
    codes = _forces_of(case)
    for name, field in case.contract.asked.items():
        # a force that was named beside the file needs no column
        if field.required and name not in case.sent and (name != "force" or "" in codes):
            yield Found(
                codes[0] if len(codes) == 1 else "",
                name,
                f"The file has no column for `{name}` ({field.words}).",
                "Send it, or name the column that holds it in the mapping.",
            )


@whole_rule("error", "cells")
def not_a_number(case: Case) -> Iterator[Found]:
    """A cell that is no number."""
    return _unread(case, ("number", "pounds"), "no number", "Write numbers such as 1234.5.")


@whole_rule("error", "cells")
def not_a_whole_number(case: Case) -> Iterator[Found]:
    """A cell that is no whole number."""
    return _unread(case, ("whole",), "no whole number", "Write whole numbers such as 1234.")


@whole_rule("error", "cells")
def not_a_date(case: Case) -> Iterator[Found]:
    """A cell that is no day of the calendar."""
    return _unread(case, ("date",), "no day of the calendar", "Write days as 2025-04-01.")


@whole_rule("error", "cells")
def not_a_time(case: Case) -> Iterator[Found]:
    """A cell that is no day and time."""
    return _unread(case, ("time",), "no day and time", "Write times as 2025-04-01 08:15:02.")


@whole_rule("error", "cells")
def not_a_flag(case: Case) -> Iterator[Found]:
    """A cell that is neither yes nor no."""
    return _unread(case, ("flag",), "neither yes nor no", "Write yes or no, or leave it empty.")


@whole_rule("error", "cells")
def not_in_codes(case: Case) -> Iterator[Found]:
    """A code that is not in the list of the field."""
    for name in _unreadable_of(case, ("code",)):
        allowed = case.contract.fields[name].allowed or ()
        some = f"{listed(allowed)}" if len(allowed) <= 12 else f"one of {many(len(allowed))} codes"
        do = f"Map these values to the codes of the field: {some}."
        yield from _unread_in(case, name, "not in its list", do)


@whole_rule("error", "cells")
def label_pattern(case: Case) -> Iterator[Found]:
    """A label that does not look as the contract says."""
    for name in _unreadable_of(case, ("label",)):
        field = case.contract.fields[name]
        example = f", such as {field.example}" if field.example else ""
        do = f"Write it as the contract has it ({field.words}{example})."
        yield from _unread_in(case, name, "not of its form", do, echo=False)


@whole_rule("error", "cells")
def force_unknown(case: Case) -> Iterator[Found]:
    """A force that is none of the 43."""
    if "force" in case.unreadable:
        do = "Write the force's name or its ONS code."
        yield from _unread_in(case, "force", "none of the 43 forces", do, echo=False)
    elif "force" in case.sent:
        for force, count, rows in case.rows_by_force("force_code is null"):
            says = f"`force` is empty in {rows_of(count)}."
            yield Found(force, "force", says, "Fill it in every row.", count=count, rows=rows)


@whole_rule("query", "cells")
def area_unknown(case: Case) -> Iterator[Found]:
    """An area that is none of the force's."""
    if "area" in case.unreadable:
        do = (
            "Map these names to the force's local policing areas, or say why they have none;"
            " figures of areas leave the rows out."
        )
        yield from _unread_in(case, "area", "none of the force's areas", do, echo=False)


def _unread(case: Case, types: tuple[FieldType, ...], what: str, do: str) -> Iterator[Found]:
    for name in _unreadable_of(case, types):
        yield from _unread_in(case, name, what, do)


def _unreadable_of(case: Case, types: tuple[FieldType, ...]) -> list[str]:
    asked = case.contract.asked
    return [n for n in case.unreadable if n not in COMMON_OF and asked[n].type in types]


def _unread_in(case: Case, name: str, what: str, do: str, *, echo: bool = True) -> Iterator[Found]:
    where = f"unread & {bit(case, name)}::hugeint <> 0"
    read = _read_by_force(case, COMMON_OF.get(name, name))
    for force, count, rows in case.rows_by_force(where, UNREAD):
        filled = count + (0 if name == "force" else read.get(force, 0))
        says = f"`{name}` is {what} in {share_of(count, filled)} in which it is filled."
        if echo:
            says += f" Most often: {_values(case, name, where, force)}."
        yield Found(force, name, says, do, count=count, rows=rows[:FIRST_ROWS])


def _values(case: Case, name: str, where: str, force: str) -> str:
    """The most frequent offending texts, with how often; ties in the order of the alphabet."""
    found = case.con.execute(
        f'select "text_{name}" as text, count(*) as n from {UNREAD}'
        f" where {where} and coalesce(force_code, '') = ?"
        f" group by text order by n desc, text limit {SHOWN_VALUES}",
        [force],
    ).fetchall()
    return listed(f"{shown(text)} ({many(count)})" for text, count in found)


def _read_by_force(case: Case, column: str) -> dict[str, int]:
    found = case.con.execute(
        f"select coalesce(force_code, ''), count(\"{column}\") from {ROWS} group by all"
    ).fetchall()
    return dict(found)


def _forces_of(case: Case) -> list[str]:
    found = case.con.execute(
        f"select distinct coalesce(force_code, '') as force from {ROWS} order by force"
    ).fetchall()
    return [force for (force,) in found]

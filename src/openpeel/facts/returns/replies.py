"""A force's answers to queries: read back from the report that it filled in, and never lost."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date

from openpeel.errors import UserError
from openpeel.facts.returns.findings import Reply, Report
from openpeel.facts.returns.rules.phrases import shown

NUMBER, WORDS, BY, ON = "number", "reply", "reply by", "reply on"
COLUMNS = (NUMBER, WORDS, BY, ON)
LARGEST = 20_000_000  # bytes of a report that is read back
LONGEST = 4_000  # characters of a reply
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def escaped(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula.

    An apostrophe goes in front of what could be one, and of an apostrophe, so that `unescaped`
    gives every text back.
    """
    return f"'{cell}" if cell.startswith((*FORMULA, "'")) else cell


def unescaped(cell: str) -> str:
    """The text behind `escaped`; a text that a person began with an apostrophe stays as it is."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*FORMULA, "'")) else cell


def replies_from_csv(data: bytes, name: str, *, on: date, by: str = "") -> tuple[Reply, ...]:
    """The replies in a CSV report that came back; rows without a reply are passed over.

    Args:
        data: The file. UTF-8 with or without a mark, or Windows-1252; commas, semicolons or tabs.
        name: What to call the file in a complaint.
        on: The day for replies that give none.
        by: Who replied where the file does not say.

    Raises:
        UserError: one sentence that names the file, the line and what to do.
    """
    if len(data) > LARGEST:
        raise UserError(f"{name}: it is too large for a report with replies.")
    if b"\0" in data:
        raise UserError(f"{name}: it is no CSV file; save the report as CSV.")
    reader = csv.reader(io.StringIO(_text(data, name), newline=""), delimiter=_delimiter(data))
    found: dict[Reply, None] = {}
    try:
        header = [cell.strip().casefold() for cell in next(reader, [])]
        if NUMBER not in header or WORDS not in header:
            raise UserError(
                f"{name}: it needs the columns `{NUMBER}` and `{WORDS}`; keep the report's header."
            )
        for row in reader:
            cells = dict(zip(header, (unescaped(cell.strip()) for cell in row), strict=False))
            reply = _reply(cells, f"{name}, line {reader.line_num}", on, by)
            if reply:
                found[reply] = None
    except csv.Error as problem:
        raise UserError(f"{name}, line {reader.line_num}: it is no CSV ({problem}).") from None
    return tuple(found)


def merge(*sets: Iterable[Reply]) -> tuple[Reply, ...]:
    """All replies of several sets, each once, in the order in which they were given.

    By number of the query, then by day; of the same day those of a later set come after. Nothing
    is ever dropped: `latest` says which one counts.
    """
    every = dict.fromkeys(reply for replies in sets for reply in replies)
    return tuple(sorted(every, key=lambda reply: (reply.number, reply.on)))


def without_query(report: Report) -> tuple[Reply, ...]:
    """Replies to queries that the report does not ask any more; they are kept all the same."""
    asked = {finding.number(report.contract) for finding in report.queries}
    return tuple(reply for reply in report.replies if reply.number not in asked)


def _reply(cells: dict[str, str], where: str, on: date, by: str) -> Reply | None:
    words = cells.get(WORDS, "")
    if not words:
        return None
    number = cells.get(NUMBER, "").upper()
    if not (len(number) == 9 and number[0] == "Q" and number[1:].isdecimal() and number.isascii()):
        raise UserError(f"{where}: {shown(number)} is no number of a query; keep the report's own.")
    if len(words) > LONGEST:
        raise UserError(f"{where}: the reply is longer than {LONGEST:,} characters; shorten it.")
    who = cells.get(BY, "") or by
    if not who:
        raise UserError(f"{where}: say who replies in the column `{BY}`.")
    return Reply(number, words, who, _day(cells.get(ON, ""), where) or on)


def _day(text: str, where: str) -> date | None:
    if not text:
        return None
    day, _, rest = text.partition("/")
    month, _, year = rest.partition("/")
    try:
        # a spreadsheet in this country turns 2026-11-23 into 23/11/2026
        return date(int(year), int(month), int(day)) if year else date.fromisoformat(text)
    except ValueError:
        raise UserError(f"{where}: {shown(text)} is no day; write it as 2026-11-23.") from None


def _text(data: bytes, name: str) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UserError(f"{name}: it can't be read as text; save the report as CSV UTF-8.")


def _delimiter(data: bytes) -> str:
    head = data.partition(b"\n")[0].decode("latin-1")
    return max(",;\t", key=head.count)

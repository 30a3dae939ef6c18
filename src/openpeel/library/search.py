"""Full-text search over the passages of the latest reports."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import get_args

from django.db import connection
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from openpeel.catalogue.frameworks import frameworks
from openpeel.catalogue.report_reading import report_words
from openpeel.errors import UserError
from openpeel.library.fulltext import matching
from openpeel.library.models import Passage
from openpeel.library.words import Query, Term, asked, spoken
from openpeel.reading.report import PassageKind

PAGE = 50
_MOST_SPANS = 100
_ABOUT = 130
"""Letters shown on either side of the first word that was found."""


@dataclass(frozen=True)
class Hit:
    """A passage that was found. `snippet` is safe HTML with the found words marked."""

    passage: Passage
    snippet: SafeString


@dataclass(frozen=True)
class Found:
    """How many passages there are, and some of them, in the order of forces, years and lines."""

    total: int
    hits: tuple[Hit, ...]


def search(
    query: str,
    *,
    force: str | None = None,
    area: str | None = None,
    kind: str | None = None,
    framework: str | None = None,
    start: int = 0,
    most: int = PAGE,
) -> Found:
    """Passages with all the words of a query, of one force, area, kind or framework if given.

    `force` is a code, `area` an area's id and `framework` a framework's id or year. A query may
    hold "phrases", beginnings* and -words that must not be there; one without a word to look for
    finds nothing. No query raises.
    """
    wanted = asked(query)
    if not wanted.wanted:
        return Found(0, ())
    found = Passage.objects.select_related("report").filter(
        report__latest=True, id__in=matching(wanted, connection.vendor)
    )
    for field, value in (("report__force_code", force), ("area", area), ("kind", kind)):
        if value:
            found = found.filter(**{field: value.replace("\0", "")})
    if framework:
        name = framework.replace("\0", "")
        found = found.filter(report__framework=name) | found.filter(report__year=name)
    found = found.order_by("report__force_name", "-report__year", "report_id", "order")
    return Found(
        found.count(), tuple(Hit(one, snippet(one.text, wanted)) for one in found[start:][:most])
    )


def check_filters(area: str | None, kind: str | None, framework: str | None) -> None:
    """UserError for an area, kind or framework that neither catalogue nor library knows."""
    words = report_words()
    years = {name for one in words.frameworks for name in (one.year, one.framework) if name}
    known: tuple[tuple[str, str | None, str, set[str]], ...] = (
        ("area", area, "area", {one.id for one in words.areas}),
        ("kind of passage", kind, "kind", {*get_args(PassageKind), "unplaced"}),
        ("framework", framework, "report__framework", years | {one.id for one in frameworks()}),
    )
    for what, value, field, names in known:
        if not value or value in names:
            continue
        if not Passage.objects.filter(**{field: value.replace("\0", "")}).exists():
            near = get_close_matches(value, sorted(names), 1) or sorted(names)[:1]
            raise UserError(f"{value!r} is no {what} that is known; give one such as {near[0]}.")


def snippet(text: str, query: Query) -> SafeString:
    """The part of a text with most of the words, these marked and all else escaped."""
    words = spoken(text)
    tokens = [word for _, _, word in words]
    found = [
        (words[at][0], words[at + len(term.words) - 1][1], term)
        for at in range(len(tokens))
        for term in query.wanted
        if term.fits(tokens, at)
    ]
    first = _telling(found[:_MOST_SPANS])
    start = max(0, first - _ABOUT)
    if start:
        start = text.find(" ", start) + 1 or start
    end = min(len(text), first + 2 * _ABOUT)
    if end < len(text):
        end = max(text.rfind(" ", start, end), first + 1)
    made, at = ["… " if start else ""], start
    for begin, stop, _ in found:
        if begin >= at and stop <= end:
            made += [escape(text[at:begin]), "<mark>", escape(text[begin:stop]), "</mark>"]
            at = stop
    made += [escape(text[at:end]), " …" if end < len(text) else ""]
    return mark_safe("".join(made))


def _telling(found: list[tuple[int, int, Term]]) -> int:
    """Where the first word stands behind which most different ones follow soon."""
    best, most = 0, 0
    for place, (begin, _, _) in enumerate(found):
        near = {term for start, _, term in found[place:] if start < begin + 2 * _ABOUT}
        if len(near) > most:
            best, most = begin, len(near)
    return best

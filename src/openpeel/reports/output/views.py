"""What the page and the PDF of a report show, as plain data made once for both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from openpeel.catalogue.units import LENGTHS
from openpeel.charts.numbers import NumberFormat
from openpeel.releases.words import METHOD_WORDS
from openpeel.reports.checks.stating import why_missing
from openpeel.reports.data.figures import Bundle, Compared, Figure
from openpeel.reports.text.document import Block, Bullets, ChartOf, Heading, Link, Paragraph, Text

PartKind = Literal["text", "figure", "evidence", "web"]


@dataclass(frozen=True)
class Part:
    """A run of words. `note` is the number of its footnote; 0 where it has none."""

    kind: PartKind
    words: str
    style: str = ""
    href: str = ""  # of a figure its place in the report, of a web link its address
    note: int = 0


@dataclass(frozen=True)
class BlockView:
    """A paragraph, a list (its items are paragraphs), a heading of level 4, or a chart."""

    kind: Literal["paragraph", "bullets", "heading", "chart"]
    parts: tuple[Part, ...] = ()
    items: tuple[tuple[Part, ...], ...] = ()
    chart: str = ""  # its key
    headline: str = ""


@dataclass(frozen=True)
class Note:
    """A footnote: what stands behind a figure's words."""

    number: int
    figure: str
    words: str  # as the text has them
    text: str
    href: str


@dataclass(frozen=True)
class FigureView:
    """A figure on the page of figures, with all there is to know of it."""

    id: str
    title: str
    value: str
    rows: tuple[tuple[str, str], ...]  # name and words
    beside: tuple[str, ...]  # comparisons that the report makes with it
    release: str  # the permalink on the release's site, from its root; empty when it has none
    trace: str  # the command that computes it again; empty when there is none
    caution: str


@dataclass
class Notes:
    """Numbers the footnotes of one page in the order of its text."""

    bundle: Bundle
    listed: list[Note] = field(default_factory=list)

    def number(self, link: Link) -> int:
        """The footnote of a link: the same words on the same figure share one."""
        compared = self.bundle.comparison(link.target, link.with_) if link.with_ else None
        figure = self.bundle.figures[link.target]
        text = footnote(figure, compared)
        for note in self.listed:
            if (note.figure, note.text) == (figure.id, text):
                return note.number
        note = Note(len(self.listed) + 1, figure.id, link.words, text, figure_place(figure.id))
        self.listed.append(note)
        return note.number


def figure_place(id: str) -> str:
    """Where a figure is spelled out in the report."""
    return f"/figures/#{id}"


def block_views(blocks: tuple[Block, ...], notes: Notes) -> tuple[BlockView, ...]:
    """Blocks of the text for page and PDF; their footnotes are added to `notes`."""
    return tuple(_block(block, notes) for block in blocks)


def _block(block: Block, notes: Notes) -> BlockView:
    if isinstance(block, Paragraph):
        return BlockView("paragraph", parts=parts_of(block, notes))
    if isinstance(block, Bullets):
        return BlockView("bullets", items=tuple(parts_of(item, notes) for item in block.items))
    if isinstance(block, ChartOf):
        held = notes.bundle.trends if block.kind == "trend" else notes.bundle.charts
        headline = block.headline or held[block.target].title
        return BlockView("chart", chart=block.key, headline=headline)
    assert isinstance(block, Heading)
    return BlockView("heading", parts=(Part("text", block.text),))


def parts_of(paragraph: Paragraph, notes: Notes) -> tuple[Part, ...]:
    """The runs of words of a paragraph; their footnotes are added to `notes`."""
    return tuple(_part(inline, notes) for inline in paragraph.inlines)


def _part(inline: Text | Link, notes: Notes) -> Part:
    if isinstance(inline, Text):
        return Part("text", inline.text, inline.style)
    if inline.scheme == "web":
        return Part("web", inline.words, href=inline.target)
    if inline.scheme == "evidence":
        return Part("evidence", inline.words, href=f"/evidence/#{inline.target}")
    place = figure_place(inline.target)
    return Part("figure", inline.words, href=place, note=notes.number(inline))


def value_words(figure: Figure) -> str:
    """The value with its unit: `50.0 percent`, `3.9 per 10,000`, `£13,000,000`."""
    if figure.value is None:
        return figure.reason or f"[{figure.status}] no figure"
    return amount_words(figure.value, figure)


def interval_words(figure: Figure) -> str:
    """`95 percent interval 47.6 to 52.5`; empty without one."""
    if figure.lower is None or figure.upper is None:
        return ""
    ends = f"{_number(figure.lower, figure)} to {_number(figure.upper, figure)}"
    return f"{100 * (figure.level or 0):.0f} percent interval {ends}"


def footnote(figure: Figure, compared: Compared | None = None) -> str:
    """Numerator, denominator, interval and source of a figure, in a sentence or two."""
    told = f"{figure.title}, {figure.place}, {figure.period}: {value_words(figure)}"
    parts = _of_parts(figure)
    ends = interval_words(figure)
    part = why_missing(figure) if figure.status == "p" else ""
    told += "".join(f"; {words}" for words in (parts, ends, part) if words)
    if compared is not None:
        told += f". Beside {compared_words(compared, figure)}"
    if figure.supplied is not None:
        told += f"; {figure.supplied} of 43 forces"
    return f"{told}. Source: {figure.source}."


def compared_words(made: Compared, figure: Figure) -> str:
    """A comparison in words."""
    if made.why:
        return f"{made.other}: {made.why}"
    if made.rank_lower is not None:
        rank = f"{made.rank_lower}"
        if made.rank_upper != made.rank_lower:
            rank = f"between {made.rank_lower} and {made.rank_upper}"
        return f"{made.other}: rank {rank} of {made.of}, 1 the highest"
    if made.mark:
        return f"{made.other}: {made.mark}"
    told = made.other
    if made.other_value is not None:
        told += f" ({'; '.join(_other_side(made, figure))})"
    if made.with_ == "peers" and made.without:
        told += f", without {', '.join(made.without)}"
    if made.difference is not None:
        told += f": difference {_signed(made.difference, figure)}"
        if made.lower is not None and made.upper is not None and made.lower != made.upper:
            low, high = _signed(made.lower, figure), _signed(made.upper, figure)
            told += f" (95 percent interval {low} to {high})"
    return told


def _other_side(made: Compared, figure: Figure) -> Iterator[str]:
    """The other side's value with its parts, or its interval where it has no parts to say more."""
    assert made.other_value is not None
    yield _number(made.other_value, figure)
    if made.other_numerator is not None and made.other_denominator is not None:
        yield f"{made.other_numerator:,.15g} of {made.other_denominator:,.15g}"
    if made.other_lower is not None and made.other_upper is not None:
        ends = _number(made.other_lower, figure), _number(made.other_upper, figure)
        yield f"95 percent interval {' to '.join(ends)}"


def figure_view(figure: Figure, bundle: Bundle, site: str = "SITE") -> FigureView:
    """All there is to know of a figure."""
    rows = [
        ("Place", figure.place),
        ("Period", figure.period),
        ("Value", value_words(figure)),
        (
            "Interval",
            f"{interval_words(figure)}, {METHOD_WORDS.get(figure.method, figure.method)}"
            if figure.lower is not None
            else "",
        ),
        ("Numerator", _amount(figure.numerator, figure.numerator_words)),
        ("Denominator", _amount(figure.denominator, figure.denominator_words)),
        ("Status", "complete" if figure.status == "ok" else why_missing(figure)),
        ("Forces", _forces(figure)),
        ("Where it comes from", f"{figure.provenance}; {figure.source}"),
        ("Name and version", " ".join(p for p in (figure.name, figure.version) if p)),
    ]
    beside = [
        f"{compared_words(c, figure)}{f', by {c.method}' if c.method and not c.why else ''}"
        for c in bundle.compared
        if c.figure == figure.id
    ]
    trace = ""
    if figure.kind == "measure":
        trace = f"openpeel trace {figure.name} --site {site}"
    return FigureView(
        id=figure.id,
        title=f"{figure.title}, {figure.place}",
        value=value_words(figure),
        rows=tuple((name, words) for name, words in rows if words),
        beside=tuple(dict.fromkeys(beside)),
        release=figure.address,
        trace=trace,
        caution=figure.caution,
    )


def _forces(figure: Figure) -> str:
    if figure.supplied is None:
        return ""
    without = f"; without {', '.join(figure.without)}" if figure.without else ""
    return f"{figure.supplied} of 43 forces{without}"


def _of_parts(figure: Figure) -> str:
    if figure.numerator is None or figure.denominator is None:
        return ""
    if figure.unit in LENGTHS:  # milliseconds of calls would be no part of them
        return f"mean of {figure.denominator:,.15g}"
    return f"{figure.numerator:,.15g} of {figure.denominator:,.15g}"


def _amount(number: float | None, words: str) -> str:
    if number is None:
        return words
    return f"{number:,.15g}: {words}" if words else f"{number:,.15g}"


def amount_words(value: float, figure: Figure) -> str:
    """A number in the figure's unit."""
    if figure.unit.startswith("pounds"):
        rest = figure.unit.removeprefix("pounds").strip()
        return f"£{value:,.0f} {rest}".strip()
    if figure.unit == "count":
        return f"{value:,.15g}"
    return f"{_number(value, figure)} {'times' if figure.unit == 'ratio' else figure.unit}"


def _number(value: float, figure: Figure) -> str:
    form = NumberFormat.fitting(
        [figure.value if figure.value is not None else value, 0.5], "", None
    )
    decimals = 1 if figure.unit == "percent" else form.decimals
    return f"{value:,.{decimals}f}"


def _signed(value: float, figure: Figure) -> str:
    return ("+" if value > 0 else "") + _number(value, figure).replace("-", "\N{MINUS SIGN}")

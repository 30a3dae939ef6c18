"""The words about numbers that a report's check knows, from the dated rules themselves."""

from __future__ import annotations

from collections.abc import Iterable

from openpeel.catalogue.wording_rules import Bounds, FractionWidths, WordingRules, wording_rules
from openpeel.reference.markdown import bullets, code, head, page, table

_NEEDS = {
    "up": "lies wholly above zero",
    "down": "lies wholly below zero",
    "declined": "lies wholly below zero",
    "better": "lies wholly on the side that the measure calls good",
    "worse": "lies wholly on the side that the measure calls bad",
    "none": "includes zero",
    "some": "lies wholly on one side of zero",
    "longer": "lies wholly above zero; never where more is good, as the measure may not be a time",
    "shorter": "lies wholly below zero; never where more is good, as the measure may not be a time",
    "ratio": "is not enough: a ratio is needed",
    "rank": "is not enough: a rank is needed",
}


def page_of_words() -> str:
    """Every rule with its words and its bounds."""
    rules = wording_rules()
    return page(
        head(
            "Words about numbers",
            "What each word claims about the figure that it is linked to. Why the rules are as"
            " they are stands in [an explanation](../explanation/words-about-numbers.md). The"
            f" rules shown hold from {rules.day}.",
        ),
        *_amounts(rules),
        *_quantities(rules),
        *_comparisons(rules),
        *_ranks(rules),
        *_exceptions(rules),
    )


def _amounts(rules: WordingRules) -> Iterable[str]:
    amounts, widths = rules.amounts, rules.amounts.widths
    yield "## Amounts"
    yield (
        "A plain numeral is true when the figure rounds to it at the precision written; digits"
        " without a word such as “million” are precise to the last. What stands after"
        f" {_list(amounts.margins)} is how far the figure may be off, and no amount of its own."
    )
    yield table(
        ["Rule", "True when", "Before the amount", "After it"],
        [[code(r.id), r.says, _list(r.before), _list(r.after)] for r in amounts.relations],
    )
    yield "### How near is near"
    yield bullets(
        [
            _fraction_widths(widths.fraction),
            f"Percent in figures: *about* reaches {_part(widths.percent.about)} of the number, at"
            f" most {_points(widths.percent.about_points)} and at least one unit of what is"
            f" written; *almost* and *just over* {_part(widths.percent.near)}, at most"
            f" {_points(widths.percent.near_points)} and at least half a unit.",
            f"Counts and pounds: *about* reaches {_part(widths.number.about)} and at least one"
            f" unit; *almost* and *just over* {_part(widths.number.near)}.",
            f"Percent, counts and pounds: no further than {widths.last_figure} units of the last"
            " figure written that is no trailing zero, as who writes “around 94.4 percent” or"
            " “almost 1,234” has counted. *Exactly*: within"
            f" {_part(widths.exactly)} of a unit of what is written.",
            f"Double, three times: plainly within {_part(widths.times.plain)}; *about*, *almost*"
            f" and *just over* reach {_part(widths.times.about)}. From {widths.times.rounds_from}"
            " times on, a whole number in figures may also be rounded to.",
            f"*Well over* and *well under*: beyond by more than {_points(widths.well.points)} or"
            f" {_part(widths.well.of_itself)} of the number, and of what it leaves upwards,"
            f" whichever is less; for counts and multiples by {_part(widths.number.well)}.",
            f"Literally true, but more than {_points(widths.far.points)} from what is named: true,"
            " with nearer words offered.",
        ]
    )


def _fraction_widths(width: FractionWidths) -> str:
    return (
        f"Fractions and “one in five”: plainly within {_points(width.plain)} and"
        f" {_part(width.plain_of_itself)} of the fraction; *about* reaches"
        f" {_points(width.about)} and {_part(width.about_of_itself)}; *almost* and *just over*"
        f" {_points(width.near)} and {_part(width.near_of_itself)}, whichever is less. For a half,"
        f" such words reach {_points(width.half)}. Plainly, about and just over: never more than"
        f" {_part(width.of_rest)} of what the fraction leaves. “101 of 107” is true of that count."
    )


def _quantities(rules: WordingRules) -> Iterable[str]:
    yield "## Quantity words"
    yield (
        "True of the shares or counts given. Where another word would tell more, it is suggested:"
        " the word is offered that openpeel itself would write. A word of counts alone is said of"
        " pounds as well: “millions”."
    )
    yield table(
        ["Rule", "Words", "Of occasions", "Share", "Count"],
        [
            [code(q.id), _list(q.words), _list(q.often), _bounds(q.share, True),
             _bounds(q.count, False)]
            for q in rules.amounts.quantities
        ],
    )  # fmt: skip


def _comparisons(rules: WordingRules) -> Iterable[str]:
    ours = rules.comparisons
    yield "## Comparisons"
    yield "A bound of exactly zero includes zero. A denial is true when what it denies is not."
    yield " ".join(
        f"Denied, {code(term.id)} is {code(term.denial)}." for term in ours.terms if term.denial
    )
    yield table(
        ["Rule", "The interval of the difference", "Words"],
        [[code(term.id), _NEEDS[term.needs], _list(term.words)] for term in ours.terms],
    )
    yield bullets(
        [
            f"Of significance, which the interval decides: {_list(ours.significance)}.",
            "How much, which words can't show, so that the number is asked for:"
            f" {_list(ours.degree)}.",
            f"Denials: {_list(ours.negations)}.",
            f"True where the difference or its interval is missing: {_list(ours.cannot_say)}.",
        ]
    )


def _ranks(rules: WordingRules) -> Iterable[str]:
    ranks = rules.ranks
    yield "## Ranks"
    yield (
        "1 is the highest value. Words are true only of the whole simulated interval of the rank."
        f" {_list(ranks.among).capitalize()} the highest or lowest:"
        f" {_part(ranks.one_of)} of the forces, rounded down."
    )
    ends = [
        ["High values", _list(ranks.ends["high"])],
        ["Low values", _list(ranks.ends["low"])],
        ["The way that is good", _list(ranks.ends["good"])],
        ["The way that is bad", _list(ranks.ends["bad"])],
        ["Above the middle", _list(ranks.above)],
        ["Below the middle", _list(ranks.below)],
        ["The interval holds the middle", _list(ranks.average)],
        ["Never by a rank: the outlier lines say it", _list(ranks.outlier)],
        ["Parts", _list(ranks.parts)],
    ]
    yield table(["Place", "Words"], ends)


def _exceptions(rules: WordingRules) -> Iterable[str]:
    yield "## Exceptions"
    yield "In running text these are no amounts and no comparisons, and need no figure."
    rows = [
        [code(entry.id), kind, entry.example]
        for kind, listed in (
            ("amount", rules.exceptions.numbers),
            ("comparison", rules.exceptions.comparisons),
        )
        for entry in listed
    ]
    yield table(["Exception", "Looks like", "Example"], rows)


def _list(words: Iterable[str]) -> str:
    return ", ".join(words)


def _bounds(bounds: Bounds | None, percent: bool) -> str:
    return "" if bounds is None else bounds.words(percent=percent)


def _points(width: float) -> str:
    return f"{100 * width:g} points"


def _part(width: float) -> str:
    return f"{100 * width:g} percent"

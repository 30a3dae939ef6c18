"""Reads the claims about amounts that stand in a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from openpeel.catalogue.wording_rules import WordingRules
from openpeel.reports.wording.amounts import AmountReader, moves
from openpeel.reports.wording.characters import plain
from openpeel.reports.wording.claims import PLAIN, Amount, Claim
from openpeel.reports.wording.hiding import blank, hidden
from openpeel.reports.wording.text import (
    Lexicon,
    Token,
    lexicon,
    text_of,
    tokens,
    word_at,
)

LEADS = 6  # words before an amount that are read one after another: "not even just ..."


class ClaimReader:
    """Reads claims by the rules of one day."""

    def __init__(self, rules: WordingRules) -> None:
        amounts, numbers = rules.amounts, rules.numbers
        self._rules = rules
        self._amounts = AmountReader(rules)
        self._before = Lexicon({w: r.id for r in amounts.relations for w in r.before})
        self._after = Lexicon({w: r.id for r in amounts.relations for w in r.after})
        self._leads = lexicon(amounts.leads)
        self._negations = lexicon(amounts.negations)
        self._never = lexicon(amounts.never)
        self._never_joins = lexicon(amounts.never_joins)
        self._margins = lexicon(amounts.margins)
        self._changes = {*rules.comparisons.changes, *numbers.moved_up, *numbers.moved_down}
        self._pounds = lexicon(numbers.pounds)
        self._quantities = Lexicon(
            {w: (q, False) for q in amounts.quantities for w in q.words}
            | {w: (q, True) for q in amounts.quantities for w in q.often}
        )

    def read(
        self, text: str, *, with_exceptions: bool, in_sentence: bool = False
    ) -> tuple[Claim, ...]:
        """Every claim in a text, in its order.

        In a sentence, "from 4 percent to 7 percent" is two amounts, as it tells of a change, and a
        margin ("+/- 3.9 percent") is one of its own. Elsewhere a margin belongs to its figure, and
        only "rose from" tells of a change.
        """
        flat = plain(text)
        listed = tokens(flat)
        if with_exceptions:
            listed = blank(listed, hidden(flat, self._rules.exceptions.numbers, self._rules))
        found: list[Claim] = []
        place = 0
        while place < len(listed):
            margin = None if in_sentence else self._margin(listed, place)
            if margin:
                place = margin
                continue
            is_base = _is_base(listed, place)
            is_change = self._is_change(listed, place, in_sentence)
            one = None if is_base or is_change else self._claim(listed, place)
            if one and one[0].high and self._is_change(listed, place - 1, in_sentence):
                one = self._bare(listed, place)
            if one is None:
                place += 1
            else:
                found.append(one[0])
                place = one[1]
        return tuple(found)

    def _is_change(self, listed: Sequence[Token], at: int, in_sentence: bool) -> bool:
        """Whether the "from" of a change stands at a place: "rose from 4 percent to 7 percent"."""
        if word_at(listed, at) != "from":
            return False
        return in_sentence or word_at(listed, at - 1) in self._changes

    def _margin(self, listed: Sequence[Token], at: int) -> int | None:
        """The place after a margin that begins at a place: "+/- 3.9 percent"."""
        sign = self._margins.at(listed, at)
        amount = self._amounts.read(listed, sign[1]) if sign else None
        return amount[1] if amount else None

    def _claim(
        self, listed: Sequence[Token], at: int, leads: int = LEADS
    ) -> tuple[Claim, int] | None:
        found = (
            self._moved(listed, at)
            or self._related(listed, at)
            or self._never_so(listed, at, leads)
            or self._range(listed, at)
            or self._bare(listed, at)
            or self._quantity(listed, at)
        )
        if found or not leads:
            return found
        for reads_on in (self._negations, self._leads):
            lead = reads_on.at(listed, at)
            after = self._claim(listed, lead[1], leads - 1) if lead else None
            if after:
                denied = reads_on is self._negations
                claim = replace(after[0], start=listed[at].start)
                return (replace(claim, denied=not claim.denied) if denied else claim), after[1]
        return None

    def _never_so(self, listed: Sequence[Token], at: int, leads: int) -> tuple[Claim, int] | None:
        """A number that is denied: "never above 19 percent", "at no time was it 15 percent"."""
        never = self._never.at(listed, at)
        if never is None or not leads:
            return None
        joins = self._never_joins.at(listed, never[1])
        for place in [never[1], *([joins[1]] if joins else [])]:
            after = self._claim(listed, place, leads - 1)
            if after and after[0].amount is not None:
                denied = not after[0].denied
                return replace(after[0], start=listed[at].start, denied=denied), after[1]
        return None

    def _moved(self, listed: Sequence[Token], at: int) -> tuple[Claim, int] | None:
        """A verb, a relation and an amount: "fell by almost a third"."""
        verb = self._amounts.verb(listed, at)
        found = self._related(listed, verb[1]) if verb else None
        if verb is None or found is None:
            return None
        claim, end = found
        if claim.amount is None or claim.high is not None or not moves(claim.amount):
            return None
        amount = replace(claim.amount, change=verb[0], moves=True)
        return replace(claim, start=listed[at].start, amount=amount), end

    def _related(self, listed: Sequence[Token], at: int) -> tuple[Claim, int] | None:
        """A relation before an amount: "almost 20 percent"."""
        for rule, place in self._before.all_at(listed, at):
            lead = self._leads.at(listed, place)
            ranged = self._range(listed, place) if rule == "about" else None
            found = ranged or self._bare(listed, lead[1] if lead else place)
            if found is None:
                continue
            claim, end = found
            start = listed[at].start
            said = text_of(listed[at:place])
            if claim.rule in {"between", "at-least", "at-most"}:
                return replace(claim, start=start), end
            return replace(claim, start=start, rule=rule, said=said), end
        return None

    def _bare(self, listed: Sequence[Token], at: int) -> tuple[Claim, int] | None:
        """An amount, and a relation after it: "20 percent or more"."""
        found = self._amounts.read(listed, at)
        if found is None:
            return None
        amount, end = found
        rule = PLAIN
        after = self._after.at(listed, end)
        if after and not self._margins.at(listed, end):  # "540 plus or minus 20"
            rule, end = after
        return Claim(listed[at].start, listed[end - 1].end, rule, amount), end

    def _range(self, listed: Sequence[Token], at: int) -> tuple[Claim, int] | None:
        """Two amounts between which the figure lies."""
        opening = word_at(listed, at)
        place = at + (opening in {"between", "from"})
        joins = {"between": {"and"}, "from": {"to", "-"}}.get(opening, {"to", "-", "or"})
        low = self._amounts.read(listed, place)
        join = word_at(listed, low[1]) if low else ""
        high = self._amounts.read(listed, low[1] + 1) if low and join in joins else None
        if low is None or high is None:
            return None
        if join == "or" and high[0].value != low[0].value + 1:
            return None  # two or three
        bottom, top = _alike(low[0], high[0])
        if bottom.kind != top.kind or bottom.value > top.value:
            return None
        start, end = listed[at].start, listed[high[1] - 1].end
        return Claim(start, end, "between", bottom, top, said=opening), high[1]

    def _quantity(self, listed: Sequence[Token], at: int) -> tuple[Claim, int] | None:
        found = self._quantities.at(listed, at)
        if found is None or word_at(listed, at - 1) == "of":
            return None
        (quantity, often), end = found
        pounds = self._pounds.at(listed, end + 1) if word_at(listed, end) == "of" else None
        end = pounds[1] if pounds else end  # millions of pounds
        start, stop = listed[at].start, listed[end - 1].end
        return Claim(start, stop, quantity.id, quantity=quantity, often=often), end


@cache
def claim_reader(rules: WordingRules) -> ClaimReader:
    """The reader of claims for some rules."""
    return ClaimReader(rules)


def _is_base(listed: Sequence[Token], at: int) -> bool:
    """Whether the number at a place is what a rate counts by: "per 10,000", "for each 10,000"."""
    before = (word_at(listed, at - 2), word_at(listed, at - 1))
    return before[1] == "per" or before in {("for", "each"), ("for", "every")}


def _alike(low: Amount, high: Amount) -> tuple[Amount, Amount]:
    """The two ends in one unit: the 4 of "4 to 6 percent" is percent, of "£4-6m" a million."""
    ours, theirs = low.numeral, high.numeral
    if ours is None or theirs is None or ours.scale > 1 or low.kind not in {"number", "pounds"}:
        return low, high
    worth = ours.value * theirs.scale / (100 if high.kind in {"percent", "points"} else 1)
    if low.kind == "pounds":  # £6-7m
        high = replace(high, kind="pounds", numeral=replace(theirs, before="£"))
    return replace(high, value=worth), high

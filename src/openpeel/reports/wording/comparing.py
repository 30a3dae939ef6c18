"""Reads the words that compare two figures: "slightly higher", "isn't improving", "similar"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from openpeel.catalogue.wording_rules import Term, WordingRules
from openpeel.reports.wording.characters import plain
from openpeel.reports.wording.hiding import blank, hidden
from openpeel.reports.wording.text import Lexicon, Token, lexicon, tokens, word_at

_OF_SIGNIFICANCE = {"significant", "not-significant"}
_LONGEST = 5  # words in a phrase that denies
_FARTHEST = 6  # words between a negation and the word that it turns


@dataclass(frozen=True)
class Comparison:
    """A word that compares, where it stands, and what stands around it.

    `start` is where the words that belong to it begin, the negation among them; `word_start` where
    the word itself does.
    """

    start: int
    word_start: int
    end: int
    term: Term
    word: str
    denied: bool = False
    significant: bool = False
    degree: str = ""  # "slightly"
    amount: bool = False  # "50 percent higher": how much is said


class ComparisonReader:
    """Reads comparisons by the rules of one day."""

    def __init__(self, rules: WordingRules) -> None:
        self._rules = rules
        ours = rules.comparisons
        self._terms = Lexicon({w: (t, w) for t in ours.terms for w in t.words})
        self._negations = lexicon(ours.negations)
        self._not_negations = lexicon(ours.not_negations)
        self._between = lexicon(ours.between)
        self._significance = lexicon(ours.significance)
        self._degree = lexicon(ours.degree)
        self._by_id = {term.id: term for term in ours.terms}
        self._changes = set(ours.changes)
        self._percent = lexicon((*rules.numbers.percent, *rules.numbers.parts))
        self._cannot_say = lexicon(ours.cannot_say)

    def read(self, text: str, *, with_exceptions: bool) -> tuple[Comparison, ...]:
        """Every comparison in a text, in its order."""
        flat = plain(text)
        listed = tokens(flat)
        if with_exceptions:
            listed = blank(listed, hidden(flat, self._rules.exceptions.comparisons, self._rules))
        found: list[Comparison] = []
        place, floor = 0, 0
        while place < len(listed):
            term = self._terms.at(listed, place)
            if term is None:
                # "No longer" is a negation before "longer" could be a comparison.
                negation = self._negations.at(listed, place)
                place = negation[1] if negation else place + 1
                continue
            (meaning, word), end = term
            if meaning.id in _OF_SIGNIFICANCE and self._modifies(listed, end):
                place += 1
                continue
            said = self._around(listed, floor, place, end, meaning, word)
            if said.term.id == "not-significant" and found and found[-1].word in self._changes:
                said = replace(said, start=found.pop().start)
            found.append(said)
            place = floor = end
        return tuple(found)

    def says_nothing(self, text: str) -> bool:
        """Whether the words are that nothing can be said, and nothing is said before them."""
        listed = tokens(plain(text))
        said = next((t.start for p, t in enumerate(listed) if self._cannot_say.at(listed, p)), None)
        if said is None:
            return False
        return all(found.start >= said for found in self.read(text, with_exceptions=False))

    def _modifies(self, listed: Sequence[Token], end: int) -> bool:
        """Whether a word of significance belongs to the word after it: "significant fall"."""
        return self._terms.at(listed, end) is not None

    def _around(
        self, listed: Sequence[Token], floor: int, at: int, end: int, term: Term, word: str
    ) -> Comparison:
        """A term with the adverbs and negations before it and the adverb after it."""
        start, place = at, at
        significant = word_at(listed, end) in self._rules.comparisons.significance
        degree = word_at(listed, end) if self._degree.at(listed, end) else ""
        if word in self._rules.comparisons.degree:
            degree = word
        denied = False
        amount = self._percent_before(listed, at) or self._amount_after(listed, end)
        while place > floor and at - place < _FARTHEST:
            step = self._before(listed, floor, place) or self._skips(listed, floor, place, word)
            if step is None:
                break
            kind, place = step
            if kind == "negation":
                denied, start = not denied, place
            elif kind == "significance":
                significant, start = True, place
            elif kind == "degree":
                degree, start = listed[place].text, place
        if significant or degree:
            end = self._adverb_after(listed, end)
        if denied and term.denial:
            term, denied = self._by_id[term.denial], False
        return Comparison(
            listed[start].start,
            listed[at].start,
            listed[end - 1].end,
            term,
            word,
            denied,
            significant,
            degree,
            amount,
        )

    def _before(self, listed: Sequence[Token], floor: int, at: int) -> tuple[str, int] | None:
        """The phrase that ends at a place: what it is and where it begins."""
        for place in range(max(floor, at - _LONGEST), at):
            if self._ends(self._not_negations, listed, place, at):
                return None
            for kind, phrases in (
                ("negation", self._negations),
                ("significance", self._significance),
                ("degree", self._degree),
                ("between", self._between),
            ):
                if self._ends(phrases, listed, place, at):
                    return kind, place
        return None

    def _skips(
        self, listed: Sequence[Token], floor: int, at: int, word: str
    ) -> tuple[str, int] | None:
        """What any adverb and any adjective of a noun are: "no lasting or meaningful increase"."""
        if at - 1 < floor or not listed[at - 1].is_word:
            return None
        if self._ends(self._not_negations, listed, at - 2, at):
            return None
        before = word_at(listed, at - 2)
        is_adjective = word in self._changes and (
            before in {"no", "a", "an", "any", "or"} or before.endswith("ly")
        )
        return ("between", at - 1) if is_adjective or listed[at - 1].text.endswith("ly") else None

    def _ends(self, phrases: Lexicon[str], listed: Sequence[Token], at: int, end: int) -> bool:
        return any(after == end for _, after in phrases.all_at(listed, at))

    def _adverb_after(self, listed: Sequence[Token], end: int) -> int:
        after = self._significance.at(listed, end) or self._degree.at(listed, end)
        return after[1] if after else end

    def _percent_before(self, listed: Sequence[Token], at: int) -> bool:
        """Whether so much percent, so many times or so large a part stands before the word."""
        return any(
            self._ends(self._percent, listed, place, at) for place in range(max(0, at - 2), at)
        ) or word_at(listed, at - 1) in {"times", "points", "point"}

    def _amount_after(self, listed: Sequence[Token], end: int) -> bool:
        """Whether the word is followed by how much: "fell by almost a third", "up 20 percent"."""
        first = word_at(listed, end)
        if first != "by":
            return first[:1].isdecimal() and self._percent.at(listed, end + 1) is not None
        first = word_at(listed, end + 1)
        if first[:1].isdecimal() or first == "£":
            return True
        return any(self._percent.at(listed, place) for place in range(end + 1, end + 6))


@cache
def comparison_reader(rules: WordingRules) -> ComparisonReader:
    """The reader of comparisons for some rules."""
    return ComparisonReader(rules)

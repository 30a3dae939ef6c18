"""Finds the words in running text that state an amount or compare: what a report must link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from openpeel.catalogue.wording_rules import WordingRules, wording_rules
from openpeel.reports.wording.characters import plain
from openpeel.reports.wording.claims import Claim
from openpeel.reports.wording.comparing import comparison_reader
from openpeel.reports.wording.reading import claim_reader
from openpeel.reports.wording.text import lexicon, strange, tokens, word_at


@dataclass(frozen=True)
class Span:
    """Words in a sentence, from `start` up to `end`.

    `kind` of an amount: "share", "number", "pounds", or "word" for a quantity word; of a
    comparison: "comparison", "ratio" or "rank".
    """

    start: int
    end: int
    text: str
    kind: str


_KINDS = {
    "percent": "share",
    "points": "share",
    "fraction": "share",
    "in": "share",
    "of": "share",
    "number": "number",
    "pounds": "pounds",
    "word": "word",
}


def find_numbers(sentence: str, *, on: date | None = None) -> tuple[Span, ...]:
    """Every amount that a sentence states; not its years, dates, names and sections.

    A word with letters of another script is among them, as nobody can say that it states none.

    >>> [span.text for span in find_numbers("In 2021, almost 20 percent of 101 calls rang off.")]
    ['almost 20 percent']
    """
    claims = _amounts(sentence, wording_rules(on))
    found = [
        Span(claim.start, claim.end, sentence[claim.start : claim.end], _KINDS[claim.kind])
        for claim in claims
        if not _is_ratio(claim)
    ]
    for start, end in strange(sentence):
        if not any(start < claim.end and claim.start < end for claim in claims):
            found.append(Span(start, end, sentence[start:end], "number"))
    return tuple(sorted(found, key=lambda span: span.start))


def find_comparisons(sentence: str, *, on: date | None = None) -> tuple[Span, ...]:
    """Every comparison that a sentence makes, the ratios ("double", "a third fewer") among them.

    >>> [span.text for span in find_comparisons("It is higher, for more information, than peers.")]
    ['higher']
    """
    rules = wording_rules(on)
    claims = _amounts(sentence, rules)
    found = [
        Span(claim.start, claim.end, sentence[claim.start : claim.end], "ratio")
        for claim in claims
        if _is_ratio(claim)
    ]
    compares = lexicon(rules.amounts.also_compare)
    taken = [
        (claim.start, claim.end)
        for claim in claims
        if not compares.at(tokens(plain(sentence[claim.start : claim.end])), 0)
    ]
    for said in comparison_reader(rules).read(sentence, with_exceptions=True):
        kind = said.term.needs if said.term.needs in {"ratio", "rank"} else "comparison"
        # "As likely" belongs to "twice" before it.
        follows = said.word.startswith("as ") and bool(found) and found[-1].kind == "ratio"
        joined = follows and not sentence[found[-1].end : said.word_start].strip()
        if not joined and not any(said.word_start < e and s < said.end for s, e in taken):
            text = sentence[said.start : said.end]
            found.append(Span(said.start, said.end, text, kind))
    return tuple(sorted(found, key=lambda span: span.start))


def _amounts(sentence: str, rules: WordingRules) -> list[Claim]:
    claims = claim_reader(rules).read(sentence, with_exceptions=True, in_sentence=True)
    return [claim for claim in claims if claim.quantity is None or _counts(claim, sentence)]


def _is_ratio(claim: Claim) -> bool:
    amount = claim.amount
    return amount is not None and (amount.kind == "times" or amount.change != 0)


def _counts(claim: Claim, sentence: str) -> bool:
    """Whether a quantity word is an amount here, by the word's own rule."""
    word = claim.quantity
    assert word is not None
    said = " ".join(token.text for token in tokens(plain(sentence[claim.start : claim.end])))
    before_of = word_at(tokens(plain(sentence[claim.end :])), 0) == "of"
    if word.in_sentences == "of" or any(said.endswith(phrase) for phrase in word.excluded):
        return before_of or (claim.often and word.in_sentences == "of")
    return word.in_sentences == "always"

"""Whether words about an amount are true of a figure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from openpeel.catalogue.wording_rules import WordingRules, wording_rules
from openpeel.reports.wording.characters import plain
from openpeel.reports.wording.claims import PLAIN, Amount, Claim
from openpeel.reports.wording.comparing import comparison_reader
from openpeel.reports.wording.figures import exact, figure
from openpeel.reports.wording.judging import (
    OPEN_ENDED,
    above,
    holds,
    measured,
    named,
    room,
    within,
)
from openpeel.reports.wording.reading import claim_reader
from openpeel.reports.wording.saying import Saying, Speaker, fits_unit
from openpeel.reports.wording.text import lexicon, strange, tokens
from openpeel.reports.wording.verdicts import CANNOT_SAY, Verdict, missing, unknown

_UNIT_NAMES = {
    "share": "a share of a whole",
    "ratio": "how many times one number is another",
    "count": "a number",
    "pounds": "an amount of money",
}


def check_amount(
    words: str, value: float | None, unit: str = "share", *, on: date | None = None
) -> Verdict:
    """Whether `words` are true of `value`, and what would be.

    `unit` is "share" (0 to 1), "ratio" (0 and up), "count" or "pounds"; ValueError for another, or
    for a value that it can't have. Of a missing value (None, NaN), only words that nothing can be
    said ("not known") are supported. `on` is the day whose rules hold; the newest edition's when it
    is not given.

    >>> check_amount("almost 20 percent", 0.1934).supported
    True
    >>> check_amount("around half of its calls", 0.31).suggestion
    'around a third of its calls'
    """
    rules = wording_rules(on)
    found = figure(value, unit)
    if found is None:
        return missing("figure", says_so=_says_nothing(words, rules))
    return _Check(words, found, unit, rules).verdict()


class _Check:
    def __init__(
        self, words: str, value: float, unit: str, rules: WordingRules, suggests: bool = True
    ) -> None:
        self._words = words
        self._suggests = suggests
        self._value = value
        self._unit = unit
        self._rules = rules
        self._speaker = Speaker(value, unit, rules)
        self._is = f"The figure is {exact(value, unit)}"

    def verdict(self) -> Verdict:
        if strange(self._words):
            return unknown(self._words, self._speaker.numerals())
        claims = self._claims(with_exceptions=True)
        if not any(map(self._fits, claims)):
            same = self._same()
            if same is not None:
                return same
        if not claims:
            # A phrase that is nothing but an exception is read as it stands.
            claims = self._claims(with_exceptions=False)
        if not claims and _says_nothing(self._words, self._rules):
            reason = f"{self._is}, so something can be said."
            return Verdict(False, reason, self._speaker.numerals(), CANNOT_SAY)
        if not claims:
            return unknown(self._words, self._speaker.numerals())
        fitting = [claim for claim in claims if self._fits(claim)]
        if not fitting:
            return self._of_another_kind(claims[0])
        fitting = _of_this_figure(fitting)
        if len(fitting) > 1:
            both = " and ".join(f"“{self._said(claim)}”" for claim in fitting[:2])
            reason = f"The words state more than one amount, {both}; link each to its own figure."
            return Verdict(False, reason, self._speaker.numerals(), "one-amount")
        return self._judged(fitting[0])

    def _claims(self, *, with_exceptions: bool) -> tuple[Claim, ...]:
        found = claim_reader(self._rules).read(self._words, with_exceptions=with_exceptions)
        return tuple(map(_counted, found)) if self._unit == "count" else found

    def _fits(self, claim: Claim) -> bool:
        if claim.quantity is not None:
            return claim.quantity.bounds(self._unit) is not None
        amount = claim.high or claim.amount
        return amount is not None and (fits_unit(amount, self._unit) or self._is_proportion(amount))

    def _is_proportion(self, amount: Amount) -> bool:
        """A share written as 0.43."""
        written = amount.numeral
        return (
            self._unit == "share"
            and amount.kind == "number"
            and written is not None
            and (
                written.decimals > 0
                or amount.value == 0
                or (amount.value == 1 and not written.spelt)
            )
            and 0 <= amount.value <= 1
        )

    def _said(self, claim: Claim) -> str:
        return self._words[claim.start : claim.end]

    def _of_another_kind(self, claim: Claim) -> Verdict:
        amount = claim.high or claim.amount
        reason = (
            f"{self._is}, {_UNIT_NAMES[self._unit]}, and “{self._said(claim)}” does not speak of"
            " one."
        )
        if amount is not None and amount.kind == "number" and self._unit == "share":
            reason = f"{self._is}, and “{self._said(claim)}” does not say of what: name the unit."
        if amount is not None and amount.change and self._unit == "share":
            reason = f"“{self._said(claim)}” compares two figures: check it against their ratio."
        return Verdict(False, reason, self._speaker.numerals(), "another-unit")

    def _same(self) -> Verdict | None:
        """The same as, as many as: a ratio of one."""
        if self._unit != "ratio":
            return None
        listed, same = tokens(plain(self._words)), self._rules.amounts.same
        for phrases, width, rule in (
            (same.about, same.about_within, "about-the-same"),
            (same.exactly, same.within, "the-same"),
        ):
            if any(lexicon(phrases).at(listed, place) for place in range(len(listed))):
                true = within(self._value, 1, width)
                reason = (
                    f"{self._is}; “{self._words.strip()}” is true within {width:.1%} of 1 time."
                )
                instead = "" if true else self._speaker.numerals()
                return Verdict(true, reason.replace("%", " percent"), instead, rule)
        return None

    def _judged(self, claim: Claim) -> Verdict:
        supported = holds(claim, self._value, self._unit, self._rules)
        if claim.quantity is not None:
            return self._quantity(claim, supported)
        assert claim.amount is not None
        rule = claim.rule
        if not supported:
            return Verdict(False, self._why_not(claim), self._instead(claim), rule)
        if claim.amount.ambiguous:
            said = self._said(claim)
            reason = f"{self._is}; “{said}” is ambiguous, as some readers add the number itself."
            return Verdict(True, reason, self._instead(claim), "ambiguous-times")
        if self._is_far(claim):
            reason = f"{self._is}: “{self._said(claim)}” is true, and far from what the data say."
            return Verdict(True, reason, self._instead(claim), rule)
        if self._is_coarse(claim):
            reason = f"{self._is}: “{self._said(claim)}” is true, and rounded by much of itself."
            return Verdict(True, reason, self._instead(claim), rule)
        return Verdict(True, f"{self._is}.", "", rule)

    def _quantity(self, claim: Claim, supported: bool) -> Verdict:
        word = claim.quantity
        assert word is not None
        said = self._said(claim)
        if not supported:
            bounds = word.bounds(self._unit)
            reason = f"{self._is}, and “{said}” is not true of it"
            if not claim.denied and bounds is not None:
                reason += f": the word is for {bounds.words(percent=self._unit == 'share')}"
            return Verdict(False, f"{reason}.", self._instead(claim), word.id)
        fits = word.fits is None or word.fits.hold(self._value)
        if self._unit == "share" and (not fits or (claim.denied and self._value < 0.4)):
            instead = self._instead(claim)
            if plain(instead) != plain(self._words.strip()):
                reason = f"{self._is}: “{said}” is true, and another word says more."
                return Verdict(True, reason, instead, word.id)
        return Verdict(True, f"{self._is}.", "", word.id)

    def _why_not(self, claim: Claim) -> str:
        assert claim.amount is not None
        said = self._said(claim)
        if claim.denied:
            return f"{self._is}, so “{said}” is not true."
        if claim.high is not None:
            return f"{self._is}, which lies outside “{said}”."
        figure_ = measured(claim.amount, self._value)
        number = named(claim.amount, self._unit)
        width = room(claim.amount, self._unit, self._rules)
        on_wrong_side = {
            "almost": above(figure_, number) or within(figure_, number, 0),
            "just-over": above(number, figure_) or within(figure_, number, 0),
        }.get(claim.rule, False)
        relation = next((r for r in self._rules.amounts.relations if r.id == claim.rule), None)
        if claim.rule in {PLAIN, "exactly"} and self._is_written(claim.amount):
            return f"{self._is}, which is not “{said}” at the precision written."
        if relation is not None and (claim.rule in OPEN_ENDED or on_wrong_side):
            return f"{self._is}; “{said}” says that {relation.says}."
        reach = {
            PLAIN: width.plain,
            "exactly": width.exactly,
            "about": width.about,
            "almost": width.near[0],
            "just-over": width.near[1],
        }[claim.rule]
        return f"{self._is}, too far for “{said}”, which reaches {self._reach(claim, reach)}."

    def _is_written(self, amount: Amount) -> bool:
        """Whether the numeral's own precision decides, and no width."""
        return amount.kind == "of" or (
            amount.numeral is not None
            and amount.kind != "in"
            and not (amount.kind == "times" and amount.numeral.decimals == 0)
        )

    def _reach(self, claim: Claim, width: float) -> str:
        assert claim.amount is not None
        in_points = self._unit == "share" or bool(claim.amount.change)
        if in_points and claim.amount.kind != "times":
            points = f"{100 * width:.3g}"
            return f"{points} point{'s' * (points != '1')} from it"
        return f"{width:,.6g} from it"

    def _is_far(self, claim: Claim) -> bool:
        side = OPEN_ENDED.get(claim.rule)
        if claim.amount is None or side is None or claim.denied:
            return False
        value = measured(claim.amount, self._value)
        number = named(claim.amount, self._unit)
        if above(abs(value - number), room(claim.amount, self._unit, self._rules).far):
            return True
        if self._unit != "share" or number <= 0:
            return False
        times = self._rules.amounts.widths.far.times
        return above(value, times * number) if side > 0 else above(number / times, value)

    def _is_coarse(self, claim: Claim) -> bool:
        amount = claim.amount
        if claim.rule != PLAIN or amount is None or amount.numeral is None or claim.denied:
            return False
        if amount.kind in {"in", "of"} or claim.high is not None:
            return False
        value = measured(amount, self._value)
        if self._unit == "share" and named(amount, self._unit) >= 1 > value:
            return True  # "100 percent" says all
        off = abs(value - named(amount, self._unit))
        return above(off, self._rules.amounts.widths.coarse * abs(value))

    def _instead(self, claim: Claim) -> str:
        """The author's words, with what would be true where the claim stood."""
        if not self._suggests:
            return ""
        saying = self._speaker.instead_of(claim)
        fitting = (_set_in(self._words, claim, saying), saying.words)
        return next(filter(self._is_true, fitting), self._speaker.numerals())

    def _is_true(self, words: str) -> bool:
        return _Check(words, self._value, self._unit, self._rules, False).verdict().supported


def _says_nothing(words: str, rules: WordingRules) -> bool:
    """Whether the words are that nothing can be said, and name no amount."""
    if claim_reader(rules).read(words, with_exceptions=True):
        return False
    return comparison_reader(rules).says_nothing(words)


def _of_this_figure(claims: list[Claim]) -> list[Claim]:
    """The claims that speak of the figure itself, where others name what stands beside it."""
    numbered = [claim for claim in claims if claim.amount is not None]
    # "Doubled in two years" and "£2m over four years": the bare number counts something else.
    with_unit = [claim for claim in numbered if claim.kind != "number"]
    if any(claim.kind == "times" for claim in numbered):
        # "Double the 10 percent national standard": the percent is of the standard.
        with_unit = [c for c in with_unit if c.kind != "percent" or (c.amount and c.amount.change)]
    return with_unit or numbered or claims


def _counted(claim: Claim) -> Claim:
    """Of "67 of its 130 files", the 67."""
    amount = claim.amount
    if amount is None or amount.kind != "of" or amount.numeral is None:
        return claim
    return replace(claim, amount=Amount("number", amount.numeral.value, amount.numeral))


def _set_in(words: str, claim: Claim, saying: Saying) -> str:
    after = words[claim.end :].rstrip()
    is_of = plain(after).startswith(" of ")
    if not saying.same_shape and after and not is_of:
        return saying.words
    if is_of and claim.quantity is not None and saying.words[-1:].isdecimal():
        after = after.removeprefix(" of")  # hundreds of calls: 120 calls
    before = words[: claim.start].lstrip()
    text = saying.words
    if words[claim.start].isupper():
        text = text[0].upper() + text[1:]
    return before + text + after

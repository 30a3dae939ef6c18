"""Sentences about a survey's results: what a voluntary survey does not let anybody say."""

from __future__ import annotations

from datetime import date

from openpeel.catalogue.survey_rules import survey_rules


def sentence_problem(text: str, on: date | None = None) -> str | None:
    """What is wrong with a sentence about survey results, and what to write; None when nothing is.

    Only for sentences that tell survey results: “most of the staff” may well be told from records.

    >>> sentence_problem("Half of those who answered said that they had enough time.")
    >>> sentence_problem("Half of officers said that they had enough time.")
    '“Half of officers”: it makes a share of the workforce out of a share of those who answered; write “of those who answered”.'
    """  # noqa: E501
    plain = " ".join(text.split())
    for rule in survey_rules(on or date.today()).refused:
        if found := rule.found_in(plain):
            return f"“{found}”: {rule.why}; {rule.instead}."
    return None

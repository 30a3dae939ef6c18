"""Which measures stand on the page on response times."""

from __future__ import annotations

from functools import cache
from typing import Any

from openpeel.catalogue.loading import DATA, Entry, load_yaml


class Answer(Entry):
    """A column of the page."""

    measure: str
    heading: str


class ResponseTimes(Entry):
    """The page's tables."""

    checked: dict[str, Any]
    unusable: str  # the measure that says how many times of arrival can't be used
    answers: tuple[Answer, ...]
    clocks: tuple[Answer, ...]  # the same question with the clock started elsewhere


@cache
def response_times() -> ResponseTimes:
    """The page as its file has it."""
    return load_yaml(DATA / "response-times.yaml", ResponseTimes)

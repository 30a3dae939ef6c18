"""From how many unusable durations on a figure that rests on the others is not shown."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from pydantic import Field, field_validator

from openpeel.catalogue.dated import Checked, Dated, at, first_overlap
from openpeel.catalogue.loading import DATA, Entry, load_yaml


class Threshold(Dated):
    """The most that may be unusable, for periods that begin between two days."""

    most: float = Field(gt=0, le=100)  # per cent of the rows that ought to have the duration
    source: str


class _File(Entry):
    checked: Checked
    thresholds: tuple[Threshold, ...]

    @field_validator("thresholds")
    @classmethod
    def _apart(cls, listed: tuple[Threshold, ...]) -> tuple[Threshold, ...]:
        if clash := first_overlap(((), entry) for entry in listed):
            raise at((clash[1], "from"), f"its dates overlap with entry {clash[0] + 1}")
        return listed


def load_thresholds(path: Path) -> tuple[Threshold, ...]:
    """Thresholds from a file; UserError names file, line and key."""
    return load_yaml(path, _File).thresholds


@cache
def _thresholds() -> tuple[Threshold, ...]:
    return load_thresholds(DATA / "unusable.yaml")


def most_unusable(day: date) -> float | None:
    """Per cent that may be unusable in a period that begins on a day; None: any number may."""
    return next(
        (t.most for t in _thresholds() if t.start <= day and (t.end is None or day <= t.end)), None
    )

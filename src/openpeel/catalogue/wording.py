"""The press card: sentences that the figures do not carry, and what to say instead."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field, field_validator

from openpeel.catalogue.dated import Checked, at
from openpeel.catalogue.loading import DATA, Entry, load_yaml


class Advice(Entry):
    """One thing not to say: an example of the sentence, why it is wrong, and a right one."""

    id: str = Field(pattern=r"^[a-z][a-z-]*$")
    wrong: str
    why: str
    instead: str


class _PressCardFile(Entry):
    checked: Checked
    advice: tuple[Advice, ...]

    @field_validator("advice")
    @classmethod
    def _once(cls, listed: tuple[Advice, ...]) -> tuple[Advice, ...]:
        ids = [entry.id for entry in listed]
        for number, id in enumerate(ids):
            if id in ids[:number]:
                raise at((number, "id"), f"{id!r} stands twice")
        return listed


def load_press_card(path: Path) -> tuple[Advice, ...]:
    """A press card from a file, in its order; UserError names file, line and key."""
    return load_yaml(path, _PressCardFile).advice


@cache
def press_card() -> tuple[Advice, ...]:
    """What not to say about these figures."""
    return load_press_card(DATA / "press-card.yaml")

"""The publications that openpeel reads: whose they are, on what terms, and what they can't say."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator

from openpeel.catalogue.dated import Checked
from openpeel.catalogue.loading import DATA, Entry, load_yaml
from openpeel.errors import UserError


class Publication(Entry):
    """One publication of which readers know some editions.

    `status` is what the publisher calls the figures, at the time of the editions in hand.
    """

    name: str
    publisher: str
    covers: str
    licence: str
    status: Literal[
        "National Statistics",
        "official statistics",
        "experimental statistics",
        "census",
        "administrative open data",
        "reference geography",
        "chosen by the user",
        "simulated",
    ]
    often: str
    revisions: str
    limits: tuple[str, ...] = Field(min_length=1)
    address: str | None = Field(pattern=r"^https://([a-z-]+\.)*(gov\.uk|data\.police\.uk)(/|$)")

    @field_validator("covers", "often", "revisions")
    @classmethod
    def _sentence(cls, text: str) -> str:
        return _full_stop(text)

    @field_validator("limits")
    @classmethod
    def _sentences(cls, limits: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_full_stop(text) for text in limits)


class _PublicationsFile(Entry):
    checked: Checked
    publications: dict[str, Publication]


def load_publications(path: Path) -> dict[str, Publication]:
    """Publications by id from a file; UserError names file, line and key."""
    return load_yaml(path, _PublicationsFile).publications


@cache
def publications() -> dict[str, Publication]:
    """Every publication in the catalogue, by id."""
    return load_publications(DATA / "publications.yaml")


def publication(id: str) -> Publication:
    """The publication of that id; UserError when there is none."""
    known = publications()
    if id not in known:
        raise UserError(f"There is no publication {id!r}; choose one of {', '.join(known)}.")
    return known[id]


def _full_stop(text: str) -> str:
    if not text.endswith("."):
        raise ValueError("this is printed as a sentence; end it with a full stop")
    return text

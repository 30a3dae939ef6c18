"""Where a release comes from: publications, their editions, and the account of every file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from openpeel.catalogue.contracts import Contract, contracts
from openpeel.catalogue.publications import Publication, publications
from openpeel.measures.values import FileAccount, Release
from openpeel.releases.periods import day_words

RETURN = "return-"  # before the name of a return, where a publication's name would stand


@dataclass(frozen=True)
class Account:
    """One file's account, with its place in the release: figures call it by that number."""

    account: FileAccount
    number: int

    @property
    def anchor(self) -> str:
        """Where it stands on the page of sources."""
        return f"file-{self.number}"

    @property
    def aside(self) -> int:
        """Rows set aside for any reason."""
        return sum(part.rows for part in self.account.set_aside)

    @property
    def published(self) -> date | None:
        """The release date that the file states."""
        return self.account.edition.published if self.account.edition else None

    @property
    def released(self) -> str:
        """The same in words; empty if the file states none."""
        return day_words(self.published) if self.published else ""


@dataclass(frozen=True)
class Held:
    """One publication with the files of it that the release read."""

    id: str
    entry: Publication | None  # None when the catalogue does not describe it
    files: tuple[Account, ...]

    @property
    def name(self) -> str:
        """What the publication, or the return, is called."""
        if self.contract:
            return f"{self.contract.name} (returns)"
        return self.entry.name if self.entry else self.id

    @property
    def publisher(self) -> str:
        """Who published or sent it."""
        return "the forces" if self.contract else self.entry.publisher if self.entry else ""

    @property
    def contract(self) -> Contract | None:
        """The return that it is, when forces sent it."""
        return contracts().get(self.id.removeprefix(RETURN)) if RETURN in self.id else None

    @property
    def rows_read(self) -> int:
        """Rows read from all its files."""
        return sum(file.account.rows_read for file in self.files)

    @property
    def rows_used(self) -> int:
        """Rows that became facts."""
        return sum(file.account.rows_used for file in self.files)

    @property
    def covers(self) -> str:
        """What its files cover, each once."""
        editions = (file.account.edition for file in self.files)
        return "; ".join(dict.fromkeys(edition.covers for edition in editions if edition))

    @property
    def published(self) -> str:
        """The release dates that the files state."""
        days = sorted({file.published for file in self.files if file.published})
        return ", ".join(day_words(day) for day in days)


def held_publications(release: Release) -> list[Held]:
    """Every publication the release read, in the catalogue's order."""
    found: dict[str, list[Account]] = {}
    for number, file in enumerate(release.files, start=1):
        if file.publication:
            found.setdefault(file.publication, []).append(Account(file, number))
    known = publications()
    order = [*(id for id in known if id in found), *(id for id in found if id not in known)]
    return [Held(id, known.get(id), tuple(found[id])) for id in order]


def unrecognised(release: Release) -> list[FileAccount]:
    """Files that nobody recognised and that were left alone."""
    return [file for file in release.files if not file.publication]

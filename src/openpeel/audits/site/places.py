"""Where the pages of a round's results stand: on the public site, or in the service."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

AUDITS = "/audits/"


@dataclass(frozen=True)
class Places:
    """Addresses of one round's results; the templates know no others."""

    results: str
    agreement: str
    repeat: str  # nothing when there is no round before
    tables: str  # folder of the CSV files

    def question(self, id: str, figure: str = "") -> str:
        """A question's page, or one figure on it."""
        return f"{self.results}{id}/" + (f"#{quote(figure, safe='.-')}" if figure else "")

    def table(self, name: str) -> str:
        """A table as CSV."""
        return f"{self.tables}{name}.csv"

    @property
    def estimates(self) -> str:
        """The table of every question."""
        return self.table("estimates")

    @property
    def strata(self) -> str:
        """The table of every question by kind of file."""
        return self.table("strata")

    @property
    def repeats(self) -> str:
        """The table of what changed since the round before."""
        return self.table("repeat")


def on_site(slug: str, *, repeated: bool) -> Places:
    """A published round on the site; `repeated` when the round before it is there too."""
    root, data = f"{AUDITS}{slug}/", f"/{data_folder(slug)}/"
    return Places(
        results=root,
        agreement=f"{root}agreement/",
        repeat=f"{root}repeat/" if repeated else "",
        tables=data,
    )


def data_folder(slug: str) -> str:
    """The folder of a round's files, from the site's root."""
    return f"data/audits/{slug}"


def figure_anchor(question: str, sample: str, stratum: str = "") -> str:
    """The name of one figure on its question's page.

    >>> figure_anchor("IN2", "journey"), figure_anchor("IN2", "journey", "rape")
    ('IN2.journey', 'IN2.journey.rape')
    """
    return ".".join(part for part in (question, sample, stratum) if part)

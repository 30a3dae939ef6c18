"""Where the pages on returns stand."""

from __future__ import annotations

from openpeel.releases.queries import slug_of

RETURNS = "/returns/"


def profile(force_code: str, contract: str = "") -> str:
    """A force's page on its returns, or the place of one return on it."""
    return f"{RETURNS}{slug_of(force_code)}/{f'#{contract}' if contract else ''}"


def share_back(force_code: str) -> str:
    """What is shared back to a force."""
    return f"{RETURNS}{slug_of(force_code)}/share-back/"


def share_back_csv(force_code: str) -> str:
    """The same as a file."""
    return f"{share_back(force_code)}share-back-{slug_of(force_code)}.csv"

"""The one release that the pages read, held in memory.

There is no database: a site is frozen from one release, and a page answers from that release alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from openpeel.measures.shared import ShareBack
from openpeel.measures.values import Release
from openpeel.releases.queries import Index


@dataclass(frozen=True)
class Download:
    """A file that stands beside the pages: its path from the site's root and its size in bytes.

    A room above says of its files what they hold, and under which heading they are listed.
    """

    path: str
    size: int
    group: str = ""
    words: str = ""


@dataclass(frozen=True)
class Current:
    """A release, indexed, with what goes beside it on the site."""

    index: Index
    outlines: Any = None  # force code -> outline, as OutlineMap takes them; None: the tile map
    downloads: tuple[Download, ...] = ()
    shared: Mapping[str, ShareBack] = field(default_factory=dict)  # by force code
    sections: tuple[tuple[str, str], ...] = ()  # of rooms above: name and address


_current: list[Current] = []


def use(
    release: Release,
    *,
    outlines: Mapping[str, Any] | None = None,
    downloads: tuple[Download, ...] = (),
    shared: Mapping[str, ShareBack] | None = None,
    sections: tuple[tuple[str, str], ...] = (),
) -> Current:
    """Let the pages answer from this release until another one is set."""
    current = Current(Index(release), outlines, downloads, shared or {}, sections)
    _current[:] = [current]
    return current


def current() -> Current:
    """What `use` set last; calling it before is a bug."""
    if not _current:
        raise RuntimeError("no release is in use; call openpeel.releases.current.use(release)")
    return _current[0]

"""Headers: how they are compared, and which row of a table is the header."""

from __future__ import annotations

import re
from collections.abc import Sequence

HEADER_WITHIN = 20  # rows; a header further down is not looked for


def readable(text: str) -> str:
    """A text on one line, without what could steer a terminal or turn the line around.

    >>> readable(f"Call{chr(10)}received{chr(0x202E)}")
    'Call received'
    """
    return "".join(sign for sign in " ".join(text.split()) if sign.isprintable())


def plain_header(text: str) -> str:
    """A header as it is compared: `Call_Received`, `call-received` and `CALL RECEIVED` are one."""
    return " ".join(re.sub(r"[\W_]+", " ", readable(text).casefold()).split())


def rank(cells: Sequence[str], row: int, known: frozenset[str]) -> tuple[int, int, int]:
    """How much a row looks like the header: known names first, then near the top, then width.

    `known` holds names as `plain_header` makes them.
    """
    names = len({plain_header(cell) for cell in cells} & known)
    return names, -row, len(cells)

"""What people type into forms, as it may be kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from openpeel.errors import UserError

LONG = 4_000  # characters of a text


def text_in(form: Mapping[str, str], name: str, what: str, most: int = LONG) -> str:
    """A text without spaces around it; UserError when it is too long."""
    text = form.get(name, "").replace("\0", "").strip()
    if len(text) > most:
        raise UserError(
            f"{what}: at most {most:,} characters can be kept, and these are {len(text):,};"
            " shorten it."
        )
    return text


def day_in(form: Mapping[str, str], name: str, what: str) -> date | None:
    """A day; None for nothing, UserError for what is no day."""
    text = form.get(name, "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UserError(f"{what}: {text!r} is no day; write it like 2025-03-31.") from None

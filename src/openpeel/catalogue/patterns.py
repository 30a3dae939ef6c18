"""Regular expressions in dated data: one that can't be read is refused where it stands."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator


def readable(pattern: str) -> str:
    """The pattern itself; ValueError when it is no regular expression."""
    try:
        re.compile(pattern)
    except re.error as problem:
        raise ValueError(f"{pattern!r} is no regular expression: {problem}") from None
    return pattern


Regex = Annotated[str, AfterValidator(readable)]

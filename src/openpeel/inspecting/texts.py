"""What text in a record is: the same characters however and wherever it was typed.

A record is held by a database, by files and by forms, each with its own line ends and stray
spaces. Text is brought into one form when an object is made, so that what is written and read
again is the same, byte for byte.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from types import NoneType
from typing import Annotated, Any, get_args

from pydantic import BeforeValidator, ValidationInfo, field_validator

from openpeel.catalogue.loading import Entry

LONGEST = 100_000  # characters in one text

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
# What no text file should hold: other control characters, and marks that are no characters.
_REFUSED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")


def plain_text(text: str) -> str:
    """Text without spaces at the ends of its lines, with `\\n` between lines and none around it.

    ValueError for control characters and for texts beyond `LONGEST`.

    >>> plain_text("  one \\r\\n\\r\\ntwo\\n")
    'one\\n\\ntwo'
    """
    found = _REFUSED.search(text)
    if found:
        raise ValueError(f"character U+{ord(found[0]):04X} can't stand in a text; remove it")
    if len(text) > LONGEST:
        raise ValueError(f"the text is longer than {LONGEST:,} characters; shorten it")
    lines = _LINE_ENDS.sub("\n", text).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def _one_line(text: Any) -> Any:
    return " ".join(text.split()) if isinstance(text, str) else text


# Names and titles: line ends and doubled spaces become one space.
OneLine = Annotated[str, BeforeValidator(_one_line)]


def _day(day: Any) -> Any:
    if isinstance(day, str) and _DAY.fullmatch(day):
        return day
    if isinstance(day, date) and not isinstance(day, datetime):
        return day
    raise ValueError("a day is written like 2021-10-04")


# A number is no day here: pydantic would take 0 for the first of January 1970.
Day = Annotated[date, BeforeValidator(_day)]


class Written(Entry):
    """Base of every object of a record: text in one form, and nothing written is no text."""

    @field_validator("*", mode="before")
    @classmethod
    def _plain(cls, value: Any, info: ValidationInfo) -> Any:
        if isinstance(value, str):
            text = plain_text(value)
            optional = NoneType in get_args(cls.model_fields[str(info.field_name)].annotation)
            return None if optional and not text else text
        if isinstance(value, list | tuple):
            return tuple(plain_text(one) if isinstance(one, str) else one for one in value)
        return value

"""SQL that reads a text column as a type: times by the British reading, numbers, pounds.

A text that can't be read as its type becomes NULL; the checker finds it by the text beside it.
"""

from __future__ import annotations

from openpeel.catalogue.contracts import Field
from openpeel.facts.engine import quoted

_DIGITS = r"(\d+|\d{1,3}(,\d{3})+)"
_WHOLE = rf"[-+]?{_DIGITS}(\.0*)?"
_NUMBER = rf"[-+]?({_DIGITS}(\.\d*)?|\.\d+)([eE][-+]?\d{{1,2}})?"
_AMOUNT = rf"£?\s?{_DIGITS}(\.\d*)?"
_POUNDS = rf"[-+]?\s?{_AMOUNT}|£\s?[-+]\s?{_DIGITS}(\.\d*)?|\(\s?{_AMOUNT}\s?\)"


def whole(column: str) -> str:
    """`1,234` and `12.0` are whole numbers; `12.5` is none."""
    digits = f"split_part(replace({column}, ',', ''), '.', 1)"
    return (
        f"case when regexp_full_match({column}, {quoted(_WHOLE)})"
        f" then try_cast({digits} as bigint) end"
    )


def number(column: str) -> str:
    """A number with or without a fraction."""
    return (
        f"case when regexp_full_match({column}, {quoted(_NUMBER)})"
        f" then try_cast(replace({column}, ',', '') as double) end"
    )


def pounds(column: str) -> str:
    """An amount of money: `£1,234.50`, `-£5`, `(1,234)` for a negative one."""
    digits = f"regexp_replace({column}, '[^0-9.]', '', 'g')"
    sign = f"case when regexp_matches({column}, '[-(]') then -1 else 1 end"
    return (
        f"case when regexp_full_match({column}, {quoted(_POUNDS)})"
        f" then try_cast({digits} as double) * {sign} end"
    )


def label(column: str, asked: Field) -> str:
    """A label that matches the field's pattern as a whole, or any label."""
    if asked.pattern is None:
        return column
    return f"case when regexp_full_match({column}, {quoted(asked.pattern)}) then {column} end"

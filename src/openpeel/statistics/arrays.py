"""Small shared pieces: numbers in, read-only arrays out, arguments checked."""

from collections.abc import Sequence
from typing import Any, Literal, TypeAlias, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray: TypeAlias = NDArray[np.float64]
BoolArray: TypeAlias = NDArray[np.bool_]
Numbers: TypeAlias = float | FloatArray
"""A float when the arguments were single numbers, an array when they were arrays."""

AnyArray = TypeVar("AnyArray", bound=NDArray[Any])

Mark: TypeAlias = Literal["above", "below"]
Values: TypeAlias = ArrayLike | Sequence[float | None]
"""What a caller may pass: a number, a list (None or NaN where a value is missing), an array."""


def floats(values: Values, name: str) -> FloatArray:
    """Return `values` as a new float array; None becomes NaN, and infinity is refused.

    >>> floats([1, None, 3], "counts")
    array([ 1., nan,  3.])
    """
    try:
        array = np.array(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be numbers, with None where one is missing.") from None
    if np.isinf(array).any():
        raise ValueError(f"{name} must be finite or missing, and one of them is infinite.")
    return array


def not_negative(array: FloatArray, name: str) -> None:
    """Raise ValueError if any number in `array` is below zero."""
    if np.any(array < 0):
        raise ValueError(f"{name} must not be negative.")


def check_share(value: float, name: str) -> None:
    """Raise ValueError unless `value` lies strictly between 0 and 1."""
    if not 0 < value < 1:
        raise ValueError(f"{name} must lie between 0 and 1, and is {value!r}.")


def one_of(value: object, known: Sequence[object], name: str) -> None:
    """Raise ValueError unless `value` is one of `known`."""
    if value not in known:
        choices = ", ".join(repr(choice) for choice in known)
        raise ValueError(f"{name} must be one of {choices}, and is {value!r}.")


def frozen(array: AnyArray) -> AnyArray:
    """Return the array marked read-only, so that a result can't change after it is made."""
    array.flags.writeable = False
    return array


def plain(array: FloatArray) -> Numbers:
    """Return a float for a single number, a read-only array otherwise."""
    return float(array) if array.ndim == 0 else frozen(np.array(array))


def marks_beyond(
    values: FloatArray, lower: FloatArray | float, upper: FloatArray | float
) -> tuple[Mark | None, ...]:
    """Mark each value "above" the upper line, "below" the lower line, or None (also if missing).

    >>> marks_beyond(np.array([1.0, 5.0, np.nan, 9.0]), 2.0, 8.0)
    ('below', None, None, 'above')
    """
    above, below = values > upper, values < lower
    return tuple(
        "above" if over else "below" if under else None
        for over, under in zip(above.tolist(), below.tolist(), strict=True)
    )

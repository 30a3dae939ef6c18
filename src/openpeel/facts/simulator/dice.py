"""Draws that come out the same on every machine.

Each table of each force has a stream of its own, keyed by seed, table and force, so neither the
order of the forces nor the size of another one changes anything. Rows are made from the generator's
whole numbers with whole-number arithmetic: no logarithm or power, whose last digit differs between
maths libraries, decides what stands in one. (How many rows a day has is numpy's Poisson draw.)
"""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

_ALL = 1 << 32  # draws are whole numbers from 0 to _ALL - 1


class Dice:
    """One stream of random numbers, named by its keys."""

    def __init__(self, seed: int, *keys: str) -> None:
        entropy = [seed, *(crc32(key.encode()) for key in keys)]
        self.rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence(entropy)))

    def raw(self, n: int) -> Ints:
        """`n` whole numbers from 0 to 2^32 - 1."""
        return self.rng.integers(0, _ALL, n, dtype=np.uint32).astype(np.int64)

    def happens(self, share: float | NDArray[np.float64], n: int) -> Bools:
        """`n` answers that are true with probability `share`: one number, or one a row."""
        return self.raw(n) < (np.asarray(share) * _ALL).astype(np.int64)

    def pick(self, weights: Sequence[float], n: int) -> Ints:
        """`n` indices into `weights`, in proportion to them."""
        total = sum(weights)
        edges = np.cumsum([weight / total * _ALL for weight in weights]).astype(np.int64)
        return np.searchsorted(edges[:-1], self.raw(n), side="right").astype(np.int64)

    def below(self, limit: int, n: int) -> Ints:
        """`n` whole numbers from 0 to `limit` - 1, each as likely."""
        return self.raw(n) * limit >> 32

    def level(self, low: Ints | int, high: Ints | int, n: int) -> Ints:
        """`n` whole numbers from `low` to `high`, most of them in the middle."""
        return low + (((self.raw(n) + self.raw(n)) >> 1) * (high - low + 1) >> 32)

    def skewed(self, low: Ints | int, high: Ints | int, n: int) -> Ints:
        """`n` whole numbers from `low` to `high`, most of them near `low`, with a long tail."""
        return low + ((self.raw(n) * (self.raw(n) >> 8) >> 24) * (high - low + 1) >> 32)

"""The mean of a force's peers, without the force itself."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from openpeel.statistics.arrays import Numbers, Values, floats, not_negative, plain


@dataclass(frozen=True, slots=True, eq=False)
class PeerMean:
    """A mean over peers: its value, whether weighted, and over how many peers that had values."""

    value: Numbers
    method: Literal["unweighted", "weighted"]
    peers: Numbers


def peer_mean(
    values: Values, weights: Values | None = None, leave_out: int | Literal["each"] | None = None
) -> PeerMean:
    """Return the mean of the values, leaving out one force, or each in turn.

    Args:
        values: One value a force, one-dimensional; None or NaN where a force has none (it is no
            peer).
        weights: None for the unweighted mean, or one weight a force. Shares and rates weighted
            by their denominators give the peers' pooled value. A force without a weight is no
            peer.
        leave_out: The position of the force that is compared with its peers; "each" for an array
            with every force's own leave-one-out mean; None to leave out nobody.

    The value is NaN where no peer is left, or where the weights add up to 0.

    Raises:
        ValueError: shapes that differ, a negative weight, a position outside the values.

    >>> peer_mean([10, 20, 60], leave_out=2).value
    15.0
    >>> peer_mean([10, 20, 60], weights=[3, 1, 2], leave_out="each").value.tolist()
    [46.666..., 30.0, 12.5]
    """
    given = floats(values, "values")
    weight = np.ones_like(given) if weights is None else floats(weights, "weights")
    if given.ndim != 1 or weight.shape != given.shape:
        raise ValueError("values and weights must be lists of the same length.")
    not_negative(weight, "weights")
    if isinstance(leave_out, int) and not 0 <= leave_out < given.size:
        raise ValueError(f"leave_out must be a position from 0 to {given.size - 1}.")
    counted = ~np.isnan(given) & ~np.isnan(weight)
    weight, amount = np.where(counted, weight, 0.0), np.where(counted, given * weight, 0.0)
    if leave_out is None:
        keep = np.ones((1, given.size), dtype=bool)
    elif leave_out == "each":
        keep = ~np.eye(given.size, dtype=bool)
    else:
        keep = np.arange(given.size)[np.newaxis] != leave_out
    # Sums over the others, not "all minus one", which would lose digits beside a giant force.
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = (keep * amount).sum(axis=1) / (keep * weight).sum(axis=1)
    peers = (keep & counted).sum(axis=1).astype(np.float64)
    shape = given.shape if leave_out == "each" else ()
    return PeerMean(
        value=plain(mean.reshape(shape)),
        method="unweighted" if weights is None else "weighted",
        peers=plain(peers.reshape(shape)),
    )

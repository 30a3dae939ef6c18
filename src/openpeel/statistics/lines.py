"""The inspectorate's outlier lines: the mean of the forces' scores, give or take one SD."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from openpeel.statistics.arrays import (
    FloatArray,
    Mark,
    Values,
    check_share,
    floats,
    frozen,
    marks_beyond,
    one_of,
)

Reading = Literal["passes", "more-normal"]


@dataclass(frozen=True, slots=True, eq=False)
class OutlierLines:
    """The lines, the marks they make, and everything to print beside them.

    `mean`, `sd` and `z` are on `scale`; `lower` and `upper` are in the units of the scores (so
    lines made on logs are not symmetric about the middle). `z` and `marks` follow the input's
    order; a force without a score has z NaN and no mark. `w_*` and `p_*` are Shapiro-Wilk's, NaN
    where the test can't be made (fewer than three scores, all scores equal, or no logs).
    """

    scale: Literal["raw", "log"]
    mean: float
    sd: float
    lower: float
    upper: float
    z: FloatArray
    marks: tuple[Mark | None, ...]
    reading: Reading
    alpha: float
    w_raw: float
    p_raw: float
    w_log: float
    p_log: float
    forces: int
    left_out: int


def outlier_lines(scores: Values, reading: Reading = "passes", alpha: float = 0.05) -> OutlierLines:
    """Draw lines one sample SD either side of the unweighted mean of the forces' scores.

    Scores that pass Shapiro-Wilk (p at least `alpha`) are used as they are, under both readings:
    the inspectorate logs only scores that are not normal. Scores that fail are logged, and

    * reading "passes": the logs are used if they pass Shapiro-Wilk at `alpha`;
    * reading "more-normal": the logs are used if their W is higher than that of the scores.

    Otherwise, and whenever a score is zero or negative, the plain scores are used. The base of
    the logs makes no difference to lines or marks; natural logs are used.

    Args:
        scores: One score a force, one-dimensional; None or NaN where a force has none (it is
            left out of mean and SD).
        reading: Which reading of the rule.
        alpha: Size of the Shapiro-Wilk test.

    With fewer than three scores there are no lines (NaN) and no marks; with all scores equal the
    lines lie on the mean and mark nobody.

    Source: HMICFRS, PEEL 2021/22 reports, "About the data"; Shapiro and Wilk 1965 (Royston's
    1995 algorithm, as in R's shapiro.test).

    Raises:
        ValueError: scores not one-dimensional or infinite, an unknown reading, alpha outside 0
            to 1.

    >>> lines = outlier_lines([8, 9, 10, 11, 12, 10, None, 19])
    >>> lines.scale, lines.forces, lines.left_out
    ('log', 7, 1)
    >>> lines.marks
    ('below', None, None, None, None, None, None, 'above')
    """
    one_of(reading, ("passes", "more-normal"), "reading")
    check_share(alpha, "alpha")
    raw = floats(scores, "scores")
    if raw.ndim != 1:
        raise ValueError("scores must be one-dimensional: one score a force.")
    given = raw[~np.isnan(raw)]
    w_raw, p_raw = _shapiro(given)
    w_log, p_log = _shapiro(np.log(given)) if np.all(given > 0) else (np.nan, np.nan)
    logs_serve = p_log >= alpha if reading == "passes" else w_log > w_raw
    logged = p_raw < alpha and logs_serve
    used = np.log(raw) if logged else raw
    mean, sd = _mean_and_sd(used[~np.isnan(used)])
    ends = np.array([mean - sd, mean + sd]) if given.size >= 3 else np.full(2, np.nan)
    lower, upper = np.exp(ends) if logged else ends
    with np.errstate(invalid="ignore"):
        z = (used - mean) / sd if given.size >= 3 and sd > 0 else np.full_like(used, np.nan)
    return OutlierLines(
        scale="log" if logged else "raw",
        mean=mean,
        sd=sd,
        lower=float(lower),
        upper=float(upper),
        z=frozen(z),
        # On the scale used: a score that lies on a line is not beyond it, whatever exp() rounds.
        marks=marks_beyond(used, ends[0], ends[1]),
        reading=reading,
        alpha=alpha,
        w_raw=w_raw,
        p_raw=p_raw,
        w_log=w_log,
        p_log=p_log,
        forces=given.size,
        left_out=raw.size - given.size,
    )


def _shapiro(scores: FloatArray) -> tuple[float, float]:
    if scores.size < 3 or np.ptp(scores) == 0:
        return np.nan, np.nan
    from scipy import stats  # a second to import, so not at the top

    result = stats.shapiro(scores)
    return float(result.statistic), float(result.pvalue)


def _mean_and_sd(scores: FloatArray) -> tuple[float, float]:
    if scores.size == 0:
        return np.nan, np.nan
    if np.ptp(scores) == 0:  # the mean of equal numbers may round away from them
        return float(scores[0]), 0.0 if scores.size > 1 else np.nan
    return float(scores.mean()), float(scores.std(ddof=1))

"""Charts of audits: shares of case files with their intervals, on one axis from none to all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from openpeel.audits.site.results import Repeated, Results
from openpeel.charts import Column, IntervalPlot, IntervalRow, Table, svg
from openpeel.charts.base import status_code
from openpeel.charts.numbers import NumberFormat
from openpeel.charts.scales import Scale, axis
from openpeel.releases.words import counted
from openpeel.sampling.estimates import QuestionResult
from openpeel.sampling.figures import Figure
from openpeel.sampling.recording import RecordingResult
from openpeel.sampling.repeats import Change

WHOLE = 100.0
NAMES = 206.0  # pixels for the names beside a wide chart
NARROW_START = 20.0
APART = 7.0  # pixels between the two intervals of a row


@dataclass(frozen=True)
class ShareRow(IntervalRow):
    """A share in percent; beside it the truth of a simulated round, or the round before."""

    truth: float | None = None
    before: tuple[float, float, float] | None = None  # value, lower, upper


@dataclass(frozen=True, kw_only=True)
class SharePlot(IntervalPlot):
    """Shares from 0 to 100%: charts of different questions can be laid side by side."""

    rows: tuple[ShareRow, ...]
    truth_name: str = ""

    def table(self) -> Table:
        """Every row with what stands beside it."""
        named = (("truth", "Truth"), ("before", "Before"), ("before_lower", "Before, lower"),
                 ("before_upper", "Before, upper"))  # fmt: skip
        places = self.number.decimals
        return Table(
            (
                Column("label", "Question"),
                *(Column(n, w, self.unit, True, places) for n, w in
                  (("value", "Value"), ("lower", "Lower"), ("upper", "Upper"), *named)),
                Column("status", "Status"),
            ),
            tuple(
                (r.label, r.value, r.lower, r.upper, r.truth, *(r.before or (None,) * 3),
                 status_code(r.status))
                for r in self.rows
            ),
        )  # fmt: skip

    def _scale(self, rows: list[IntervalRow], start: float, end: float) -> Scale:  # noqa: ARG002
        beside = start > NARROW_START  # of names: the charts of a page keep one place for the axis
        return axis(0.0, WHOLE, max(start, NAMES) if beside else start, end)

    def _interval(self, row: IntervalRow, y: float, scale: Scale) -> str:
        assert isinstance(row, ShareRow)
        drawn = ""
        if row.before is not None:
            value, lower, upper = row.before
            drawn += svg.line(scale(lower), y - APART, scale(upper), y - APART, "span earlier")
            drawn += svg.circle(scale(value), y - APART, 4.5, "dot hollow")
            y += APART
        drawn += super()._interval(row, y, scale)
        if row.truth is not None:
            x = scale(row.truth)
            drawn += svg.line(x, y - 9, x, y + 9, "truth")
        return drawn

    def _words(self, row: IntervalRow, number: NumberFormat) -> str:
        if isinstance(row, ShareRow) and row.before is not None and row.value is not None:
            return f"{number.text(row.before[0])} → {number.text(row.value)}"
        return super()._words(row, number)


def questions_chart(
    results: Results, asked: Sequence[QuestionResult], title: str, csv_rows: str
) -> SharePlot:
    """The weighted shares of some questions of one sample, those without a figure below."""
    truths = [results.truth(result) for result in asked]
    held = any(truth is not None for truth in truths)
    subtitle = f"% of relevant files with the answer that speaks for the force, {csv_rows}"
    if held:
        subtitle += "; the upright stroke is the simulated truth"
    return SharePlot(
        title=f"{title}{_spread(asked)}",
        subtitle=f"{subtitle}.",
        source="",
        description=_described(asked),
        unit="percent",
        decimals=1,
        rows=tuple(
            _row(result.question.short, result.weighted, truth)
            for result, truth in zip(asked, truths, strict=True)
            if result.weighted is not None
        ),
        missing=_missing((r.question.short, r.why_not) for r in asked if r.weighted is None),
    )


def _spread(asked: Sequence[QuestionResult]) -> str:
    """The message of some questions: how far their shares lie apart."""
    values = [result.weighted.value for result in asked if result.weighted]
    if not values:
        return ""
    low, high = min(values), max(values)
    return f": {low:.0%}" if len(values) == 1 else f": from {low:.0%} to {high:.0%}"


def strata_chart(result: QuestionResult, truth: float | None = None) -> SharePlot:
    """One question: the share for the force, then the plain share of each kind of file."""
    good, short = result.question.good, result.question.short
    title = f"{short}: {result.sample.words}"
    if result.weighted is not None:
        title = f"{short}: {good} in {result.weighted.value:.0%} of the force's relevant files"
    several = len(result.strata) > 1
    rows = []
    if result.weighted is not None:
        whole = "The force, weighted" if several else "The force"
        rows.append(_row(whole, result.weighted, truth, chosen=True))
    if several:
        rows += [_row(s.stratum.words.capitalize(), s.share) for s in result.strata if s.share]
    return SharePlot(
        title=title,
        subtitle=(
            f"% of relevant files, {counted(result.y, 'relevant file')} of {result.sample.words},"
            " with 95% intervals."
        ),
        source="",
        description=_described([result]),
        unit="percent",
        decimals=1,
        rows=tuple(rows),
        missing=_missing(
            (s.stratum.words.capitalize(), _hidden(s.status)) for s in result.strata if s.status
        ),
    )  # fmt: skip


def recording_chart(results: Results) -> SharePlot:
    """The recording rate overall and by class."""
    found, design = results.recording, results.design
    return SharePlot(
        title=_recorded(found),
        subtitle="% of crimes reported in the incidents that were reviewed, 95% intervals.",
        source="",
        description="; ".join(_told(result) for result in found),
        unit="percent",
        decimals=1,
        rows=tuple(
            _row(r.words, r.rate, chosen=r.crime_class == "overall") for r in found if r.rate
        ),
        missing=_missing(
            (
                r.words,
                r.why_not if design.gives_rate_of(r.crime_class) else "not all could be drawn",
            )
            for r in found
            if r.rate is None
        ),
    )


def _recorded(found: Sequence[RecordingResult]) -> str:
    """The message: how many of the crimes are on record."""
    rate = found[0].rate
    if rate is None:
        return "Crimes recorded, of those that should have been"
    return f"{rate.value:.1%} of the crimes that should have been recorded were"


def repeat_chart(repeated: Repeated, changes: Sequence[Change], title: str) -> SharePlot:
    """Both rounds in each row: the earlier above and hollow, the later below."""
    both = [c for c in changes if c.before is not None and c.after is not None]
    return SharePlot(
        title=f"{title}: {_changed(changes)}",
        subtitle=(
            f"% of relevant files, 95% intervals. Upper, hollow: round"
            f" {repeated.earlier.round.number}; lower, filled: round"
            f" {repeated.later.round.number}. In colour: clear changes."
        ),
        source="",
        description="; ".join(f"{change.name}: {change.verdict}" for change in changes),
        unit="percent",
        decimals=1,
        rows=tuple(_both(change) for change in both),
        missing=_missing((c.name, c.why) for c in changes if c not in both),
    )


def _changed(changes: Sequence[Change]) -> str:
    """The message: how many changes are clear, of how many."""
    clear = [change.verdict for change in changes if change.verdict.startswith("clear")]
    if not clear:
        return "no clear change"
    rises, falls = clear.count("clear rise"), clear.count("clear fall")
    told = [counted(n, words) for n, words in ((rises, "clear rise"), (falls, "clear fall")) if n]
    return f"{' and '.join(told)}, of {counted(len(changes), 'figure')}"


def _both(change: Change) -> ShareRow:
    assert change.before is not None and change.after is not None
    before = change.before
    row = _row(change.name, change.after)
    return ShareRow(
        label=row.label,
        value=row.value,
        lower=row.lower,
        upper=row.upper,
        before=(WHOLE * before.value, WHOLE * before.lower, WHOLE * before.upper),
        chosen=change.verdict.startswith("clear"),
    )


def _row(
    label: str, figure: Figure | None, truth: float | None = None, *, chosen: bool = False
) -> ShareRow:
    assert figure is not None
    return ShareRow(
        label=label,
        value=WHOLE * figure.value,
        lower=WHOLE * figure.lower,
        upper=WHOLE * figure.upper,
        chosen=chosen,
        truth=None if truth is None else WHOLE * truth,
    )


def _missing(named: Iterable[tuple[str, str | None]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, (why or "no figure")[:1].upper() + (why or "no figure")[1:])
                 for name, why in named)  # fmt: skip


def _hidden(status: str) -> str:
    if status == "c":
        return "[c] kept back, so that kinds with too few files can't be worked out"
    return "[low] too few relevant files"


def _described(asked: Iterable[QuestionResult]) -> str:
    told = []
    for result in asked:
        shown = result.weighted.percent() if result.weighted else "no figure"
        told.append(f"{result.question.short}: {shown}")
    return "; ".join(told)


def _told(result: RecordingResult) -> str:
    return f"{result.words}: {result.rate.percent() if result.rate else 'no rate'}"

"""A plan for an audit as text, as CSV, and as one page with a chart, with nothing beside it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from html import escape
from importlib.resources import files
from textwrap import fill

from openpeel.charts import NARROW, WIDE, IntervalPlot, IntervalRow, stylesheet
from openpeel.sampling.planning import Expected, Plan, percent, sentences

WIDTH = 100  # of the plain text
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
HEADER = (
    "name", "words", "files", "population", "design_effect", "share", "lower", "upper",
    "fall_found", "rise_found",
)  # fmt: skip
COLUMNS = (
    "Sample or stratum",
    "Files",
    "In the frame",
    "Expected interval",
    "Fall seen",
    "Rise seen",
)


def plan_text(plan: Plan) -> str:
    """What it comes to, and a row for each sample and stratum."""
    lines = [f"{plan.name}: what it shows of a share of {percent(plan.share)}", ""]
    lines += [fill(sentence, WIDTH, break_on_hyphens=False) for sentence in sentences(plan)]
    lines += ["", f"{'':<24} {'files':>6} {'interval':>14} {'fall seen':>10} {'rise seen':>10}"]
    for row in plan.rows:
        lines.append(
            f"{row.name:<24} {row.files:>6,} {interval_words(row):>14} {move_words(row.fall):>10}"
            f" {move_words(row.rise):>10}"
        )
    return "\n".join(lines)


def plan_csv(plan: Plan) -> str:
    """The numbers in full; an empty cell where there is none."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    for row in plan.rows:
        writer.writerow((
            row.name, row.words, row.files, row.population, row.effect, row.share, row.lower,
            row.upper, row.fall, row.rise,
        ))  # fmt: skip
    return out.getvalue()


def plan_chart(plan: Plan) -> IntervalPlot:
    """The interval to be expected of each sample and stratum."""
    first = plan.samples[0].whole
    title = f"{first.files:,} files at {percent(plan.share)} say {interval_words(first)}"
    smallest = min(plan.rows, key=lambda row: row.files)
    if 0 < smallest.files < first.files:
        title += f"; {smallest.files:,} files say {interval_words(smallest)}"
    return IntervalPlot(
        title=title,
        subtitle=f"Interval to be expected around a share of {percent(plan.share)}, {_how(plan)}",
        source="worked out from the numbers of files; nothing was reviewed",
        description="; ".join(
            f"{row.words}: {row.files:,} files, {interval_words(row)}" for row in plan.rows
        ),
        unit="percent",
        decimals=0,
        value_name="Share",
        rows=tuple(
            IntervalRow(
                label=f"{row.words} ({row.files:,})",
                value=row.share * 100 if row.files else None,
                lower=row.lower * 100 if row.files else None,
                upper=row.upper * 100 if row.files else None,
                status="" if row.files else "[low]",
                chosen=row in (sample.whole for sample in plan.samples),
            )
            for row in plan.rows
        ),
    )


def plan_html(plan: Plan) -> str:
    """One page: what it comes to, the chart, the table."""
    return "\n".join(_page(plan))


def _page(plan: Plan) -> Iterator[str]:
    title = f"Plan: {plan.name}"
    pages = (files("openpeel.web") / "static" / "openpeel.css").read_text(encoding="utf-8")
    yield '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{escape(title)}</title>\n<style>{pages}\n{stylesheet()}</style>\n</head>"
    yield '<body><a class="skip" href="#main">Skip to the content</a>'
    yield (
        '<header class="site"><div class="frame"><p class="brand"><b>openpeel</b>'
        " <span>plan of an audit</span></p></div></header>"
    )
    yield f'<main id="main" class="frame" tabindex="-1">\n<h1>{escape(title)}</h1>'
    lead, *rest = sentences(plan)
    yield f'<p class="lead">{escape(lead)}</p>'
    yield from (f"<p>{escape(sentence)}</p>" for sentence in rest)
    chart = plan_chart(plan)
    yield (
        f'<figure class="chart-box">\n<figcaption><h2>{escape(chart.title)}</h2>'
        f"<p>{escape(chart.subtitle)}</p></figcaption>"
    )
    yield f'<div class="wide">{chart.svg(WIDE, headings=False)}</div>'
    yield f'<div class="narrow">{chart.svg(NARROW, headings=False)}</div>'
    yield f'<p class="source">Source: {escape(chart.source)}.</p>\n</figure>'
    yield from _table(plan)
    yield "</main></body></html>\n"


def _table(plan: Plan) -> Iterator[str]:
    yield '<h2 id="numbers">Numbers</h2>'
    yield '<div class="scroll" role="region" tabindex="0" aria-labelledby="numbers"><table>'
    yield (
        f"<caption>What each sample shows of a share of {escape(percent(plan.share))},"
        f" {escape(_how(plan))}. A fall or rise is seen if two rounds of this size find it"
        f" {escape(percent(plan.power))} of the time.</caption>"
    )
    heads = "".join(
        f'<th scope="col"{"" if n == 0 else " class=n"}>{escape(name)}</th>'
        for n, name in enumerate(COLUMNS)
    )
    yield f"<thead><tr>{heads}</tr></thead>\n<tbody>"
    wholes = {sample.whole.name for sample in plan.samples}
    for row in plan.rows:
        cells = (
            f"{row.files:,}", "not known" if row.population is None else f"{row.population:,}",
            interval_words(row), move_words(row.fall), move_words(row.rise),
        )  # fmt: skip
        numbers = "".join(f'<td class="n">{escape(cell)}</td>' for cell in cells)
        whole = ' class="whole"' if row.name in wholes else ""
        yield f'<tr{whole}><th scope="row">{escape(row.words)}</th>{numbers}</tr>'
    yield "</tbody></table></div>"


def interval_words(row: Expected) -> str:
    """The interval to be expected: `72% to 86%`."""
    return f"{percent(row.lower)} to {percent(row.upper)}" if row.files else "nothing"


def move_words(share: float | None) -> str:
    """The nearest share that would be told apart: `92%`, or `none`."""
    return "none" if share is None else percent(share)


def _how(plan: Plan) -> str:
    return f"{percent(plan.level)} level"

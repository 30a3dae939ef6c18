"""Figures of audits: what a published round found, and how it compares with the round before."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

import yaml

from openpeel.errors import UserError
from openpeel.releases.periods import day_words
from openpeel.reports.data.figures import Compared, Figure
from openpeel.reports.data.site_release import SiteRelease
from openpeel.reports.text.definitions import Definition
from openpeel.sampling.figures import AS_PUBLISHED
from openpeel.statistics import share_interval

Row = dict[str, str]


def figure(id: str, asked: Definition, release: SiteRelease) -> Figure:
    """A figure of a published round; UserError when the site has no such round or question."""
    slug = str(asked.audit)
    if not release.has_audit(slug):
        raise UserError(f"figures.yaml, key {id}: the site has no published round {slug}.")
    told = yaml.safe_load(
        (release.site / "data" / "audits" / slug / "round.yaml").read_text(encoding="utf-8")
    )
    row = row_of(id, asked, release)
    on = date.fromisoformat(told["published_on"])
    made = Figure(
        id=id,
        kind="audit",
        title=f"{row['short']}: {row['good']}",
        place=told["force"],
        period=f"{_round_name(told)}, drawn on {day_words(date.fromisoformat(told['drawn_on']))}",
        unit="percent",
        value=None,
        direction="higher",
        source=f"audit of case files: {told['name']}",
        address=f"/audits/{slug}/{row['question']}/",
        name=f"{slug}/{row['question']}",
        version=f"{told['design']['id']} {told['design']['version']}",
        provenance="audit by sample",
        simulated=bool(told["simulated"]),
        end=on,
    )
    return made.model_copy(update=_number(id, asked, row))


def _round_name(told: dict[str, Any]) -> str:
    """The round's name without the force, which stands beside it."""
    return str(told["name"]).removeprefix(f"{told['force']}, ")


def row_of(id: str, asked: Definition, release: SiteRelease) -> Row:
    """The estimate that a definition names."""
    rows = release.audit_rows(str(asked.audit), "estimates")
    found = [
        row
        for row in rows
        if asked.question in (None, row["question"]) and asked.sample in (None, row["sample"])
    ]
    if not found:
        raise UserError(
            f"figures.yaml, key {id}: {asked.audit} has no estimate of question {asked.question}"
            f"{f' in the sample {asked.sample}' if asked.sample else ''}."
        )
    return found[0]


def change(
    id: str, with_: str, later: Definition, earlier: Definition, site: SiteRelease
) -> Compared:
    """Two rounds of one question, from the later round's own comparison."""
    row = row_of(id, later, site)
    words = f"the same question in {earlier.audit}"
    for repeat in site.audit_rows(str(later.audit), "repeat"):
        same = repeat["question"], repeat["sample"], repeat["earlier"]
        if same != (row["question"], row["sample"], earlier.audit):
            continue
        if repeat["why"] or not repeat["difference"]:
            return Compared(figure=id, with_=with_, other=words, why=repeat["why"] or "no figure")
        return Compared(
            figure=id,
            with_=with_,
            other=words,
            other_value=100 * float(repeat["before"]),
            difference=100 * float(repeat["difference"]),
            lower=100 * float(repeat["difference_lower"]),
            upper=100 * float(repeat["difference_upper"]),
            ratio=float(repeat["after"]) / float(repeat["before"])
            if float(repeat["before"])
            else None,
            method="difference of two rounds, by the design of each",
        )
    return Compared(
        figure=id, with_=with_, other=words, why="the later round has no comparison with that one"
    )


def _number(id: str, asked: Definition, row: Row) -> dict[str, object]:
    if asked.says == "drawn":
        return _count(row["settled"], "files reviewed", "context")
    if asked.says == "relevant":
        return _count(row["y"], f"files to which the question applies: {row['short']}", "context")
    if row["status"] != "ok":
        return {"status": row["status"], "reason": row["why"]}
    x, y = int(row["x"]), int(row["y"])
    if asked.says in ("files", "files against"):
        return _of_files(asked, row, x, y)
    number = {
        "value": 100 * float(row["share"]),
        "lower": 100 * float(row["share_lower"]),
        "upper": 100 * float(row["share_upper"]),
        "level": float(row["level"]),
        "method": row["method"],
        "numerator": x,
        "numerator_words": f"files reviewed with the answer {row['good']}",
        "denominator": y,
        "denominator_words": "files reviewed to which the question applies; the share weighs them",
        "caution": row["why"],
    }
    if asked.interval == "as-published":
        if row["share"] != row["unweighted"]:
            raise UserError(
                f"figures.yaml, key {id}: the published formula is for a simple random sample, and"
                " this audit weighs its files; leave `interval` out."
            )
        plain = share_interval(x, y, method="as-published")
        number |= {"lower": 100 * plain.lower, "upper": 100 * plain.upper, "method": AS_PUBLISHED}
        number |= {"level": plain.level}
    return number


def _of_files(asked: Definition, row: Row, x: int, y: int) -> dict[str, object]:
    """What was found in the files reviewed, which is not the force's share."""
    against = asked.says == "files against"
    answer = {"yes": "no", "no": "yes"}[row["good"]] if against else row["good"]
    x = y - x if against else x
    interval = share_interval(x, y)
    direction: Literal["lower", "higher"] = "lower" if against else "higher"
    return {
        "title": f"{row['short']}: {answer}",
        "value": 100 * x / y,
        "lower": 100 * interval.lower,
        "upper": 100 * interval.upper,
        "level": interval.level,
        "method": interval.method,
        "numerator": x,
        "numerator_words": f"files reviewed with the answer {answer}",
        "denominator": y,
        "denominator_words": "files reviewed to which the question applies",
        "direction": direction,
        "caution": "It speaks of the files reviewed; where kinds of files were drawn in unequal"
        " parts it is not the force's share.",
    }


def _count(number: str, words: str, direction: str) -> dict[str, object]:
    return {
        "title": words,
        "value": float(number),
        "unit": "count",
        "direction": direction,
        "method": "complete count",
        "numerator": float(number),
        "numerator_words": words,
    }

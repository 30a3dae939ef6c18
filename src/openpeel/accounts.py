"""What the command line prints: the account of a build, the list of measures, a figure's trace."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from openpeel.catalogue.measures import Measure, Part, measures, themes
from openpeel.errors import UserError
from openpeel.facts.engine import connect
from openpeel.facts.intake import Taken
from openpeel.facts.lake import Lake, batch_id
from openpeel.facts.returns.inputs import input_of
from openpeel.facts.sources.registry import READERS
from openpeel.measures.release import make_release, read_manifest
from openpeel.measures.values import Release, Value, Working
from openpeel.releases.calculations import amount, spelled_out
from openpeel.releases.queries import Index


def account(taken: Iterable[Taken]) -> str:
    """Per file: rows read, used, set aside and why."""
    lines = []
    for file in taken:
        batch = file.batch
        if batch is None:
            same = f" ({file.same_as})" if file.same_as else ""
            lines.append(f"{file.name}: {file.left}{same}")
            continue
        lines.append(
            f"{file.name}: {batch.edition.title}, {batch.edition.covers}: {batch.rows_read:,} rows"
            f" read, {batch.rows_used:,} used"
        )
        for part in batch.set_aside:
            where = f" in {part.where}" if part.where else ""
            lines.append(f"    {part.rows:,} set aside{where}: {part.reason}")
        lines += [f"    note: {note}" for note in batch.notes]
    return "\n".join(lines)


def list_measures() -> str:
    """Every measure by theme."""
    lines = []
    for id, theme in themes().items():
        held = [measure for measure in measures().values() if measure.theme == id]
        if held:
            lines.append(f"{theme.name}: {theme.words}")
            lines += [f"  {measure.id:<34} {measure.name} ({measure.unit})" for measure in held]
    return "\n".join(lines)


def show_measure(id: str) -> str:
    """One measure as its file has it, in words and SQL."""
    if id not in measures():
        raise UserError(f"there is no measure {id!r}; `openpeel measures` lists them all.")
    measure = measures()[id]
    lines = [measure.name, measure.why.strip(), ""]
    lines += [
        f"unit         {measure.unit}",
        f"direction    {_direction(measure)}",
        f"version      {measure.signature}",
        *_part("numerator", measure.numerator),
        *(_part("denominator", measure.denominator) if measure.denominator else []),
    ]
    if measure.by:
        lines.append(f"by           {measure.by}")
    lines += [f"pitfall      {pitfall}" for pitfall in measure.pitfalls]
    lines.append(f"checked      {measure.checked.on} by {measure.checked.by}")
    return "\n".join(lines)


def trace_figure(figure: str, site: Path, lake: Path | None = None) -> str:
    """A published figure walked back: computed again from the lake, beside what was published."""
    published = _published(figure, site)
    manifest = read_manifest(site)
    place = lake or site.resolve().with_name(site.resolve().name + ".lake")
    if not place.is_dir():
        raise UserError(f"{place}: the lake of this site is not here; name it with --lake.")
    measure = measures().get(published["measure"])
    if measure is None:
        raise UserError(f"this version of openpeel has no measure {published['measure']!r}.")
    taken = _taken(manifest["inputs"], Lake(place))
    release = make_release(connect(), Lake(place), taken, {measure.id: measure})
    value = next((value for value in release.values if value.figure == figure), None)
    if value is None:
        raise UserError(f"{figure}: the lake no longer gives this figure; build the site again.")
    return "\n".join(_traced(value, measure, release, published["value"]))


def _traced(value: Value, measure: Measure, release: Release, published: str) -> list[str]:
    index = Index(release)
    place = f"{value.area}, {value.force}" if value.area else value.force
    group = f", {value.group}" if value.group else ""
    period = f"{value.period_start} to {value.period_end}"
    status = "" if value.status == "ok" else f" [{value.status}]"
    lines = [
        f"{measure.name}{group}: {place}, {period}",
        f"  published    {published or 'no value'}{status} {value.reason}".rstrip(),
        f"  calculation  {spelled_out(value) or 'none: ' + value.reason}",
        f"  measure      {measure.id}, version {value.measure_version}",
    ]
    for working in value.workings:
        lines += _worked(working, value, index)
    return lines


def _worked(working: Working, value: Value, index: Index) -> list[str]:
    number = "none" if working.number is None else amount(working.number)
    lines = [
        f"  {working.role:<12} {number}: {working.words}",
        f"               from {_rows(working)}{working.table}"
        + (f" where {working.where}" if working.where else "")
        + f", {working.period_start} to {working.period_end}",
    ]
    return lines + [
        f"               file {file.name}, SHA-256 {file.sha256}"
        for _, file, _ in index.supplied_by(working, value.force_code)
    ]


def _rows(working: Working) -> str:
    if working.number is None:
        return ""
    return f"{working.rows:,} {'row' if working.rows == 1 else 'rows'} of "


def _published(figure: str, site: Path) -> dict[str, str]:
    try:
        with (site / "data" / "values.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["figure"] == figure:
                    return row
    except OSError:
        raise UserError(f"{site}: there is no site here; name one with --site.") from None
    except (ValueError, KeyError, csv.Error):
        raise UserError(f"{site}: data/values.csv is damaged; build the site again.") from None
    raise UserError(
        f"{figure}: {site} publishes no such figure; names stand in data/values.csv, last column."
    )


def _taken(inputs: Iterable[dict[str, object]], lake: Lake) -> list[Taken]:
    versions = {reader.publication: reader.version for reader in READERS}
    taken = []
    for item in inputs:
        name, sha256, publication = str(item["name"]), str(item["sha256"]), item["publication"]
        if "account" in item:
            sent = input_of(lake, str(item["batch"]), str(item["account"]))
            if sent is None:
                raise UserError(f"{lake.root}: the lake lacks {name}; build again.")
            taken.append(sent)
            continue
        batch = None
        if publication:
            id = batch_id(sha256, str(publication), versions.get(str(publication), 0))
            batch = lake.get(id)
            if batch is None:
                raise UserError(f"{lake.root}: the lake lacks what {name} gave; build again.")
        taken.append(Taken(name, sha256, int(str(item["size"])), batch))
    return taken


def _part(role: str, part: Part) -> list[str]:
    what = f"sum({part.sum})" if part.sum else "count(*)"
    where = f" where {part.where}" if part.where else ""
    return [f"{role:<12} {part.words}", f"             {what} from {part.table}{where}"]


def _direction(measure: Measure) -> str:
    return {
        "higher": "higher is better",
        "lower": "lower is better",
        "neutral": "neither high nor low is better",
        "context": "context: says nothing about how well a force does",
    }[measure.direction]

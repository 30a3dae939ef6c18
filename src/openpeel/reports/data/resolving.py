"""From what a report names to what the data say: one bundle that the words are checked against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from openpeel.errors import UserError
from openpeel.inspecting.record import Inspection
from openpeel.reports.data import (
    comparing,
    from_audits,
    from_measures,
    from_record,
    from_survey,
    measure_charts,
)
from openpeel.reports.data.figures import (
    BESIDE,
    NO_SUCH_FIGURE,
    Bundle,
    ChartData,
    Compared,
    Figure,
    PeersOf,
    TrendData,
)
from openpeel.reports.data.site_release import MeasureFile, Row, SiteRelease, place_name
from openpeel.reports.text.definitions import Definition
from openpeel.reports.text.document import ChartOf, Document
from openpeel.reports.wording import find_comparisons
from openpeel.survey.published import PublishedSurvey


@dataclass(frozen=True)
class Sources:
    """Where a report's figures come from."""

    release: SiteRelease
    inspection: Inspection
    survey: PublishedSurvey | None = None

    @property
    def force_code(self) -> str:
        """The inspected force; of a region the first of its forces."""
        return self.inspection.forces[0]


def resolve(
    definitions: Mapping[str, Definition], documents: Iterable[Document], sources: Sources
) -> Bundle:
    """Every figure that is defined, and every comparison and chart that the documents ask for.

    Links to figures that nobody defined are left to the checks, which give their line.

    Raises:
        UserError: a definition names what the release, the site's audits, the survey or the record
            do not have.
    """
    figures: dict[str, Figure] = {}
    for id, asked in definitions.items():
        if not asked.sum:
            figures[id] = _figure(id, asked, sources)
    for id, asked in definitions.items():
        if asked.sum:
            figures[id] = from_record.added(id, definitions, figures)
    figures = {id: figures[id] for id in definitions}
    compared: dict[tuple[str, str], Compared] = {}
    charts: dict[str, ChartData] = {}
    trends: dict[str, TrendData] = {}
    for document in documents:
        for link in document.links():
            key = link.target, link.with_
            if link.scheme == "compare" and link.target in figures and key not in compared:
                compared[key] = _compared(*key, definitions, figures, sources)
        for block in document.blocks:
            if not isinstance(block, ChartOf) or block.target not in figures:
                continue
            try:
                if block.kind == "trend":
                    trends[block.target] = _trend(block, definitions, sources)
                else:
                    charts[block.target] = _chart(block, definitions, sources)
            except UserError as problem:
                raise UserError(f"{document.name}, {problem}") from None
            for made in _shown(block, definitions, sources):
                compared.setdefault((made.figure, made.with_), made)
    return Bundle(
        release=sources.release.release,
        figures=figures,
        compared=tuple(compared[key] for key in sorted(compared)),
        charts=dict(sorted(charts.items())),
        trends=dict(sorted(trends.items())),
        peers=_peers(sources) if any(with_ == "peers" for _, with_ in compared) else None,
        survey=(
            from_survey.account(sources.survey, sources.force_code) if sources.survey else None
        ),
    )


def _figure(id: str, asked: Definition, sources: Sources) -> Figure:
    if asked.measure:
        row = from_measures.row_of(asked, sources.release, sources.force_code, id)
        return from_measures.figure(
            id, row, sources.release.measure(asked.measure), sources.release
        )
    if asked.audit:
        return from_audits.figure(id, asked, sources.release)
    if asked.survey:
        return from_survey.figure(id, asked, sources.survey, sources.force_code)
    return from_record.figure(id, asked, sources.inspection)


def _compared(
    id: str,
    with_: str,
    definitions: Mapping[str, Definition],
    figures: Mapping[str, Figure],
    sources: Sources,
) -> Compared:
    asked, release = definitions[id], sources.release
    cannot = Compared(figure=id, with_=with_, other=with_)
    if figures[id].kind == "survey" or (with_ in figures and figures[with_].kind == "survey"):
        why = "a voluntary survey carries no comparison: nobody knows whom its answers stand for"
        return cannot.model_copy(update={"why": why})
    if with_ in BESIDE:
        if not asked.measure:
            why = f"only a measure has {with_} to be set beside"
            return cannot.model_copy(update={"why": why})
        held = release.measure(asked.measure)
        row = from_measures.row_of(asked, release, sources.force_code, id)
        return comparing.beside(id, with_, row, held, release)
    other = definitions.get(with_)
    if other is None:
        why = f"{NO_SUCH_FIGURE}{with_}; write a figure's name or one of {', '.join(BESIDE)}"
        return cannot.model_copy(update={"why": why})
    if asked.measure and asked.measure == other.measure:
        held = release.measure(asked.measure)
        rows = [
            from_measures.row_of(one, release, sources.force_code, name)
            for name, one in ((id, asked), (with_, other))
        ]
        return comparing.two_values(id, with_, rows[0], rows[1], held)
    if asked.audit and other.audit and asked.question == other.question:
        return from_audits.change(id, with_, asked, other, release)
    why = "the two are not one measure or one question, so they can't be compared"
    return cannot.model_copy(update={"why": why, "other": figures[with_].title})


def _peers(sources: Sources) -> PeersOf:
    held = sources.release.peers
    return PeersOf(
        name=held.name,
        words=held.words,
        dated=held.dated,
        sha256=held.sha256,
        forces=tuple(place_name(code) for code in held.of(sources.force_code)),
    )


def _chart(block: ChartOf, definitions: Mapping[str, Definition], sources: Sources) -> ChartData:
    row, held = _measured(block, definitions, sources)
    return measure_charts.bars(block.target, row, held, sources.release)


def _trend(block: ChartOf, definitions: Mapping[str, Definition], sources: Sources) -> TrendData:
    row, held = _measured(block, definitions, sources)
    made = measure_charts.trend(block.target, row, held, sources.release)
    if made is None:
        raise UserError(
            f"line {block.line}: {block.target} has a value in fewer than two periods, so there is"
            " no trend; show it as chart:."
        )
    return made


def _shown(
    block: ChartOf, definitions: Mapping[str, Definition], sources: Sources
) -> Iterable[Compared]:
    """What a chart shows its figure beside, for a headline that compares, as far as it can be.

    Bars show all the other forces; a trend shows its first period, if the rule is still the same.
    """
    if not find_comparisons(block.headline):
        return
    row, held = _measured(block, definitions, sources)
    for with_ in ("rank", "average", "england-and-wales"):
        made = comparing.beside(block.target, with_, row, held, sources.release)
        if not made.why:
            yield made
    if block.kind == "trend":
        first = measure_charts.first_alike(row, held)
        yield comparing.two_values(block.target, block.key, row, first, held)


def _measured(
    block: ChartOf, definitions: Mapping[str, Definition], sources: Sources
) -> tuple[Row, MeasureFile]:
    asked = definitions[block.target]
    if not asked.measure:
        raise UserError(
            f"line {block.line}: {block.target} is no figure of a measure; only those have charts."
        )
    row = from_measures.row_of(asked, sources.release, sources.force_code, block.target)
    return row, sources.release.measure(asked.measure)

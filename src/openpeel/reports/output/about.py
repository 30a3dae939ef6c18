"""About the data: sources, missing forces, methods, population and survey, made from the bundle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from openpeel.releases.periods import day_words
from openpeel.releases.words import METHOD_WORDS
from openpeel.reports.data.figures import Bundle, Figure

POPULATIONS = ("resident", "population")


def about(bundle: Bundle, used: Iterable[str]) -> dict[str, Any]:
    """What the page about the data says of the figures that a report uses."""
    names = set(used)
    figures = [figure for figure in bundle.figures.values() if figure.id in names]
    return {
        "release": bundle.release.id,
        "sources": _sources(figures),
        "coverage": list(_coverage(figures, bundle, names)),
        "peers": _peers(bundle),
        "methods": "; ".join(sorted(_methods(figures))) or "none",
        "differences": "; ".join(
            sorted({c.method for c in bundle.compared if c.figure in names and c.lower != c.upper})
        )
        or "none",
        "charts": [{"title": c.title, "note": c.note} for c in bundle.charts.values() if c.note],
        "populations": "; ".join(
            sorted({f.denominator_words for f in figures if _per_resident(f)})
        ),
        "survey": bundle.survey,
        "audits": sorted(
            {
                (f.source.removeprefix("audit of case files: "), _audit_place(f))
                for f in figures
                if f.kind == "audit"
            }
        ),
        "documents": sorted({f.source for f in figures if f.kind == "document"}),
    }


def _methods(figures: list[Figure]) -> set[str]:
    return {METHOD_WORDS.get(f.method, f.method) for f in figures if f.lower is not None}


def _sources(figures: list[Figure]) -> list[dict[str, object]]:
    counted = Counter((f.source, f.provenance) for f in figures)
    return [
        {"source": source, "provenance": provenance, "figures": number}
        for (source, provenance), number in sorted(counted.items())
    ]


def _coverage(
    figures: list[Figure], bundle: Bundle, names: set[str]
) -> Iterable[dict[str, object]]:
    told: dict[str, dict[str, object]] = {}
    for figure in figures:
        if figure.supplied is not None:
            told[figure.title] = _row(figure.title, figure.supplied, figure.without)
    for made in bundle.compared:
        if made.figure in names and made.supplied is not None and made.with_ != "peers":
            title = bundle.figures[made.figure].title
            told.setdefault(title, _row(title, made.supplied, made.without))
    return told.values()


def _peers(bundle: Bundle) -> dict[str, Any] | None:
    """The list of similar forces that comparisons rest on, and who is missing from which."""
    if bundle.peers is None:
        return None
    return {
        "name": bundle.peers.name,
        "words": bundle.peers.words,
        "dated": day_words(bundle.peers.dated) if bundle.peers.dated else "",
        "sha256": bundle.peers.sha256,
        "forces": ", ".join(bundle.peers.forces),
        "compared": [
            {"title": bundle.figures[c.figure].title, "supplied": c.supplied}
            | {"of": len(bundle.peers.forces), "without": ", ".join(c.without)}
            for c in bundle.compared
            if c.with_ == "peers" and c.supplied is not None
        ],
    }


def _row(title: str, supplied: int, without: tuple[str, ...]) -> dict[str, object]:
    return {"title": title, "supplied": supplied, "without": ", ".join(without)}


def _per_resident(figure: Figure) -> bool:
    return any(words in figure.denominator_words.lower() for words in POPULATIONS)


def _audit_place(figure: Figure) -> str:
    return f"/audits/{figure.name.partition('/')[0]}/"

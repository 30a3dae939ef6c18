"""The checks of a return, from the rules themselves and the dated limits that they use."""

from __future__ import annotations

from openpeel.catalogue.checks import limits
from openpeel.facts.returns.checking import rules
from openpeel.reference.markdown import code, head, page, table

KINDS = (
    ("error", "Errors", "What must be fixed before a file can be submitted."),
    ("query", "Queries", "What must be fixed, or explained in a reply that stays with the data."),
)


def page_of_rules() -> str:
    """Every rule with what it finds; then the limits, each with its reason."""
    parts = [
        head(
            "Checks of a return",
            "What `openpeel check` looks for. A force and the centre run the same checks, and get"
            " the same report from the same file. Which values, shares and links are usual stands"
            " with each [return](returns.md).",
        )
    ]
    for severity, title, words in KINDS:
        rows = [[code(r.id), r.words] for r in rules().values() if r.severity == severity]
        parts += [f"## {title}", words, table(["Check", "What it finds"], rows)]
    rows = [
        [code(rule), name, f"{limit.value:g}", limit.words]
        for rule, named in sorted(limits().limits.items())
        for name, dated in sorted(named.items())
        for limit in dated
        if limit.end is None
    ]
    parts += [
        "## Limits",
        "Shares are in per cent. A limit on a share is passed only when the lower end of its 95%"
        " interval lies above it, so that a handful of rows never does.",
        table(["Check", "Limit", "Value", "Why"], rows),
    ]
    return page(*parts)

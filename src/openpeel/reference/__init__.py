"""The pages of docs/reference, made from the code and the catalogue so that they can't drift.

`python -m openpeel.reference --write docs/reference` makes them; `--check docs/reference` says
which of them no longer say what the code does.
"""

from __future__ import annotations

from pathlib import Path

from openpeel.errors import UserError


def pages() -> dict[str, str]:
    """Every page of the reference: file name, with its folder if it has one -> text."""
    from openpeel.cli import main
    from openpeel.reference import (
        audit_states,
        audit_tables,
        audits,
        catalogue,
        checks,
        commands,
        functions,
        inspection_states,
        inspections,
        measures,
        reading,
        report_states,
        reports,
        returns,
        survey,
        wording,
    )
    from openpeel.releases.exports import schema

    return {
        **audits.pages(),
        "audit-states.md": audit_states.page(),
        "audit-tables.md": audit_tables.page(),
        "checks.md": checks.page_of_rules(),
        "command-line.md": commands.page(main),
        "download-format.md": schema.reference_markdown(),
        "frameworks.md": catalogue.frameworks_page(),
        **inspections.pages(),
        "inspection-states.md": inspection_states.page(),
        "measures.md": measures.measures_page(),
        "publications.md": catalogue.publications_page(),
        "read-reports.md": reading.page_of_reading(),
        "report-states.md": report_states.page(),
        **reports.pages(),
        **returns.pages(),
        "statistics.md": functions.page(),
        "statuses.md": catalogue.statuses_page(),
        "survey-questions.md": survey.page_of_survey(),
        "tables.md": measures.tables_page(),
        "wording.md": wording.page_of_words(),
    }


def write(folder: Path) -> None:
    """Write every page into `folder`, and remove a page that is no longer made."""
    made = pages()
    folder.mkdir(parents=True, exist_ok=True)
    for name, path in _found(folder).items():
        if name not in made:
            path.unlink()
    for name, text in made.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def stale(folder: Path) -> list[str]:
    """A sentence for each page of `folder` that is not what the code would write."""
    if not folder.is_dir():
        raise UserError(f"{folder}: there is no such folder; make it with --write.")
    made = pages()
    found = {name: path.read_text(encoding="utf-8") for name, path in _found(folder).items()}
    problems = []
    for name in sorted(made.keys() | found.keys()):
        if name not in found:
            problems.append(f"{folder / name} is missing; `make docs` writes it.")
        elif name not in made:
            problems.append(f"{folder / name} is made by nothing; `make docs` removes it.")
        elif made[name] != found[name]:
            problems.append(f"{folder / name} is out of date; `make docs` writes it again.")
    return problems


def _found(folder: Path) -> dict[str, Path]:
    """The pages that stand in `folder` and below: name as in `pages()` -> path."""
    return {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.md")}

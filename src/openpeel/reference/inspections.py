"""The record of an inspection: its files with their keys, and the rules that it is held against."""

from __future__ import annotations

import inspect
from types import NoneType
from typing import Annotated, Any, Literal, get_args, get_origin

from openpeel.catalogue.inspection_rules import LEVELS, inspection_rules
from openpeel.inspecting import files, record, texts
from openpeel.inspecting.evidence_table import COLUMNS
from openpeel.inspecting.folder import APART
from openpeel.inspecting.texts import Written
from openpeel.reference.markdown import block, bullets, code, head, page, table

LEVEL_WORDS = {
    "error": "A record with one can't be published so; `openpeel inspection check` leaves with 1.",
    "warning": "Somebody must be able to say why it is so.",
    "note": "A question, or something that could not be looked at.",
}

TREE = """
programme.yaml                     the programme
national-recommendations.yaml      recommendations to every force, and where each stands
inspections/<id>/
  inspection.yaml                  whose inspection, framework, window, rounds, monitoring stages
  evidence.csv                     a row for each piece of evidence
  gaps.yaml                        characteristics that were not assessed, and why
  lines-of-enquiry.yaml            what marks and survey themes asked, and what came of it
  findings/<id>.md                 keys, then what was found
  judgments/<round>/<area>.md      keys, then the reasons
  judgments/<round>/<area>.<force>.md   the same in a region, by the first force it holds for
  concerns/<id>.md                 causes of concern: keys, then the words
  improvements.yaml                areas for improvement
"""

# Each file with its title, what it is, its model, what stands elsewhere, and its list's key.
FILES: tuple[tuple[str, type[Written], tuple[str, ...], str], ...] = (
    ("programme.yaml", record.Record, ("recommendations", "inspections"), ""),
    ("national-recommendations.yaml", record.NationalRecommendation, (), "recommendations"),
    ("inspection.yaml", record.Inspection, ("id", *APART), ""),
    ("evidence.csv", record.Evidence, (), ""),
    ("gaps.yaml", record.Gap, (), "gaps"),
    ("lines-of-enquiry.yaml", record.Line, (), "lines"),
    ("findings/<id>.md", record.Finding, ("id", "words"), ""),
    ("judgments/<round>/<area>.md", record.Judgment, ("rationale",), ""),
    ("concerns/<id>.md", record.Concern, ("id", "words"), ""),
    ("improvements.yaml", record.Improvement, (), "improvements"),
)
PARTS: tuple[type[Written], ...] = (
    record.Signed, record.Window, record.Round, record.Stage, record.Step, record.Recommendation,
    record.Applied, record.Dissent, record.Moderation,
)  # fmt: skip


def pages() -> dict[str, str]:
    """The pages on inspections: file name -> text."""
    return {"inspection-record.md": record_page(), "inspection-rules.md": rules_page()}


def rules_page() -> str:
    """Every rule by level, with its reason and whose rule it is."""
    parts = [
        head(
            "Rules of an inspection record",
            "What `openpeel inspection check` and the service hold a [record](inspection-record.md)"
            " against. What does not resolve, such as evidence that a finding names and that is not"
            " there, is refused when the record is read. The rules are about what was decided; a"
            " rule that needs to know the release says so when no site is given.",
        )
    ]
    for level in LEVELS:
        rows = [
            [code(id), rule.sentence, rule.why, rule.source]
            for id, rule in inspection_rules().items()
            if rule.level == level
        ]
        parts += [f"## {level.capitalize()}s", LEVEL_WORDS[level]]
        parts += [table(["Rule", "What it finds", "Why", "Whose"], rows)]
    parts.append(
        "Whose: *framework*, the inspectorate's assessment framework; *about the data*, what its"
        " reports say of their own data; *openpeel*, this project's rule."
    )
    return page(*parts)


def record_page() -> str:
    """The folder of a record: its files and their keys."""
    return page(
        head(
            "The record of inspections",
            "A programme with its inspections as a folder that people can write by hand and review"
            " in git. How to use it: [keep an inspection"
            " record](../how-to/keep-an-inspection-record.md). What it is held against:"
            " [rules](inspection-rules.md).",
        ),
        block(TREE),
        "Only `programme.yaml`, and `inspection.yaml` for each inspection, must be there. A record"
        " has no other files.",
        "## One form",
        "Every record has one form as files: what is read and written again is the same, byte for"
        " byte. `openpeel inspection check --canonical` names files that are in another form, and"
        " `openpeel inspection tidy` writes them anew (comments are lost).",
        bullets(
            (
                "UTF-8, `\\n` between lines. Other line ends and a byte order mark are read, and"
                " not written.",
                "Text has no spaces at the ends of its lines and none around it; in names and"
                f" titles, line ends are spaces. A text has at most {texts.LONGEST:,} characters"
                " and no control characters.",
                "Lists stand by id (e-2 before e-10), rounds and stages by their first day,"
                " judgments by area and round. Histories, dissents and moderations stay as told.",
                "What is as it would be anyway is left out, and so is a file that says nothing.",
                "Days are written like 2021-10-04. Ids have small letters, digits and hyphens; the"
                " id of an inspection, a finding or a cause of concern is its name in the folder.",
                "In the Markdown files keys stand between two lines of `---`, and the words below."
                " Only the second such line ends the keys.",
                "In the table a cell that a spreadsheet would take for a formula has an apostrophe"
                " before it, which is taken off again when it is read.",
                f"Aliases and tags of YAML, links, and files over {files.LARGEST >> 20} MB are"
                " refused.",
            )
        ),
        "## Files",
        *[part for file in FILES for part in _file(*file)],
        "## Parts",
        *[part for model in PARTS for part in _part(model)],
    )


def _file(name: str, model: type[Written], leave: tuple[str, ...], key: str) -> list[str]:
    parts = [f"### {name.replace('<', '').replace('>', '')}", inspect.getdoc(model) or ""]
    if key:
        parts.append(f"A list under the key {code(key)}; each entry has:")
    if model is record.Evidence:
        parts.append(
            f"The columns, of which those that are empty throughout may be left out:"
            f" {', '.join(map(code, COLUMNS))}. `by` and `on` are who signed it and when;"
            " `period_from` and `period_to` are the period."
        )
    return [*parts, _keys(model, leave)]


def _part(model: type[Written]) -> list[str]:
    return [f"### {_title(model)}", inspect.getdoc(model) or "", _keys(model, ())]


def _keys(model: type[Written], leave: tuple[str, ...]) -> str:
    rows = [
        [
            code(field.alias or name),
            _kind(field.annotation),
            "yes" if field.is_required() else "no",
        ]
        for name, field in model.model_fields.items()
        if name not in leave
    ]
    return table(["Key", "Value", "Needed"], rows)


def _kind(annotation: Any) -> str:
    """A type in words.

    >>> _kind(tuple[str, ...]), _kind(Literal["for", "against"] | None)
    ('list of text', '`for`, `against`')
    """
    if get_origin(annotation) is Annotated:
        return _kind(get_args(annotation)[0])
    if get_origin(annotation) is Literal:
        return ", ".join(code(word) for word in get_args(annotation))
    if get_origin(annotation) is tuple:
        return f"list of {_kind(get_args(annotation)[0])}"
    arms = [one for one in get_args(annotation) if one is not NoneType]
    if arms:
        return ", or ".join(_kind(one) for one in arms)
    if isinstance(annotation, type) and issubclass(annotation, Written):
        return f"[{_title(annotation)}](#{_title(annotation).replace(' ', '-')})"
    return {"str": "text", "date": "day", "bool": "true or false"}[annotation.__name__]


def _title(model: type[Written]) -> str:
    return {"Applied": "where a force stands"}.get(model.__name__, model.__name__.lower())

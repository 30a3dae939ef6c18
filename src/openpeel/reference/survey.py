"""What the workforce survey asks, and by which rules its results are shown."""

from __future__ import annotations

from openpeel.catalogue.frameworks import framework
from openpeel.catalogue.survey_questions import FIXED, Item, SurveyQuestions, survey_question_sets
from openpeel.catalogue.survey_rules import survey_rules
from openpeel.reference.markdown import bullets, code, head, page, table

_COLUMNS = {
    "response": "a number or code that names nobody, once in the file",
    "force": "the force's name or code",
}


def page_of_survey() -> str:
    """The page: rules, then each question set."""
    return page(
        head(
            "Questions of the workforce survey",
            "What people who work for a force are asked, in a survey that is voluntary and names"
            " nobody.",
            "How to run one: [run a workforce survey](../how-to/run-a-workforce-survey.md). What"
            " its results mean: [what a survey can say](../explanation/what-a-survey-can-say.md).",
        ),
        *_rules(),
        *(part for asked in survey_question_sets().values() for part in _set(asked)),
    )


def _rules() -> list[str]:
    rules = survey_rules(max(asked.checked.on for asked in survey_question_sets().values()))
    numbers = [
        ["Nothing is shown under", f"{rules.nothing_under} answers to an item"],
        ["Whole percentages from", f"{rules.percent_from} answers; counts with a caution before"],
        ["Counts of people withheld under", f"{rules.small}"],
        ["A share is", f"{rules.among}"],
    ]
    refused = [[f"“{one.example}”", one.why, one.instead] for one in rules.refused]
    return [
        "## Rules",
        f"From {rules.start.isoformat()}. This is said first on every output:",
        f"> {rules.caution}",
        table(["Rule", "Value"], numbers),
        "### What a sentence about a result may not say",
        table(["Such as", "Why", "Instead"], refused),
    ]


def _set(asked: SurveyQuestions) -> list[str]:
    coded = {"role": asked.roles, "rank": asked.ranks, "area": asked.places}
    columns = [[code(name), _COLUMNS.get(name) or _codes(coded[name])] for name in FIXED]
    none = [[code(id), words] for id, words in asked.no_answers.items()]
    return [
        f"## {asked.name}",
        f"{code(asked.id)}, version {asked.version}, from {asked.since.isoformat()}. {asked.why}",
        "### Items",
        table(
            ["Item", "Asked as", "Asked of", "Answers", "Theme"],
            [_item(asked, item) for item in asked.items],
        ),
        "### No answers",
        "These are part of no base, as an empty cell is not.",
        table(["Code", "Words"], none),
        "### Columns before the items",
        table(["Column", "What stands in it"], columns),
        "### Themes",
        "A theme is a question for fieldwork. Nothing is said of one until another kind of evidence"
        " stands beside the survey.",
        bullets(
            f"{theme.name} ({_area(asked, theme.area)}): {theme.words}"
            for theme in asked.themes.values()
        ),
    ]


def _item(asked: SurveyQuestions, item: Item) -> list[str]:
    roles = "\n".join(asked.roles[role] for role in asked.asked(item)) if item.roles else ""
    return [
        f"{code(item.id)} {item.words}",
        item.ask,
        "\n".join(part for part in (item.asked, roles) if part),
        _codes(asked.answers(item)),
        asked.themes[item.theme].name,
    ]


def _codes(codes: dict[str, str]) -> str:
    return "\n".join(f"{code(id)} {words}" for id, words in codes.items())


def _area(asked: SurveyQuestions, id: str) -> str:
    return next(area.name for area in framework(asked.framework).areas if area.id == id)

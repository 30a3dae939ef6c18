"""From collected answers to results: counts and whole percentages of those who answered, no more.

Nothing here, and nothing that it returns, knows an interval, a test, a rank, a weight or another
survey. All forces together are the sum of what is published of each force, so that no difference
between the two tells anything that is not published already.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from pydantic import Field

from openpeel.catalogue.forces import forces
from openpeel.catalogue.loading import Entry
from openpeel.catalogue.survey_questions import ALL, Item, SurveyQuestions
from openpeel.catalogue.survey_rules import survey_rules
from openpeel.errors import UserError
from openpeel.survey.collected import CollectedAnswers
from openpeel.survey.disclosure import withheld
from openpeel.survey.figures import Status, SurveyFigure, reason, whole_percent
from openpeel.survey.themes import Theme

ALL_FORCES = "All forces together"
EVERYBODY = "Everybody asked"
Key = tuple[str, str, str, str]  # force or `all`, item, group, answer


class Terms(Entry):
    """The rule by which results were made, as it stands beside them."""

    nothing_under: int = Field(ge=10)
    percent_from: int = Field(ge=30)
    small: int = Field(ge=10)
    caution: str
    few: str
    among: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What is published of one answer; `forces` only of all forces together."""

    status: Status
    count: int | None = None
    base: int | None = None
    percent: int | None = None
    forces: int | None = None


@dataclass(frozen=True, slots=True)
class SurveyResults:
    """What may be said of a survey, force by force. It holds no answer and no withheld number."""

    questions: SurveyQuestions = field(repr=False)
    terms: Terms = field(repr=False)
    cells: Mapping[Key, Cell] = field(repr=False)

    @property
    def caution(self) -> str:
        """What is said first, wherever results are shown."""
        return self.terms.caution

    @property
    def forces(self) -> tuple[str, ...]:
        """Codes of the forces from which somebody answered, in the order of their names."""
        answered = {key[0] for key in self.cells}
        return tuple(force.code for force in forces().all if force.code in answered)

    def result(self, force_code: str, item: str, answer: str, group: str = ALL) -> SurveyFigure:
        """The figure of an answer in a force (or `all`), of everybody asked or of a role group.

        UserError names an item, answer, group or force that there is not.
        """
        asked = self.questions.item(item)
        answers = self.questions.answers(asked)
        if answer not in answers:
            raise UserError(f"{item}: there is no answer {answer!r}; use one of"
                            f" {', '.join(answers)}.")  # fmt: skip
        if force_code != ALL and force_code not in forces().by_code:
            raise UserError(f"{force_code!r} is no code of one of the 43 forces.")
        told = self._group(asked, group)
        cell = self.cells.get((force_code, item, told, answer), Cell("x"))
        return self._figure(force_code, asked, group, answer, cell)

    def figures(self, force_code: str) -> Iterator[SurveyFigure]:
        """Every figure of one force (or `all`), in the order of the question set."""
        for item in self.questions.items:
            for group in self.questions.groups(item):
                for answer in self.questions.answers(item):
                    yield self.result(force_code, item.id, answer, group)

    def themes(self, force_code: str) -> tuple[Theme, ...]:
        """Themes to explore in a force: those of which it has any figure, whatever that says."""
        told = {figure.theme for figure in self.figures(force_code) if figure.status == "ok"}
        return tuple(
            Theme(id, theme.name, theme.words, theme.area)
            for id, theme in self.questions.themes.items()
            if id in told
        )

    def _group(self, item: Item, group: str) -> str:
        """The group under which a cell stands: an item's only role is everybody who is asked."""
        asked = self.questions.asked(item)
        if group == ALL or group in asked:
            return group if len(asked) > 1 else ALL
        raise UserError(
            f"{item.id}: group {group!r} is not asked this; use {', '.join((ALL, *asked))}."
        )

    def _figure(
        self, force_code: str, item: Item, group: str, answer: str, cell: Cell
    ) -> SurveyFigure:
        terms, questions = self.terms, self.questions
        few = cell.count is not None and cell.percent is None
        return SurveyFigure(
            force=force_code,
            place=ALL_FORCES if force_code == ALL else forces().by_code[force_code].name,
            item=item.id,
            words=item.words,
            group=group,
            group_words=EVERYBODY if group == ALL else questions.roles[group],
            answer=answer,
            answer_words=questions.answers(item)[answer],
            count=cell.count,
            base=cell.base,
            percent=cell.percent,
            status=cell.status,
            reason=reason(cell.status, terms.nothing_under, terms.small),
            caution=f"{self.caution} {terms.few}" if few else self.caution,
            among=terms.among,
            theme=item.theme,
            area=questions.themes[item.theme].area,
            forces=cell.forces,
        )


def results_of(answers: CollectedAnswers, on: date) -> SurveyResults:
    """The results of collected answers by the rules of a day, with small counts withheld."""
    questions = answers.questions
    rules = survey_rules(on)
    terms = Terms(**{name: getattr(rules, name) for name in Terms.model_fields})
    cells: dict[Key, Cell] = {}
    for force_code, tables in sorted(_tables(answers).items()):
        for item, table in zip(questions.items, tables, strict=True):
            cells.update(_of_force(force_code, questions, item, table, terms))
    for item in questions.items:
        for group in questions.groups(item):
            cells.update(_of_all(questions, item, group, cells, terms))
    return SurveyResults(questions, terms, cells)


def _tables(answers: CollectedAnswers) -> dict[str, list[list[list[int]]]]:
    """Counts by force, item, group and answer."""
    questions = answers.questions
    shape = [(questions.asked(item), tuple(questions.answers(item))) for item in questions.items]
    places = [
        {(group, code): (g, a) for g, group in enumerate(asked) for a, code in enumerate(codes)}
        for asked, codes in shape
    ]
    tables: dict[str, list[list[list[int]]]] = {}
    for response in answers.responses:
        table = tables.get(response.force_code)
        if table is None:
            table = [[[0] * len(codes) for _ in asked] for asked, codes in shape]
            tables[response.force_code] = table
        for n, code in enumerate(response.answers):
            if code is not None:
                g, a = places[n][response.role, code]
                table[n][g][a] += 1
    return tables


def _of_force(
    force_code: str, questions: SurveyQuestions, item: Item, table: list[list[int]], terms: Terms
) -> Iterator[tuple[Key, Cell]]:
    """Cells of one item in one force: everybody, then each group."""
    hide = withheld(table, least=terms.nothing_under, small=terms.small)
    codes = tuple(questions.answers(item))
    total = [sum(column) for column in zip(*table, strict=True)]
    for a, code in enumerate(codes):
        yield (
            (force_code, item.id, ALL, code),
            Cell("low") if hide.everything else _cell(total, a, a in hide.answers, terms),
        )
    for g, group in enumerate(questions.groups(item)[1:]):
        for a, code in enumerate(codes):
            if hide.everything:
                cell = Cell("low")
            elif hide.bases:
                cell = Cell("c")
            else:
                cell = _cell(table[g], a, a in hide.answers or hide.groups, terms)
            yield (force_code, item.id, group, code), cell


def _of_all(
    questions: SurveyQuestions, item: Item, group: str, cells: Mapping[Key, Cell], terms: Terms
) -> list[tuple[Key, Cell]]:
    """All forces together: the sum over the forces of which every answer is published."""
    codes = tuple(questions.answers(item))
    total, number = [0] * len(codes), 0
    for force in forces().all:
        counts = [cells.get((force.code, item.id, group, code), Cell("x")).count for code in codes]
        shown = [count for count in counts if count is not None]
        if len(shown) == len(codes):
            total = [one + other for one, other in zip(total, shown, strict=True)]
            number += 1
    made = [
        replace(_cell(total, a, False, terms), forces=number) if number else Cell("c", forces=0)
        for a in range(len(codes))
    ]
    return [((ALL, item.id, group, code), cell) for code, cell in zip(codes, made, strict=True)]


def _cell(counts: Sequence[int], a: int, hidden: bool, terms: Terms) -> Cell:
    base = sum(counts)
    if hidden:
        return Cell("c", base=base)
    return Cell(
        "ok", counts[a], base,
        whole_percent(counts[a], base) if base >= terms.percent_from else None,
    )  # fmt: skip

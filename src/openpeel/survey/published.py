"""A published survey as a folder: results that were suppressed, and nothing from which they come.

The folder holds `survey.yaml`, `question-set.yaml` and `results.csv`. The same results give the
same bytes. What is read back is held to its hashes and to the rule that it says it was made by.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeVar

import yaml
from pydantic import Field, ValidationError, model_validator

from openpeel.catalogue.loading import Entry, load_yaml
from openpeel.catalogue.survey_questions import SurveyQuestions
from openpeel.errors import UserError
from openpeel.facts.lake import whole
from openpeel.survey.results import SurveyResults, Terms
from openpeel.survey.tables import read_results, results_csv

E = TypeVar("E", bound=Entry)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

SURVEY, QUESTIONS, RESULTS = "survey.yaml", "question-set.yaml", "results.csv"
LARGEST = 16 << 20  # bytes of any file of the folder
NOT_KNOWN = "not known"


class Collection(Entry):
    """One survey: its id, when answers came in, how many were invited (None: not known)."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    start: date
    end: date
    invited: int | None = Field(default=None, ge=1)
    simulated: bool = False

    @model_validator(mode="after")
    def _in_order(self) -> Collection:
        if self.end < self.start:
            raise ValueError(f"the last day, {self.end}, is before the first, {self.start}")
        return self


@dataclass(frozen=True, slots=True)
class PublishedSurvey(SurveyResults):
    """Results with what must stand around them; `sha256` is that of each file it was read from."""

    collection: Collection
    sha256: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def id(self) -> str:
        """The survey's id."""
        return self.collection.id

    @property
    def simulated(self) -> bool:
        """Whether every answer is made up."""
        return self.collection.simulated

    @property
    def caution(self) -> str:
        """What every rendering begins with."""
        made_up = "SIMULATED: every answer is made up. " if self.simulated else ""
        return made_up + self.terms.caution

    @property
    def period_words(self) -> str:
        """The days on which answers were collected."""
        return f"{_day(self.collection.start)} to {_day(self.collection.end)}"

    @property
    def invited_words(self) -> str:
        """How many were invited, or that it is not known."""
        return NOT_KNOWN if self.collection.invited is None else f"{self.collection.invited:,}"


class _Made(Entry):
    id: str
    version: int


class _Days(Entry):
    start: date = Field(alias="from")
    end: date = Field(alias="to")


class _SurveyFile(Entry):
    survey: Literal[1]
    caution: str
    id: str
    question_set: _Made
    collected: _Days
    invited: int | Literal["not known"]
    simulated: bool
    rules: Terms
    files: dict[str, str]


def collection_of(
    id: str, start: date, end: date, invited: int | None = None, simulated: bool = False
) -> Collection:
    """What stands around a survey's results; UserError for an id or days that can't be."""
    try:
        return Collection(id=id, start=start, end=end, invited=invited, simulated=simulated)
    except ValidationError:
        raise UserError(
            f"survey {id!r}, {start} to {end}: an id has small letters, digits and hyphens, and the"
            " last day is not before the first."
        ) from None


def publish(results: SurveyResults, collection: Collection) -> PublishedSurvey:
    """Results with the survey they come from; UserError where more answered than were asked."""
    most = max((cell.base or 0 for cell in results.cells.values()), default=0)
    if collection.invited is not None and most > collection.invited:
        raise UserError(
            f"survey {collection.id!r}: {collection.invited:,} people were invited, and more"
            " answered; correct the number, or leave it out where it is not known."
        )
    return PublishedSurvey(results.questions, results.terms, results.cells, collection)


def write_survey(survey: PublishedSurvey, folder: Path) -> None:
    """Write a survey's folder; `survey.yaml` last, so that one without it was not finished.

    Raises:
        UserError: other results were published there; the same may be written again. Made-up
            answers are nobody's, so theirs may be replaced.
    """
    before = folder / SURVEY
    if before.is_file() and not (survey.simulated and b"simulated: true" in before.read_bytes()):
        written = {name: text.encode() for name, text in survey_files(survey).items()}
        if any(not _same(folder / name, content) for name, content in written.items()):
            raise UserError(
                f"{folder}: results are published there, and these are others. A collection is"
                " published once: what differs between two could tell what a few people said."
            )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / SURVEY).unlink(missing_ok=True)
    for name, text in survey_files(survey).items():
        with whole(folder / name) as waiting:
            waiting.write_text(text, encoding="utf-8", newline="")


def survey_files(survey: PublishedSurvey) -> dict[str, str]:
    """The text of each file of a survey's folder, `survey.yaml` last."""
    about = survey.collection
    asked = survey.questions.model_dump(mode="json", exclude_none=True)
    texts = {
        QUESTIONS: _yaml(asked),
        RESULTS: results_csv(survey, survey.caution),
    }
    told = {
        "survey": 1,
        "caution": survey.caution,
        "id": about.id,
        "question_set": {"id": survey.questions.id, "version": survey.questions.version},
        "collected": {"from": about.start.isoformat(), "to": about.end.isoformat()},
        "invited": NOT_KNOWN if about.invited is None else about.invited,
        "simulated": about.simulated,
        "rules": survey.terms.model_dump(),
        "files": {name: _sha256(text.encode()) for name, text in texts.items()},
    }
    return {**texts, SURVEY: f"# {survey.caution}\n{_yaml(told)}"}


def read_survey(folder: Path) -> PublishedSurvey:
    """A published survey from its folder.

    Raises:
        UserError: a file is missing or is not what was published, or shows what the rules withhold;
            the sentence names the file, and the row or key.
    """
    if not (folder / SURVEY).is_file():
        raise UserError(f"{folder}: this is no published survey; it has no {SURVEY}.")
    told = _entry(folder / SURVEY, _SurveyFile)
    for name in (QUESTIONS, RESULTS):
        if _sha256(_small(folder / name).read_bytes()) != told.files.get(name):
            raise UserError(
                f"{folder / name}: this is not the file that was published; its SHA-256 is not the"
                f" one in {SURVEY}. Get the folder again."
            )
    questions = _entry(folder / QUESTIONS, SurveyQuestions)
    if (questions.id, questions.version) != (told.question_set.id, told.question_set.version):
        raise UserError(
            f"{folder / SURVEY}, key question_set: it is not the set in {QUESTIONS}; two question"
            " sets are never mixed."
        )
    collected = told.collected
    invited = told.invited if isinstance(told.invited, int) else None
    collection = collection_of(told.id, collected.start, collected.end, invited, told.simulated)
    cells = read_results(folder / RESULTS, questions, told.rules)
    hashes = {SURVEY: _sha256((folder / SURVEY).read_bytes()), **told.files}
    return PublishedSurvey(questions, told.rules, cells, collection, hashes)


def _entry(path: Path, model: type[E]) -> E:
    """An entry from YAML without what refers to itself: a few lines of that can fill a memory."""
    try:
        for token in yaml.scan(_small(path).read_bytes(), Loader=_LOADER):
            if isinstance(token, yaml.AnchorToken | yaml.AliasToken | yaml.TagToken):
                line = token.start_mark.line + 1
                raise UserError(f"{path}, line {line}: aliases and tags are not read.")
    except yaml.YAMLError as problem:
        words = str(problem).splitlines()[0]
        raise UserError(f"{path}: this is not valid YAML: {words}.") from None
    return load_yaml(path, model)


def _small(path: Path) -> Path:
    if not path.is_file():
        raise UserError(f"{path}: there is no such file; get the folder again.")
    if path.stat().st_size > LARGEST:
        raise UserError(f"{path}: the file is larger than {LARGEST >> 20} MB; check it.")
    return path


def _same(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _yaml(values: Mapping[str, Any]) -> str:
    return str(yaml.safe_dump(dict(values), sort_keys=False, allow_unicode=True, width=100))


def _day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"

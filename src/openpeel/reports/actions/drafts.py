"""Save drafts of a report, and take one through the force's accuracy check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.db import transaction

from openpeel.audits.clock import now
from openpeel.errors import UserError
from openpeel.people.models import Person
from openpeel.reports import states
from openpeel.reports.actions.log import record
from openpeel.reports.checks.problems import Problem
from openpeel.reports.models import Draft, Member, Report
from openpeel.reports.permissions import require


@dataclass(frozen=True)
class Checked:
    """A source folder that was checked, as it is saved."""

    inspection: str
    force_code: str
    simulated: bool
    title: str
    text: str
    sources_sha256: str
    figures_sha256: str
    release: str
    problems: Sequence[Problem]

    def kept_problems(self) -> list[dict[str, object]]:
        """The problems as they are kept, each with its level."""
        return [asdict(problem) | {"level": problem.level} for problem in self.problems]


@transaction.atomic
def save_draft(checked: Checked, *, by: Person) -> tuple[Draft, bool]:
    """The next draft, and whether it is new: one that is just as the last is not saved again.

    Whoever saves the first draft of a report leads it.
    """
    report = Report.objects.select_for_update().filter(slug=checked.inspection).first()
    if report is None:
        report = _open(checked, by)
    require(by, "save a draft", report)
    if checked.force_code != report.force_code:
        raise UserError(
            f"{checked.inspection}: the service has it about {report.force_code}, and the record"
            f" about {checked.force_code}; look at the record."
        )
    last, problems = report.drafts.last(), checked.kept_problems()
    if last is not None and _same(last, checked, problems):
        return last, False
    counts = Counter(problem.level for problem in checked.problems)
    draft = Draft.objects.create(
        report=report,
        number=last.number + 1 if last else 1,
        title=checked.title,
        text=checked.text,
        sources_sha256=checked.sources_sha256,
        figures_sha256=checked.figures_sha256,
        release=checked.release,
        errors=counts["error"],
        warnings=counts["warning"],
        notes=counts["note"],
        problems=problems,
        saved_by=by,
    )
    report.title = checked.title
    report.save(update_fields=["title"])
    record(report, "save a draft", by=by, draft=draft)
    return draft, True


def _open(checked: Checked, by: Person) -> Report:
    if by.force_code == checked.force_code:
        raise UserError(f"{by.name} works for the force that was inspected, and can't lead this.")
    report = Report.objects.create(
        slug=checked.inspection,
        title=checked.title,
        inspection=checked.inspection,
        force_code=checked.force_code,
        simulated=checked.simulated,
        opened_by=by,
    )
    Member.objects.create(report=report, person=by, role="lead", by=by)
    record(report, "open", by=by)
    return report


def _same(last: Draft, checked: Checked, problems: list[dict[str, object]]) -> bool:
    hashes = last.sources_sha256, last.figures_sha256
    same = (checked.sources_sha256, checked.figures_sha256) == hashes
    return same and last.problems == problems


@transaction.atomic
def send_to_the_force(draft: Draft, *, by: Person) -> None:
    """Let the force read the newest draft; one at a time, and none with errors."""
    require(by, "send to the force", draft.report)
    Report.objects.select_for_update().get(pk=draft.report_id)  # one at a time
    draft = _locked(draft)
    state = states.after("draft", "send to the force", draft.state)
    if draft.errors:
        raise UserError(
            f"{draft} has {draft.errors} {_errors(draft.errors)}; put them right and save the next"
            " draft."
        )
    newest = draft.report.drafts.last()
    if newest != draft:
        raise UserError(f"{newest} is newer; send that one.")
    other = draft.report.drafts.filter(state=states.WITH_THE_FORCE).first()
    if other is not None:
        raise UserError(f"{other} is with the force; close its accuracy check first.")
    draft.state, draft.sent_by, draft.sent_at = state, by, now()
    draft.save(update_fields=["state", "sent_by", "sent_at"])
    record(draft.report, "send to the force", by=by, draft=draft)


@transaction.atomic
def close_accuracy(draft: Draft, *, by: Person) -> None:
    """End the accuracy check, once every point is decided."""
    require(by, "close the accuracy check", draft.report)
    draft = _locked(draft)
    state = states.after("draft", "close the accuracy check", draft.state)
    if left := undecided(draft):
        raise UserError(f"{draft}: {waiting(left)}; decide first.")
    draft.state, draft.decided_by, draft.decided_at = state, by, now()
    draft.save(update_fields=["state", "decided_by", "decided_at"])
    record(draft.report, "close the accuracy check", by=by, draft=draft)


@transaction.atomic
def ask_again(draft: Draft, *, by: Person) -> None:
    """Open the accuracy check of a draft again."""
    require(by, "ask the force again", draft.report)
    Report.objects.select_for_update().get(pk=draft.report_id)
    draft = _locked(draft)
    state = states.after("draft", "ask the force again", draft.state)
    other = draft.report.drafts.filter(state=states.WITH_THE_FORCE).first()
    if other is not None:
        raise UserError(f"{other} is with the force; close its accuracy check first.")
    draft.state, draft.decided_by, draft.decided_at = state, None, None
    draft.save(update_fields=["state", "decided_by", "decided_at"])
    record(draft.report, "ask the force again", by=by, draft=draft)


def undecided(draft: Draft) -> int:
    """How many points of a draft wait for a decision."""
    return draft.points.filter(decisions=None).count()


def waiting(points: int) -> str:
    """`1 point of accuracy waits for a decision`."""
    return (
        "1 point of accuracy waits for a decision"
        if points == 1
        else f"{points} points of accuracy wait for a decision"
    )


def _errors(number: int) -> str:
    return "error" if number == 1 else "errors"


def _locked(draft: Draft) -> Draft:
    return Draft.objects.select_for_update().select_related("report").get(pk=draft.pk)

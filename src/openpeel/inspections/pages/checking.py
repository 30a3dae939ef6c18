"""What the rules say of an inspection, each thing with the page where it is put right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from openpeel.catalogue.forces import forces
from openpeel.catalogue.frameworks import framework
from openpeel.catalogue.inspection_rules import LEVELS, inspection_rules
from openpeel.inspecting import places
from openpeel.inspecting.rules import Problem
from openpeel.inspections import addresses
from openpeel.inspections.checking import errors_of, problems_of
from openpeel.inspections.models import Inspection
from openpeel.inspections.pages.shell import find_inspection, page
from openpeel.people.shell import signed_in
from openpeel.releases.words import counted, listed


@signed_in
@require_safe
def check(request: HttpRequest, programme: str, slug: str) -> HttpResponse:
    """What the rules say of the inspection: errors, warnings, notes, each rule once."""
    inspection = find_inspection(request, programme, slug, "check")
    found = problems_of(inspection, timezone.localdate())
    where = Where(inspection)
    return page(
        request,
        "check.html",
        "Check",
        inspection,
        levels=[
            {
                "level": level,
                "count": sum(one.level == level for one in found),
                "rules": list(_by_rule([one for one in found if one.level == level], where)),
            }
            for level in LEVELS
        ],
        total=len(found),
    )


def _by_rule(problems: list[Problem], where: Where) -> Iterator[dict[str, object]]:
    for id in dict.fromkeys(one.rule for one in problems):
        found = [(one, where.address(one.where)) for one in problems if one.rule == id]
        yield {"id": id, "rule": inspection_rules()[id], "found": found}


class Where:
    """Where a place of the record, as the rules name it, stands in the service."""

    def __init__(self, inspection: Inspection) -> None:
        self.inspection = inspection

    def address(self, place: str) -> str:
        """The page on which it stands; empty for what has none."""
        one = self.inspection
        file, _, key = place.partition(", ")
        id, _, rest = key.partition(".")
        if file == places.NATIONAL:
            return self._national(id, rest)
        match file.removeprefix(f"inspections/{one.slug}/").removesuffix(".md").split("/"):
            case ["inspection.yaml"]:
                return addresses.overview(one)
            case ["evidence.csv"] if id in self._evidence:
                return f"{addresses.area(one, self._evidence[id])}#{id}"
            case ["gaps.yaml"]:
                return f"{addresses.area(one, id)}#{rest.split('.')[0]}"
            case ["lines-of-enquiry.yaml"] if id in self._lines:
                return f"{addresses.area(one, self._lines[id])}#lines"
            case ["findings", name] if name in self._findings:
                return f"{addresses.area(one, self._findings[name])}#finding-{name}"
            case ["judgments", _, name]:
                return f"{addresses.area(one, name.split('.')[0])}#judgment"
            case ["concerns", name] if concern := one.concern_set.filter(slug=name).first():
                return addresses.entry(concern)
            case ["improvements.yaml"] if asked := one.improvement_set.filter(slug=id).first():
                return addresses.entry(asked)
        return ""

    def _national(self, id: str, rest: str) -> str:
        programme = self.inspection.programme
        force = forces().by_code.get(rest.split(".")[0])
        within = addresses.monitored(programme, force) if force else addresses.monitoring(programme)
        return f"{within}national/{id}/"

    @cached_property
    def _evidence(self) -> dict[str, str]:
        return dict(self.inspection.evidence_set.values_list("slug", "area"))

    @cached_property
    def _lines(self) -> dict[str, str]:
        return dict(self.inspection.line_set.values_list("slug", "area"))

    @cached_property
    def _findings(self) -> dict[str, str]:
        return dict(self.inspection.finding_set.values_list("slug", "area"))


def left_to_do(inspection: Inspection) -> list[tuple[str, str]]:
    """What is still to be done while evidence is gathered or areas are judged: words, address."""
    found: list[tuple[str, str]] = []
    if inspection.state not in ("open", "judging"):
        return found
    lines = inspection.line_set.filter(closed_on__isnull=True)
    if lines:
        areas = listed(_names(inspection, lines.values_list("area", flat=True)))
        found.append((f"{counted(len(lines), 'open line')} of enquiry: {areas}.", ""))
    if inspection.state == "judging":
        judged = inspection.judgment_set.values_list("area", flat=True)
        looked_at = inspection.evidence_set.values_list("area", flat=True)
        if missing := set(looked_at) - set(judged):
            found.append((f"Not judged yet: {listed(_names(inspection, missing))}.", ""))
        rest = inspection.judgment_set.exclude(grade="").filter(moderations__isnull=True)
        if areas_left := set(rest.values_list("area", flat=True)):
            found.append((f"Not moderated yet: {listed(_names(inspection, areas_left))}.", ""))
    errors = errors_of(inspection, timezone.localdate())
    if errors:
        words = f"The rules find {counted(len(errors), 'error')}; with one it can't be settled."
        found.append((words, addresses.check(inspection)))
    elif not found and inspection.state == "judging":
        found.append(("Every area that was looked at is judged and moderated, and the rules find no"
                      " error: nothing keeps it from being settled.", ""))  # fmt: skip
    return found


def _names(inspection: Inspection, ids: Iterable[str]) -> list[str]:
    """Areas by name, each once, in the framework's order."""
    among = set(ids)
    return [one.name for one in framework(inspection.framework).areas if one.id in among]

"""Plan an audit: what a sample can show, or how many files a decision needs."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from openpeel.audits.pages.forms import text_in
from openpeel.audits.pages.shell import page
from openpeel.audits.plans import interval_words, move_words, plan_chart
from openpeel.catalogue.audit_designs import designs, find_design
from openpeel.errors import UserError
from openpeel.people.shell import signed_in
from openpeel.sampling.planning import Plan, percent, plan_design, plan_files, sentences

MOST = 10_000_000
DEFAULTS = {"design": "", "share": "80", "after": "", "files": "", "population": "", "power": "80"}


@signed_in
@require_safe
def planning(request: HttpRequest) -> HttpResponse:
    """The form, and the plan when something was asked."""
    typed = {name: request.GET.get(name, default) for name, default in DEFAULTS.items()}
    plan, problem = None, ""
    if request.GET:
        try:
            plan = _plan(typed)
        except UserError as refused:
            problem = str(refused)
    told = list(sentences(plan)) if plan else []
    return page(
        request,
        "plan.html",
        "Plan an audit",
        status=400 if problem else 200,
        section="plan",
        problem=problem,
        typed=typed,
        designs=list(designs().values()),
        plan=plan,
        first=told[:1],
        rest=told[1:],
        chart=plan_chart(plan) if plan else None,
        power=percent(plan.power) if plan else "",
        share=percent(plan.share) if plan else "",
        rows=_rows(plan) if plan else [],
    )


def _plan(typed: Mapping[str, str]) -> Plan:
    share = _percent(typed, "share", "the share that is expected")
    after = _percent(typed, "after", "the share to be told from it") if typed["after"] else None
    power = _percent(typed, "power", "the power")
    population = _whole(typed, "population", "the files in the frame")
    files = _whole(typed, "files", "the number of files")
    if typed["design"]:
        if files is not None:
            raise UserError(
                "a design says how many files itself; leave the number empty, or choose a simple"
                " random sample."
            )
        design = find_design(typed["design"])
        return plan_design(design, share, after=after, power=power, population=population)
    return plan_files(share, files=files, after=after, power=power, population=population)


def _rows(plan: Plan) -> list[dict[str, object]]:
    wholes = [sample.whole for sample in plan.samples]
    return [
        {
            "row": row,
            "whole": row in wholes,
            "interval": interval_words(row),
            "fall": move_words(row.fall),
            "rise": move_words(row.rise),
        }
        for row in plan.rows
    ]


def _percent(typed: Mapping[str, str], name: str, what: str) -> float:
    text = text_in(typed, name, what, 12).removesuffix("%").strip()
    try:
        share = float(text) / 100
    except ValueError:
        raise UserError(f"{what}: {text!r} is no number; write 80 for 80%.") from None
    if not 0 < share < 1:
        raise UserError(f"{what}: it has to lie between 0% and 100%.")
    return share


def _whole(typed: Mapping[str, str], name: str, what: str) -> int | None:
    text = text_in(typed, name, what, 12).replace(",", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= MOST):
        raise UserError(f"{what}: {text!r} is no whole number from 1 to {MOST:,}.")
    return int(text)

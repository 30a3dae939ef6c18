"""One way to show a form, take what was typed, and show it again when it is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse, QueryDict

from openpeel.errors import UserError
from openpeel.inspections import states
from openpeel.inspections.models import Inspection
from openpeel.inspections.pages.shell import page, then

Choices = Iterable[tuple[str, str]]
LONG, SHORT = 20_000, 24  # characters of a text, of a choice


@dataclass(frozen=True)
class Field:
    """Something to fill in; `name` is the argument of the action that it becomes."""

    name: str
    label: str
    kind: Literal["line", "text", "day", "choice", "pick", "many"] = "line"
    hint: str = ""
    needed: bool = True
    choices: tuple[tuple[str, str], ...] = ()
    value: str = ""  # before anything was typed

    @property
    def short(self) -> bool:
        """Whether all its choices are of a few words, so that they stand beside each other."""
        return all(len(words) <= SHORT for _, words in self.choices)


@dataclass(frozen=True)
class Form:
    """Fields, and what is done with what was typed: `act` says what it did."""

    title: str
    fields: tuple[Field, ...]
    button: str
    act: Callable[[dict[str, Any]], str]
    back: str
    writes: str = ""  # the action of `states.OPEN_IN`
    words: str = ""  # above the fields


def answer(
    request: HttpRequest, inspection: Inspection | None, form: Form, **frame: Any
) -> HttpResponse:
    """The form, or where one comes to after it was sent; what was typed is never lost.

    Of what belongs to no one inspection, `frame` says what stands above the form.
    """
    if request.method != "POST":
        if inspection is not None and not states.writable(form.writes, inspection.state):
            where = " or ".join(states.OPEN_IN[form.writes])
            raise UserError(
                f"{inspection} is {inspection.state}; one can {form.writes} while it is {where}."
            )
        return _shown(request, inspection, form, **frame)
    typed = taken(form.fields, request.POST)
    try:
        told = form.act(dict(typed))
    except UserError as problem:
        return _shown(request, inspection, form, typed, str(problem), **frame)
    texts = [text for text in typed.values() if isinstance(text, str)]
    return then(request, form.back, told, *texts)


def taken(fields: Iterable[Field], sent: QueryDict) -> dict[str, Any]:
    """What was typed into each field: a text, or a tuple of those that were ticked."""
    return {
        field.name: tuple(sent.getlist(field.name))
        if field.kind == "many"
        else sent.get(field.name, "").strip()
        for field in fields
    }


def _shown(
    request: HttpRequest,
    inspection: Inspection | None,
    form: Form,
    typed: Mapping[str, Any] | None = None,
    problem: str = "",
    **frame: Any,
) -> HttpResponse:
    return page(
        request,
        "form.html",
        form.title,
        inspection,
        status=400 if problem else 200,
        form=form,
        problem=problem,
        fields=filled(form.fields, typed),
        **frame,
    )


def filled(
    fields: Iterable[Field], typed: Mapping[str, Any] | None = None
) -> list[dict[str, object]]:
    """Fields with what was typed into them, as `inspections/fields.html` shows them."""
    return [
        {
            "field": field,
            "value": field.value if typed is None else typed[field.name],
            "long": LONG,
        }
        for field in fields
    ]

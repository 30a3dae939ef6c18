"""The command line as it prints itself."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy

import click

from openpeel.errors import UserError
from openpeel.reference.markdown import block, head
from openpeel.reference.markdown import page as whole_page

WIDTH = 80  # as on a plain terminal, whatever the one at hand is


def page(group: click.Group) -> str:
    """The help text of a group and of each of its commands.

    Raises:
        UserError: a command says nothing about itself.
    """
    parts = [
        head(
            "Command line",
            "Each error that a user can cause is one sentence with what to do, and exit code 2;"
            " nothing is left half-written. `openpeel verify` leaves with exit code 1 when a site"
            " can't be confirmed.",
        ),
        block(_help(group, "openpeel")),
    ]
    return whole_page(*parts, *_sections(group, "openpeel"))


def _sections(group: click.Group, before: str) -> Iterator[str]:
    """A heading and the help text for each command, and for those of a group below it."""
    for name in sorted(group.commands):
        command, whole_name = group.commands[name], f"{before} {name}"
        if not command.help:
            raise UserError(f"{whole_name}: the command has no help; give it a docstring.")
        yield f"## {whole_name}"
        yield block(_help(command, whole_name))
        if isinstance(command, click.Group):
            yield from _sections(command, whole_name)


def _help(command: click.Command, name: str) -> str:
    settings = {"terminal_width": WIDTH, "max_content_width": WIDTH}
    names = {"help_option_names": ["-h", "--help"]}
    command = copy(command)
    vars(command)["_help_option"] = None  # click keeps the names that it was first asked with
    context = click.Context(command, info_name=name, **settings, **names)  # type: ignore[arg-type]
    return command.get_help(context)

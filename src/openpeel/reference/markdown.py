"""Small pieces of Markdown that the reference pages share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def head(title: str, *paragraphs: str) -> str:
    """A page's title, where the page comes from, and what it is about."""
    origin = "This page is made from the code by `make docs`; edits to it are lost."
    return "\n\n".join((f"# {title}", origin, *paragraphs))


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; a bar or a line end inside a cell can't break it.

    >>> print(table(["a", "b"], [["x | y", "two\\nlines"]]))
    | a | b |
    | --- | --- |
    | x \\| y | two<br>lines |
    """
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def code(text: str) -> str:
    """Text in a monospaced face, or nothing for nothing."""
    return f"`{text}`" if text else ""


def block(text: str, language: str = "") -> str:
    """A code block."""
    return f"```{language}\n{text.strip()}\n```"


def bullets(items: Iterable[str]) -> str:
    """A list."""
    return "\n".join(f"* {item}" for item in items)


def page(*parts: str) -> str:
    """Parts with a blank line between them, as a file."""
    return "\n\n".join(part for part in parts if part) + "\n"


def _cell(text: str) -> str:
    return text.strip().replace("|", "\\|").replace("\n", "<br>")

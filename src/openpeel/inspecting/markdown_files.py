"""Markdown with keys above the text: front matter between two lines of `---`, then the words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from openpeel.catalogue.loading import Key
from openpeel.errors import UserError
from openpeel.inspecting.yaml_files import yaml_text, yaml_values

FENCE = "---"


def markdown_text(values: Mapping[str, Any], words: str) -> str:
    """A file of keys and words.

    >>> print(markdown_text({"area": "responding"}, "Calls wait."), end="")
    ---
    area: responding
    ---
    <BLANKLINE>
    Calls wait.
    """
    head = f"{FENCE}\n{yaml_text(values)}{FENCE}\n"
    return f"{head}\n{words}\n" if words else head


def markdown_values(text: str, path: Path, words_key: str) -> tuple[dict[str, Any], dict[Key, int]]:
    """The keys of a file with their lines, the words under `words_key`.

    Only the first line that is `---` again ends the keys, so words may hold such a line.
    """
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        raise UserError(f"{path}, line 1: the file must begin with a line {FENCE}, then keys.")
    end = next((n for n, line in enumerate(lines) if n and line.rstrip() == FENCE), None)
    if end is None:
        raise UserError(f"{path}: a line {FENCE} must stand between the keys and the words.")
    values, at = yaml_values("\n".join(lines[1:end]) + "\n", path, above=1)
    if words_key in values:
        raise UserError(
            f"{path}, line {at[(words_key,)]}, key {words_key}: the words stand below the second"
            f" {FENCE}; move them there."
        )
    return {**values, words_key: "\n".join(lines[end + 1 :])}, {**at, (words_key,): end + 2}

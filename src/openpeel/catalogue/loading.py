"""Read a catalogue file so that every complaint names the file, the line and the key.

YAML is composed into nodes first (that keeps line numbers), then turned into plain values and
checked against a pydantic model. Duplicate keys are refused: in a hand-written file they are
always a mistake.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from openpeel.errors import UserError

DATA = Path(__file__).parent / "data"

M = TypeVar("M", bound=BaseModel)
Key = tuple[str | int, ...]


class Entry(BaseModel):
    """Base of every catalogue model: frozen, and a key it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML in which only true and false are booleans: `on` and `no` are words, as they look."""


_Loader.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:bool"]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))
RESOLVERS = _Loader.yaml_implicit_resolvers  # which plain words are no text, for who writes YAML


def read_yaml(path: Path) -> tuple[Any, dict[Key, int]]:
    """Values of a YAML file, and the line on which each key stands (from 1)."""
    return parse_yaml(_text(path), path)


def parse_yaml(text: str, path: Path, above: int = 0) -> tuple[Any, dict[Key, int]]:
    """Values of YAML that stands in a file under `above` other lines, and the line of each key."""
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        lines: dict[Key, int] = {}
        if node is not None:
            _index(node, (), lines, path, above)
            return loader.construct_document(node), lines
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark
        line = f", line {mark.line + above + 1}" if mark else ""
        raise UserError(f"{path}{line}: this is not valid YAML: {problem.problem}.") from None
    finally:
        loader.dispose()
    raise UserError(f"{path}: the file is empty; give it at least one key or remove it.")


def load_yaml(path: Path, model: type[M]) -> M:
    """One catalogue entry from a YAML file, checked against `model`."""
    values, lines = read_yaml(path)
    return check(values, model, path, lines)


def check(values: Any, model: type[M], path: Path, lines: dict[Key, int], at: Key = ()) -> M:
    """`values` as a `model`, or a sentence that names file, line and key."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        key = at + tuple(first["loc"])
        more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
        raise UserError(
            f"{path}, line {_line(key, lines)}, key {_dotted(key)}: {_words(first)}{more}."
        ) from None


def read_csv(path: Path, model: type[M]) -> Iterator[M]:
    """Rows of a catalogue CSV as `model`s; an error names the file and the line."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            line: dict[Key, int] = {(): reader.line_num}
            yield check({k: v or None for k, v in row.items()}, model, path, line)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise UserError(f"{path}: there is no such file.") from None
    except UnicodeDecodeError as problem:
        raise UserError(
            f"{path}: byte {problem.start} is not UTF-8; save the file as UTF-8."
        ) from None


def _index(node: Any, at: Key, lines: dict[Key, int], path: Path, above: int) -> None:
    lines.setdefault(at, node.start_mark.line + above + 1)
    if isinstance(node, yaml.MappingNode):
        for key_node, value in node.value:
            key = (*at, str(key_node.value))
            line = key_node.start_mark.line + above + 1
            if key in lines:
                raise UserError(
                    f"{path}, line {line}, key {_dotted(key)}: the key stands twice"
                    f" (first on line {lines[key]}); keep one."
                )
            lines[key] = line
            _index(value, key, lines, path, above)
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            _index(item, (*at, number), lines, path, above)


def _line(key: Key, lines: dict[Key, int]) -> int:
    """The nearest line known: a missing key is reported where its parent stands."""
    while key and key not in lines:
        key = key[:-1]
    return lines.get(key, 1)


def _dotted(key: Key) -> str:
    return ".".join(str(part) for part in key) or "(top)"


def _words(problem: Any) -> str:
    kind = problem["type"]
    if kind == "missing":
        return "this key is needed and is not there"
    if kind == "extra_forbidden":
        return "no such key is known here; check the spelling"
    message = str(problem["msg"]).removeprefix("Value error, ")
    return message[0].lower() + message[1:]

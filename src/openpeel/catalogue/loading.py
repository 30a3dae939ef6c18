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

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
# What is needed where something of another kind stands, by pydantic's name of the problem.
_KINDS = {
    "tuple_type": "a list",
    "list_type": "a list",
    "model_type": "a list of keys with values",
    "dict_type": "a list of keys with values",
    "string_type": "text",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "date_type": "a day like 2021-10-04",
    "date_parsing": "a day like 2021-10-04",
    "date_from_datetime_parsing": "a day like 2021-10-04",
    "date_from_datetime_inexact": "a day like 2021-10-04",
}
# Words of YAML whose values Python has to make, and what is said when it can't.
_MADE = {
    "tag:yaml.org,2002:timestamp": "there is no such day",
    "tag:yaml.org,2002:int": "this number can't be read",
    "tag:yaml.org,2002:float": "this number can't be read",
}


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
            _refuse_unmade(loader, node, (), path, above)
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


def _refuse_unmade(loader: Any, node: Any, at: Key, path: Path, above: int) -> None:
    """UserError for a word that looks like a day or a number and is none, such as 2021-06-31."""
    if isinstance(node, yaml.MappingNode):
        for key_node, value in node.value:
            key = (*at, str(key_node.value))
            _refuse_unmade(loader, key_node, key, path, above)
            _refuse_unmade(loader, value, key, path, above)
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            _refuse_unmade(loader, item, (*at, number), path, above)
    elif node.tag in _MADE:
        try:
            loader.construct_object(node)
        except ValueError:
            line = node.start_mark.line + above + 1
            word = node.value if len(node.value) <= 40 else f"{node.value[:40]}..."
            raise UserError(
                f"{path}, line {line}, key {_dotted(at)}: {_MADE[node.tag]}: {word}."
            ) from None


def _line(key: Key, lines: dict[Key, int]) -> int:
    """The nearest line known: a missing key is reported where its parent stands.

    A key that is a number in the file is one in `key` and text in `lines`.
    """
    known = {tuple(map(str, place)): line for place, line in lines.items()}
    told = tuple(map(str, key))
    while told and told not in known:
        told = told[:-1]
    return known.get(told, 1)


def _dotted(key: Key) -> str:
    return ".".join(str(part) for part in key) or "(top)"


def _words(problem: Any) -> str:
    kind = problem["type"]
    if kind == "missing":
        return "this key is needed and is not there"
    if kind == "extra_forbidden":
        return "no such key is known here; check the spelling"
    if kind == "invalid_key":
        return "a key is a word, never a number or a day; check it"
    if kind in _KINDS:
        given = problem["input"]
        if given is None:
            return f"nothing stands here, where {_KINDS[kind]} is needed"
        if isinstance(given, str) and _DAY.fullmatch(given) and kind.startswith("date_"):
            return f"there is no such day: {given}"
        if isinstance(given, str | int) and _KINDS[kind] == "a list" and len(str(given)) <= 40:
            return f"a list is needed here, such as [{given}]"
        return f"{_KINDS[kind]} is needed here"
    message = str(problem["msg"]).removeprefix("Value error, ")
    return message[0].lower() + message[1:]

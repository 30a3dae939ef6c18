"""The YAML of a record: one way to write it, and reading what a stranger may have written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from openpeel.catalogue.loading import RESOLVERS, Key, parse_yaml
from openpeel.errors import UserError
from openpeel.inspecting.texts import Written

DEEPEST = 20
_OPENS = (
    yaml.FlowSequenceStartToken, yaml.FlowMappingStartToken,
    yaml.BlockSequenceStartToken, yaml.BlockMappingStartToken,
)  # fmt: skip
_SHORT = ({"by", "on"}, {"from", "to"}, {"status", "by", "on"})
_CLOSES = (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken, yaml.BlockEndToken)


class OnALine(dict[str, Any]):
    """A mapping that is written on one line: `{by: the lead, on: 2021-10-04}`."""


class Ids(list[str]):
    """A list that is written on one line: `[e-1, e-2]`."""


class _Dumper(yaml.SafeDumper):
    """Written by Python's emitter, never by libyaml's, which breaks lines in other places."""

    yaml_implicit_resolvers = RESOLVERS

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        """Indent lists below their key; the dumper alone would not."""
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        """Write a value that stands twice twice."""
        return True


def _text(dumper: _Dumper, text: str) -> yaml.Node:
    style = "|" if "\n" in text else None  # lines stay lines
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _on_a_line(dumper: _Dumper, values: OnALine) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", values, flow_style=True)


def _ids(dumper: _Dumper, values: Ids) -> yaml.Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", values, flow_style=True)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(Ids, _ids)
_Dumper.add_representer(OnALine, _on_a_line)


def yaml_text(values: Mapping[str, Any]) -> str:
    """Values as YAML in their own order, the same on any machine; nothing for no values."""
    if not values:
        return ""
    return yaml.dump(
        dict(values),
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        default_flow_style=False,
        width=100,
    )


def plain(entry: Written, leave: tuple[str, ...] = ()) -> dict[str, Any]:
    """What an object says, under its keys in files; what is as it would be anyway is left out."""
    found: dict[str, Any] = {}
    for name, field in type(entry).model_fields.items():
        value = getattr(entry, name)
        if name not in leave and (field.is_required() or value != field.default):
            found[field.alias or name] = _plain_value(value)
    return found


def _plain_value(value: Any) -> Any:
    if isinstance(value, tuple) and all(isinstance(one, str) for one in value):
        return Ids(value)
    if isinstance(value, tuple):
        return [_plain_value(one) for one in value]
    if isinstance(value, Written):
        values = plain(value)
        return OnALine(values) if values.keys() in _SHORT else values
    return value


def yaml_values(text: str, path: Path, above: int = 0) -> tuple[dict[str, Any], dict[Key, int]]:
    """The keys of YAML from a file, with their lines; UserError for what could hurt a reader."""
    _refuse_tricks(text, path, above)
    try:
        values, lines = parse_yaml(text, path, above)
    except (yaml.YAMLError, ValueError) as problem:  # signs that YAML forbids, above all
        words = str(problem).splitlines()[0]
        sign = yaml.reader.Reader.NON_PRINTABLE.search(text)
        where = f", line {text.count(chr(10), 0, sign.start()) + above + 1}" if sign else ""
        raise UserError(f"{path}{where}: this is not valid YAML: {words}.") from None
    if not isinstance(values, dict):
        raise UserError(f"{path}, line {lines[()]}: a list of keys with values is needed here.")
    places = [line for key, line in lines.items() if len(key) == 1]
    for key, line in zip(values, places, strict=False):
        if not isinstance(key, str):
            raise UserError(
                f"{path}, line {line}, key {key}: a key is a word, never a number or a day;"
                " check it."
            )
    return values, lines


def _refuse_tricks(text: str, path: Path, above: int) -> None:
    """UserError for what refers to itself, and for nesting that would exhaust a reader's stack."""
    depth = 0
    try:
        for token in yaml.scan(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            line = token.start_mark.line + above + 1
            if isinstance(token, yaml.AliasToken | yaml.AnchorToken | yaml.TagToken):
                raise UserError(f"{path}, line {line}: aliases and tags are not read.")
            depth += isinstance(token, _OPENS) - isinstance(token, _CLOSES)
            if depth > DEEPEST:
                raise UserError(f"{path}, line {line}: it is nested too deeply to be read.")
    except yaml.YAMLError:  # told with its line by what reads the text next
        return

"""YAML that is the same on any machine, and reading YAML that a stranger may have written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml

from openpeel.catalogue.loading import Entry, load_yaml
from openpeel.errors import UserError
from openpeel.facts.returns.limits import regular, shown_name

LARGEST = 4 << 20  # bytes

DEEPEST = 40
_OPENS = (
    yaml.FlowSequenceStartToken, yaml.FlowMappingStartToken,
    yaml.BlockSequenceStartToken, yaml.BlockMappingStartToken,
)  # fmt: skip
_CLOSES = (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken, yaml.BlockEndToken)

E = TypeVar("E", bound=Entry)


def yaml_text(values: Mapping[str, Any]) -> str:
    """Values as YAML in their own order."""
    return str(yaml.safe_dump(dict(values), sort_keys=False, allow_unicode=True, width=100))


def load_stranger(path: Path, model: type[E]) -> E:
    """One entry from a YAML file; UserError for anything that could hurt a reader of YAML."""
    name = shown_name(path)
    with regular(path) as file:
        text = file.read(LARGEST + 1)
    if len(text) > LARGEST:
        raise UserError(f"{name}: the file is larger than {LARGEST >> 20} MB; check it.")
    _refuse_tricks(name, text)
    try:
        return load_yaml(path, model)
    except (yaml.YAMLError, ValueError) as problem:  # signs YAML forbids, a day that is none
        words = str(problem).splitlines()[0]
        raise UserError(f"{name}: this is not valid YAML: {words}.") from None


def _refuse_tricks(name: str, text: bytes) -> None:
    """UserError for what refers to itself, and for nesting that would exhaust a reader's stack."""
    depth = 0
    try:
        for token in yaml.scan(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            line = token.start_mark.line + 1
            if isinstance(token, yaml.AliasToken | yaml.AnchorToken | yaml.TagToken):
                raise UserError(f"{name}, line {line}: aliases and tags are not read.")
            depth += isinstance(token, _OPENS) - isinstance(token, _CLOSES)
            if depth > DEEPEST:
                raise UserError(f"{name}, line {line}: it is nested too deeply to be read.")
    except (yaml.YAMLError, UnicodeDecodeError):  # told with its line by what reads the file next
        return

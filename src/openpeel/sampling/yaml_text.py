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
    try:
        for token in yaml.scan(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            if isinstance(token, yaml.AliasToken | yaml.AnchorToken | yaml.TagToken):
                line = token.start_mark.line + 1
                raise UserError(f"{name}, line {line}: aliases and tags are not read.")
    except (yaml.YAMLError, UnicodeDecodeError):  # told with its line by what reads the file next
        pass
    try:
        return load_yaml(path, model)
    except RecursionError:
        raise UserError(f"{name}: it is nested too deeply to be read.") from None

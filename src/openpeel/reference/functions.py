"""`openpeel.statistics` from its signatures and docstrings."""

from __future__ import annotations

import ast
import inspect
from typing import Any

from openpeel import statistics
from openpeel.reference.markdown import block, head
from openpeel.reference.markdown import page as whole_page

LONGEST = 96


def page() -> str:
    """Every public name: functions, then results, then constants."""
    named = {name: getattr(statistics, name) for name in statistics.__all__}
    functions = {n: thing for n, thing in named.items() if inspect.isfunction(thing)}
    results = {n: thing for n, thing in named.items() if inspect.isclass(thing)}
    rest = {n: thing for n, thing in named.items() if n not in functions and n not in results}
    return whole_page(
        head(
            "Statistics",
            "Everything here is imported from `openpeel.statistics`: pure functions of arrays."
            " `Values` are a number, a list (None where a value is missing) or an array.",
        ),
        "## Functions",
        *(part for name, thing in functions.items() for part in _function(name, thing)),
        "## Results",
        "Results are frozen; arrays in them can't be written to.",
        *(part for name, thing in results.items() for part in _result(name, thing)),
        "## Constants",
        "\n".join(f"* `{name}` = `{thing!r}`" for name, thing in rest.items()),
    )


def _function(name: str, function: Any) -> list[str]:
    return [f"### {name}", block(signature(function), "python"), *_docstring(function)]


def _result(name: str, result: Any) -> list[str]:
    body = _parsed(result).body
    types = {
        item.target.id: ast.unparse(item.annotation)
        for item in body
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name)
    }
    lines = [f"{name}: {kind}" for name, kind in types.items()]
    return [f"### {name}", *_docstring(result), block("\n".join(lines), "python")]


def signature(function: Any) -> str:
    """The signature as it is written, with the names that the source gives to types."""
    made = _parsed(function)
    assert isinstance(made, ast.FunctionDef)
    returns = f" -> {ast.unparse(made.returns)}" if made.returns else ""
    arguments = _arguments(made.args)
    line = f"{made.name}({', '.join(arguments)}){returns}"
    if len(line) <= LONGEST:
        return line
    inner = "".join(f"    {argument},\n" for argument in arguments)
    return f"{made.name}(\n{inner}){returns}"


def _arguments(given: ast.arguments) -> list[str]:
    plain = [*given.posonlyargs, *given.args]
    gap = [None] * (len(plain) - len(given.defaults))
    listed = [_argument(a, d) for a, d in zip(plain, [*gap, *given.defaults], strict=True)]
    if given.kwonlyargs:
        listed.append("*")
    pairs = zip(given.kwonlyargs, given.kw_defaults, strict=True)
    return listed + [_argument(argument, default) for argument, default in pairs]


def _argument(argument: ast.arg, default: ast.expr | None) -> str:
    return ast.unparse(argument) + (f" = {ast.unparse(default)}" if default else "")


def _parsed(thing: Any) -> Any:
    return ast.parse(inspect.getsource(thing)).body[0]


def _docstring(thing: Any) -> list[str]:
    """Paragraphs and lists as they are, arguments as a list, examples as a code block."""
    text = inspect.getdoc(thing) or ""
    before, example, after = text.partition(">>> ")
    parts = [_paragraph(part) for part in before.strip().split("\n\n")]
    return [*parts, block(example + after, "pycon")] if example else parts


def _paragraph(text: str) -> str:
    title, _, rest = text.partition("\n")
    if title not in ("Args:", "Raises:") or not rest:
        return text
    listed = inspect.cleandoc(rest).splitlines()
    lines = [f"* {line}" if not line.startswith(" ") else f"  {line.strip()}" for line in listed]
    return "\n".join((title, "", *lines))

"""A measure's `where`: SQL that is parsed, restricted and bound to its table before it is run.

Allowed are comparisons of a column with literals, `in`, `between`, `is null`, `and`, `or`, `not`:
no sub-queries, no functions. A text that a column's code list does not hold is refused, so a
mistyped code can't quietly count nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import sqlglot
from sqlglot import ParseError, exp
from sqlglot.errors import SqlglotError

from openpeel.catalogue.codes import codes
from openpeel.catalogue.measures import is_reference
from openpeel.catalogue.tables import Column, tables
from openpeel.errors import UserError

COMPARISONS = (exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE)
TESTS = (*COMPARISONS, exp.In, exp.Between, exp.Is)
ALLOWED = (
    *TESTS, exp.And, exp.Or, exp.Not, exp.Paren,
    exp.Column, exp.Identifier, exp.Literal, exp.Boolean, exp.Null, exp.Neg,
)  # fmt: skip
VALUES = (exp.Literal, exp.Boolean, exp.Neg)  # what a column can be compared with
LITERALS = (*VALUES, exp.Null)
TEXT, WHOLE, TRUTH = "VARCHAR", "BIGINT", "BOOLEAN"
LARGEST = 2**62


@dataclass(frozen=True)
class Condition:
    """A checked `where` over one table; an empty text is true of every row."""

    table: str
    text: str  # canonical SQL: two spellings of one condition are equal

    @cached_property
    def tree(self) -> exp.Expr | None:
        """The parsed condition, or None when it is true of every row."""
        return _parse(self.text) if self.text else None

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns it tests, sorted."""
        if self.tree is None:
            return ()
        return tuple(sorted({column.name for column in self.tree.find_all(exp.Column)}))

    @cached_property
    def cuts(self) -> dict[str, set[int]]:
        """Columns of numbers and times it tests, with the numbers where the answer may change.

        A cut c parts the values below c from those at or above it; `is null` needs none.
        """
        found: dict[str, set[int]] = {}
        for node, column, literals in self._tests:
            if _column(self.table, column).type not in (TEXT, TRUTH):
                found.setdefault(column, set()).update(_cuts(node, map(_whole, literals)))
        return found

    @cached_property
    def named(self) -> dict[str, set[str]]:
        """Columns of words without a list of codes, each with the words that it names."""
        found: dict[str, set[str]] = {}
        for _, column, literals in self._tests:
            known = _column(self.table, column)
            if known.type == TEXT and (known.codes is None or not literals):
                found.setdefault(column, set()).update(literal.name for literal in literals)
        return found

    @cached_property
    def whole(self) -> frozenset[str]:
        """Columns of words that it needs as they are: those compared by a list's codes or order."""
        return frozenset(
            column
            for node, column, literals in self._tests
            if _column(self.table, column).type == TEXT
            and literals
            and (
                _column(self.table, column).codes is not None
                or not isinstance(node, (exp.EQ, exp.NEQ, exp.In))
            )
        )

    def unusable(self, duration: str) -> Condition | None:
        """The rows that this condition leaves out because they lack a duration they ought to have.

        None when it does not ask for `duration is not null`.
        """
        clauses = list(self.tree.flatten()) if isinstance(self.tree, exp.And) else [self.tree]
        kept = [clause for clause in clauses if clause and not _asks_for(clause, duration)]
        if len(kept) == len(clauses) or self.tree is None:
            return None
        problem = exp.Is(this=exp.column(f"{duration}_problem"), expression=exp.null())
        tree = exp.and_(*kept, exp.not_(problem))
        return Condition(self.table, tree.sql(dialect="duckdb", identify=True))

    @property
    def _tests(self) -> Iterator[tuple[exp.Expr, str, list[exp.Expr]]]:
        for node in self.tree.find_all(*TESTS) if self.tree else ():
            column, literals = _sides(node)
            yield node, column.name, literals


def _asks_for(node: exp.Expr, column: str) -> bool:
    """Whether a condition is `column is not null`."""
    node = node.unnest()
    test = node.this if isinstance(node, exp.Not) else None
    return (
        isinstance(test, exp.Is)
        and isinstance(test.expression, exp.Null)
        and isinstance(test.this, exp.Column)
        and test.this.name == column
    )


def may_hold(where: Condition, known: Mapping[str, str]) -> bool:
    """Whether the condition can be true of a row of which only some text columns are known."""
    return where.tree is None or _outcome(where.tree, known) is not False


def _outcome(node: exp.Expr, known: Mapping[str, str]) -> bool | None:
    """True, false, or None when that depends on a column that is not known."""
    if isinstance(node, exp.Paren):
        return _outcome(node.this, known)
    if isinstance(node, exp.Not):
        inner = _outcome(node.this, known)
        return None if inner is None else not inner
    if isinstance(node, (exp.And, exp.Or)):
        both = {_outcome(node.this, known), _outcome(node.expression, known)}
        decides = isinstance(node, exp.Or)
        return decides if decides in both else None if None in both else not decides
    if isinstance(node, (exp.EQ, exp.NEQ, exp.In)):
        column, literals = _sides(node)
        if column.name in known:
            named = known[column.name] in {literal.name for literal in literals}
            return named is not isinstance(node, exp.NEQ)
    return None


def condition(table: str, where: str | None, source: str) -> Condition:
    """Parse and check a `where`; `source` (file and key) begins the error message."""
    if where is None:
        return Condition(table, "")
    try:
        tree = _parse(where)
        _check(tree, table)
    except SqlglotError as problem:
        raise UserError(
            f"{source}: `{where}` is not a condition in SQL; {_broken(problem)}."
        ) from None
    except ValueError as problem:
        raise UserError(f"{source}: {problem}.") from None
    return Condition(table, tree.sql(dialect="duckdb", identify=True, comments=False))


def _parse(text: str) -> exp.Expr:
    return sqlglot.parse_one(text, dialect="duckdb")


def _broken(problem: SqlglotError) -> str:
    found = problem.errors[0] if isinstance(problem, ParseError) and problem.errors else {}
    near = str(found.get("highlight") or "").strip()
    return f"look at `{near}`" if near else "look for a word or a quote that is missing"


def _check(tree: exp.Expr, table: str) -> None:
    for node in tree.walk():
        if not isinstance(node, ALLOWED):
            raise ValueError(
                f"`{node.sql()}` is not allowed in a where; use comparisons, in, between,"
                " is null, and, or, not"
            )
        if isinstance(node, TESTS):
            column, literals = _sides(node)
            known = _column(table, column.name)
            if literals and is_reference(table, column.name):
                raise ValueError(f"{column.name} is a reference; only ask whether it is null")
            for literal in literals:
                _check_literal(column.name, known, literal)
        elif isinstance(node, exp.Column):
            known = _column(table, node.name)
            if node.table:
                raise ValueError(f"`{node.sql()}` names a table; write {node.name} alone")
            if not isinstance(node.parent, TESTS) and known.type != TRUTH:
                raise ValueError(f"{node.name} is not true or false, so compare it with something")
        elif isinstance(node, LITERALS) and not isinstance(node.parent, (*TESTS, exp.Neg)):
            raise ValueError(f"`{node.sql()}` stands alone; compare a column with it")


def _check_literal(name: str, column: Column, literal: exp.Expr) -> None:
    if column.type == WHOLE:
        _whole(literal)
    elif column.type == TRUTH:
        if not isinstance(literal, exp.Boolean):
            raise ValueError(f"{name} is true or false; `{literal.sql()}` is neither")
    elif column.type != TEXT:
        raise ValueError(f"{name} holds neither words nor whole numbers, so a where can't test it")
    elif not (isinstance(literal, exp.Literal) and literal.is_string):
        raise ValueError(f"{name} holds words; put `{literal.sql()}` in single quotes")
    elif column.codes is not None:
        listed = tuple(codes(column.codes).codes) if isinstance(column.codes, str) else column.codes
        if literal.name not in listed:
            raise ValueError(f"{name} has no code '{literal.name}'; it has {', '.join(listed)}")


def _column(table: str, name: str) -> Column:
    columns = tables()[table].columns
    if name not in columns:
        raise ValueError(f"table {table} has no column {name}; it has {', '.join(columns)}")
    return columns[name]


def _sides(node: exp.Expr) -> tuple[exp.Column, list[exp.Expr]]:
    """The column and the literals of a comparison, which must be one column against literals."""
    if isinstance(node, exp.Is):
        literals = [] if isinstance(node.expression, exp.Null) else [node.expression]
    elif isinstance(node, exp.In):
        literals = list(node.expressions) or [node]  # no list: refused below
    elif isinstance(node, exp.Between):
        literals = [node.args["low"], node.args["high"]]
    else:
        literals = [node.expression]
    if not isinstance(node.this, exp.Column) or any(
        not isinstance(literal, VALUES) for literal in literals
    ):
        raise ValueError(f"`{node.sql()}` must compare one column (on the left) with a value")
    return node.this, literals


def _cuts(node: exp.Expr, numbers: Iterable[int]) -> set[int]:
    if isinstance(node, (exp.LT, exp.GTE)):
        return set(numbers)
    if isinstance(node, (exp.LTE, exp.GT)):
        return {number + 1 for number in numbers}
    if isinstance(node, exp.Between):
        low, high = numbers
        return {low, high + 1}
    return {cut for number in numbers for cut in (number, number + 1)}


def _whole(literal: exp.Expr) -> int:
    try:
        number = int(literal.sql())
    except ValueError:
        raise ValueError(f"`{literal.sql()}` is not a whole number") from None
    if abs(number) > LARGEST:
        raise ValueError(f"`{number}` is beyond any number that a column can hold")
    return number

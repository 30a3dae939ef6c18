"""References and labels that look as if they named a person. Their text is never shown."""

from __future__ import annotations

from collections.abc import Iterator

from openpeel.catalogue.contracts import FieldType
from openpeel.facts.engine import quoted
from openpeel.facts.returns.rules.case import FIRST_ROWS, RAW, ROWS, Case
from openpeel.facts.returns.rules.phrases import rows_of
from openpeel.facts.returns.rules.registry import Found, whole_rule

EMAIL = r"[^\s@]+@[^\s@]+\.[a-z]{2,}"
# a mobile number in full, or any with an international prefix or a space after the area code
PHONE = (
    r"\b07\d{3} ?\d{3} ?\d{3}\b"
    r"|\+44 ?\(?0?\)? ?\d{2,4} ?\d{3,4} ?\d{3,4}"
    r"|\b0[12]\d{2,4} \d{3,4} ?\d{3,4}\b"
)
POSTCODE = r"\b[a-z]{1,2}\d[a-z\d]? \d[a-z]{2}\b"
# a word of letters and a date with its year: surname and date of birth
NAME_AND_BIRTH = r"[a-z]{3,}[^a-z\d].*\b\d{1,2}[-/. ]\d{1,2}[-/. ](19|20)\d{2}\b"
# two or three words of letters alone; a label may be that, a key never is
NAME = r"^[a-z'-]{2,}(,? [a-z'-]+){1,2}$"

KINDS: dict[FieldType, tuple[str, ...]] = {
    "reference": (EMAIL, PHONE, POSTCODE, NAME_AND_BIRTH, NAME),
    "label": (EMAIL, PHONE, POSTCODE, NAME_AND_BIRTH),
}


@whole_rule("error", "keys")
def reference_looks_personal(case: Case) -> Iterator[Found]:
    """A reference or label that looks like a name, address or number of a person."""
    for name in case.own:
        kinds = KINDS.get(case.contract.fields[name].type)
        if kinds:
            yield from _look(case, name, kinds)


def _look(case: Case, name: str, kinds: tuple[str, ...]) -> Iterator[Found]:
    pattern = quoted("|".join(f"(?:{kind})" for kind in kinds))
    column = f'lower("{name}")'
    # most keys hold neither a space nor a sign that the patterns need, and are done with at once
    worth = f"regexp_matches({column}, '[ @+]|07[0-9]{{9}}|[a-z][^a-z0-9].*[0-9]{{4}}')"
    seen = f"select row from {RAW} where {worth} and regexp_matches({column}, {pattern})"
    for force, count, rows in case.con.execute(
        f"with seen as ({seen})"
        f" select coalesce(force_code, '') as force, count(*), min(row, {FIRST_ROWS})"
        f" from seen join {ROWS} using (row) group by force order by force"
    ).fetchall():
        says = (
            f"`{name}` looks like a person's name, date of birth, phone number, postcode or email"
            f" address in {rows_of(count)}."
        )
        do = "Send the system's own key or the listed label instead, never anything about a person."
        yield Found(force, name, says, do, count=count, rows=tuple(rows))

"""Home Office crime outcomes open data: outcomes by force, quarter, offence code and type.

A row has two bases, which are never added: `offences` recorded in the quarter that had the outcome
when the data were taken, and `outcomes` given in the quarter to offences of any quarter. An
offence that is not yet assigned an outcome was given none, so it has no number on the second base.
"""

from __future__ import annotations

from duckdb import DuckDBPyConnection

from openpeel.catalogue.codes import codes
from openpeel.facts.sources.csv_file import ROWS, Field, is_table, load
from openpeel.facts.sources.csv_values import (
    MISSING,
    count_numbers,
    fact_table,
    missing_status,
    one_number,
    rows_words,
    set_others_aside,
    translate,
    translate_forces,
)
from openpeel.facts.sources.offence_quarters import (
    QUARTER_COLUMNS,
    QUARTER_FIELDS,
    QUARTER_KEY,
    covers,
    join_quarters,
    negatives_note,
    refuse_overlap,
)
from openpeel.facts.sources.reading import Edition, Reading, SourceFile

TYPE = Field("outcome_type", ("outcome type", "outcome type code", "outcome code"))
DESCRIPTION = Field("outcome_description", ("outcome description", "outcome"), needed=False)
OFFENCES = Field(
    "offences",
    (
        "force outcomes for offences recorded in quarter",
        "outcomes for offences recorded in quarter",
        "offences",
        "number of offences",
    ),
    needed=False,
)
OUTCOMES = Field(
    "outcomes",
    ("force outcomes recorded in quarter", "outcomes recorded in quarter", "outcomes"),
    needed=False,
)
FIELDS = (*QUARTER_FIELDS, TYPE, DESCRIPTION, OFFENCES, OUTCOMES)
FORCE = next(field for field in QUARTER_FIELDS if field.name == "force")
# Older editions call one base or the other differently; either is enough to know the table.
SIGNATURES = ((FORCE, TYPE, OFFENCES), (FORCE, TYPE, OUTCOMES))
NOT_YET = "0"


class OutcomesOpenData:
    """Reader of the crime outcomes open data."""

    publication = "outcomes-open-data"
    version = 1

    def recognise(self, file: SourceFile) -> bool:
        """A force, an outcome type, and a number on at least one of the two bases."""
        return any(is_table(file, signature) for signature in SIGNATURES)

    def read(self, file: SourceFile, con: DuckDBPyConnection) -> Reading:
        """Table `outcomes`."""
        signature = next(s for s in (*SIGNATURES, (FORCE, TYPE)) if is_table(file, s))
        ledger = load(file, con, signature, FIELDS)
        count_numbers(file, con, "offences")
        count_numbers(file, con, "outcomes")
        types = _translate_types(file, con)
        names = translate_forces(file, con)
        edition = Edition("Crime outcomes open data", covers(file, con))
        refuse_overlap(file, con, (*QUARTER_KEY, "outcome_type", "outcome_description"))
        whole = one_number(con, f"select sum(offences_number) from {ROWS}")
        negatives = negatives_note(con, "offences") + negatives_note(con, "outcomes")
        others = set_others_aside(con, ledger, names, "sum(offences_number)", "offences")
        source = join_quarters(file, con, names)
        table = fact_table(
            con,
            "outcomes",
            QUARTER_COLUMNS
            | {
                "status": missing_status("offences"),
                "outcome": "outcome_code",
                "offences": "offences_number",
                "outcomes": "outcomes_number",
            },
            f"{source} join {types} using (outcome_type, outcome_description) order by sheet, row",
        )
        ledger.use(one_number(con, f"select count(*) from {table}"))
        forces = one_number(con, f"select sum(offences) from {table}")
        rest = "".join(f", {name} {number:,}" for name, number in others.items())
        notes = [f"The file counts {whole:,} offences: the forces {forces:,}{rest}."]
        notes += negatives
        gaps = one_number(
            con, f"select count(*) from {table} where outcomes is null and outcome <> '{NOT_YET}'"
        )
        if gaps:
            notes.append(
                f"{rows_words(gaps, 'has', 'have')} no number of outcomes given in the quarter."
            )
        return ledger.reading(
            self.publication,
            edition,
            {"outcomes": table},
            notes,
        )


def _translate_types(file: SourceFile, con: DuckDBPyConnection) -> str:
    known = codes("outcome_type")

    def code(number: str, description: str) -> tuple[str] | None:
        # the description speaks only where there is no number: it must not overrule one
        label = description if number.casefold() in MISSING else number.removesuffix(".0")
        found = known.find(label)
        return (found,) if found else None

    return translate(
        file,
        con,
        ("outcome_type", "outcome_description"),
        {"outcome_code": "varchar"},
        code,
        "{} ({}) is no outcome type that the code list outcome_type knows; add it there",
    )

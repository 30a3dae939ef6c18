"""Home Office police recorded crime open data: offences by force, quarter and offence code.

Published as CSV, and as a workbook with a sheet a year. A negative count corrects an earlier
quarter and is kept. Fraud bodies and the British Transport Police stand in the force column; they
are set aside by name, and the sum of what is left is stated.
"""

from __future__ import annotations

from duckdb import DuckDBPyConnection

from openpeel.facts.sources.csv_file import ROWS, Field, is_table, load
from openpeel.facts.sources.csv_values import (
    count_numbers,
    fact_table,
    missing_status,
    one_number,
    rows_words,
    set_others_aside,
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

OFFENCES = Field("offences", ("number of offences", "offences", "number of recorded offences"))
FIELDS = (*QUARTER_FIELDS, OFFENCES)
SIGNATURE = tuple(field for field in FIELDS if field.name in ("force", "offence_group", "offences"))
OUTCOME = Field("outcome", ("outcome type", "outcome description", "outcome group"))


class RecordedCrime:
    """Reader of the recorded crime open data."""

    publication = "recorded-crime-open-data"
    version = 1

    def recognise(self, file: SourceFile) -> bool:
        """Offences by force and offence group, and no outcomes."""
        return is_table(file, SIGNATURE) and not is_table(file, (*SIGNATURE, OUTCOME))

    def read(self, file: SourceFile, con: DuckDBPyConnection) -> Reading:
        """Table `recorded_crime`."""
        ledger = load(file, con, SIGNATURE, FIELDS)
        missing = count_numbers(file, con, "offences")
        names = translate_forces(file, con)
        edition = Edition("Police recorded crime open data", covers(file, con))
        refuse_overlap(file, con, QUARTER_KEY)
        whole = one_number(con, f"select sum(offences_number) from {ROWS}")
        negatives = negatives_note(con, "offences")
        others = set_others_aside(con, ledger, names, "sum(offences_number)", "offences")
        source = join_quarters(file, con, names)
        table = fact_table(
            con,
            "recorded_crime",
            QUARTER_COLUMNS
            | {
                "status": missing_status("offences"),
                "offences": "offences_number",
            },
            f"{source} order by sheet, row",
        )
        ledger.use(one_number(con, f"select count(*) from {table}"))
        forces = one_number(con, f"select sum(offences) from {table}")
        rest = "".join(f", {name} {number:,}" for name, number in others.items())
        notes = [f"The file counts {whole:,} offences: the forces {forces:,}{rest}."]
        notes += negatives
        if missing:
            notes.append(f"{rows_words(missing, 'has', 'have')} no number of offences.")
        return ledger.reading(
            self.publication,
            edition,
            {"recorded_crime": table},
            notes,
        )

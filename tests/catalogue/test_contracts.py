"""Return contracts: what a force is asked to send, and what no contract may ask."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from openpeel.catalogue.codes import codes
from openpeel.catalogue.contracts import (
    EVERY,
    FOLDER,
    Contract,
    Field,
    contract,
    contract_of_table,
    contracts,
    load_contract,
)
from openpeel.catalogue.tables import tables
from openpeel.errors import UserError
from openpeel.facts.returns.derive import select_lake_rows

ASKED_OF_FORCES = {
    "arrests", "calls", "civil-powers", "complaints", "crimes", "da-assessments",
    "digital-contacts", "digital-forensics", "disclosures", "duty-hours", "finance",
    "image-uploads", "incidents", "marac", "missing", "offender-management", "offender-visits",
    "orders", "outcomes", "people", "problem-solving", "referrals", "releases", "stop-searches",
    "suspects", "system-availability", "use-of-force", "voluntary-attendance", "volunteers",
}  # fmt: skip

# A small count of such rows could point to somebody.
ABOUT_PEOPLE = {
    "arrests", "civil-powers", "complaints", "da-assessments", "disclosures", "marac", "missing",
    "offender-management", "offender-visits", "orders", "people", "referrals", "releases",
    "stop-searches", "suspects", "use-of-force", "voluntary-attendance",
}  # fmt: skip

IDENTIFIES = re.compile(
    r"\b(name|surname|forename|(first|last|full|family|maiden) name|initials|dob|birth|birthday"
    r"|address|street|house|post ?code|uprn|easting|northing|latitude|longitude"
    r"|telephone|phone|mobile|e ?mail|passport|national insurance|nino|nhs number"
    r"|vrm|registration( mark| number)?|photo(graph)?|fingerprint|free text|narrative|notes)\b"
)
NAMES_OF_THINGS = {"force name", "system name"}


def every(kind: str) -> list[Any]:
    """Each entry of one kind of each contract, named `contract.entry` in the test's id."""
    return [
        pytest.param(c, name, entry, id=f"{c.id}.{name}")
        for c in contracts().values()
        for name, entry in getattr(c, kind).items()
    ]


def empty_lake(c: Contract) -> duckdb.DuckDBPyConnection:
    """A connection whose table `lake` is a return without rows, as the lake would hold it."""
    con = duckdb.connect()
    columns = [f'"{name}" {field.stored}' for name, field in c.fields.items()]
    common = ["force_code varchar", "area_code varchar", "status varchar"]
    con.execute(f"create table typed ({', '.join(common + columns)})")
    con.execute(f"create table lake as {select_lake_rows(c, 'typed')}")
    return con


def plain(alias: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", alias.lower()).split())


def fits(field: Field, example: str) -> bool:
    """Whether a cell with this text would be read."""
    if field.type == "code":
        if isinstance(field.codes, str):
            return codes(field.codes).find(example) is not None
        return example in (field.codes or ())
    if field.type == "flag":
        return example in ("yes", "no")
    if field.type == "date":
        return date.fromisoformat(example) is not None
    if field.type == "time":
        return datetime.fromisoformat(example) is not None
    if field.type in ("whole", "number", "pounds"):
        number = int(example) if field.type == "whole" else float(example)
        least = number if field.least is None else field.least
        most = number if field.most is None else field.most
        return least <= number <= most
    return field.pattern is None or re.fullmatch(field.pattern, example) is not None


class TestTheReturns:
    def test_each_return_that_is_asked_for_exists_and_no_other(self) -> None:
        assert set(contracts()) == ASKED_OF_FORCES

    @pytest.mark.parametrize("id", sorted(ASKED_OF_FORCES))
    def test_small_counts_are_hidden_where_a_row_is_about_one_person(self, id: str) -> None:
        assert contract(id).people == (id in ABOUT_PEOPLE)
        assert tables()[contract(id).lake_table].people == (id in ABOUT_PEOPLE)

    def test_a_return_is_found_by_id_however_it_is_written(self) -> None:
        assert contract("Stop Searches") is contract("stop_searches") is contract("stop-searches")
        with pytest.raises(UserError, match=r"there is no return 'parking'.*arrests, calls"):
            contract("parking")

    def test_a_table_of_the_lake_leads_back_to_its_contract(self) -> None:
        assert contract_of_table("force_records") is contract("use-of-force")
        assert contract_of_table("use_of_force") is None, "the published table is no return"

    def test_no_two_tables_of_the_lake_have_one_name(self) -> None:
        published = yaml.safe_load((FOLDER.parent / "tables.yaml").read_text("utf-8"))["tables"]
        held = [c.lake_table for c in contracts().values()]
        assert len({*held, *published}) == len(held) + len(published)


@pytest.mark.parametrize("id", sorted(ASKED_OF_FORCES))
class TestEveryContract:
    def test_its_rows_become_exactly_the_columns_of_the_lake(self, id: str) -> None:
        c = contract(id)
        described = empty_lake(c).execute("describe lake").fetchall()
        made = [(name, kind) for name, kind, *_ in described]
        assert made == list(tables()[c.lake_table].types.items())

    def test_a_row_of_empty_cells_gives_no_time_no_number_and_no_problem(self, id: str) -> None:
        c = contract(id)
        con = empty_lake(c)
        con.execute("insert into typed (force_code) values ('E23000016')")
        columns = ["force_code", *(f"{n}{end}" for n in c.durations for end in ("", "_problem"))]
        rows = con.execute(f"select {', '.join(columns)} from ({select_lake_rows(c, 'typed')})")
        assert rows.fetchall() == [("E23000016", *[None] * (len(columns) - 1))]

    def test_conditions_of_shares_and_published_totals_are_sql_over_its_table(
        self, id: str
    ) -> None:
        c = contract(id)
        con = empty_lake(c)
        for share in c.shares.values():
            con.execute(f"select count(*) filter ({share.part}) from lake where {share.of}")
        for duration in c.durations.values():
            con.execute(f"select count(*) from lake where {duration.expected or 'true'}")
        for total in c.published:
            con.execute(f"select count(*) from lake where {total.of}")
            columns = [f'"{name}" {kind}' for name, kind in tables()[total.table].types.items()]
            con.execute(f"create or replace table published ({', '.join(columns)})")
            con.execute(f"select sum({total.sum}) from published where {total.where}")

    def test_no_name_in_a_force_system_stands_for_two_fields(self, id: str) -> None:
        owners: dict[str, str] = {}
        for name, field in contract(id).asked.items():
            for alias in {plain(name), *map(plain, field.names)}:
                assert owners.setdefault(alias, name) == name, alias

    def test_it_asks_for_nothing_that_identifies_a_person(self, id: str) -> None:
        for name, field in contract(id).asked.items():
            for alias in (plain(name), *map(plain, field.names)):
                assert alias in NAMES_OF_THINGS or not IDENTIFIES.search(alias), alias

    def test_its_key_and_its_period_are_required_on_every_row(self, id: str) -> None:
        c = contract(id)
        assert c.key
        for name in {c.period.field, *c.key}:
            assert c.fields[name].required

    def test_a_snapshot_has_its_day_in_the_period_and_the_key(self, id: str) -> None:
        c = contract(id)
        assert (c.kind == "snapshot") == (c.period.by == "day")
        if c.kind == "snapshot":
            assert c.period.field in c.key

    def test_times_in_order_are_days_or_times(self, id: str) -> None:
        c = contract(id)
        for run in c.order:
            assert len(run) > 1
            assert all(c.fields[name].type in ("date", "time") for name in run)

    def test_a_link_leads_to_a_return_known_by_one_reference(self, id: str) -> None:
        c = contract(id)
        for link in c.links:
            target = contracts()[link.to]
            assert len(target.key) == 1
            assert target.fields[target.key[0]].type == c.fields[link.field].type == "reference"

    def test_each_share_has_a_bound_that_can_be_passed(self, id: str) -> None:
        for share in contract(id).shares.values():
            least = 0 if share.least is None else share.least
            most = 100 if share.most is None else share.most
            assert 0 <= least < 100
            assert 0 <= most <= 100
            assert least < most or (least, most) == (0, 0)
            assert (share.least, share.most) != (None, None)

    def test_it_says_how_to_fill_it_in(self, id: str) -> None:
        c = contract(id)
        assert c.why.endswith(".")
        assert c.notes
        assert all(note.endswith(".") for note in c.notes)


@pytest.mark.parametrize(("c", "name", "field"), every("fields"))
def test_a_field_has_a_name_that_engines_take_words_and_an_example(
    c: Contract, name: str, field: Field
) -> None:
    assert re.fullmatch(r"[a-z][a-z_]*[a-z]", name)
    assert field.words == field.words.strip(".")
    assert not field.words[0].isupper() or field.words.split()[0] in ("Home", "PIP")
    assert not field.example or fits(field, field.example)
    assert field.example or not field.required


@pytest.mark.parametrize(("c", "name", "duration"), every("durations"))
def test_a_duration_lies_between_two_times(c: Contract, name: str, duration: Any) -> None:
    suffix = {"milliseconds": "_ms", "seconds": "_s", "hours": "_h", "days": "_d"}[duration.unit]
    assert name.endswith(suffix)
    ends = [c.fields[duration.start].type, c.fields[duration.end].type]
    assert set(ends) <= {"date", "time"}
    if duration.unit != "days":
        assert "time" in ends, "two days can't be told apart in hours"


def worked_out(id: str, **cells: str) -> dict[str, Any]:
    """The lake's row for a row of a return that holds these cells."""
    c = contract(id)
    con = empty_lake(c)
    places = ", ".join("?" for _ in cells)
    con.execute(f"insert into typed ({', '.join(cells)}) values ({places})", [*cells.values()])
    made = con.execute(select_lake_rows(c, "typed"))
    return dict(zip([name for name, *_ in made.description], made.fetchone(), strict=True))


class TestWhatFollowsFromARow:
    """Derived columns that measures lean on, at their edges."""

    @pytest.mark.parametrize(
        ("joined", "left", "in_post", "joiner", "leaver"),
        [
            ("2019-09-02", None, True, False, False),
            ("2025-03-31", None, True, False, False),  # the last day of the year before
            ("2025-04-01", None, True, True, False),
            ("2026-03-31", None, True, True, False),
            ("2026-04-01", None, False, False, False),  # joins the day after
            ("2019-09-02", "2025-03-31", False, False, False),
            ("2019-09-02", "2025-04-01", False, False, True),
            ("2019-09-02", "2026-03-31", False, False, True),
            ("2019-09-02", "2026-04-01", True, False, False),  # leaves the day after
            ("2025-05-01", "2025-11-01", False, True, True),  # came and went
        ],
    )
    def test_people_who_join_or_leave_in_the_year_to_the_snapshot(
        self, joined: str, left: str | None, in_post: bool, joiner: bool, leaver: bool
    ) -> None:
        cells = {"snapshot_on": "2026-03-31", "joined_on": joined}
        row = worked_out("people", **cells, **({"left_on": left} if left else {}))
        assert (row["in_post"], row["joiner"], row["leaver"]) == (in_post, joiner, leaver)

    @pytest.mark.parametrize(
        ("joined", "since", "years"),
        [
            ("2024-04-01", None, 1),  # a day short of two years
            ("2024-03-31", None, 2),
            ("2026-03-01", None, 0),
            ("2026-03-01", "2011-03-31", 15),  # came from another force
        ],
    )
    def test_years_of_service_are_whole_and_follow_a_person_between_forces(
        self, joined: str, since: str | None, years: int
    ) -> None:
        cells = {"snapshot_on": "2026-03-31", "joined_on": joined}
        row = worked_out("people", **cells, **({"service_since": since} if since else {}))
        assert row["service_years"] == years

    @pytest.mark.parametrize(
        ("ethnicity", "minority"), [("white", False), ("black", True), ("not-recorded", None)]
    )
    def test_an_ethnic_group_that_is_not_recorded_is_on_neither_side(
        self, ethnicity: str, minority: bool | None
    ) -> None:
        assert worked_out("people", ethnicity=ethnicity)["minority"] is minority

    def test_a_suspect_is_outstanding_up_to_the_snapshot(self) -> None:
        row = worked_out("suspects", snapshot_on="2026-03-31", since="2026-03-02")
        assert row["outstanding_d"] == 29
        assert row["graded"] is None, "a grade that was not sent is no missing grade"
        assert worked_out("suspects", risk_grade="not-graded")["graded"] is False
        assert (
            worked_out("suspects", since="2026-04-02", snapshot_on="2026-04-01")[
                "outstanding_d_problem"
            ]
            == "negative"
        )

    @pytest.mark.parametrize(
        ("kind", "due", "ended", "live", "expired", "band"),
        [
            ("bail", "2026-04-20", None, True, False, "28-to-89-days"),  # runs out that day
            ("bail", "2026-04-19", None, True, True, "28-to-89-days"),
            ("bail", "2026-04-19", "2026-04-10", False, False, None),
            ("rui", None, None, True, False, "28-to-89-days"),
            ("other", None, None, False, False, None),
        ],
    )
    def test_bail_that_ran_past_its_day_without_an_end(
        self, kind: str, due: str, ended: str, live: bool, expired: bool, band: str
    ) -> None:
        cells = {"released_on": "2026-03-01", "extracted_on": "2026-04-20", "kind": kind}
        more = {"bail_due_on": due, "ended_on": ended}
        row = worked_out("releases", **cells, **{n: day for n, day in more.items() if day})
        assert (row["live"], row["expired"], row["open_band"]) == (live, expired, band)

    @pytest.mark.parametrize(
        ("managed", "due", "overdue"),
        [
            ("active", "2026-03-30", True),
            ("active", "2026-03-31", False),  # due that day
            ("reactive", "2026-03-30", False),
        ],
    )
    def test_visits_are_overdue_only_of_those_actively_managed(
        self, managed: str, due: str, overdue: bool
    ) -> None:
        cells = {"snapshot_on": "2026-03-31", "in_community": "true", "managed": managed}
        row = worked_out("offender-visits", **cells, visit_due_on=due)
        assert row["visit_overdue"] is overdue

    def test_a_referral_is_late_when_it_waits_past_the_target_of_its_unit(self) -> None:
        cells = {"snapshot_at": "2026-03-31 08:00:00", "target_h": "24"}
        assert worked_out("referrals", received_at="2026-03-30 07:00:00", **cells)["late"]
        assert not worked_out("referrals", received_at="2026-03-30 08:00:00", **cells)["late"]
        # 25 hours on the clock over the night in which it goes forward are 24
        night = worked_out(
            "referrals",
            **cells | {"snapshot_at": "2026-03-29 08:00:00"},
            received_at="2026-03-28 07:00:00",
        )
        assert (night["waiting_h"], night["late"]) == (24, False)


class TestRefusals:
    """A contract that is wrong is refused in one sentence with the file, the line and the key."""

    GOOD = (FOLDER / "disclosures.yaml").read_text("utf-8")

    def load(self, folder: Path, text: str) -> Contract:
        path = folder / "disclosures.yaml"
        path.write_text(text, encoding="utf-8")
        return load_contract(path)

    def test_the_contract_itself_is_read(self, tmp_path: Path) -> None:
        assert self.load(tmp_path, self.GOOD) == contract("disclosures")

    @pytest.mark.parametrize(
        ("old", "new", "sentence"),
        [
            ("kind: log", "kind: diary", r"line 8, key kind: input should be 'log' or 'snapshot'"),
            ("people: true", "poeple: true", r"line 9, key poeple: no such key is known here"),
            ("version: 1", "version: 0", r"line 2, key version: .*greater than or equal to 1"),
            ("period: {field: applied_on", "period: {field: gone_on", r"no field 'gone_on'"),
            ("period: {field: applied_on", "period: {field: route", r"'route' is no date or time"),
            ("key: [application_ref]", "key: [number]", r"no field 'number'"),
            ("from: applied_on", "from: asked_on", r"no field 'asked_on'"),
            ("unless: decided_on", "unless: settled_on", r"no field 'settled_on'"),
            ("breaks: [route", "breaks: [colour", r"no column 'colour' whose mix could change"),
            ("order: [[applied_on", "order: [[first_on", r"no field 'first_on'"),
            ("    codes: disclosure_route\n", "", r"key fields\.route: .*needs `codes`"),
            ("type: flag", "type: maybe", r"key fields\.disclosed\.type: input should be"),
        ],
    )
    def test_a_slip_is_named(self, tmp_path: Path, old: str, new: str, sentence: str) -> None:
        assert old in self.GOOD
        with pytest.raises(UserError, match=r"disclosures\.yaml, line \d+, key .*") as refused:
            self.load(tmp_path, self.GOOD.replace(old, new, 1))
        assert re.search(sentence, str(refused.value)), str(refused.value)
        assert "\n" not in str(refused.value)

    def test_a_field_that_every_return_has_is_not_asked_twice(self, tmp_path: Path) -> None:
        extra = "fields:\n  area: {type: label, words: the area}\n"
        with pytest.raises(UserError, match="every return has area; leave it out"):
            self.load(tmp_path, self.GOOD.replace("fields:\n", extra, 1))
        assert set(EVERY) == {"force", "area"}

    def test_a_file_must_have_the_name_of_its_return(self, tmp_path: Path) -> None:
        path = tmp_path / "clares-law.yaml"
        path.write_text(self.GOOD, encoding="utf-8")
        with pytest.raises(UserError, match="key id: 'disclosures' must be the file's name"):
            load_contract(path)

    def test_a_field_that_stands_twice_is_refused(self, tmp_path: Path) -> None:
        twice = self.GOOD.replace("  nothing_held:", "  disclosed:", 1)
        with pytest.raises(UserError, match=r"key fields\.disclosed: the key stands twice"):
            self.load(tmp_path, twice)

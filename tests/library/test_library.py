"""The library: what is added, what is found, what is exported. The same on every database."""

from __future__ import annotations

import json

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openpeel.errors import UserError
from openpeel.library.actions import add, export
from openpeel.library.models import Passage, Report
from openpeel.library.search import check_filters, search, snippet
from openpeel.library.words import asked, searched
from openpeel.people.models import Person
from openpeel.reading.report import READER_VERSION, ReadReport

MANCHESTER = "Greater Manchester Police"

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(ada: Person, kent: ReadReport, manchester: ReadReport) -> None:
    add(kent, by=ada)
    add(manchester, by=ada)


def lines(query: str, **only: str) -> list[tuple[str, int]]:
    found = search(query, **only)  # type: ignore[arg-type]
    assert found.total == len(found.hits)
    return [(hit.passage.report.force_name, hit.passage.position) for hit in found.hits]


def test_a_report_is_kept_with_who_and_when(ada: Person, kent: ReadReport) -> None:
    kept = add(kent, by=ada)
    assert kept.new and kept.report.version == 1
    assert (kept.report.read_by, kept.report.force_code, kept.report.year) == (
        ada, "E23000032", "2023-25"
    )  # fmt: skip
    assert kept.report.read_on is not None
    assert ReadReport.model_validate(kept.report.read) == kent


def test_who_and_when_are_never_apart(ada: Person, kent: ReadReport) -> None:
    report = add(kent, by=ada).report
    for field in ("read_by", "read_on"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Report.objects.filter(pk=report.pk).update(**{field: None})


def test_the_same_file_again_changes_nothing(ada: Person, kent: ReadReport) -> None:
    first = add(kent, by=ada)
    again = add(kent, by=Person.objects.create_user("ben", "Ben"))
    assert not again.new and again.report == first.report
    assert again.report.read_by == ada
    assert "nothing was changed" in again.words


def test_a_newer_reader_makes_a_new_version(ada: Person, kent: ReadReport) -> None:
    first = add(kent, by=ada).report
    newer = kent.model_copy(update={"reader_version": READER_VERSION + 1})
    second = add(newer, by=ada)
    assert second.new and second.report.version == 2
    first.refresh_from_db()
    assert not first.latest
    assert not add(kent, by=ada).new  # the older reader's is no news
    assert {number for _, number in lines("detectives")} == {56}  # found once


def test_every_line_that_says_something_is_a_passage(ada: Person, kent: ReadReport) -> None:
    report = add(kent, by=ada).report
    kept = {one.position for one in Passage.objects.filter(report=report)}
    said = [one for one in kent.passages if one.kind not in ("furniture", "contents")]
    first = {one.lines[0] for one in said} | {one.lines[0] for one in kent.unplaced}
    assert kept == first


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("neighbourhood teams", [(MANCHESTER, 64), (MANCHESTER, 65)]),
        ('"problem-solving plans"', [("Kent Police", 45)]),
        ("problem solving plans", [("Kent Police", 45)]),
        ('"plans solving"', []),
        ("detect*", [("Kent Police", 56)]),
        ("DETECTIVE", [("Kent Police", 56)]),
        ("body worn video", [("Kent Police", 29)]),
        ("93.5", [("Kent Police", 33)]),
        ("teams -neighbourhood", [("Kent Police", 44)]),
        ('teams -"neighbourhood teams"', [("Kent Police", 44)]),
        ("nothing like this", []),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("full")
def test_words_phrases_beginnings_and_what_must_not_be_there(
    query: str, expected: list[tuple[str, int]]
) -> None:
    assert lines(query) == expected


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize(
    ("asked_for", "says"),
    [
        ({"area": "investigating"}, "no area that is known; give one such as investigating-crime"),
        ({"kind": "findings"}, "no kind of passage that is known; give one such as finding"),
        ({"framework": "2023-26"}, "no framework that is known; give one such as 2023-25"),
    ],
    ids=["area", "kind", "framework"],
)
def test_what_nobody_knows_is_not_asked_for(asked_for: dict[str, str], says: str) -> None:
    nothing: dict[str, str | None] = {"area": None, "kind": None, "framework": None}
    with pytest.raises(UserError, match=says):
        check_filters(**nothing | asked_for)


def test_what_catalogue_or_library_know_may_be_asked_for() -> None:
    check_filters("victims", "unplaced", "2023-25")
    check_filters(None, "finding", "peel-2018-19")
    check_filters(None, None, "2016")


@pytest.mark.usefixtures("full")
def test_a_search_keeps_to_force_area_kind_and_framework() -> None:
    assert {force for force, _ in lines("police")} == {"Kent Police", MANCHESTER}
    assert {force for force, _ in lines("police", force="E23000032")} == {"Kent Police"}
    assert {force for force, _ in lines("police", framework="peel-2023-25")} == {"Kent Police"}
    assert {force for force, _ in lines("police", framework="2023-25")} == {"Kent Police"}
    assert lines("investigations", area="investigating-crime", kind="cause-of-concern") == [
        ("Kent Police", 50)
    ]


@pytest.mark.parametrize(
    "query",
    ["", "   ", "*", "-", '"', '""', "-crime", "NOT", "crime NOT", "AND OR NEAR(crime)",
     "words:crime", "crime)", "(((", "crime'; DROP TABLE library_report; --", "a & b | !c <-> d:*",
     "\\", "%s %%",
     "crime\0", "x" * 10_000, "a " * 5_000, "^crime", "crime + report", "{words}: crime",
     "“crime", "’",
     "١٢٣", "ﬁnding", "-\"", "e\u0301", "😀", "1e5 0x1F 5.", "_", "a_b"],
)  # fmt: skip
@pytest.mark.usefixtures("full")
def test_hostile_queries_find_something_or_nothing(query: str) -> None:
    assert search(query).total >= 0
    assert search("crime", force=query, area=query, kind=query, framework=query).total >= 0


@pytest.mark.usefixtures("full")
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=40).filter(lambda text: "\ud800" not in text))
def test_no_query_raises(query: str) -> None:
    assert search(query.encode("utf-8", "replace").decode()).total >= 0


@pytest.mark.usefixtures("full")
def test_the_databases_find_what_the_words_say() -> None:
    """An oracle without a database: the words as they were stored, looked at one by one."""
    for query in (
        "the force",
        '"the force"',
        "polic*",
        "crime -force",
        "percent of",
        '"in the year"',
    ):
        wanted = asked(query)
        expected = set()
        for one in Passage.objects.all():
            tokens = one.words.split()
            has = [any(t.fits(tokens, n) for n in range(len(tokens))) for t in wanted.wanted]
            has_not = [any(t.fits(tokens, n) for n in range(len(tokens))) for t in wanted.unwanted]
            if all(has) and not any(has_not):
                expected.add(one.pk)
        assert {hit.passage.pk for hit in search(query, most=1000).hits} == expected, query
        assert expected


def test_snippets_mark_words_and_escape_the_rest() -> None:
    made = snippet("<script>alert(1)</script> & the crimes of <b>X", asked("crime"))
    assert (
        made == "&lt;script&gt;alert(1)&lt;/script&gt; &amp; the <mark>crimes</mark> of &lt;b&gt;X"
    )
    long = snippet("word " * 500 + "needle " + "word " * 500, asked("needle"))
    assert len(long) < 600 and "<mark>needle</mark>" in long
    assert long.startswith("… ") and long.endswith(" …")


def test_a_snippet_shows_the_part_with_most_of_the_words() -> None:
    text = "The force is large. " + "It does much. " * 40 + "The force watches response times."
    assert "<mark>response times</mark>" in snippet(text, asked('force "response times"'))


def test_a_passage_beyond_measure_is_kept_in_pieces(ada: Person, kent: ReadReport) -> None:
    long = kent.passages[20].model_copy(update={"text": "word " * 300_000 + "needle"})
    add(kent.model_copy(update={"passages": (long,)}), by=ada)
    assert search("needle").total == 1
    assert max(len(one.text) for one in Passage.objects.all()) <= 8000


def test_text_goes_through_the_same_words_as_queries() -> None:
    assert searched("Officers’ non-emergency calls: 94.4%") == "officer non emergency call 94 4"


@pytest.mark.usefixtures("full")
def test_the_export_has_every_report_and_the_same_bytes_each_time() -> None:
    first = export()
    assert first == export()
    listed = json.loads(first)["reports"]
    assert [one["report"]["force"]["name"] for one in listed] == [
        MANCHESTER, "Kent Police"
    ]  # fmt: skip
    assert all(one["read_by"] == "ada" and one["read_on"] for one in listed)


@pytest.mark.usefixtures("full")
def test_a_report_that_goes_takes_its_words_along() -> None:
    Report.objects.filter(force_name="Kent Police").delete()
    assert lines("detectives") == []
    assert lines("neighbourhood teams")

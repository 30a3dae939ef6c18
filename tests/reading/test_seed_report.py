"""The published report on West Mercia, read whole. Lines are named by number, never copied."""

from __future__ import annotations

from pathlib import Path

from openpeel.reading.report import ReadReport, Statistic

# Counted by hand in the file: the lines on which a finding's heading stands, by area.
HEADINGS = {
    "victims": (23, 26, 28, 31, 35),
    "treating-the-public": (44, 47, 51, 54, 58, 60),
    "preventing-crime": (67, 72, 76, 80),
    "responding": (87, 89, 91, 94),
    "investigating-crime": (105, 111, 113),
    "protecting-vulnerable-people": (120, 125, 130),
    "managing-offenders": (140, 142, 145, 149, 152),
    "serious-organised-crime": (),
    "workforce": (168, 171, 176, 180),
    "strategic-planning": (188, 192, 195, 198, 200, 203, 206),
}
GRADES = {
    "victims": None,
    "treating-the-public": "adequate",
    "preventing-crime": "good",
    "responding": "requires improvement",
    "investigating-crime": "requires improvement",
    "protecting-vulnerable-people": "adequate",
    "managing-offenders": "adequate",
    "serious-organised-crime": "inadequate",
    "workforce": "adequate",
    "strategic-planning": "requires improvement",
}


def test_force_and_framework_are_known_from_the_prose(seed: ReadReport) -> None:
    assert seed.force and (seed.force.code, seed.force.name) == ("E23000016", "West Mercia Police")
    assert seed.framework and seed.framework.id == "peel-2021-22-revised"
    assert (seed.framework.year, seed.framework.tiers) == ("2021/22", 5)


def test_nine_areas_are_graded_and_the_service_to_victims_is_not(seed: ReadReport) -> None:
    assert {area.id: area.grade for area in seed.areas} == GRADES
    assert [area.graded for area in seed.areas] == [False] + [True] * 9
    assert all(area.in_framework for area in seed.areas)


def test_grades_in_sentences_and_on_lines_agree(seed: ReadReport) -> None:
    assert not [note for note in seed.notes if "says" in note]
    assert sum(one.kind == "grade" for one in seed.passages) == 9
    assert sum(area.grade_sentence is not None for area in seed.areas) == 9


def test_numbers_of_the_summary_are_checked_against_what_was_found(seed: ReadReport) -> None:
    assert seed.counted and (seed.counted.inspected, seed.counted.graded) == (9, 8)
    assert seed.counted.agrees
    assert any("another report's" in note for note in seed.notes)


def test_every_heading_of_a_finding_is_found_and_no_other_line(
    seed: ReadReport, seed_file: Path
) -> None:
    lines = seed_file.read_text(encoding="utf-8").splitlines()
    found = {area.id: tuple(f.line for f in area.findings) for area in seed.areas}
    assert found == HEADINGS
    assert all(finding.heading == lines[finding.line - 1] for finding in seed.findings())
    assert all(finding.text for finding in seed.findings())


def test_serious_organised_crime_points_to_the_regional_report(seed: ReadReport) -> None:
    area = next(area for area in seed.areas if area.id == "serious-organised-crime")
    assert [(other.dated, other.line) for other in area.other_reports] == [("May 2024", 158)]
    assert len(area.background) == 3


def test_the_update_notice_names_its_days(seed: ReadReport) -> None:
    (update,) = seed.updates
    assert update.line == 102
    assert [(s.start.isoformat(), s.end.isoformat()) for s in update.dates] == [
        ("2023-07-03", "2023-07-08")
    ]
    assert update.area is not None and seed.areas[update.area].id == "investigating-crime"


def test_observations_carry_their_signatory(seed: ReadReport) -> None:
    assert seed.observations and seed.observations.name == "Wendy Williams"
    assert seed.observations.role == "HM Inspector of Constabulary"
    assert len(seed.observations.text) == 7
    assert len(seed.changes) == 3


def test_the_annex_has_its_sections(seed: ReadReport) -> None:
    assert [section.line for section in seed.annex] == [
        210, 218, 219, 222, 224, 226, 228, 231, 232
    ]  # fmt: skip


def _at(seed: ReadReport, line: int) -> list[Statistic]:
    return [one for one in seed.statistics if one.line == line]


def test_statistics_come_with_units_and_years_are_none(seed: ReadReport) -> None:
    assert len(seed.statistics) >= 40
    assert all(one.unit for one in seed.statistics)
    years = [one for one in seed.statistics if one.value and 1990 <= one.value <= 2040]
    assert not years


def test_an_interval_belongs_to_its_estimate(seed: ReadReport) -> None:
    read = [(one.value, one.unit, one.interval) for one in _at(seed, 56) if one.kind == "percent"]
    assert read == [(94.4, "percent", 3.9), (92.7, "percent", 3.1)]
    assert str(_at(seed, 56)[2].comparator).startswith("higher than our review")


def test_words_for_parts_and_ranks_are_statistics_too(seed: ReadReport) -> None:
    assert [(one.words, one.value) for one in _at(seed, 57)] == [
        ("half", 0.5),
        ("a third", 0.333333),
    ]
    assert [one.kind for one in _at(seed, 49)] == ["rank"]
    assert [(one.words, one.value) for one in _at(seed, 110)] == [("one fifth", 0.2)]
    assert [(o.qualifier, o.value) for o in _at(seed, 78)] == [("only", 0.2)]
    assert [(o.qualifier, o.value) for o in _at(seed, 79)] == [("fewer than", 0.333333)]


def test_rates_carry_their_denominator_into_the_next_sentence(seed: ReadReport) -> None:
    read = [(one.value, one.kind, one.unit_from) for one in _at(seed, 129)]
    assert read == [
        (3.9, "rate", ""),
        (1.4, "rate", "the sentence before"),
        (3.0, "rate", ""),
        (1.2, "rate", ""),
    ]
    assert all("per 10,000 population" in one.unit for one in _at(seed, 129))


def test_a_period_belongs_to_the_number_beside_it(seed: ReadReport) -> None:
    read = [(one.value, one.period) for one in _at(seed, 178)]
    assert read == [
        (43, "In the year ending 31 March 2021"),
        (32, "in the year ending 31 March 2018"),
        (4, "over the same period"),
        (7, "over the same period"),
    ]


def test_money_is_in_pounds(seed: ReadReport) -> None:
    assert [one.value for one in seed.statistics if one.kind == "money"] == [6e6, 41e6, 13e6]
    assert _at(seed, 202)[0].period == "in the period from April 2021 to March 2025"


def test_double_stands_beside_what_it_doubles(seed: ReadReport) -> None:
    read = [(one.kind, one.value, one.qualifier) for one in _at(seed, 90)]
    assert read == [
        ("fraction", 0.5, "around"),
        ("duration", 30, ""),
        ("percent", 20, "almost"),
        ("ratio", 2, ""),
        ("percent", 10, ""),
    ]


def test_every_line_is_in_exactly_one_place(seed: ReadReport, seed_file: Path) -> None:
    shown = {
        number
        for number, text in enumerate(seed_file.read_text(encoding="utf-8").splitlines(), 1)
        if text.strip()
    }
    placed = [n for one in seed.passages for n in one.lines]
    placed += [n for one in seed.unplaced for n in one.lines]
    assert len(placed) == len(set(placed))
    assert set(placed) == shown
    assert not seed.unplaced


def test_what_was_read_goes_to_json_and_back(seed: ReadReport) -> None:
    assert ReadReport.model_validate_json(seed.model_dump_json()) == seed
    assert seed.model_dump()["schema_version"] == 1

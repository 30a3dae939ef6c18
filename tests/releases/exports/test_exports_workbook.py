"""The workbook: read again it says what the release says, and it keeps the rules for access."""

import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from odfdo import Document
from python_calamine import CalamineWorkbook

from openpeel.measures.values import Release
from openpeel.releases.exports.numbers import rounded
from openpeel.releases.exports.spreadsheet import Number, Sheet, write_ods
from openpeel.releases.exports.workbook import HEADER, SHORTHAND, workbook


@pytest.fixture(scope="module")
def path(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("book") / "openpeel.ods"
    workbook(release, path)
    return path


def read(path: Path, sheet: str) -> list[list[Any]]:
    return CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python()


def table(path: Path, sheet: str) -> list[dict[str, Any]]:
    lines = read(path, sheet)
    start = next(at for at, line in enumerate(lines) if line[0] == "Measure")
    return [dict(zip(lines[start], line, strict=True)) for line in lines[start + 1 :]]


def test_cover_contents_and_notes_come_first_then_themes(path: Path) -> None:
    assert CalamineWorkbook.from_path(path).sheet_names == [
        "Cover", "Contents", "Notes", "Investigating crime", "The area",
    ]  # fmt: skip


def test_numbers_are_numbers_and_equal_the_release(release: Release, path: Path) -> None:
    found = {row["Force code"]: row for row in table(path, "Investigating crime")}
    national = next(v for v in release.values if v.force_code == "K04000001" and v.unit != "count")
    for standing in release.comparisons[0].standings:
        value, row = standing.value, found[standing.value.force_code]
        for name in ("value", "lower", "upper"):
            number = rounded(getattr(value, name))
            assert row[name.title()] == (f"[{value.status}]" if number is None else number)
        assert row["England and Wales"] == rounded(national.value)
        assert (row["Figure"], row["Unit"]) == (value.figure, value.unit)
        assert row["Period ends"] == "2020-03-31"


def test_missing_is_shorthand_in_brackets_never_empty_or_zero(path: Path) -> None:
    found = {row["Force"]: row for row in table(path, "Investigating crime")}
    assert found["Cumbria"]["Value"] == 0
    for force, shorthand in (("City of London", "[c]"), ("North Wales", "[x]")):
        names = ("Value", "Lower", "Upper", "Status", "Mark by the outlier lines")
        assert [found[force][name] for name in names] == [shorthand] * 5
    for sheet in ("Investigating crime", "The area"):
        assert all(item != "" for row in table(path, sheet) for item in row.values())


def test_every_shorthand_used_is_explained(path: Path) -> None:
    used = {
        item
        for sheet in ("Investigating crime", "The area")
        for row in table(path, sheet)
        for item in row.values()
        if str(item).startswith("[")
    }
    explained = {line[0] for line in read(path, "Notes")}
    assert used <= set(SHORTHAND) <= explained
    assert set(SHORTHAND) == {"[x]", "[z]", "[n]", "[p]", "[c]", "[low]", "[r]"}


def test_only_the_latest_period_is_shown(path: Path) -> None:
    (row,) = table(path, "The area")
    assert (row["Value"], row["Lower"], row["Period ends"]) == (1298422, "[z]", "2020-03-31")


def test_marks_are_those_of_the_comparison(release: Release, path: Path) -> None:
    found = {row["Force code"]: row for row in table(path, "Investigating crime")}
    marked = [s for s in release.comparisons[0].standings if s.line_mark or s.funnel_mark]
    assert marked, "the sample must have a mark"
    for standing in marked:
        row = found[standing.value.force_code]
        assert row["Mark by the outlier lines"] == (standing.line_mark or "none")
        assert row["Mark by the funnel"] == (standing.funnel_mark or "none")


def test_a_figure_leads_to_its_page_when_the_address_is_known(
    release: Release, tmp_path: Path
) -> None:
    workbook(release, tmp_path / "a.ods", lambda value: f"https://example.org/{value.figure}/")
    content = zipfile.ZipFile(tmp_path / "a.ods").read("content.xml").decode()
    assert 'xlink:href="https://example.org/charged.cumbria.2020-03-31/"' in content


def test_rules_for_accessible_spreadsheets(path: Path) -> None:
    content = zipfile.ZipFile(path).read("content.xml").decode()
    assert "number-columns-spanned" not in content, "no merged cells"
    assert "<table:table-cell/>" not in content, "no empty cells"
    assert content.count("<table:table-header-rows>") == 4, "every table marks its header row"
    assert content.count('table:contains-header="true"') == 4
    assert "'Notes'.A1" in content, "contents lead to the sheets"
    for sheet in ("Investigating crime", "The area"):
        lines = read(path, sheet)
        assert lines[0][0].startswith(sheet)
        assert lines[1][0].startswith("This sheet contains one table")
        assert tuple(lines[3]) == HEADER
        assert all(line[0] for line in lines), "no blank rows"


def test_title_author_and_language_are_set(path: Path) -> None:
    document = Document(path)
    assert document.meta.title == "Police forces of England and Wales compared"
    assert document.meta.creator == document.meta.initial_creator == "openpeel"
    assert document.language == document.meta.language == "en-GB"


def test_simulated_figures_say_so_on_every_sheet(release: Release, tmp_path: Path) -> None:
    workbook(replace(release, simulated=True), tmp_path / "a.ods")
    assert "simulated" in read(tmp_path / "a.ods", "Cover")[1][0]
    for sheet in ("Investigating crime", "The area"):
        assert "simulated" in read(tmp_path / "a.ods", sheet)[0][0]


def test_same_bytes_twice(release: Release, path: Path, tmp_path: Path) -> None:
    workbook(release, tmp_path / "again.ods")
    assert (tmp_path / "again.ods").read_bytes() == path.read_bytes()


def test_markup_and_formulas_in_words_stay_words(tmp_path: Path) -> None:
    odd = "=1+1 <b>&amp;</b> 'x' \x00]]>"
    sheet = Sheet("It's", odd, (), ("=A1",), ((odd,), (Number(1234.5678, 2),)))
    write_ods(tmp_path / "a.ods", [sheet], title=odd.replace("\x00", ""), subject="")
    clean = odd.replace("\x00", "")
    assert read(tmp_path / "a.ods", "It's") == [[clean], ["=A1"], [clean], [1234.5678]]


def test_a_release_without_values_still_has_its_first_sheets(
    release: Release, tmp_path: Path
) -> None:
    workbook(replace(release, values=(), comparisons=()), tmp_path / "a.ods")
    assert CalamineWorkbook.from_path(tmp_path / "a.ods").sheet_names == [
        "Cover", "Contents", "Notes",
    ]  # fmt: skip

"""What a published folder carries, what it may be replaced by, and what verify says of it."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from small_folder import change, record, write_folder
from small_report import evidence

from openpeel import reporting, verifying
from openpeel.cli import main
from openpeel.errors import UserError
from openpeel.inspecting.folder import read_record, write_record
from openpeel.inspecting.record import Signed
from openpeel.reports.text.publishing import published_files
from openpeel.verifying import verify

FIRST = "version: 1\npublished: 2022-04-27"
SECOND = "version: 2\npublished: {}\nchanged: The revisit is told."
SECRET = "A named officer told us"


@pytest.fixture
def published(folder: Path, small_site: Path, tmp_path: Path) -> Path:
    return reporting.build(folder, small_site, tmp_path / "out" / "report").folder


@pytest.fixture
def with_secret(folder: Path) -> Path:
    """The folder with evidence that must not be published, and that no finding cites."""
    made = record()
    (one,) = made.inspections
    secret = evidence(
        "secret", "document", marking="official-sensitive", says=SECRET, document="Their letter",
        sha256="1" * 64, shows=date(2021, 2, 1), received=date(2021, 8, 3),
    )  # fmt: skip
    held = [secret, *(e.model_dump(by_alias=True) for e in one.evidence)]
    inspection = type(one).model_validate(one.model_dump(by_alias=True) | {"evidence": held})
    shutil.rmtree(folder / "record")
    write_record(made.model_copy(update={"inspections": (inspection,)}), folder / "record")
    return folder


def second(folder: Path, published: str = "2023-07-08") -> Path:
    change(folder, "report.yaml", FIRST, SECOND.format(published))
    return folder


def test_sensitive_evidence_is_not_in_what_is_published(
    with_secret: Path, small_site: Path, tmp_path: Path
) -> None:
    out = reporting.build(with_secret, small_site, tmp_path / "out").folder
    for path in out.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert SECRET.encode() not in content and b"Their letter" not in content, path
    left = read_record(out / "data" / "source" / "record").inspections[0].evidence
    (kept,) = (one for one in left if one.id == "secret")
    assert kept.says.startswith("Withheld") and (kept.document, kept.sha256) == (None, None)
    assert verify(out) == []


def test_nobody_who_signed_a_record_is_named_in_what_is_published(
    published: Path, folder: Path
) -> None:
    written = read_record(folder / "record")
    names = {one.signed.by for one in written.inspections[0].evidence}
    assert names
    for path in (published / "data" / "source" / "record").rglob("*"):
        if path.is_file():
            assert not [name for name in names if name in path.read_text()], path
    source = published / "data" / "source"
    kept = read_record(source / "record")
    assert kept.inspections[0].signed.by.startswith("Person ")
    assert [one.signed.on for one in kept.inspections[0].evidence] == [
        one.signed.on for one in written.inspections[0].evidence
    ]


def test_people_who_are_numbered_keep_their_numbers(published: Path, tmp_path: Path) -> None:
    source = published / "data" / "source"
    files = published_files(source)
    assert files == {name: (source / name).read_bytes() for name in files}


def test_of_a_hundred_people_who_signed_two_stay_two(folder: Path) -> None:
    """Somebody else moderated, and that is still so when names are gone."""
    written = read_record(folder / "record")
    (one,) = written.inspections
    by = (Signed(by=f"Name {number}", on=date(2021, 8, 3)) for number in range(100))
    like = one.evidence[0]
    many = [like.model_copy(update={"id": f"e-{n:03}", "signed": s}) for n, s in enumerate(by)]
    inspection = one.model_copy(update={"evidence": (*many, *one.evidence)})
    shutil.rmtree(folder / "record")
    write_record(written.model_copy(update={"inspections": (inspection,)}), folder / "record")
    first = published_files(folder)
    for name, content in first.items():
        (folder / name).write_bytes(content)
    assert published_files(folder) == first
    people = {e.signed.by for e in read_record(folder / "record").inspections[0].evidence}
    assert len(people) >= 100


def test_a_report_with_sensitive_evidence_can_be_built_again(
    with_secret: Path, small_site: Path, tmp_path: Path
) -> None:
    """What was withheld makes no other words of the same words."""
    out = tmp_path / "out"
    reporting.build(with_secret, small_site, out)
    reporting.build(with_secret, small_site, out)
    later = second(with_secret)
    assert reporting.build(later, small_site, out).version == 2


def test_a_number_of_a_sensitive_document_is_refused(with_secret: Path, small_site: Path) -> None:
    change(with_secret, "figures.yaml", "document: charter", "document: secret")
    with pytest.raises(UserError, match="marked official-sensitive"):
        reporting.check(with_secret, small_site)


def test_a_folder_of_another_inspection_is_not_replaced(
    published: Path, folder: Path, small_site: Path
) -> None:
    name = "inspections/west-mercia-2021-22"
    (folder / "record" / name).rename(folder / "record" / "inspections" / "west-mercia-again")
    second(folder)
    change(folder, "report.yaml", "west-mercia-2021-22", "west-mercia-again")
    with pytest.raises(UserError, match="holds the report of another inspection"):
        reporting.build(folder, small_site, published)


def test_a_later_version_is_not_dated_before_the_one_it_replaces(
    published: Path, tmp_path: Path, small_site: Path
) -> None:
    later = second(write_folder(tmp_path / "later"), "2022-04-27")
    assert reporting.build(later, small_site, tmp_path / "elsewhere").version == 2
    change(published, "data/source/report.yaml", "2022-04-27", "2022-04-28")
    with pytest.raises(UserError, match="dated 2022-04-27, before version 1 of 2022-04-28"):
        reporting.build(later, small_site, published)


def test_an_earlier_version_that_was_taken_away_is_missed(
    published: Path, folder: Path, small_site: Path
) -> None:
    reporting.build(second(folder), small_site, published)
    assert verify(published) == []
    shutil.rmtree(published / "versions" / "1")
    (told,) = verify(published)
    assert "versions/1 is gone" in told


def test_another_version_of_openpeel_matters_only_where_something_differs(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "code_version", lambda: "another")
    assert verify(published) == []
    change(published, "index.html", "Calls wait", "Calls fly")
    first, other = verify(published)
    assert "made by another version" in first and other.startswith("index.html")


def third(folder: Path) -> Path:
    change(
        folder,
        "report.yaml",
        "version: 2\npublished: 2023-07-08",
        "version: 3\npublished: 2024-05-24",
    )
    return folder


@pytest.fixture
def three(published: Path, folder: Path, small_site: Path) -> Path:
    """A report with two earlier versions."""
    reporting.build(second(folder), small_site, published)
    reporting.build(third(folder), small_site, published)
    return published


def test_three_versions_are_confirmed(three: Path, small_site: Path) -> None:
    assert sorted(path.name for path in (three / "versions").iterdir()) == ["1", "2"]
    assert verify(three, small_site) == []
    assert verify(three / "versions" / "2") == verify(three / "versions" / "1") == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("report", "Kent Police"),
        ("version", 99),
        ("release", "aaaaaaaaaaaa"),
        ("added", 1),
    ],
)
def test_a_manifest_that_was_changed_is_named(three: Path, key: str, value: object) -> None:
    manifest = three / "data" / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {key: value}))
    assert any(f"data/manifest.json, key {key}" in told for told in verify(three))


@pytest.mark.parametrize(("key", "value"), [("replaced", True), ("changes", {})])
def test_what_a_manifest_says_of_its_place_is_not_believed(
    three: Path, key: str, value: object
) -> None:
    manifest = three / "data" / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {key: value}))
    told = verify(three)
    assert any(words.startswith("changes/index.html") for words in told)
    assert any(words.startswith("versions/2 is no version") for words in told)


def test_a_manifest_of_an_earlier_version_that_was_changed_is_named(three: Path) -> None:
    change(three, "versions/1/data/manifest.json", '"version": 1', '"version": 7')
    assert "version 1: data/manifest.json, key version: worked out again it is not the same." in (
        verify(three)
    )


def test_figures_that_were_changed_are_named_first(three: Path) -> None:
    change(three, "data/figures.json", "19.34", "18.34")
    assert verify(three)[0] == "data/figures.json was changed by hand."


def test_what_was_added_beside_a_report_is_named(three: Path) -> None:
    shutil.copytree(three / "versions" / "1", three / "versions" / "0")
    (three / "data" / "source" / "new").mkdir()
    (three / "data" / "source" / "new" / "extra.html").write_text("hello")
    page = three / "index.html"
    page.rename(three.parent / "other.html")
    page.symlink_to(three.parent / "other.html")
    told = verify(three)
    assert "data/source/new/extra.html was added by hand." in told
    assert any(words.startswith("versions/0 is no version") for words in told)
    assert any(words.startswith("index.html is a link") for words in told)


def test_a_source_that_the_manifest_does_not_name_any_more(three: Path) -> None:
    manifest = three / "data" / "manifest.json"
    held = json.loads(manifest.read_text())
    del held["sources"]["report.md"]
    manifest.write_text(json.dumps(held))
    assert "data/source/report.md was added by hand." in verify(three)


def test_a_source_that_can_t_be_read_any_more_is_named_first(published: Path) -> None:
    name = "data/source/record/inspections/west-mercia-2021-22/evidence.csv"
    change(published, name, "interview", "interviev")
    first, other = verify(published)
    assert first == f"{name} was changed by hand."
    assert other.startswith("It can't be built again:")


def test_two_reports_have_no_difference(
    published: Path, folder: Path, small_site: Path, tmp_path: Path
) -> None:
    name = "inspections/west-mercia-2021-22"
    (folder / "record" / name).rename(folder / "record" / "inspections" / "west-mercia-again")
    change(folder, "report.yaml", "west-mercia-2021-22", "west-mercia-again")
    other = reporting.build(folder, small_site, tmp_path / "other").folder
    with pytest.raises(UserError, match=r"is a report of west-mercia-2021-22 and .* one of"):
        reporting.compare(published, other)


def test_what_is_no_report_is_said_to_be_none(small_site: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="this is no published report"):
        verify(small_site)
    with pytest.raises(UserError, match="this is no published report"):
        reporting.compare(small_site, small_site)
    with pytest.raises(UserError, match="nowhere: there is no such folder"):
        reporting.check(tmp_path / "nowhere", small_site)


def test_verify_says_what_it_looked_at(published: Path, small_site: Path) -> None:
    said = CliRunner().invoke(main, ["report", "verify", str(published), "--site", str(small_site)])
    assert "Every figure, worked out again from" in said.output

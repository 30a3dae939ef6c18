"""data.police.uk's zip is opened safely; workbooks are zips that are left alone."""

import io
import zipfile
from pathlib import Path

import pytest
import workbooks
from csv_edition import facts, written

from openpeel.errors import UserError
from openpeel.facts.sources.archives import is_archive, members
from openpeel.facts.sources.police_uk import PoliceUkOutcomes
from openpeel.facts.sources.reading import SourceFile


def archive(path: Path, files: dict[str, bytes]) -> SourceFile:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in files.items():
            out.writestr(name, content)
    return SourceFile(path, path.name)


def refused(file: SourceFile, into: Path) -> str:
    with pytest.raises(UserError) as caught:
        members(file, into)
    assert str(caught.value).startswith(file.name)
    return str(caught.value)


def test_csv_members_come_out_in_order_with_their_names(tmp_path: Path, open_data: Path) -> None:
    real = next((open_data / "data-police-uk/thames-valley").glob("*outcomes.csv"))
    file = archive(
        tmp_path / "archive.zip",
        {
            "2022-01/2022-01-thames-valley-outcomes.csv": real.read_bytes(),
            "2021-12/2021-12-norfolk-street.CSV": b"Month\n",
            "2021-12/": b"",
            "README.txt": b"",
            "inner.zip": b"PK\x03\x04",
        },
    )
    into = tmp_path / "out"
    into.mkdir()
    assert is_archive(file)
    found, others = members(file, into)
    assert [member.name for member in found] == [
        "archive.zip!2021-12/2021-12-norfolk-street.CSV",
        "archive.zip!2022-01/2022-01-thames-valley-outcomes.csv",
    ]
    assert facts(PoliceUkOutcomes(), found[1].path, "count(*)") == [(15_107,)]
    assert others == ["README.txt", "inner.zip"]
    assert len(list(into.iterdir())) == 2


def test_a_member_without_a_proper_name_is_no_crash(tmp_path: Path) -> None:
    file = archive(tmp_path / "odd.zip", {".": b"", "fine.csv": b"a\n"})
    found, others = members(file, tmp_path)
    assert ([member.name for member in found], others) == (["odd.zip!fine.csv"], ["."])


@pytest.mark.parametrize("kind", [".xlsx", ".ods"])
def test_a_workbook_is_no_archive(tmp_path: Path, kind: str) -> None:
    assert not is_archive(workbooks.write(tmp_path / f"book{kind}", {"A": [["x", 1]]}))


def test_other_files_are_no_archive(tmp_path: Path) -> None:
    for name, content in (("a.csv", b"a,b\n"), ("b.zip", b"PK"), ("c.csv.gz", b"a,b\n")):
        path = written(tmp_path / name, content)
        assert not is_archive(SourceFile(path, name))


@pytest.mark.parametrize(
    "name", ["../up.csv", "/etc/cron.csv", "a/../../up.csv", "..\\up.csv", "C:/x.csv"]
)
def test_a_member_that_points_outside_is_refused(tmp_path: Path, name: str) -> None:
    into = tmp_path / "deep" / "out"
    into.mkdir(parents=True)
    file = archive(tmp_path / "evil.zip", {"fine.csv": b"a\n", name: b"a\n"})
    assert "the member's name points outside the archive" in refused(file, into)
    assert list(tmp_path.rglob("*.csv")) == []


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    file = archive(tmp_path / "bomb.zip", {"2019-01-kent-street.csv": b"0" * (30 << 20)})
    assert "which no publication does" in refused(file, tmp_path)
    assert list(tmp_path.glob("member*")) == []


def test_a_member_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    """The central directory says 5 bytes; the data are more."""
    file = archive(tmp_path / "liar.zip", {"a.csv": b"x" * 50_000})
    raw = bytearray(file.path.read_bytes())
    at = raw.rindex(b"PK\x01\x02") + 24
    raw[at : at + 4] = (5).to_bytes(4, "little")
    file.path.write_bytes(raw)
    assert "can't be opened" in refused(file, tmp_path)


def test_encrypted_members_are_refused(tmp_path: Path) -> None:
    file = archive(tmp_path / "secret.zip", {"a.csv": b"a\n"})
    raw = bytearray(file.path.read_bytes())
    raw[raw.rindex(b"PK\x01\x02") + 8] |= 1
    file.path.write_bytes(raw)
    assert "the member is encrypted; unpack the archive first" in refused(file, tmp_path)


def test_two_members_of_one_name_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "twice.zip"
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(path, "w") as out:
        out.writestr("a.csv", b"1\n")
        out.writestr("a.csv", b"2\n")
    assert "two members have this name" in refused(SourceFile(path, path.name), tmp_path)


def test_too_many_members_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openpeel.facts.sources.archives.ENTRIES", 2)
    file = archive(tmp_path / "many.zip", {f"{n}.csv": b"a\n" for n in range(3)})
    assert "holds 3 files, more than 2" in refused(file, tmp_path)


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    file = archive(tmp_path / "damaged.zip", {"a.csv": bytes(range(256)) * 50})
    raw = bytearray(file.path.read_bytes())
    raw[60:80] = bytes(20)
    file.path.write_bytes(raw)
    assert "the archive can't be opened" in refused(file, tmp_path)


def test_members_are_named_by_number_whatever_they_are_called(tmp_path: Path) -> None:
    file = archive(tmp_path / "odd.zip", {"na\nme?.csv": b"a\n", "b.csv.gz": b""})
    found, _ = members(file, tmp_path)
    assert sorted(member.path.name for member in found) == [
        "member-00000.csv.gz",
        "member-00001.csv",
    ]
    assert io.BytesIO(found[1].path.read_bytes()).read() == b"a\n"

"""A record as a folder: one form, all or nothing, and a sentence for whatever can't be read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from inspecting.making import changed, good, put, record
from inspecting.records import AWKWARD, records
from openpeel.errors import UserError
from openpeel.inspecting import folder as folders
from openpeel.inspecting.files import text_of
from openpeel.inspecting.folder import not_canonical, read_record, record_files, write_record
from openpeel.inspecting.record import Record

WEST = "inspections/west-mercia-2021-22"


GOOD = record_files(record())


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """The good record as a folder."""
    for name, text in GOOD.items():
        (tmp_path / "record" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "record" / name).write_text(text, "utf-8")
    return tmp_path / "record"


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(old) >= 1, f"{old!r} is not in {path.name}"
    path.write_text(text.replace(old, new, 1), "utf-8")


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


class TestOneForm:
    def test_a_record_is_the_same_after_it_was_written_and_read(self, tmp_path: Path) -> None:
        write_record(record(), tmp_path / "record")
        assert read_record(tmp_path / "record") == record()
        assert tree(tmp_path / "record") == {name: text.encode() for name, text in GOOD.items()}

    def test_a_folder_is_the_same_byte_for_byte_after_it_was_read_and_written(
        self, written: Path, tmp_path: Path
    ) -> None:
        write_record(read_record(written), tmp_path / "again")
        assert tree(tmp_path / "again") == tree(written)
        assert not_canonical(written) == ()

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(records())
    def test_any_record_reads_back_from_its_files(self, any_record: Record) -> None:
        files = record_files(any_record)
        read = read_back(files)
        assert read == any_record
        assert record_files(read) == files

    @pytest.mark.parametrize("text", AWKWARD)
    def test_awkward_text_reads_back_from_each_kind_of_file(self, text: str) -> None:
        values = good()
        put(values, "inspections", 0, "evidence", "e-3", "says", to=f"{text}.")
        put(values, "inspections", 0, "evidence", "e-2", "document", to=text)
        put(values, "inspections", 0, "findings", 0, "words", to=text)
        put(values, "inspections", 0, "gaps", 0, "reason", to=text)
        made = record(values)
        files = record_files(made)
        assert read_back(files) == made
        assert record_files(read_back(files)) == files

    def test_entries_stand_in_one_order_whoever_lists_them(self) -> None:
        values = good()
        values["inspections"].reverse()
        values["inspections"][-1]["evidence"].reverse()
        assert record_files(record(values)) == record_files(record())

    def test_a_hand_written_file_reads_alike_and_is_named_as_not_canonical(
        self, written: Path
    ) -> None:
        table = written / WEST / "evidence.csv"
        lines = table.read_bytes().replace(b"\n", b"\r\n")
        table.write_bytes(b"\xef\xbb\xbf" + lines)
        edit(written / WEST / "gaps.yaml", "gaps:", "# A comment.\ngaps:")
        (written / "inspections/staffordshire-2021-22/gaps.yaml").write_text("gaps: []\n")
        assert read_record(written) == record()
        assert [line.removeprefix(f"{written}/") for line in not_canonical(written)] == [
            "inspections/staffordshire-2021-22/gaps.yaml: the file says nothing; it would not be"
            " written.",
            f"{WEST}/evidence.csv, line 1: it would be written in another way.",
            f"{WEST}/gaps.yaml, line 1: it would be written in another way.",
        ]

    def test_columns_may_be_left_out_and_stand_in_any_order(self, written: Path) -> None:
        (written / WEST / "lines-of-enquiry.yaml").unlink()
        (written / WEST / "findings/callers-give-up.md").unlink()
        (written / WEST / "concerns/calls.md").unlink()
        (written / WEST / "improvements.yaml").unlink()
        (written / WEST / "evidence.csv").write_text(
            "by,on,says,id,kind,round,area,speaks,strength\n"
            "A. Lead,2021-09-20,-5 degrees in the cells,e-1,observation,main,responding,for,weak\n"
            ",,,,,,,,\n"
        )
        (evidence,) = read_record(written).inspections[1].evidence
        assert (evidence.says, evidence.marking) == ("-5 degrees in the cells", "official")

    def test_a_cell_that_looks_like_a_formula_is_text_to_a_spreadsheet(self) -> None:
        files = record_files(changed("evidence", "e-3", "says", to='=HYPERLINK("x")'))
        assert '"\'=HYPERLINK(""x"")"' in files[f"{WEST}/evidence.csv"]

    def test_a_line_of_three_dashes_in_the_words_stays_there(self) -> None:
        words = "Before.\n\n---\n\narea: workforce\n---\nAfter."
        made = changed("findings", 0, "words", to=words)
        assert read_back(record_files(made)).inspections[1].findings[0].words == words


def read_back(files: dict[str, str]) -> Record:
    """A record from its files, without a disk."""
    return folders._record({name: text.encode() for name, text in files.items()}, Path("record"))


class TestWriting:
    def test_a_folder_that_holds_something_else_is_left_alone(self, tmp_path: Path) -> None:
        (tmp_path / "letters").mkdir()
        (tmp_path / "letters" / "letter.txt").write_text("Dear")
        with pytest.raises(UserError, match=r"letter.txt: a record has no such file"):
            write_record(record(), tmp_path / "letters")
        assert tree(tmp_path) == {"letters/letter.txt": b"Dear"}

    def test_a_write_that_fails_leaves_the_old_record(
        self, written: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = tree(written.parent)
        real = Path.write_text

        def full(path: Path, *args: str, **kwargs: str) -> int:
            if path.name == "programme.yaml":
                raise OSError(28, "No space left on device")
            return real(path, *args, **kwargs)  # type: ignore[arg-type]

        monkeypatch.setattr(Path, "write_text", full)
        with pytest.raises(OSError, match="No space"):
            write_record(changed("findings", to=[]), written)
        assert tree(written.parent) == before

    def test_an_older_record_is_replaced_whole(self, written: Path) -> None:
        values = good()
        del values["inspections"][0]["improvements"]
        write_record(record(values), written)
        assert not (written / WEST / "improvements.yaml").exists()
        assert [path.name for path in written.parent.iterdir()] == ["record"]

    def test_what_could_not_be_read_again_is_not_written(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("openpeel.inspecting.files.LARGEST", 500)
        with pytest.raises(UserError, match="would be larger than"):
            write_record(record(), tmp_path / "record")
        assert not (tmp_path / "record").exists()


WRONG = [
    ("programme.yaml", "name:", "nam:", "programme.yaml, line 2, key nam: no such key|needed"),
    ("programme.yaml", "id: peel", "id: ../peel", "key id: string should match pattern"),
    ("programme.yaml", "id: peel", "inspections: []\nid: peel", "key inspections: this has a file"),
    ("evidence.csv", "e-3,interview", "e-3,rumour", "line 4, key kind: input should be 'data', 'a"),
    ("evidence.csv", "id,kind", "id,sort", "line 1: there is no column 'sort'; check the spell"),
    ("evidence.csv", "id,kind", "id,id", "line 1: the column id stands twice; keep one"),
    (
        "evidence.csv",
        "e-3,",
        "e-2,",
        "line 4, key id: e-2 stands twice .first on line 3.; give",
    ),
    ("evidence.csv", "e-3,", "e-3,,", "line 4: the row has 24 cells where the first line has 23"),
    ("evidence.csv", "e-3,", '"e-3,', "line 4: this is not valid CSV"),
    ("evidence.csv", "2021-09-20", "20/09/2021", "line 2, column on: a day is written like"),
    ("evidence.csv", "responding,answering", "parking,answering", "key e-1.area: .* no area 'park"),
    ("evidence.csv", ",answering", ",answers", "e-1.characteristic: the area responding has no ch"),
    ("evidence.csv", "data,main", "data,first", "key e-1.round: there is no round 'first' in this"),
    ("gaps.yaml", "on: 2021-10-04", "on: 0", "line 5, key gaps.0.signed.on: a day is written li"),
    ("gaps.yaml", "on: 2021-10-04", "on: 2021-02-30", "line 5, key gaps.0.signed.on: there is"),
    ("gaps.yaml", "on: 2021-10-04", "on: 0000-10-04", "line 5, key gaps.0.signed.on: there is no"),
    ("gaps.yaml", "on: 2021-10-04", "on: '2021-02-30'", "signed.on: there is no such day: 2021-0"),
    (
        "gaps.yaml",
        "reason: T",
        "1: x\n    reason: T",
        "line 4, key gaps.0.1: a key is a word, never a number or",
    ),
    (
        "gaps.yaml",
        "gaps:",
        "gaps:\nold:",
        "line 1, key gaps: nothing stands here, where a list is n",
    ),
    (
        "gaps.yaml",
        "gaps:",
        "gaps: [x]\nold:",
        "key gaps.0: a list of keys with values is needed he",
    ),
    (
        "inspection.yaml",
        "forces: [E23000016]",
        "forces: E23000016",
        "line 4, key forces: a list is needed here, such as .E23000016.",
    ),
    (
        "inspection.yaml",
        "to: 2021-09-30",
        "to: 2021-06-31",
        "line 6, key window.to: there is no such day: 2021-06-31",
    ),
    ("inspection.yaml", "rounds:", "2021: x\nrounds:", "line 9, key 2021: a key is a word, nev"),
    ("evidence.csv", "2021-09-20", "2021-06-31", "line 2, column on: there is no such day: 2021-"),
    ("gaps.yaml", "reason: T", "reason: *T", "line 4: aliases and tags are not read"),
    ("gaps.yaml", "reason: T", "reason: !!python/name:os.system T", "line 4: aliases and tags are"),
    ("gaps.yaml", "reason: T", "reason: &T T", "line 4: aliases and tags are not read"),
    ("gaps.yaml", "gaps:", "gaps: " + "[" * 50, "line 1: it is nested too deeply to be read"),
    ("gaps.yaml", "gaps:", "- gaps:", "line 1: a list of keys with values is needed here"),
    (
        "gaps.yaml",
        "    reason:",
        "    reason: Again\n    reason:",
        "line 5, .*: the key stands",
    ),
    ("inspection.yaml", "rounds:", "lines: []\nrounds:", "key lines: this has a file of its own"),
    ("inspection.yaml", "rounds:", "id: x\nrounds:", "key id: this is the name of the file or fol"),
    ("inspection.yaml", "to: 2021-09-30", "to: 2020-03-31", "key window.to: 2020-03-31 is before"),
    ("inspection.yaml", "place: E23000016", "place: E23000032", "key place: the inspection of a f"),
    ("inspection.yaml", "[E23000016]", "[Northshire]", "'Northshire' is not the name or code of"),
    (
        "inspection.yaml",
        "framework: peel-2021-22-revised",
        "framework: peel-2014",
        "no framework",
    ),
    ("findings/callers-give-up.md", "---", "", "line 1: the file must begin with a line ---"),
    ("findings/callers-give-up.md", "signed:", "words: x\nsigned:", "line 8, key words: the words"),
    ("findings/callers-give-up.md", "[e-1, e-2]", "[e-1, e-9]", "key evidence: there is no evide"),
    ("findings/callers-give-up.md", "tone: criticism", "tone: cross", "line 5, key tone: input"),
    ("judgments/main/responding.md", "grade: requires", "grade: almost", "key grade: .* has no gr"),
    (
        "judgments/main/responding.md",
        "grade: adequate",
        "grade: fine",
        "key dissents.0.grade: PE",
    ),
    (
        "judgments/main/responding.md",
        "round: main",
        "round: first",
        "the file is named judgmen",
    ),
    ("concerns/calls.md", "[callers-give-up]", "[calls]", "key findings: there is no finding 'c"),
    ("concerns/calls.md", "status: open", "status: shut", "key recommendations.0.history.0.status"),
    ("improvements.yaml", "area: resp", "area: desp", "key response-times.area: PEEL 2021/22, rev"),
    (
        "lines-of-enquiry.yaml",
        "evidence: [e-2]",
        "evidence: [e-0]",
        "key l-1.evidence: there i",
    ),
]


class TestWhatCantBeRead:
    @pytest.mark.parametrize(("file", "old", "new", "message"), WRONG)
    def test_a_mistake_is_told_with_its_file_and_key(
        self, written: Path, file: str, old: str, new: str, message: str
    ) -> None:
        path = written / (file if file == "programme.yaml" else f"{WEST}/{file}")
        edit(path, old, new)
        with pytest.raises(UserError, match=message) as told:
            read_record(written)
        assert str(path.parent) in str(told.value)
        assert "\n" not in str(told.value)

    def test_a_control_character_is_refused_in_files_and_in_objects(self, written: Path) -> None:
        edit(written / WEST / "findings/callers-give-up.md", "Most", "Mo\x07st")
        with pytest.raises(UserError, match=r"line 10, key words: character U.0007 can't stand"):
            read_record(written)
        with pytest.raises(ValueError, match=r"U.0000 can't stand in a text"):
            changed("findings", 0, "words", to="a\0b")

    def test_a_text_without_end_is_refused(self) -> None:
        with pytest.raises(ValueError, match="longer than 100,000 characters"):
            changed("findings", 0, "words", to="a" * 100_001)

    def test_two_things_of_one_id_are_refused(self) -> None:
        twice = good()["inspections"][0]["findings"][0]
        with pytest.raises(ValueError, match="callers-give-up stands twice"):
            changed("findings", 1, to=twice)

    @pytest.mark.parametrize(
        ("name", "message"),
        [
            ("notes.txt", "notes.txt: a record has no such file; check its name or take it out"),
            (f"{WEST}/findings/Callers.md", "Callers.md: a record has no such file"),
            (f"{WEST}/findings/..md", "a record has no such file"),
            (f"{WEST}/drafts/x.md", "drafts: a record has no such folder"),
            (f"{WEST}/findings/a\x1b[2J.md", r"findings/a\?\[2J.md: a record has no such file"),
            (
                "inspections/kent/gaps.yaml",
                "kent: the inspection has no inspection.yaml; write",
            ),
        ],
    )
    def test_a_file_that_no_record_has(self, written: Path, name: str, message: str) -> None:
        (written / name).parent.mkdir(exist_ok=True)
        (written / name).write_text("gaps: []\n")
        with pytest.raises(UserError, match=message):
            read_record(written)

    def test_links_are_not_followed(self, written: Path, tmp_path: Path) -> None:
        (tmp_path / "secret.md").write_text("---\na: b\n---\n")
        (written / WEST / "findings/secret.md").symlink_to(tmp_path / "secret.md")
        with pytest.raises(UserError, match=r"secret.md: this is a link; put the file itself"):
            read_record(written)
        (written / WEST / "findings/secret.md").unlink()
        (written / "inspections/kent").symlink_to(tmp_path, target_is_directory=True)
        with pytest.raises(UserError, match="kent: this is a link"):
            read_record(written)

    def test_a_pipe_is_not_waited_for(self, written: Path) -> None:
        (written / WEST / "gaps.yaml").unlink()
        os.mkfifo(written / WEST / "gaps.yaml")
        with pytest.raises(UserError, match=r"gaps.yaml: this is not a regular file"):
            read_record(written)

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (b"id: x\0y\n", "the file holds NUL bytes; save it as UTF-8 text"),
            ("name: café\n".encode("latin-1"), "byte 9 is not UTF-8; save the file as UTF-8"),
            (b"", "the file is empty"),
            (b"name: caf\xc3\xa9\nid: \x01\n", "line 2: this is not valid YAML"),
            (b"id: [\n", "this is not valid YAML"),
            (b"# A comment.\n1: 2\n", "line 2, key 1: a key is a word, never a number or a day"),
            (b"a: &a [x]\nb: [*a, *a]\n", "line 1: aliases and tags are not read"),
        ],
    )
    def test_bytes_that_are_no_such_file(self, written: Path, content: bytes, message: str) -> None:
        (written / "programme.yaml").write_bytes(content)
        with pytest.raises(UserError, match=f"programme.yaml.*{message}"):
            read_record(written)

    def test_what_is_too_large_or_too_many(
        self, written: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("openpeel.inspecting.files.MOST", 5)
        with pytest.raises(UserError, match="there are more than 5 files; split it"):
            read_record(written)
        monkeypatch.setattr("openpeel.inspecting.files.LARGEST", 100)
        with pytest.raises(UserError, match="the file is larger than"):
            read_record(written)

    def test_what_is_no_record_at_all(self, tmp_path: Path) -> None:
        with pytest.raises(UserError, match="there is no such folder"):
            read_record(tmp_path / "nowhere")
        with pytest.raises(UserError, match=r"this is no record; it has no programme.yaml"):
            read_record(tmp_path)

    def test_old_line_ends_and_a_byte_order_mark_are_read(self) -> None:
        assert text_of(b"\xef\xbb\xbfa\r\nb\rc", Path("x")) == "a\nb\nc"

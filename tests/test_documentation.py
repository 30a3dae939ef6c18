"""The documentation is held to the code: pages, links, commands and examples."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from openpeel import reference
from openpeel.catalogue.measures import load_measure
from openpeel.catalogue.tables import tables
from openpeel.cli import main
from openpeel.errors import UserError
from openpeel.facts.engine import connect
from openpeel.facts.sources.reading import SourceFile
from openpeel.measures.where import condition
from openpeel.reference import commands, functions, markdown
from openpeel.statistics import chance_budget, share_interval

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"])

_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def blocks(path: Path, language: str) -> list[str]:
    """Code blocks of one language."""
    return [text for kind, text in _BLOCK.findall(path.read_text("utf-8")) if kind == language]


def links(path: Path) -> list[str]:
    """Addresses of links and pictures, outside code blocks."""
    return _LINK.findall(_BLOCK.sub("", path.read_text("utf-8")))


def anchors(path: Path) -> set[str]:
    """What GitHub would call a page's headings."""
    headings = re.findall(r"^#+ (.+)$", _BLOCK.sub("", path.read_text("utf-8")), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.strip().replace(" ", "-") for heading in plain}


class TestReference:
    def test_every_page_is_what_the_code_would_write(self) -> None:
        assert reference.stale(DOCS / "reference") == []

    def test_writing_mends_and_checking_names_each_kind_of_stale_page(self, tmp_path: Path) -> None:
        reference.write(tmp_path)
        assert reference.stale(tmp_path) == []
        (tmp_path / "measures.md").write_text("edited by hand")
        (tmp_path / "old.md").write_text("nobody makes this")
        (tmp_path / "tables.md").unlink()
        assert [problem.removeprefix(f"{tmp_path}/") for problem in reference.stale(tmp_path)] == [
            "measures.md is out of date; `make docs` writes it again.",
            "old.md is made by nothing; `make docs` removes it.",
            "tables.md is missing; `make docs` writes it.",
        ]
        reference.write(tmp_path)
        assert reference.stale(tmp_path) == []

    def test_the_command_of_the_makefile_fails_on_a_stale_page(self, tmp_path: Path) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "openpeel.reference", "--check", str(tmp_path)],
            capture_output=True,
            text=True,
        )
        assert done.returncode == 1
        assert "command-line.md is missing" in done.stderr

    def test_a_folder_that_is_not_there_is_a_sentence(self, tmp_path: Path) -> None:
        with pytest.raises(UserError, match="make it with --write"):
            reference.stale(tmp_path / "nowhere")

    @pytest.mark.parametrize("command", sorted(main.commands))
    def test_every_command_has_a_section(self, command: str) -> None:
        text = (DOCS / "reference" / "command-line.md").read_text("utf-8")
        assert f"## openpeel {command}\n" in text
        for parameter in main.commands[command].params:
            if isinstance(parameter, click.Option):
                assert all(option in text for option in parameter.opts)

    def test_a_command_without_help_is_refused(self) -> None:
        group = click.Group("openpeel", commands=[click.Command("hush")])
        with pytest.raises(UserError, match="openpeel hush: the command has no help"):
            commands.page(group)

    def test_signatures_keep_the_names_that_the_source_gives_to_types(self) -> None:
        line = "chance_budget(comparisons: int, rule: ChanceRule = 'one-sd') -> float"
        assert functions.signature(chance_budget) == line
        assert "\n    x: Values,\n" in functions.signature(share_interval)

    def test_nothing_in_a_cell_can_break_a_table(self) -> None:
        assert markdown.table(["a"], [["x | y\nz"]]).splitlines()[-1] == "| x \\| y<br>z |"


class TestLinks:
    @pytest.mark.parametrize("page", PAGES, ids=name)
    def test_every_link_leads_somewhere(self, page: Path) -> None:
        for link in links(page):
            if link.startswith(("https://", "http://", "mailto:")):
                continue
            address, _, anchor = link.partition("#")
            assert not address.startswith("/"), f"{link}: links are relative"
            target = (page.parent / address).resolve() if address else page
            assert target.exists(), f"{name(page)}: {link} leads nowhere"
            if anchor:
                assert anchor in anchors(target), f"{name(page)}: {link} has no such heading"

    def test_every_page_is_reached_from_the_front_page(self) -> None:
        reached, waiting = set(), [ROOT / "README.md"]
        while waiting:
            page = waiting.pop()
            if page in reached or not page.is_file() or page.suffix != ".md":
                continue
            reached.add(page)
            waiting += [(page.parent / link.partition("#")[0]).resolve() for link in links(page)]
        assert [name(page) for page in PAGES if page not in reached] == []

    def test_every_picture_says_what_it_shows(self) -> None:
        for page in PAGES:
            for words in re.findall(r"!\[([^\]]*)\]\(", page.read_text("utf-8")):
                assert len(words) > 40, f"{name(page)}: a picture needs words that stand for it"


def typed_in(page: Path) -> list[str]:
    """Each `openpeel ...` that a page tells the reader to type."""
    if page.suffix == ".txt":
        lines = [line.strip() for line in page.read_text("utf-8").splitlines()]
    else:
        shown = "".join(blocks(page, "console")).splitlines()
        lines = [line.removeprefix("$ ") for line in shown if line.startswith("$ ")]
    return [line for line in lines if re.match(r"(\.venv/bin/)?openpeel ", line)]


TYPED = {name(page): typed_in(page) for page in [*PAGES, DOCS / "demo.txt"]}


def as_pattern(shown: str) -> str:
    """Output as a page shows it: `...` is anything, and a release has any name and size."""
    pattern = re.escape(shown).replace(re.escape("..."), ".*").replace("\\ ", " ")
    pattern = re.sub(r"[\d,]+ values on [\d,]+ pages", r"[\\d,]+ values on [\\d,]+ pages", pattern)
    return re.sub(r"release [0-9a-f]{12}", "release [0-9a-f]{12}", pattern)


class TestExamples:
    @pytest.mark.parametrize("line", sorted({line for typed in TYPED.values() for line in typed}))
    def test_commands_and_options_exist(self, line: str) -> None:
        words = shlex.split(line)[1:]
        if words == ["--version"]:
            return
        command = main.commands[words[0]]
        with command.make_context(words[0], words[1:]):  # a click.UsageError fails the test
            pass

    def test_the_tutorial_uses_every_command(self) -> None:
        used = {shlex.split(line)[1] for line in TYPED["docs/tutorial.md"]}
        assert set(main.commands) <= used

    def test_what_the_tutorial_shows_is_what_the_commands_print(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Typed one after the other, but for what waits for a reader or takes long."""
        monkeypatch.chdir(tmp_path)
        followed = []
        for block in blocks(DOCS / "tutorial.md", "console"):
            for entry in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                typed, _, shown = entry.partition("\n")
                program, *words = shlex.split(typed)
                if program != "openpeel" or not (shown or words[0] in ("map", "salt", "submit")):
                    continue
                if words[0] in ("serve", "verify"):
                    continue
                done = CliRunner().invoke(main, words)
                assert done.exit_code == 0, done.output
                if shown:
                    assert re.fullmatch(as_pattern(shown), done.output, re.DOTALL), done.output
                followed.append(words[0])
        assert followed == [
            "simulate", "build", "build", "measures", "trace", "trace",
            "samples", "returns", "map", "check", "salt", "submit",
        ]  # fmt: skip

    def test_make_targets_that_pages_name_exist(self) -> None:
        makefile = (ROOT / "Makefile").read_text("utf-8")
        for page in PAGES:
            for target in re.findall(r"`make (\w+)`|^\$ make (\w+)", page.read_text("utf-8"), re.M):
                wanted = "".join(target)
                assert re.search(rf"^{wanted}:", makefile, re.M), f"{name(page)}: make {wanted}"

    def test_the_measure_of_the_how_to_is_a_measure(self, tmp_path: Path) -> None:
        (text,) = blocks(DOCS / "how-to" / "add-a-measure.md", "yaml")
        path = tmp_path / "calls-101-in-60s.yaml"
        path.write_text(text, encoding="utf-8")
        measure = load_measure(path)
        found = condition(measure.numerator.table, measure.numerator.where, path.name)
        assert found.cuts == {"answer_ms": {60_001}}

    def test_the_reader_of_the_how_to_reads(self, tmp_path: Path) -> None:
        (source,) = blocks(DOCS / "how-to" / "add-a-source.md", "python")
        module: dict[str, object] = {"__name__": "example"}
        exec(compile(source, "add-a-source.md", "exec"), module)
        reader = module["IncidentsCsv"]()  # type: ignore[operator]
        path = tmp_path / "anything.csv"
        path.write_text(
            "Force,Year ending March,Incidents\nWest Mercia,2020,310\nKent,2020,\n"
            "British Transport Police,2020,40\n"
        )
        file = SourceFile(path, path.name)
        assert reader.recognise(file)
        con = connect()
        reading = reader.read(file, con)
        assert (reading.rows_read, reading.rows_used) == (3, 2)
        (table,) = reading.tables.values()
        columns = [column for column, *_ in con.execute(f"describe {table}").fetchall()]
        assert columns == list(tables()["use_of_force_incidents"].types)
        rows = con.execute(f"select incidents, status from {table} order by all").fetchall()
        assert rows == [(310, None), (None, "x")]

        path.write_text("Force,Year ending March,Incidents\nAvonshire,2020,310\n")
        with pytest.raises(UserError, match="row 2: 'Avonshire' is no force"):
            reader.read(file, con)


def test_no_page_speaks_of_a_place_on_somebody_s_machine() -> None:
    for page in [*PAGES, DOCS / "demo.txt"]:
        assert not re.search(r"(?<![\w.])/(home|root|tmp|work|Users)/", page.read_text("utf-8"))

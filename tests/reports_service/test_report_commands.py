"""`openpeel report draft`, `points` and `record`, on a small report that is really built."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from one_report import SLUG, WEST_MERCIA, person
from small_folder import change, write_folder
from small_site import write_site

from openpeel import reporting
from openpeel.cli_report_database import COMMANDS
from openpeel.errors import UserError
from openpeel.people.models import Person
from openpeel.reports.actions import drafts, members, points
from openpeel.reports.actions.hashes import sha256
from openpeel.reports.models import Draft, Publication
from openpeel.verifying import verify

pytestmark = pytest.mark.django_db
GROUP = click.Group(commands={command.name or "": command for command in COMMANDS})
REASON = "A notice of two lines."


def ran(*words: object) -> str:
    """What a command says; a user's error is raised."""
    done = CliRunner().invoke(GROUP, [*map(str, words)])
    if isinstance(done.exception, UserError):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_site(tmp_path_factory.mktemp("release") / "site")


@pytest.fixture
def lead(monkeypatch: pytest.MonkeyPatch, db: object) -> Person:
    """The lead; the commands use the test's database."""
    monkeypatch.setattr("openpeel.service.prepare", lambda _db: None)
    return person("lead")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write_folder(tmp_path / "source")


def save(source: Path, site: Path) -> str:
    return ran("draft", source, "--site", site, "--by", "lead")


def newest() -> Draft:
    draft = Draft.objects.select_related("report").last()
    assert draft is not None
    return draft


@pytest.fixture
def decided(lead: Person, source: Path, site: Path) -> Draft:
    """A draft whose accuracy check is closed."""
    save(source, site)
    drafts.send_to_the_force(newest(), by=lead)
    drafts.close_accuracy(newest(), by=lead)
    return newest()


def test_a_draft_is_checked_and_saved(lead: Person, source: Path, site: Path) -> None:
    assert save(source, site) == (
        "Draft 1 of west-mercia-2021-22 is saved: no errors, no warnings, no notes.\n"
    )
    draft = newest()
    assert draft.text == (source / "report.md").read_text()
    assert draft.report.slug == SLUG and draft.report.simulated
    assert draft.title == "West Mercia Police (simulated)"
    assert "is just so, and nothing was saved: no errors" in save(source, site)


def test_a_draft_with_errors_is_saved_with_them(lead: Person, source: Path, site: Path) -> None:
    change(source, "report.md", "almost 20 percent", "almost 30 percent")
    assert "1 error" in save(source, site)
    problem = newest().problems[0]
    assert problem["level"] == "error" and problem["rule"] == "amount-not-supported"
    line = newest().text.split("\n")[problem["line"] - 1]
    assert "almost 30 percent" in line


def test_a_folder_that_is_none_is_refused(lead: Person, tmp_path: Path, site: Path) -> None:
    with pytest.raises(UserError, match="there is no such folder"):
        save(tmp_path / "nowhere", site)


def test_nobody_in_the_service_saves_nothing(lead: Person, source: Path, site: Path) -> None:
    with pytest.raises(UserError, match="nobody is known as 'nobody'"):
        ran("draft", source, "--site", site, "--by", "nobody")
    assert not Draft.objects.exists()


def test_points_are_listed_with_decisions(lead: Person, source: Path, site: Path) -> None:
    save(source, site)
    assert ran("points", SLUG) == "No draft was sent to the force yet.\n"
    draft = newest()
    force = person("liaison", WEST_MERCIA)
    members.add_member(draft.report, force, "force", by=lead)
    drafts.send_to_the_force(draft, by=lead)
    assert ran("points", SLUG) == "Draft 1, with the force: no points\n"
    line = 1 + source.joinpath("report.md").read_text().split("\n").index("### Calls wait too long")
    point = points.raise_point(
        draft, section=line, words="almost 20 percent", claim="It was\n18 percent.",
        evidence="Row 12.", by=force,
    )  # fmt: skip
    points.decide(point, action="refuse", reason="It was 19.3.", by=lead)
    assert ran("points", SLUG).splitlines() == [
        "Draft 1, with the force: 1 point", "",
        f"point 1, line {line + 2}, Calls wait too long: refused",
        "  words:   almost 20 percent", "  says:    It was 18 percent.", "  shows:   Row 12.",
        "  refused: It was 19.3. (Lead)",
    ]  # fmt: skip


def test_points_of_a_report_that_is_not_here(lead: Person) -> None:
    with pytest.raises(UserError, match="there is no report 'x'; there is none"):
        ran("points", "x")


def test_what_the_force_saw_is_built_verified_and_recorded(
    decided: Draft, source: Path, site: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    reporting.build(source, site, out)
    told = ran("record", out, "--by", "lead")
    made = Publication.objects.get()
    assert told == f"Version 1 of {SLUG} is recorded: {made.files_sha256}.\n"
    assert made.draft == decided and made.without_accuracy == ""
    manifest = (out / "data" / "manifest.json").read_bytes()
    assert made.manifest_sha256 == hashlib.sha256(manifest).hexdigest()
    listed = sorted(p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file())
    text = "".join(
        f"{hashlib.sha256((out / name).read_bytes()).hexdigest()}  {name}\n" for name in listed
    )
    assert made.files_sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert made.files == len(listed)

    # a later version, in the same folder, of other words
    change(source, "report.yaml", "version: 1", "version: 2\nchanged: The waits are told anew.")
    change(source, "report.md", "Calls wait.", "Calls still wait.")
    reporting.build(source, site, out)
    with pytest.raises(UserError, match="words or figures differ from draft 1, which the force"):
        ran("record", out, "--by", "lead")
    ran("record", out, "--by", "lead", "--without-accuracy", REASON)
    second = Publication.objects.get(version=2)
    assert (second.replaces, second.without_accuracy) == (made, REASON)
    assert second.changed == "The waits are told anew." and second.changes["words"]
    with pytest.raises(UserError, match="an earlier version, which was replaced"):
        ran("record", out / "versions" / "1", "--by", "lead")


def test_an_altered_folder_is_refused(
    decided: Draft, source: Path, site: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    reporting.build(source, site, out)
    page = out / "index.html"
    page.write_text(page.read_text().replace("</body>", "All is well.</body>"))
    with pytest.raises(UserError, match=r"not as it was built\. index\.html: built again"):
        ran("record", out, "--by", "lead", "--without-accuracy", REASON)
    assert not Publication.objects.exists()


def test_figures_that_were_altered_in_step_are_not_those_the_force_saw(
    decided: Draft, source: Path, site: Path, tmp_path: Path
) -> None:
    """Whoever changes a figure and builds every page from it is still not what was checked."""
    out = tmp_path / "out"
    reporting.build(source, site, out)
    bundle = out / "data" / "figures.json"
    told = json.loads(bundle.read_text())
    told["figures"]["abandoned"]["value"] = 18.0
    bundle.write_text(json.dumps(told))
    manifest = out / "data" / "manifest.json"
    held = json.loads(manifest.read_text()) | {"figures": sha256(bundle.read_bytes())}
    manifest.write_text(json.dumps(held))
    for name, content in reporting.rendered(out).items():
        (out / name).write_bytes(content)
    assert verify(out) == []
    with pytest.raises(UserError, match="words or figures differ from draft 1"):
        ran("record", out, "--by", "lead")


def test_a_folder_that_is_no_published_report(lead: Person, source: Path) -> None:
    with pytest.raises(UserError, match="this is no published report"):
        ran("record", source, "--by", "lead")

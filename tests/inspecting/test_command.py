"""`openpeel inspection check` and `tidy`: what they print, and how they leave."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from inspecting.making import AUDIT, FIGURE, good, put, record
from openpeel.cli_inspections import inspection
from openpeel.errors import UserError
from openpeel.inspecting.folder import not_canonical, write_record
from openpeel.measures.release import release_id

MANIFEST: dict[str, object] = {"code": "0", "inputs": []}


def run(*args: object) -> Result:
    return CliRunner().invoke(inspection, [str(arg) for arg in args])


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """As much of a site as the command reads: its manifest and its figures."""
    data = tmp_path / "site" / "data"
    data.mkdir(parents=True)
    (data / "manifest.json").write_text(json.dumps(MANIFEST))
    (data / "values.csv").write_text(f"measure,figure\ncalls-101-abandoned,{FIGURE}\nx,\n")
    return tmp_path / "site"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The good record with figures of that site."""
    values = good()
    release = release_id(MANIFEST)
    put(values, "inspections", 0, "release", to=release)
    put(values, "inspections", 0, "lines", "l-1", "release", to=release)
    put(values, "inspections", 0, "evidence", "e-1", "release", to=release)
    write_record(record(values), tmp_path / "record")
    return tmp_path / "record"


def test_a_record_without_problems(folder: Path, site: Path) -> None:
    result = run("check", folder, "--site", site, "--on", "2022-06-01")
    assert (result.exit_code, result.output) == (0, "No errors, no warnings, no notes.\n")


def test_problems_stand_under_their_level_with_place_rule_and_sentence(
    folder: Path, site: Path
) -> None:
    path = folder / "inspections/west-mercia-2021-22/findings/callers-give-up.md"
    path.write_text(path.read_text("utf-8").replace("evidence: [e-1, e-2]", "evidence: []"))
    result = run("check", folder, "--site", site, "--on", "2022-07-02")
    assert result.exit_code == 1
    assert result.output == (
        "Errors\n"
        "  inspections/west-mercia-2021-22/findings/callers-give-up.md, evidence\n"
        "    finding-without-evidence: callers-give-up names no evidence.\n"
        "Warnings\n"
        "  inspections/west-mercia-2021-22/concerns/calls.md, recommendations.calls-1\n"
        "    deadline-passed-and-open: calls-1 was due on 2022-07-01 and is still open.\n"
        "1 error, 1 warning, no notes.\n"
    )


def test_without_a_site_the_rules_that_need_one_say_so_and_that_is_no_error(folder: Path) -> None:
    result = run("check", folder, "--on", "2022-06-01")
    assert result.exit_code == 0
    assert "figure-not-in-the-release: This was not looked at: no site was given" in result.output
    assert result.output.endswith("No errors, no warnings, 2 notes.\n")


def test_another_release_supersedes_the_one_the_figures_are_from(folder: Path, site: Path) -> None:
    (site / "data/manifest.json").write_text(json.dumps({**MANIFEST, "code": "1"}))
    result = run("check", folder, "--site", site, "--on", "2022-06-01")
    assert result.exit_code == 1
    assert "figure-from-a-superseded-release" in result.output


def test_an_audit_is_looked_for_at_the_site(folder: Path, site: Path) -> None:
    estimates = site / "data/audits" / AUDIT / "estimates.csv"
    estimates.parent.mkdir(parents=True)
    estimates.write_text(f"round,question\n{AUDIT},IN1\n")
    table = folder / "inspections/west-mercia-2021-22/evidence.csv"
    cells = "e-8,audit,main,responding,,context,weak,official,So.,,,{},IN1" + "," * 9
    old = table.read_text("utf-8")
    for audit, code in ((AUDIT, 0), ("bogus", 1)):
        table.write_text(f"{old}{cells.format(audit)}A. Lead,2021-09-20\n", "utf-8")
        result = run("check", folder, "--site", site, "--on", "2022-06-01")
        assert result.exit_code == code, result.output
    assert "e-8 names the audit bogus, which is none of the site's" in result.output


def test_as_json(folder: Path) -> None:
    told = json.loads(run("check", folder, "--on", "2022-06-01", "--json").output)
    assert (told["record"], told["on"], told["release"]) == ("peel-2021-22", "2022-06-01", None)
    assert told["counts"] == {"error": 0, "warning": 0, "note": 2}
    assert {"rule", "level", "where", "words"} == told["problems"][0].keys()
    assert told["not_canonical"] == []


def test_files_in_another_form_are_named_when_asked_and_tidied(folder: Path) -> None:
    path = folder / "programme.yaml"
    path.write_text(f"# By hand.\n{path.read_text('utf-8')}")
    assert run("check", folder, "--on", "2022-06-01").exit_code == 0
    result = run("check", folder, "--on", "2022-06-01", "--canonical")
    assert result.exit_code == 1
    assert f"{path}, line 1: it would be written in another way." in result.output
    assert run("tidy", folder).output == "1 file was written anew.\n"
    assert not_canonical(folder) == ()
    assert run("tidy", folder).output == "No files were written anew.\n"


def test_bad_input_is_one_sentence(folder: Path, site: Path, tmp_path: Path) -> None:
    assert isinstance(run("check", tmp_path / "nowhere").exception, UserError)
    (site / "data/values.csv").write_text("measure\n")
    with pytest.raises(UserError, match="the figures of the site can't be read; build the site"):
        raise run("check", folder, "--site", site).exception or AssertionError
    (site / "data/manifest.json").unlink()
    with pytest.raises(UserError, match="this is no site of openpeel"):
        raise run("check", folder, "--site", site).exception or AssertionError

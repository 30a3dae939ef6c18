"""`openpeel build --engine sc://...` builds, byte for byte, the site that DuckDB builds."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sail
from click.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parents[1] / "facts" / "returns"))

from sent import send

from openpeel import site as site_module
from openpeel.catalogue.measures import measures
from openpeel.cli import main
from openpeel.facts.lake import Lake
from openpeel.facts.simulator import simulate
from openpeel.measures.spark import SparkEngine

ASKED = (
    "calls-101-in-30s",  # a share
    "calls-101-rate",  # of residents
    "calls-999-mean-answer",
    "calls-999-p90-answer",
    "incidents-immediate-15-20-min",
    "incidents-immediate-median",
    "incidents-waiting-over-threshold",  # hours worked out from incidents
)
SENT = "Kent calls: 2020-05 x40 line=101, 2020-06 x60 line=999"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A simulated year, seven measures, and a lake in which Kent has submitted two months."""
    some = {id: measures()[id] for id in ASKED}
    monkeypatch.setattr(site_module, "measures", lambda: some)
    simulate(tmp_path / "data", 1, 0.00005, years=1, only=("calls", "incidents"))
    send(Lake(tmp_path / "lake"), SENT)
    return tmp_path


@pytest.fixture
def url() -> Iterator[str]:
    with sail.served() as address:
        yield address


def build(place: Path, site: str, *options: str) -> str:
    """A site of its own lake, so that nothing is known from before."""
    shutil.copytree(place / "lake", place / f"{site}.lake", dirs_exist_ok=True)
    told = CliRunner().invoke(
        main, ["build", str(place / "data"), "--out", str(place / site), *options]
    )
    assert told.exit_code == 0, told.output
    return told.output


def test_spark_builds_the_site_that_duckdb_builds(
    place: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    ask = SparkEngine._asked
    monkeypatch.setattr(SparkEngine, "_asked", lambda e, q: asked.append(q) or ask(e, q))
    build(place, "here")
    assert not asked
    build(place, "there", "--engine", url)
    assert asked
    here, there = (
        {
            str(path.relative_to(place / site)): path.read_bytes()
            for path in sorted((place / site).rglob("*"))
            if path.is_file()
        }
        for site in ("here", "there")
    )
    assert "returns/calls/kent" in here["sources/index.html"].decode()
    assert here.keys() == there.keys()
    assert [name for name in here if here[name] != there[name]] == []


def test_an_engine_that_is_not_there_leaves_no_site(place: Path) -> None:
    options = ["--out", str(place / "site"), "--engine", "sc://here:not-a-port"]
    told = CliRunner().invoke(main, ["build", str(place / "data"), *options])
    assert told.exit_code == 2
    assert "this names no engine; write sc://host:port." in told.output
    assert not (place / "site").exists()


def test_a_lake_at_a_url_gives_the_same_site(place: Path) -> None:
    """What forces submit needs a lock, so it is submitted to a folder and copied to the URL."""
    files = pytest.importorskip("fsspec", reason="fsspec is not installed").filesystem("memory")
    files.put(str(place / "lake"), "/lake-of-a-site", recursive=True)
    build(place, "here")
    build(place, "there", "--lake", "memory://lake-of-a-site")
    here, there = ((place / s / "data" / "checksums.txt").read_bytes() for s in ("here", "there"))
    assert here == there
    assert len(files.ls("/lake-of-a-site/calls")) == 2

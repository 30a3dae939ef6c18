"""Freezing: pages become files whose links need neither a server nor a root."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openpeel.measures.values import Release
from openpeel.releases.relative import file_of, relative_links
from openpeel.web.freeze import freeze, render

EMPTY = Release(
    id="empty", measures={}, values=(), comparisons=(), files=(), supplies=(), simulated=False,
    manifest={},
)  # fmt: skip
names = st.from_regex(r"[a-z][a-z0-9-]{0,12}", fullmatch=True)
addresses = st.lists(names, max_size=4).map(lambda parts: "".join(f"/{p}" for p in parts) + "/")


@given(addresses, addresses)
def test_a_relative_link_leads_to_the_same_file_wherever_the_site_stands(
    here: str, there: str
) -> None:
    html = relative_links(f'<a href="{there}">', here)
    link = html.removeprefix('<a href="').removesuffix('">')
    root = Path("/anywhere/at/all")
    folder = (root / file_of(here)).parent
    assert (folder / link).resolve() == root / file_of(there)


def test_anchors_stay_and_links_within_the_page_or_to_elsewhere_are_left_alone() -> None:
    html = '<a href="/press/#x"><a href="#main"><a href="https://www.gov.uk/"><a href="//a.b/">'
    assert relative_links(html, "/forces/kent/") == (
        '<a href="../../press/index.html#x"><a href="#main"><a href="https://www.gov.uk/">'
        '<a href="//a.b/">'
    )


def test_text_that_looks_like_a_link_is_not_touched() -> None:
    """Quotes in text from outside are escaped, so they never look like an attribute."""
    html = "<p>write href=&quot;/forces/&quot;</p>"
    assert relative_links(html, "/") == html


def test_a_release_without_figures_is_a_site_that_says_so(tmp_path: Path) -> None:
    assert freeze(EMPTY, tmp_path) == 1 + 8 + 43 + 1  # style, fixed pages, forces, returns
    assert "0 values of 0 measures from 0 files" in (tmp_path / "index.html").read_text()
    kent = (tmp_path / "forces" / "kent" / "index.html").read_text()
    assert "no funnel mark stands" in kent


def test_what_lies_in_the_folder_is_left_and_offered_for_download(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "values.csv").write_text("measure,force\n")
    freeze(EMPTY, tmp_path)
    assert (tmp_path / "data" / "values.csv").read_text() == "measure,force\n"
    downloads = (tmp_path / "downloads" / "index.html").read_text()
    assert 'href="../data/values.csv"' in downloads and "14 bytes" in downloads


def test_progress_is_told_until_all_is_written(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    written = freeze(EMPTY, tmp_path, lambda _, done, of: told.append((done, of)))
    assert told[-1] == (written, written)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_the_number_of_processes_does_not_change_a_byte(tmp_path: Path) -> None:
    for processes in (1, 2):
        freeze(EMPTY, tmp_path / str(processes), processes=processes)
    first, second = tmp_path / "1", tmp_path / "2"
    for path in first.rglob("*.html"):
        assert path.read_bytes() == (second / path.relative_to(first)).read_bytes()


@pytest.mark.parametrize(
    "address",
    ["/forces/nowhere/", "/forces/england-and-wales/", "/measures/none/", "/figures/none/kent/"],
)
def test_what_the_release_does_not_hold_has_no_page(tmp_path: Path, address: str) -> None:
    from django.http import Http404

    freeze(EMPTY, tmp_path)
    with pytest.raises(Http404):
        render(address)

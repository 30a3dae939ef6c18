"""What holds on every page of the site, whatever it is about."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

from frozen import pages, read
from sample import sample_release

from openpeel.measures.values import Release
from openpeel.web.freeze import freeze

FORBIDDEN_WORDS = re.compile(r"\b(best|worst|league|winner|loser)\b", re.IGNORECASE)


def test_there_is_a_page_for_every_force_measure_and_kind(site: Path, release: Release) -> None:
    assert len(list((site / "forces").iterdir())) == 43 + 1
    for measure in release.measures:
        assert (site / "measures" / measure / "index.html").is_file()
    for name in ("methods", "frameworks", "sources", "downloads", "press"):
        assert (site / name / "index.html").is_file()


def test_every_value_has_its_anchor(site: Path, release: Release) -> None:
    for value in release.values:
        slug = value.figure.split(".")[1]
        page = read(site / "figures" / value.measure / slug / "index.html")
        assert value.figure in page.ids


def test_every_link_leads_to_a_file_and_an_anchor_that_are_there(site: Path) -> None:
    for page in pages(site):
        for href in page.links:
            if href.startswith("https://"):
                continue
            path, _, anchor = href.partition("#")
            assert not path.startswith("/"), f"{page.path}: {href} needs a root"
            target = (page.path.parent / unquote(path)).resolve() if path else page.path
            assert target.is_file(), f"{page.path}: {href}"
            if anchor:
                assert unquote(anchor) in read(target).ids, f"{page.path}: {href}"


def test_links_work_from_a_folder_without_a_server(site: Path) -> None:
    """A link to a folder would open a listing, so every link names the file."""
    for page in pages(site):
        for href in page.links:
            assert href.startswith(("https://", "#")) or not href.endswith("/")


def test_one_h1_and_no_heading_level_is_skipped(site: Path) -> None:
    for page in pages(site):
        assert page.headings.count(1) == 1, page.path
        assert page.headings[0] == 1
        steps = zip(page.headings, page.headings[1:], strict=False)
        assert all(after <= before + 1 for before, after in steps), page.path


def test_language_landmarks_and_skip_link(site: Path) -> None:
    for page in pages(site):
        assert page.all("html")[0]["lang"] == "en-GB"
        assert [len(page.all(tag)) for tag in ("header", "main", "footer")] == [1, 1, 1]
        assert page.links[1] == "#main"  # after the stylesheet
        assert "main" in page.ids


def test_no_id_stands_twice(site: Path) -> None:
    for page in pages(site):
        assert len(page.ids) == len(set(page.ids)), page.path


def test_every_table_has_a_caption_and_headers_say_what_they_head(site: Path) -> None:
    for page in pages(site):
        assert len(page.all("caption")) == len(page.all("table")), page.path
        assert all(header.get("scope") for header in page.all("th")), page.path


def test_regions_that_scroll_can_be_reached_by_keyboard_and_have_a_name(site: Path) -> None:
    for page in pages(site):
        for box in page.all("div"):
            if box.get("class") == "scroll":
                assert box["tabindex"] == "0" and box["role"] == "region" and box["aria-label"]


def test_no_script_no_inline_style_and_a_policy_that_says_so(site: Path) -> None:
    for page in pages(site):
        assert not page.all("script")
        assert not [attributes for _, attributes in page.elements if "style" in attributes]
        policy = page.all("meta")[1]
        assert policy["http-equiv"] == "Content-Security-Policy"
        assert str(policy["content"]).startswith("default-src 'none'; style-src 'self'")


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    for page in pages(site):
        loaded = [a.get("href") for a in page.all("link")] + [a.get("src") for a in page.all("img")]
        assert all(address and "//" not in address for address in loaded)


def test_no_page_ranks_or_judges(site: Path) -> None:
    for page in pages(site):
        if page.path.parent.name in ("press", "frameworks"):
            continue  # the card quotes what not to say; frameworks quote what inspectors wrote
        assert not FORBIDDEN_WORDS.search(page.text), page.path


def test_the_same_release_gives_the_same_bytes(
    site: Path, release: Release, tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "values.csv").write_text("measure\n", encoding="utf-8")
    freeze(release, tmp_path, processes=2)
    first = {path.relative_to(site): path.read_bytes() for path in _files(site)}
    second = {path.relative_to(tmp_path): path.read_bytes() for path in _files(tmp_path)}
    assert first == second


def test_simulated_figures_say_so_on_every_page_and_in_every_title(tmp_path: Path) -> None:
    freeze(sample_release(simulated=True), tmp_path, processes=1)
    for page in pages(tmp_path):
        assert "Simulated: no figure here is about a real force." in page.text
        title = page.text.split("\n")
        assert any(line.startswith("Simulated: ") for line in title), page.path


def test_real_figures_do_not_say_simulated(site: Path) -> None:
    assert not any("no figure here is about a real force" in page.text for page in pages(site))


def test_names_with_markup_are_shown_as_they_are_and_never_run(tmp_path: Path) -> None:
    freeze(sample_release(hostile=True), tmp_path, processes=1)
    shown = 0
    for page in pages(tmp_path):
        assert not page.all("script"), page.path
        shown += '<script>alert("pwned")</script>' in page.text
    assert shown > 50


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())

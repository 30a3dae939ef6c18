"""Sites on the loop-back address: one at the root, several side by side, and nothing else."""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from openpeel.errors import UserError
from openpeel.serving import serve


@pytest.fixture
def sites(tmp_path: Path) -> tuple[Path, Path]:
    (tmp_path / "secret.txt").write_text("not for readers")
    for name in ("report", "site"):
        (tmp_path / name / "area").mkdir(parents=True)
        (tmp_path / name / "index.html").write_text(f"the {name}")
        (tmp_path / name / "area" / "index.html").write_text(f"an area of the {name}")
    return tmp_path / "report", tmp_path / "site"


def address_of(sites: tuple[Path, ...]) -> str:
    told, here = threading.Event(), []

    def ready(address: str) -> None:
        here.append(address)
        told.set()

    threading.Thread(target=serve, args=(sites, 0, ready), daemon=True).start()
    assert told.wait(10)
    return here[0]


def get(address: str) -> str:
    with urllib.request.urlopen(address, timeout=10) as answer:
        return answer.read().decode()


def test_several_stand_side_by_side(sites: tuple[Path, Path]) -> None:
    root = address_of(sites)
    assert 'href="report/index.html"' in get(root)
    assert get(f"{root}report/area/") == "an area of the report"
    assert get(f"{root}site/index.html") == "the site"


@pytest.mark.parametrize(
    "path", ["secret.txt", "report/../secret.txt", "report/..%2fsecret.txt", "other/", "%2e%2e/"]
)
def test_nothing_beside_them_is_served(sites: tuple[Path, Path], path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        get(address_of(sites) + path)
    refused.value.close()
    assert refused.value.code == 404


def test_two_folders_of_one_name_are_refused(sites: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "other" / "site").mkdir(parents=True)
    (tmp_path / "other" / "site" / "index.html").write_text("another")
    with pytest.raises(UserError, match="of one name"):
        serve((sites[1], tmp_path / "other" / "site"), 0, lambda _: None)

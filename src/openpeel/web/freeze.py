"""Write a release's site as static files: the same Django pages, asked for one by one."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from openpeel.measures.values import Release
from openpeel.web.folder import replaced
from openpeel.web.relative import file_of, relative_links

Progress = Callable[[int, int], object]  # pages written, pages in all
ExtraFiles = Callable[[Path], object]  # writes into the folder it is given
FEW = 400  # pages that one process writes before a second would have started
BATCH = 40


def freeze(
    release: Release,
    out: Path,
    on_progress: Progress | None = None,
    extra_files: ExtraFiles | None = None,
    *,
    outlines: Mapping[str, Any] | None = None,
    processes: int | None = None,
) -> int:
    """Write the site of a release to the folder `out`, replacing a site that is there.

    `extra_files` is called once with the new site's folder, before any page is made; whatever it
    writes there is listed on the page of downloads. `outlines` maps force codes to rings of
    (longitude, latitude) for the map. Returns the number of pages and chart files written. The same
    release gives the same bytes. Until everything is written the old site stands untouched.

    Raises:
        UserError: `out` is a file or a folder that holds something other than a site.
    """
    _django()
    from openpeel.releases.current import Download, use
    from openpeel.releases.urls import every_address
    from openpeel.web.urls import STYLESHEET

    with replaced(out) as folder:
        if extra_files:
            extra_files(folder)
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        downloads = tuple(
            Download(path.relative_to(folder).as_posix(), path.stat().st_size) for path in files
        )
        current = use(release, outlines=outlines, downloads=downloads)
        addresses = [STYLESHEET, *every_address(current.index)]
        done = 0
        for written in _write_all(addresses, folder, processes):
            done += written
            if on_progress:
                on_progress(done, len(addresses))
    return done


def render(address: str) -> bytes:
    """The frozen bytes of one address of the release in use."""
    from django.http import HttpRequest
    from django.urls import resolve

    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", address, address
    match = resolve(address)
    response = match.func(request, *match.args, **match.kwargs)
    content: bytes = response.content
    if str(response["Content-Type"]).startswith("text/html"):
        return relative_links(content.decode(), address).encode()
    return content


def _write_all(addresses: list[str], folder: Path, processes: int | None) -> Iterator[int]:
    """Write every address and yield how many each step wrote."""
    batches = [addresses[at : at + BATCH] for at in range(0, len(addresses), BATCH)]
    wanted = processes or (1 if len(addresses) < FEW else min(os.cpu_count() or 1, 4))
    if wanted == 1 or "fork" not in multiprocessing.get_all_start_methods():
        yield from (_write(batch, folder) for batch in batches)
        return
    # A forked process has the release already: nothing is sent but addresses.
    with multiprocessing.get_context("fork").Pool(wanted) as pool:
        yield from pool.imap_unordered(_Writer(folder), batches)


class _Writer:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, addresses: list[str]) -> int:
        return _write(addresses, self.folder)


def _write(addresses: list[str], folder: Path) -> int:
    for address in addresses:
        target = folder / file_of(address)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(render(address))
    return len(addresses)


def _django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openpeel.web.settings")
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()

"""Write a release's site as static files: the same Django pages, asked for one by one."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from openpeel.measures.shared import ShareBack
from openpeel.measures.values import Release
from openpeel.releases.ready import ready
from openpeel.releases.relative import file_of, relative_links
from openpeel.sampling.published import PublishedRound

Progress = Callable[[str, int, int], object]  # the address just written, written, in all
FEW = 400  # pages that one process writes before a second would have started
BATCH = 40


def freeze(
    release: Release,
    out: Path,
    on_progress: Progress | None = None,
    *,
    outlines: Mapping[str, Any] | None = None,
    shared: Mapping[str, ShareBack] | None = None,
    rounds: Sequence[PublishedRound] = (),
    processes: int | None = None,
) -> int:
    """Write the site of a release into the folder `out` and return how many files it made.

    Files that are in `out` before (values.csv and the like) are left as they are and listed on the
    page of downloads, so the caller gives a folder that holds nothing else, and puts it in the
    place of an old site when all is written (`openpeel.swap.new_folder`). `outlines` maps force
    codes to rings of (longitude, latitude) for the map, `shared` to what is shared back. `rounds`
    are published rounds of audits, whose files are in `out` before (`audits.site.files`). Pages are
    written by `processes` processes, by default one for each core. The same release gives the same
    bytes.
    """
    ready()
    from openpeel.audits.site.current import use_rounds
    from openpeel.audits.site.files import about
    from openpeel.audits.site.places import AUDITS
    from openpeel.audits.site.urls import every_address as every_address_of_audits
    from openpeel.collection.urls import every_address as every_address_of_returns
    from openpeel.releases.current import Download, use
    from openpeel.releases.urls import every_address
    from openpeel.web.urls import STYLESHEET

    out.mkdir(parents=True, exist_ok=True)
    use_rounds(rounds)
    names = {p.relative_to(out).as_posix(): p for p in sorted(out.rglob("*")) if p.is_file()}
    downloads = tuple(
        Download(name, path.stat().st_size, *about(name)) for name, path in names.items()
    )
    sections = (("Audits", AUDITS),) if rounds else ()
    current = use(release, outlines=outlines, downloads=downloads, shared=shared, sections=sections)
    addresses = [
        STYLESHEET,
        *every_address(current.index),
        *every_address_of_returns(),
        *every_address_of_audits(),
    ]
    done = 0
    for written in _write_all(addresses, out, processes):
        done += len(written)
        if on_progress:
            on_progress(written[-1], done, len(addresses))
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


def _write_all(addresses: list[str], folder: Path, processes: int | None) -> Iterator[list[str]]:
    """Write every address, and yield those that each step wrote."""
    batches = [addresses[at : at + BATCH] for at in range(0, len(addresses), BATCH)]
    wanted = processes or (1 if len(addresses) < FEW else min(os.cpu_count() or 1, 4))
    if wanted == 1 or "fork" not in multiprocessing.get_all_start_methods():
        yield from (_write(batch, folder) for batch in batches)
        return
    # A forked process has the release already: nothing is sent but addresses.
    # Ctrl-C reaches every process of a terminal; only the first one answers it.
    deaf = (signal.SIGINT, signal.SIG_IGN)
    with (
        _nothing_to_collect(),
        multiprocessing.get_context("fork").Pool(wanted, signal.signal, deaf) as pool,
    ):
        yield from pool.imap_unordered(_Writer(folder), batches)


@contextmanager
def _nothing_to_collect() -> Iterator[None]:
    """What lives now is left alone by the collectors of processes that are forked meanwhile.

    A library's object with threads of its own (a Spark session's, say) can't be taken apart in a
    process that has not got these threads: it crashes.
    """
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


class _Writer:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, addresses: list[str]) -> list[str]:
        return _write(addresses, self.folder)


def _write(addresses: list[str], folder: Path) -> list[str]:
    for address in addresses:
        target = folder / file_of(address)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(render(address))
    return addresses

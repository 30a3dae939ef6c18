"""Show frozen sites and reports on this machine."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from openpeel.errors import UserError


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing for each page that is read."""


class _Several(_Quiet):
    """Serves each folder under its own name, and at the root a list of them; nothing else."""

    def __init__(self, *args: Any, folders: Mapping[str, Path], **kwargs: Any) -> None:
        self.folders = folders
        super().__init__(*args, **kwargs)

    def translate_path(self, path: str) -> str:
        """The file of an address; one that does not exist for what lies in no folder."""
        asked = unquote(urlsplit(path).path)
        name, _, rest = posixpath.normpath(asked).lstrip("/").partition("/")
        if name not in self.folders:
            return str(Path("/") / "nowhere" / "to-be-found")
        self.directory = str(self.folders[name])
        end = "/" if asked.endswith("/") and rest else ""
        return super().translate_path(f"/{rest}{end}")

    def do_GET(self) -> None:
        """A page, or the list of the folders."""
        if urlsplit(self.path).path != "/":
            super().do_GET()
            return
        links = "".join(
            f'<li><a href="{quote(name)}/index.html">{escape(name)}</a></li>'
            for name in self.folders
        )
        page = (
            '<!doctype html><html lang="en-GB"><meta charset="utf-8"><title>openpeel</title>'
            f"<h1>openpeel</h1><ul>{links}</ul></html>"
        ).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)


def serve(sites: Sequence[Path], port: int, ready: Callable[[str], None]) -> None:
    """Serve sites on the loop-back address until interrupted; `ready` is told the address.

    One stands at the root; several stand under the names of their folders, so that links between
    them lead where they do in the folder that holds them.
    """
    for site in sites:
        if not (site / "index.html").is_file():
            raise UserError(f"{site}: there is no site here; make one with `openpeel build`.")
    folders = {site.resolve().name: site.resolve() for site in sites}
    if len(folders) < len(sites):
        raise UserError("two of the sites have folders of one name; rename one of them.")
    handler = (
        partial(_Quiet, directory=str(sites[0]))
        if len(sites) == 1
        else partial(_Several, folders=folders)
    )
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError as problem:
        raise UserError(
            f"port {port} can't be used ({problem.strerror}); choose another with --port."
        ) from None
    with server:
        ready(f"http://127.0.0.1:{server.server_port}/")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return

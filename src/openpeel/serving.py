"""Show a frozen site on this machine."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from openpeel.errors import UserError


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing for each page that is read."""


def serve(site: Path, port: int, ready: Callable[[str], None]) -> None:
    """Serve `site` on the loop-back address until interrupted; `ready` is told the address."""
    if not (site / "index.html").is_file():
        raise UserError(f"{site}: there is no site here; make one with `openpeel build`.")
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), partial(_Quiet, directory=str(site)))
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

"""Run the service in which people work: its settings, its database, its server."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpeel.errors import UserError
from openpeel.releases.ready import ready

LOOPBACK = "127.0.0.1"


def prepare(db: Path | None = None, *, local: bool = False) -> None:
    """Set Django up on a database and bring its tables up to date.

    The database is a file of SQLite, or what DATABASE_URL names. Call it before any model is
    imported.
    """
    os.environ["OPENPEEL_SERVICE"] = "1"
    if local:
        os.environ["OPENPEEL_LOCAL"] = "1"
    if db is not None:
        os.environ["OPENPEEL_DB"] = str(db)
        os.environ.pop("DATABASE_URL", None)
    if "SECRET_KEY" not in os.environ:
        os.environ["SECRET_KEY"] = _kept_key()
    ready()
    from django.core.management import call_command
    from django.db import DatabaseError, OperationalError, connections

    try:
        call_command("migrate", verbosity=0, interactive=False)
    except DatabaseError as problem:
        # A file that is no database, or a damaged one, raises the general error itself.
        if type(problem) not in (DatabaseError, OperationalError):
            raise
        reason = str(problem).strip().splitlines()[0]
        raise UserError(
            f"the database can't be used: {reason}; look at --db or DATABASE_URL."
        ) from None
    connections.close_all()  # processes that are forked later must not share one


def _kept_key() -> str:
    """The key that signs sessions: it lies beside the database of a single machine."""
    if os.environ.get("DATABASE_URL"):
        raise UserError(
            "SECRET_KEY is not set; give every server of this database the same long random text."
        )
    place = Path(os.environ.get("OPENPEEL_DB", "openpeel.db"))
    file = place.with_name(place.name + ".key")
    if not file.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as out:
            out.write(secrets.token_urlsafe(50))
    return file.read_text(encoding="ascii").strip()


def serve(
    port: int,
    ready: Callable[[str], object],
    *,
    host: str = LOOPBACK,
    workers: int = 1,
    threads: int = 8,
) -> None:
    """Serve until interrupted; `ready` is told the address."""
    from gunicorn.app.base import BaseApplication

    class _Server(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            values: dict[str, Any] = {
                "bind": f"{host}:{port}",
                "workers": workers,
                "threads": threads,
                "worker_class": "gthread",
                "timeout": 60,
                "graceful_timeout": 5,
                "keepalive": 30,
                "loglevel": "warning",
                "proc_name": "openpeel",
                "control_socket_disable": True,
                "preload_app": True,  # once for all workers
                "when_ready": lambda server: ready(f"http://{host}:{server.address[0][1]}/"),
            }
            for name, value in values.items():
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> Any:
            from django.core.wsgi import get_wsgi_application
            from django.urls import get_resolver

            from openpeel.catalogue.audit_designs import designs

            made = get_wsgi_application()
            assert (
                get_resolver().url_patterns and designs()
            )  # loaded now: nobody waits for it later
            return made

    _Server().run()

"""A service of one's own for a test: a database, a server that can be killed, a browser."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Page

PATIENCE_S = 30


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def openpeel(*arguments: object, db: Path) -> str:
    """Run a command on a database of its own."""
    command = [sys.executable, "-m", "openpeel", "audit", *map(str, arguments), "--db", str(db)]
    done = subprocess.run(
        command, capture_output=True, text=True, env=own_environment(), check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def own_environment() -> dict[str, str]:
    """The environment without what would name another database."""
    return {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "OPENPEEL_DB")}


class Server:
    """`openpeel audit serve --local` in a process of its own."""

    def __init__(self, db: Path) -> None:
        self.db, self.port = db, free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "openpeel", "audit", "serve", "--local",
                   "--db", str(self.db), "--port", str(self.port)]  # fmt: skip
        self.process = subprocess.Popen(
            command, env=own_environment(), stdout=subprocess.DEVNULL, start_new_session=True
        )
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            try:
                urlopen(f"{self.address}/sign-in/", timeout=5).close()
            except URLError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError("the server did not answer")

    def kill(self) -> None:
        """As if the power went: no process of it lives on, and nobody is told."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


@contextmanager
def served(db: Path) -> Iterator[Server]:
    server = Server(db)
    server.start()
    try:
        yield server
    finally:
        server.kill()


@contextmanager
def filled(filling: Path, db: Path) -> Iterator[Server]:
    """A server on a database that a script has filled: `python filling.py DATABASE`."""
    command = [sys.executable, str(filling), str(db)]
    subprocess.run(command, env=own_environment(), check=True)
    with served(db) as server:
        yield server


def page_of(
    browser: Browser, server: Server, who: str, *, scripts: bool = True, **context: Any
) -> Page:
    """A browser in which somebody has picked their name."""
    page = browser.new_context(java_script_enabled=scripts, **context).new_page()
    page.goto(f"{server.address}/sign-in/")
    page.click(f'button[value="{who}"]')
    return page

"""Sixty reviewers save answers at once: no answer lost, and how long each waits.

    make load            two minutes
    LOAD_SECONDS=20 make load

The service runs as it does for a team: PostgreSQL, gunicorn, sign-in by session. Everything is on
the loopback address and gone afterwards. Every reviewer has files of their own and saves an answer
a second, which is some thirty-five times as fast as people do (a 25-minute file asks for an answer
every 35 seconds). Then, for a shorter time, all sixty save in the very same moment of each second;
and then as fast as the server lets them. At the end every answer that the server took is looked up
in the database.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import urlopen

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "audits"))

REVIEWERS, FILES, WORKERS, THREADS = 60, 4, 2, 8
SECONDS = int(os.environ.get("LOAD_SECONDS", "120"))
SHORTER_S = min(SECONDS / 4, 20)
AIM_MS = 150
QUESTIONS = ("OU1", "OU2", "OU3", "OU5")


@dataclass
class Reviewer:
    """One signed-in person with their reviews."""

    session: str
    token: str
    reviews: list[int]
    waits: list[float] = field(default_factory=list)
    versions: dict[tuple[int, str], int] = field(default_factory=dict)
    codes: dict[tuple[int, str], str] = field(default_factory=dict)
    saved: int = 0


def prepare_round() -> list[Reviewer]:
    """A round with sixty reviewers, each signed in and with files of their own."""
    os.environ.setdefault("SECRET_KEY", "a key for a load test alone")
    from openpeel.service import prepare

    prepare()
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.middleware.csrf import _get_new_csrf_string
    from making import made, person

    from openpeel.audits.actions import allocation, rounds
    from openpeel.audits.models import File

    audit = made(files=REVIEWERS * FILES)
    found = []
    files = list(File.objects.filter(round=audit.round, state="waiting"))
    for n in range(REVIEWERS):
        who = person(f"r{n:02}")
        rounds.add_member(audit.audit, who, "reviewer", by=audit.lead)
        store = SessionStore()
        store[SESSION_KEY] = str(who.pk)
        store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[1]
        store[HASH_SESSION_KEY] = who.get_session_auth_hash()
        store.create()
        mine = [allocation.allocate(file, who, by=audit.lead).pk for file in files[n::REVIEWERS]]
        found.append(Reviewer(str(store.session_key), _get_new_csrf_string(), mine))
    return found


async def save(reviewer: Reviewer, n: int, link: list, port: int) -> None:
    """One answer over a connection that is kept."""
    key = (
        reviewer.reviews[n // len(QUESTIONS) % len(reviewer.reviews)],
        QUESTIONS[n % len(QUESTIONS)],
    )
    code = "no" if reviewer.codes.get(key) == "yes" else "yes"
    body = json.dumps(
        {"question": key[1], "seen": reviewer.versions.get(key, 0), "code": code,
         "comment": f"answer {n}"}
    ).encode()  # fmt: skip
    head = (
        f"POST /reviews/{key[0]}/answers/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        f"Cookie: sessionid={reviewer.session}; csrftoken={reviewer.token}\r\n"
        f"X-CSRFToken: {reviewer.token}\r\nAccept: application/json\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode()
    began = time.perf_counter()
    if not link:
        link[:] = await asyncio.open_connection("127.0.0.1", port)
    reader, writer = link
    writer.write(head + body)
    status = await reader.readline()
    length, keep = 0, True
    while (line := await reader.readline()) != b"\r\n":
        name, _, value = line.decode().partition(":")
        if name.lower() == "content-length":
            length = int(value)
        if name.lower() == "connection" and "close" in value:
            keep = False
    answer = await reader.readexactly(length)
    reviewer.waits.append(time.perf_counter() - began)
    if not keep:
        writer.close()
        link.clear()
    if b" 200 " not in status:
        raise AssertionError(f"{status!r} {answer[:200]!r}")
    reviewer.versions[key] = json.loads(answer)["version"]
    reviewer.codes[key] = code
    reviewer.saved += 1


async def work(
    reviewers: list[Reviewer], seconds: float, port: int, *, spread: float | None
) -> None:
    """Everybody saves once a second, in moments spread over so much of it, or without a pause."""
    began = time.perf_counter()
    late = {id(r): n / len(reviewers) * (spread or 0) for n, r in enumerate(reviewers)}

    async def one(reviewer: Reviewer) -> None:
        link: list = []
        for n in range(10**9):
            if spread is not None:
                await asyncio.sleep(max(began + n + late[id(reviewer)] - time.perf_counter(), 0))
            if time.perf_counter() - began > seconds:
                break
            await save(reviewer, n, link, port)

    await asyncio.gather(*(one(reviewer) for reviewer in reviewers))


def told(reviewers: list[Reviewer], seconds: float, words: str) -> float:
    """Print how long answers waited; the 95th centile in milliseconds."""
    waits = sorted(wait * 1000 for r in reviewers for wait in r.waits)
    centiles = statistics.quantiles(waits, n=100)
    print(
        f"{words}: {len(waits):,} answers in {seconds:.0f} s ({len(waits) / seconds:.0f} a second);"
        f" half within {centiles[49]:.0f} ms, 95% within {centiles[94]:.0f} ms,"
        f" 99% within {centiles[98]:.0f} ms, the longest {waits[-1]:.0f} ms"
    )
    for reviewer in reviewers:
        reviewer.waits.clear()
    return centiles[94]


def lost(reviewers: list[Reviewer]) -> int:
    """Answers that the server took and the database does not hold as they were taken."""
    from openpeel.audits.models import Answer, AnswerVersion

    standing = {(a.review_id, a.question): a for a in Answer.objects.all()}
    missing = sum(
        standing[key].version != version or standing[key].code != r.codes[key]
        for r in reviewers
        for key, version in r.versions.items()
    )
    kept = AnswerVersion.objects.filter(kept=True).count()
    return missing + sum(r.saved for r in reviewers) - kept


def main() -> None:
    """Serve, load, look."""
    reviewers = prepare_round()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "openpeel", "audit", "serve", "--port", str(port), "--workers",
         str(WORKERS), "--threads", str(THREADS)],
        stdout=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        for _ in range(150):
            try:
                urlopen(f"http://127.0.0.1:{port}/sign-in/", timeout=2).close()
                break
            except OSError:
                time.sleep(0.1)
        print(f"{REVIEWERS} reviewers, PostgreSQL, {WORKERS} processes of {THREADS} threads")
        asyncio.run(work(reviewers, SECONDS, port, spread=1))
        worst = told(reviewers, SECONDS, "An answer a second each")
        asyncio.run(work(reviewers, SHORTER_S, port, spread=0))
        told(reviewers, SHORTER_S, "An answer a second, all in the same moment")
        asyncio.run(work(reviewers, SHORTER_S, port, spread=None))
        told(reviewers, SHORTER_S, "As fast as they can")
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(20)
    gone = lost(reviewers)
    print(f"Answers lost: {gone}")
    if gone or worst > AIM_MS:
        raise SystemExit(f"missed: no answer lost, and 95% within {AIM_MS} ms")


if __name__ == "__main__":
    main()

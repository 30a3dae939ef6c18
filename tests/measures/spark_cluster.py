"""A Spark cluster on this machine: a master, two workers and a Spark Connect server.

    python tests/measures/spark_cluster.py        runs until interrupted, and says its URL

Spark comes from PyPI's `pyspark`, which `make spark` puts into `.venv-spark`, a folder of its own:
it can't share an environment with the thin client. Everything listens on 127.0.0.1 alone.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HOME = Path(__file__).resolve().parents[2] / ".venv-spark" / "pyspark"
HOST = "127.0.0.1"
STARTS_WITHIN = 90.0  # seconds, on a busy machine
BRIEF = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # Java that starts sooner and ends slower


def missing() -> str:
    """Why no cluster can run here, in words; empty when one can."""
    if shutil.which("java") is None:
        return "Java is not here (install openjdk-17-jre-headless)"
    if not (HOME / "bin" / "spark-class").exists():
        return "Spark is not here (run `make spark`)"
    return ""


@dataclass
class Cluster:
    """Processes of a cluster, each in a group of its own, so a worker dies as a machine does."""

    folder: Path
    cores: int = 1  # of each worker
    memory: str = "1g"  # of each executor
    java: str = BRIEF  # options of every Java
    settings: dict[str, Any] = field(default_factory=dict)
    groups: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    url: str = ""
    ui: str = ""

    def start(self) -> None:
        """Start all and wait until both workers serve the application."""
        master, connect, ui = _free_port(), _free_port(), _free_port()
        spark = f"spark://{HOST}:{master}"
        self._run(
            "master", "spark-class", "org.apache.spark.deploy.master.Master",
            "--host", HOST, "--port", str(master), "--webui-port", "0",
        )  # fmt: skip
        self._wait("master", lambda: _listens(master))
        for name in ("worker-1", "worker-2"):
            self._run(
                name, "spark-class", "org.apache.spark.deploy.worker.Worker",
                "--host", HOST, "--cores", str(self.cores), "--memory", "8g",
                "--webui-port", "0", "--work-dir", str(self.folder / name), spark,
            )  # fmt: skip
        settings = {
            "spark.connect.grpc.binding.address": HOST,
            "spark.connect.grpc.binding.port": connect,
            "spark.driver.host": HOST,
            "spark.driver.bindAddress": HOST,
            "spark.ui.port": ui,
            "spark.executor.cores": self.cores,
            "spark.executor.memory": self.memory,
            "spark.sql.warehouse.dir": self.folder / "warehouse",
            "spark.sql.shuffle.partitions": 4,
        } | self.settings
        conf = [word for key, value in settings.items() for word in ("--conf", f"{key}={value}")]
        self._run(
            "connect", "spark-submit", "--master", spark, *conf,
            "--class", "org.apache.spark.sql.connect.service.SparkConnectServer", "spark-internal",
        )  # fmt: skip
        self._wait("connect", lambda: _listens(connect))
        self.url, self.ui = f"sc://{HOST}:{connect}", f"http://{HOST}:{ui}/api/v1/applications"
        self._wait("connect", lambda: len(self.executors()) == 2)

    def stop(self) -> None:
        """Kill whatever still runs."""
        for name in list(self.groups):
            self.kill(name)

    def kill(self, name: str) -> None:
        """kill -9 a process and its children."""
        process = self.groups.pop(name)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def executors(self) -> list[dict[str, Any]]:
        """Executors that serve the application now, as Spark's own page tells."""
        return [one for one in self._asked("executors") if one["id"] != "driver"]

    def busy_executors(self) -> int:
        """Executors that have tasks under way."""
        return sum(bool(one["activeTasks"]) for one in self.executors())

    def tasks_left(self) -> int:
        """Tasks of the stage under way that no executor has begun or ended."""
        stages = self._asked("stages?status=active")
        return sum(one["numTasks"] - one["numCompleteTasks"] - one["numActiveTasks"]
                   for one in stages)  # fmt: skip

    def tasks_lost(self) -> int:
        """Tasks that died with their executor."""
        return sum(int(one["numFailedTasks"]) for one in self._asked("stages"))

    def _asked(self, what: str) -> list[dict[str, Any]]:
        try:
            with urllib.request.urlopen(self.ui, timeout=5) as reply:
                id = json.load(reply)[0]["id"]
            with urllib.request.urlopen(f"{self.ui}/{id}/{what}", timeout=5) as reply:
                return list(json.load(reply))
        except (OSError, LookupError, ValueError):
            return []

    def _wait(self, name: str, ready: Callable[[], bool]) -> None:
        end = time.monotonic() + STARTS_WITHIN
        while not ready():
            if self.groups[name].poll() is not None or time.monotonic() > end:
                log = (self.folder / f"{name}.log").read_text(errors="replace")
                raise RuntimeError(f"{name} did not start: {log[-3000:]}")
            time.sleep(0.1)

    def _run(self, name: str, program: str, *words: str) -> None:
        environment = os.environ | {
            "SPARK_HOME": str(HOME),
            "SPARK_LOCAL_IP": HOST,
            "SPARK_LOCAL_HOSTNAME": HOST,
            "SPARK_LOCAL_DIRS": str(self.folder / "scratch"),
            "SPARK_DAEMON_MEMORY": "1g" if name == "connect" else "256m",
            "PYSPARK_PYTHON": sys.executable,
            "JDK_JAVA_OPTIONS": self.java,
        }
        with (self.folder / f"{name}.log").open("wb") as log:
            self.groups[name] = subprocess.Popen(
                [HOME / "bin" / program, *words],
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                env=environment, cwd=self.folder, start_new_session=True,
            )  # fmt: skip


@contextlib.contextmanager
def cluster(folder: Path, **sizes: Any) -> Iterator[Cluster]:
    """A cluster that is gone afterwards, whatever happens."""
    running = Cluster(folder, **sizes)
    try:
        running.start()
        yield running
    finally:
        running.stop()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])


def _listens(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex((HOST, port)) == 0


if __name__ == "__main__":
    with (
        tempfile.TemporaryDirectory(prefix="openpeel-spark-") as scratch,
        cluster(Path(scratch), memory="2g", java="") as started,
    ):
        print(started.url, flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            signal.pause()

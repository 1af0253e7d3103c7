"""Real HTTP against gunicorn: starts the demo site on a database of its own, and reads what its processes cost.

SQLite in a temporary folder, or a new database on the PostgreSQL server that DATABASE_URL names, dropped at the end.
"""

from __future__ import annotations

import gzip
import http.client
import os
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from bench.loop import loop_ms

ROOT = Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Site:
    """A running site. `roots` are the process ids whose trees serve it: gunicorn's, and PostgreSQL's if it is used."""

    port: int
    env: dict[str, str]
    roots: tuple[int, ...]
    database: str

    def get(self, path: str, headers: dict[str, str] | None = None) -> Answer:
        return self.ask("GET", path, headers=headers)

    def ask(self, method: str, path: str, *, body: str = "", headers: dict[str, str] | None = None) -> Answer:
        """One request on a connection of its own, as sync workers close it."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=90)
        try:
            connection.request(method, path, body=body or None, headers=headers or {})
            response = connection.getresponse()
            body = response.read()
            packed = response.headers.get("Content-Encoding") == "gzip"
            return Answer(response.status, response.headers, (gzip.decompress(body) if packed else body).decode())
        finally:
            connection.close()


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    text: str


@dataclass(frozen=True)
class Measured:
    """Of one run: journeys a second, CPU milliseconds of all server processes for each, and how long the timed request
    took (milliseconds, sorted)."""

    per_second: float
    cpu_ms: float
    waits: list[float]

    def percentile(self, share: float) -> float:
        return self.waits[min(int(len(self.waits) * share), len(self.waits) - 1)]


@contextmanager
def served_site(prepare: str, *, workers: int = 2, debug: bool = False) -> Iterator[Site]:
    """A demo site under gunicorn. `prepare` is a line of Python that is run in the site's shell first."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="croeso-bench-")))
        port = _free_port()
        env = _environment(folder, port, debug=debug)
        if url := os.environ.get("DATABASE_URL", ""):
            env["DATABASE_URL"] = stack.enter_context(_new_database(url))
        for command in (["migrate", "-v0"], ["seed_demo"], ["shell", "-v0", "-c", prepare]):
            manage(env, *command)
        arguments = ["gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", str(workers), "--log-level", "error"]
        server = subprocess.Popen([sys.executable, "-m", *arguments], cwd=ROOT, env=env)
        stack.callback(_stop, server)
        _wait_for(port)
        roots = (server.pid, *([_postmaster(env["DATABASE_URL"])] if url else []))
        yield Site(port, env, roots, "postgresql" if url else "sqlite")


def manage(env: dict[str, str], *arguments: str) -> str:
    """Run one command of the site to its end, and return what it printed."""
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)} failed:\n{done.stderr[-2000:]}")
    return done.stdout


def run_clients(site: Site, number: int, jobs: int, journey: Callable[[int], float]) -> Measured:
    """Go through `jobs` journeys with so many clients at once. A journey returns the seconds of its timed request."""
    numbers, waits = iter(range(jobs)), []
    lock = threading.Lock()

    def client() -> None:
        while True:
            with lock:
                job = next(numbers, None)
            if job is None:
                return
            waits.append(journey(job) * 1000)

    threads = [threading.Thread(target=client) for _ in range(number)]
    cpu, begin = cpu_seconds(site.roots), time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lasted = time.perf_counter() - begin
    if len(waits) != jobs:
        raise SystemExit(f"only {len(waits)} of {jobs} journeys came to their end")
    return Measured(jobs / lasted, (cpu_seconds(site.roots) - cpu) * 1000 / jobs, sorted(waits))


def report(name: str, measured: Measured, *, timed: str) -> None:
    """Print one figure a line: name, value, unit."""
    say(f"{name}.loop", loop_ms(), "ms")
    say(f"{name}.cpu", measured.cpu_ms, "ms")
    say(f"{name}.rate", measured.per_second, "1/s")
    say(f"{name}.{timed}.p50", statistics.median(measured.waits), "ms")
    say(f"{name}.{timed}.p95", measured.percentile(0.95), "ms")


def say(name: str, value: float, unit: str) -> None:
    shown = f"{value:.2f}" if isinstance(value, float) else str(value)
    print(f"{name} {shown} {unit}", flush=True)


def cpu_seconds(roots: Iterable[int]) -> float:
    """User and system time of these processes and all below them, with that of children that have ended."""
    children: dict[int, list[int]] = {}
    spent: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended meanwhile
        pid = int(path.parent.name)
        children.setdefault(int(fields[1]), []).append(pid)
        spent[pid] = sum(int(ticks) for ticks in fields[11:15])
    total, todo = 0, list(roots)
    while todo:
        pid = todo.pop()
        total += spent.get(pid, 0)
        todo += children.get(pid, [])
    return total / TICKS


def _environment(folder: Path, port: int, *, debug: bool) -> dict[str, str]:
    """Settings of a real site; behind a proxy, so that each client can have an address of its own."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {
        "DEBUG": "true" if debug else "false",
        "BEHIND_PROXY": "true",
        "SECRET_KEY": secrets.token_urlsafe(32),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "EMAIL_URL": f"file://{folder}/mail",
        "VAR_DIR": str(folder),
        "LOG_LEVEL": "ERROR",
    }


@contextmanager
def _new_database(url: str) -> Iterator[str]:
    name = f"croeso_bench_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _postmaster(url: str) -> int:
    """The process above the one that serves a connection."""
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT pg_backend_pid()").fetchone()
        if row is None:
            raise SystemExit("PostgreSQL did not say which process serves")
        return int(Path(f"/proc/{row[0]}/stat").read_text().rpartition(")")[2].split()[1])


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_for(port: int, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"the site did not answer within {seconds:.0f} s")


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        server.kill()

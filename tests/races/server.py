"""The real site in processes of its own, on the database of the test, and browsers of the simplest kind."""

from __future__ import annotations

import contextlib
import datetime as dt
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bs4 import BeautifulSoup
from django.utils import timezone

from events.models.messages import Message

ROOT = Path(__file__).resolve().parents[2]
STARTS_WITHIN = 60.0
PATIENCE = 90.0


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass
class Site:
    """A running site: `port` on loopback, `folder` for its files (mails in `folder/mail`)."""

    port: int
    folder: Path
    environment: dict[str, str]
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start_web(self, application: str = "config.wsgi:application") -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{self.port}", "--workers", "2"]
        web = self._start([*command, "--log-level", "warning", application], "web.log")
        end = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < end:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return web
            if web.poll() is not None:
                break
            time.sleep(0.05)
        raise RuntimeError(f"the site did not start:\n{(self.folder / 'web.log').read_text()[-2000:]}")

    def start_worker(self) -> subprocess.Popen[bytes]:
        return self.start_program(str(ROOT / "manage.py"), "worker")

    def start_program(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a worker that is not the site's own, as a control."""
        return self._start([sys.executable, *arguments], "worker.log")

    def drain(self) -> None:
        """Carry out what is due until nothing is left, as if a worker had been left alone for long enough."""
        end = time.monotonic() + PATIENCE
        while Message.objects.unsent().exists() and time.monotonic() < end:
            later = timezone.now() + dt.timedelta(hours=1)  # past any lease that a killed worker left behind
            self.manage("run_due", "--now", later.isoformat())

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one management command to its end."""
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        return subprocess.run(
            command, env=self.environment, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False
        )

    def _start(self, command: list[str], log: str) -> subprocess.Popen[bytes]:
        with (self.folder / log).open("ab") as output:
            process = subprocess.Popen(command, env=self.environment, cwd=ROOT, stdout=output, stderr=output)
        self.processes.append(process)
        return process

    def stop(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextlib.contextmanager
def running_site(folder: Path, *, database_url: str, **environment: str) -> Iterator[Site]:
    """A site that is ready to start. What was started stops at the end of the block, by process id."""
    port = free_port()
    settings = {
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "DATABASE_URL": database_url,
        "SITE_URL": f"http://127.0.0.1:{port}",
        "SECRET_KEY": "only-for-tests-and-the-same-in-each-run",
        "DEBUG": "1",
        "VAR_DIR": str(folder),
        "EMAIL_URL": f"file://{folder}/mail",
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        **environment,
    }
    site = Site(port, folder, settings)
    try:
        yield site
    finally:
        site.stop()


@dataclass(frozen=True)
class Answer:
    status: int
    path: str
    body: str
    location: str = ""

    @property
    def state(self) -> str:
        """What the page says of the booking, or "" where it says nothing."""
        return self._value("booking-state")

    @property
    def reference(self) -> str:
        return self._value("booking-reference")

    def _value(self, name: str) -> str:
        found = re.search(rf'<data class="{name}" value="([^"]*)"', self.body)
        return found.group(1) if found else ""

    def filled(self, *, name: str, email: str, button: str = "") -> dict[str, str]:
        """What a browser sends of the page's main form with a name and an address typed in, and one button pressed."""
        form = BeautifulSoup(self.body, "html.parser").select_one("main form[method=post]")
        if form is None:
            raise ValueError(f"this page ({self.status}) has no form to send")
        fields: dict[str, str] = {}
        for row in form.select("input[name]"):
            kind, key = row.get("type", "text"), str(row["name"])
            if kind == "email":
                fields[key] = email
            elif row.get("autocomplete") == "name":
                fields[key] = name
            elif kind not in ("checkbox", "radio") or row.has_attr("checked"):
                fields.setdefault(key, str(row.get("value", "")))
        return fields | ({button: "1"} if button else {})

    def pressed(self, **button: str) -> dict[str, str]:
        """What a browser sends of the page's main form as it stands, with one button pressed."""
        return self.filled(name="", email="") | button


class Browser:
    """One visitor: keeps cookies, follows redirects, one connection a request as the load balancer would see it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, tuple[str, str]] = {}

    def get(self, path: str) -> Answer:
        return self._follow("GET", path)

    def post(self, path: str, fields: Mapping[str, str | list[str]]) -> Answer:
        return self._follow("POST", path, urllib.parse.urlencode(fields, doseq=True))

    def _follow(self, method: str, path: str, body: str = "") -> Answer:
        for _ in range(6):
            answer = self._send(method, path, body)
            if answer.status not in (301, 302, 303):
                return answer
            path = urllib.parse.urljoin(path, answer.location.removeprefix(f"http://127.0.0.1:{self.port}"))
            method, body = "GET", ""
        return answer

    def _send(self, method: str, path: str, body: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"Host": f"127.0.0.1:{self.port}", "Cookie": self._cookies_for(path)}
        if method == "POST":
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{self.port}"}
        try:
            connection.request(method, path, body or None, headers)
            response = connection.getresponse()
            text = response.read().decode()
            for line in response.headers.get_all("Set-Cookie") or []:
                self._keep(line)
            return Answer(response.status, path, text, response.headers.get("Location", ""))
        finally:
            connection.close()

    def _cookies_for(self, path: str) -> str:
        return "; ".join(f"{name}={value}" for name, (value, scope) in self.cookies.items() if path.startswith(scope))

    def _keep(self, line: str) -> None:
        name, _, value = line.partition(";")[0].partition("=")
        scope = re.search(r"[Pp]ath=([^;]+)", line)
        self.cookies[name.strip()] = (value, scope.group(1) if scope else "/")

    def book(self, path: str, *, name: str, email: str, button: str = "") -> Answer:
        """Open the form of an event and send it, as somebody does who types a name and an address."""
        form = self.get(f"{path}book/")
        return self.post(f"{path}book/", form.filled(name=name, email=email, button=button))

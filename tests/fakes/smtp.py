"""A mail server on loopback that keeps what it is sent, and misbehaves on request."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

DATA_ENDS = b".\r\n"


@dataclass
class Received:
    recipient: str
    message: EmailMessage

    @property
    def message_id(self) -> str:
        return str(self.message["Message-ID"])


@dataclass
class MailServer:
    """`replies` maps a recipient to (code, text) for RCPT; `after_data` one to what is answered after the text.

    `trouble` is "" or one of "busy" (421 to every sender), "hang" (no word after the greeting), "drop" (the line goes
    dead while a text is taken) and "mute" (the text is taken and kept, and no answer comes). Nobody is greeted before
    `greets_from` connections stand, so that those who send do so at the same time.
    """

    port: int = 0
    trouble: str = ""
    replies: dict[str, tuple[int, str]] = field(default_factory=dict)
    after_data: dict[str, tuple[int, str]] = field(default_factory=dict)
    received: list[Received] = field(default_factory=list)
    connections: int = 0
    greets_from: int = 1
    patience: int = 1
    tried: list[str] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)
    news: threading.Condition = field(default_factory=threading.Condition)

    @property
    def settings(self) -> dict[str, object]:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": self.port,
            "EMAIL_TIMEOUT": 0.5,
        }

    @property
    def url(self) -> str:
        """For EMAIL_URL."""
        return f"smtp://127.0.0.1:{self.port}?timeout={self.patience}"

    def recipients(self) -> list[str]:
        return [each.recipient for each in self.received]

    def welcome(self) -> None:
        with self.news:
            self.connections += 1
            self.news.notify_all()
            self.news.wait_for(lambda: self.connections >= self.greets_from, 60)

    def take(self, received: Received) -> None:
        with self.news:
            self.received.append(received)
            self.news.notify_all()

    def wait_for(self, number: int, *, seconds: float = 60.0) -> bool:
        """Whether that many different mails have come before the time is up."""
        with self.news:
            return self.news.wait_for(lambda: len({each.message_id for each in self.received}) >= number, seconds)


class Conversation(socketserver.StreamRequestHandler):
    told: MailServer

    def handle(self) -> None:
        self.told.welcome()
        if self.told.trouble == "hang":
            self.told.stopped.wait()
            return
        self.say(220, "sample server")
        recipient = ""
        for line in self.rfile:
            verb = line.split(b":")[0].split()[0].upper().decode(errors="replace")
            if verb == "QUIT":
                self.say(221, "bye")
                return
            if verb == "RCPT":
                recipient = line.decode().partition("<")[2].partition(">")[0]
                self.told.tried.append(recipient)
                self.say(*self.told.replies.get(recipient, (250, "ok")))
            elif verb == "DATA":
                self.say(354, "go on")
                if not self.take(recipient):
                    return
            elif verb == "MAIL" and self.told.trouble == "busy":
                self.say(421, "too busy")
                return
            else:
                self.say(250, "ok")

    def take(self, recipient: str) -> bool:
        """Read one text. Returns False when the conversation ends here."""
        text = b"".join(iter(self.rfile.readline, DATA_ENDS))
        if self.told.trouble == "drop":
            return False
        if recipient in self.told.after_data:
            self.say(*self.told.after_data[recipient])
            return True
        message = message_from_bytes(text.replace(b"\r\n..", b"\r\n."), policy=policy.default)
        self.told.take(Received(recipient, message))  # type: ignore[arg-type]  # the policy's own kind
        if self.told.trouble == "mute":
            self.told.stopped.wait()
            return False
        self.say(250, "taken")
        return True

    def say(self, code: int, text: str) -> None:
        self.wfile.write(f"{code} {text}\r\n".encode())


class Listener(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hung up first is none of our business."""


@contextmanager
def mail_server(port: int = 0) -> Iterator[MailServer]:
    """Run a server on a free port (or on this one) for the length of the block."""
    told = MailServer()
    with Listener(("127.0.0.1", port), type("Handler", (Conversation,), {"told": told})) as listener:
        told.port = listener.server_address[1]
        thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield told
        finally:
            told.stopped.set()
            listener.shutdown()
            thread.join()

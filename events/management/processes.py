"""Names the process that does due work, and tells whether a process of that name is still there.

Work is leased under such a name. When its holder was killed on this machine, nobody has to wait for the lease to end.
"""

from __future__ import annotations

import os
import secrets
import socket
from contextlib import suppress
from functools import cache
from pathlib import Path

LONGEST_HOST = 50
NONCE = secrets.token_hex(4)
"""Tells this process from an earlier one with its number, as in a container that was started anew."""


@cache
def this_machine() -> str:
    """The host, and on Linux the room in which its process numbers count: containers may share a host's name."""
    namespace = Path("/proc/self/ns/pid")
    room = namespace.readlink().name.strip("pid:[]") if namespace.is_symlink() else "0"
    return f"{socket.gethostname()[:LONGEST_HOST]}/{room}"


def this_process() -> str:
    return f"{this_machine()}:{os.getpid()}:{NONCE}"


def is_gone(name: str) -> bool:
    """Whether a process of this machine has ended. False for all that cannot be known from here."""
    machine, _, rest = name.partition(":")
    number, _, nonce = rest.partition(":")
    if machine != this_machine() or not number.isdecimal():
        return False
    if int(number) == os.getpid():
        return nonce != NONCE
    return not _runs(int(number))


def is_elsewhere(name: str) -> bool:
    return name.partition(":")[0] != this_machine()


def _runs(number: int) -> bool:
    try:
        os.kill(number, 0)  # sends nothing, only asks
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    with suppress(OSError):
        # Killed, but not yet buried by whoever started it.
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return True

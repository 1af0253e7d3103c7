"""How gunicorn runs the site: `gunicorn` alone starts it; --bind, --workers and other options win over this file."""

import gc
import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE / "site")]

wsgi_app = "config.wsgi:application"
chdir = str(HERE)
bind = f"127.0.0.1:{os.environ.get('PORT') or 8000}"
# Sync workers answered most bookings and had the shortest waits on both databases. Two use two cores; a proxy in front
# keeps slow readers away from them.
worker_class = "sync"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
# Loaded once, shared by all workers: less memory, and a bad environment stops the start with one message.
preload_app = True


def pre_fork(server: object, worker: object) -> None:  # noqa: ARG001 (gunicorn hands them over)
    """What is loaded stays out of the garbage collector's way, which would copy shared memory by marking it."""
    gc.collect()
    gc.freeze()


timeout = 60
graceful_timeout = 30
# The access log would hold secret links and who opened them.
accesslog = None
# A socket for remote control that nobody asked for; two sites of one user would share it.
control_socket_disable = True

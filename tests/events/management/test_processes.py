"""Whether a process is still there."""

import os
import subprocess
import sys

import pytest

from events.management.processes import NONCE, is_elsewhere, is_gone, this_machine, this_process


@pytest.fixture
def sleeper():
    with subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE) as process:
        yield process
        process.stdin.close()
        process.kill()


def name_of(process):
    return f"{this_machine()}:{process.pid}:abcd1234"


def test_this_process_is_there():
    assert not is_gone(this_process())
    assert not is_elsewhere(this_process())
    assert len(this_process()) <= 100


def test_running_process_is_there(sleeper):
    assert not is_gone(name_of(sleeper))


def test_killed_process_is_gone_even_before_it_is_buried(sleeper):
    sleeper.kill()
    os.waitid(os.P_PID, sleeper.pid, os.WEXITED | os.WNOWAIT)  # it is dead, and its number is still taken
    assert is_gone(name_of(sleeper))
    sleeper.wait()
    assert is_gone(name_of(sleeper))


def test_earlier_process_with_this_number_is_gone():
    assert is_gone(f"{this_machine()}:{os.getpid()}:{NONCE[::-1]}x")


@pytest.mark.parametrize("name", ["", "nonsense", "other-host/1:1:abcd", f"{this_machine()}:word:abcd"])
def test_nothing_is_said_of_what_cannot_be_known(name):
    assert not is_gone(name)


def test_process_of_another_machine_is_elsewhere():
    assert is_elsewhere("other-host/1:1:abcd")

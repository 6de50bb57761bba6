"""Programs that all test processes of a run share."""
import os
import tempfile
import uuid

import pytest

from tests.fixtures import shared_processes

PREPARATION = "import os, sys\nprepared = os.getpid()\n"
LOOP = """
for line in sys.stdin:
    print(prepared, os.getpid(), line, end="", flush=True)
"""


@pytest.fixture
def connected(monkeypatch):
    """connected() -> a new connection to the program of a run of its own."""
    monkeypatch.setenv("PYTEST_XDIST_TESTRUNUID", uuid.uuid4().hex)
    monkeypatch.setattr(shared_processes, "_started", [])
    channels = []

    def connect():
        channels.append(shared_processes.connected("test", PREPARATION, LOOP, dict(os.environ)))
        return channels[-1]
    yield connect
    for channel in channels:
        channel.close()
    for process in shared_processes._started:
        process.stdin.close()
        process.wait()


def answer(channel):
    """(pid of the process that prepared itself, pid of the fork that answers, the line)"""
    print("a line", file=channel, flush=True)
    prepared, fork, line = channel.readline().split(maxsplit=2)
    return int(prepared), int(fork), line


def test_a_program_prepares_itself_once_and_forks_for_each_connection(connected):
    first, second = answer(connected()), answer(connected())
    process, = shared_processes._started
    assert first[::2] == second[::2] == (process.pid, "a line\n")
    assert len({process.pid, first[1], second[1]}) == 3


def test_a_connection_outlives_the_program_whose_starter_has_ended(connected):
    channel = connected()
    before = answer(channel)
    process, = shared_processes._started
    process.terminate()  # as Ctrl-C, which reaches all processes of a terminal: it has no effect of its own
    process.stdin.close()
    assert process.wait() == 0
    assert answer(channel) == before
    assert os.environ["PYTEST_XDIST_TESTRUNUID"] not in "".join(os.listdir(tempfile.gettempdir()))


def test_a_program_that_was_killed_is_started_again(connected):
    connected()
    process, = shared_processes._started
    process.kill()
    process.wait()
    assert answer(connected())[0] == shared_processes._started[1].pid != process.pid

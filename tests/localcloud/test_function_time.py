"""A function's timeout in the local cloud: a machine that is busy with other work does not shorten it."""
import os
import sys
from types import SimpleNamespace

import pytest

from localcloud.functions import environment
from localcloud.functions.environment import Environment


class Slow(Environment):
    """An environment whose process waits for a processor for a share of all time; it never answers."""

    def __init__(self, monkeypatch, share):
        self.ended, self.now, self.share = False, 0.0, share
        self.program, self._process = SimpleNamespace(memory=1), SimpleNamespace(kill=lambda: None)
        monkeypatch.setattr(environment.time, "perf_counter", lambda: self.now)

    def _step(self, seconds):
        self.now += seconds
        return True

    def _seconds_without_processor(self):
        return self.now * self.share

    def _end(self):
        self.ended = True


@pytest.mark.parametrize("share, seconds", [(0, 5), (0.9, 50), (0.99, 500)])
def test_time_spent_waiting_for_a_processor_is_not_the_functions(monkeypatch, share, seconds):
    slow = Slow(monkeypatch, share)
    assert slow._until(lambda: False, 5) is False
    assert slow.now - 5 == pytest.approx(seconds, rel=0.05)  # and 5 s for the end of the process that was killed


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells it")
def test_the_kernel_counts_how_long_a_process_waited_for_a_processor():
    of_this_one = object.__new__(Environment)
    of_this_one._process = SimpleNamespace(pid=os.getpid())
    assert of_this_one._seconds_without_processor() > 0
    of_this_one._process.pid = 2 ** 22 + 1  # nobody's
    assert of_this_one._seconds_without_processor() == 0

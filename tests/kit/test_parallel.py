"""kit/parallel.py: the results have the order of the items, whichever process has worked on an item, or failed."""
import os

import pytest

from kit.parallel import parallel_results
from tests.fixtures.cases import cases


@pytest.fixture(autouse=True)
def three_cores(monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 3)


@cases("number", [2, 7, 250, 251, 1001])
def test_each_item_has_its_result(number):
    assert parallel_results(range(number), lambda item: [item, str(item)], 1) == [[item, str(item)] for item in range(number)]


def test_the_turns_of_processes_that_fail_are_done_again():
    parent, (out, into), waited = os.getpid(), os.pipe(), []

    def work(item):
        if os.getpid() != parent:
            os._exit(1)
        if not waited:
            os.close(into)
            waited.append(os.read(out, 1))  # nothing comes: it returns when the other two processes have ended
        return item
    assert parallel_results(range(600), work, 1) == list(range(600)) and waited == [b""]
    os.close(out)


def test_a_fault_of_every_process_is_raised():
    with pytest.raises(ZeroDivisionError):
        parallel_results(range(20), lambda item: 1 // (item - item), 1)

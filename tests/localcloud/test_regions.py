"""Locks of the regions of the local cloud's CloudFormation: no request waits for ever for another."""
import threading

import pytest

from localcloud.cloudformation import regions


@pytest.fixture(autouse=True)
def region(monkeypatch):
    """A region whose lock another thread holds, as a request does while it makes a change set."""
    monkeypatch.setattr(regions, "_regions", {})
    region, held, end = regions.by_name("eu-west-3"), threading.Event(), threading.Event()

    def hold():
        with region.lock:
            held.set()
            end.wait()
    holder = threading.Thread(target=hold, daemon=True)
    holder.start()
    held.wait()
    yield region
    end.set()
    holder.join()


@pytest.mark.parametrize("ask", [regions.every, lambda: regions.by_name("eu-west-2")])
def test_what_concerns_all_regions_does_not_wait_for_the_lock_of_one(ask):
    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(60)
    assert not thread.is_alive()

"""The follower of logs: an event is new once, also where an invocation is recorded while the follower begins."""
from types import SimpleNamespace

from incidents import following

GROUP = "/aws/lambda/bell"


def event(id_, timestamp):
    return {"id": id_, "eventId": id_, "timestamp": timestamp, "message": id_, "group": GROUP}


def test_the_lines_of_an_invocation_before_the_start_are_all_left_out(monkeypatch):
    """All lines of an invocation arrive at its end. The first reading finds those that are not older than the start."""
    function = SimpleNamespace(log_group=GROUP, name="bell")
    answers = iter([{"position": 5},
                    {"position": 8, "lost": 0, "events": [event("START", 999), event("REPORT", 1001), event("later", 1002)]}])
    monkeypatch.setattr(following, "feed", lambda position: next(answers))
    monkeypatch.setattr(following, "read", lambda *_args, **_more: [(function, event("REPORT", 1001))])
    batches = following.Follower(None, [function], 1000, "local", {}).batches()
    assert [[entry["eventId"] for _function, entry in next(batches)] for _ in range(2)] == [["REPORT"], ["later"]]

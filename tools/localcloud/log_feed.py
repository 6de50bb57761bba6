"""All log events in the order of their arrival, for `make logs follow=1`: FilterLogEvents knows only their times, and
an invocation's lines arrive at its end. In memory only.

    GET /_aws/logs?after=<position>   {"position", "lost", "events": [{"group", "id", "timestamp", "message"}]}

after     the position of the response before; -1 for that of now, without events
position  after the last of the events
lost      events after the position that are not remembered any more
An answer waits for a second if there is no event, and has MOST of them.
"""
import threading
from urllib.parse import parse_qs

import orjson

MOST = 10_000
REMEMBERED = 500_000  # events; for a while twice as many
WAIT_SECONDS = 1.0

_changed = threading.Condition()
_entries: list[dict] = []
_first = [0]  # the position of the first entry


def record(group: str, events: list) -> None:
    """Remembers log events (moto's LogEvent) of a group."""
    with _changed:
        _entries.extend({"group": group, "id": str(event.event_id), "timestamp": event.timestamp,
                         "message": event.message} for event in events)
        if len(_entries) > 2 * REMEMBERED:
            surplus = len(_entries) - REMEMBERED
            del _entries[:surplus]
            _first[0] += surplus
        _changed.notify_all()


def response(environ: dict) -> tuple[int, list, bytes]:
    """(status, headers, bytes) of a request."""
    after = parse_qs(environ.get("QUERY_STRING", "")).get("after", [""])[0]
    if environ["REQUEST_METHOD"] != "GET" or not after.lstrip("-").isdecimal():
        return 404, [("Content-Type", "text/plain")], b"GET /_aws/logs?after=0\n"
    with _changed:
        start = int(after) if int(after) >= 0 else _first[0] + len(_entries)
        if int(after) >= 0:
            _changed.wait_for(lambda: _first[0] + len(_entries) > start, WAIT_SECONDS)
        lost = max(0, _first[0] - start)
        at = max(0, start - _first[0])
        events = _entries[at:at + MOST]
        position = max(start, _first[0]) + len(events)
    body = orjson.dumps({"position": position, "lost": lost, "events": events})
    return 200, [("Content-Type", "application/json")], body

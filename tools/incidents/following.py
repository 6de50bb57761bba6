"""New log events as they arrive: in the local cloud each once, in the order of arrival; on AWS by repeated reading."""
import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from aws import clients, local_calls
from incidents import failures
from incidents.functions import Function
from kit import cli

Logged = tuple[Function, dict]  # an event as FilterLogEvents returns it: {"timestamp", "message", "eventId", ...}

PAUSE = 1.0  # seconds between two readings of AWS
LATE = 60_000  # ms: an event may arrive so long after later ones of the same group; each reading repeats them


def read(logs, functions: list[Function], start: int, absent: set[str] | None = None, **more) -> list[Logged]:
    """The events of functions since `start` (ms), oldest first. absent, more: of failures.events()"""
    def of_function(function):
        return [(function, event) for event in failures.events(logs, function.log_group, start, absent, **more)]

    with ThreadPoolExecutor(failures.AT_ONCE) as threads:
        logged = [entry for entries in threads.map(of_function, functions) for entry in entries]
    return sorted(logged, key=lambda entry: entry[1]["timestamp"])


class Follower:
    """Batches of events: first those since `start` (ms), then those that arrive. A batch may be empty."""

    def __init__(self, logs, functions: list[Function], start: int, stage: str, more: dict):
        self.logs, self.functions, self.start, self.stage, self.more = logs, functions, start, stage, more
        self.absent: set[str] = set()  # log groups that the first reading did not find
        self.seen: dict[tuple[str, str], int] = {}  # {(log group, event id): timestamp}

    def batches(self, only_new: bool = False) -> Iterator[list[Logged]]:
        """Yields the batches, without an end. only_new: the first of the local cloud is empty, and reads no group"""
        if self.stage == clients.LOCAL:
            position = feed(-1)["position"]
            yield [] if only_new else self.first()
            yield from self.arriving(position)
        yield self.first()
        yield from self.repeated()

    def first(self) -> list[Logged]:
        """The log events since `start`."""
        return self.unseen(read(self.logs, self.functions, self.start, self.absent, **self.more))

    def unseen(self, logged: list[Logged]) -> list[Logged]:
        """The events that were not returned before."""
        fresh = [entry for entry in logged if (entry[0].log_group, entry[1]["eventId"]) not in self.seen]
        self.seen |= {(function.log_group, event["eventId"]): event["timestamp"] for function, event in fresh}
        return fresh

    def repeated(self) -> Iterator[list[Logged]]:
        """Reads again and again, from a minute before the last event on."""
        while True:
            time.sleep(PAUSE)
            self.start = max([self.start, *(moment - LATE for moment in self.seen.values())])
            self.seen = {key: moment for key, moment in self.seen.items() if moment >= self.start}
            yield self.unseen(read(self.logs, self.functions, self.start, **self.more))

    def arriving(self, position: int) -> Iterator[list[Logged]]:
        """The local cloud's events after a position, without those that were read before or are older than `start`: all
        lines of an invocation arrive at its end, and the first reading may have its younger ones alone."""
        by_group = {function.log_group: function for function in self.functions}
        while True:
            answer = feed(position)
            position = answer["position"]
            if answer["lost"]:
                cli.say(f"{answer['lost']} lines were not read in time, and are missing")
            yield [(by_group[event["group"]], {**event, "eventId": event["id"]}) for event in answer["events"]
                   if event["group"] in by_group and event["timestamp"] >= self.start
                   and (event["group"], event["id"]) not in self.seen]


def feed(position: int) -> dict:
    """The answer of localcloud/log_feed.py. Raises Problems if the local cloud is gone."""
    return json.loads(local_calls.response("GET", f"?after={position}", "/_aws/logs")[1])

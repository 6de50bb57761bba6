"""The messages that replays have sent, or were sending when they were killed: build/<stage>/replays.json.

    {"<message id>": {"state": "sending", "sent" or "stopped", "at": "<epoch seconds>", "after": "<sequence number>"}}

A message is sent, then deleted from the dead-letter queue. SQS cannot do both at once, so a replay that is killed
between them leaves the message in the queue. The next one reads here that the message is sent, and only deletes it; of
one whose sending was not confirmed it says that it may arrive twice.
"""
import contextlib
import fcntl
import os
import time
from collections.abc import Generator, Iterable
from pathlib import Path

from kit import files
from kit.problems import Problems, problem

KEEP_SECONDS = 14 * 24 * 3600  # SQS keeps no message longer
SENDING, SENT, STOPPED = "sending", "sent", "stopped"  # stopped: a part of a stream's range was sent, the rest was not


@contextlib.contextmanager
def alone(stage: str) -> Generator[None]:
    """Lets one replay of a stage run on this machine, as each writes the whole journal. Raises Problems."""
    folder = Path("build", stage)
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise problem("", 0, f"another `make replay` of stage {stage} runs", "run it again after the end of the other")
    finally:
        os.close(descriptor)


class Journal:
    """The states of messages, on the disk before anything happens. Raises Problems of another file at its path."""

    def __init__(self, stage: str):
        self.path = Path("build", stage, "replays.json")
        try:
            entries: dict[str, dict[str, str]] = files.read_json(self.path) if self.path.exists() else {}
            self.entries = {id_: entry for id_, entry in entries.items()
                            if int(entry["at"]) > time.time() - KEEP_SECONDS}
        except (Problems, AttributeError, LookupError, TypeError, ValueError) as error:
            raise problem(self.path, 0, "is not what a replay has written",
                          f"`rm {self.path}`: then a message that a killed replay has sent may arrive twice") from error

    def state(self, id_: str) -> str:
        """SENDING, SENT, or "" of a message that no replay has sent."""
        return self.entries.get(id_, {}).get("state", "")

    def after(self, id_: str) -> str:
        """The sequence number of a stream up to which the records of a message were sent, or ""."""
        return self.entries.get(id_, {}).get("after", "")

    def mark(self, ids: Iterable[str], state: str, after: str = "") -> None:
        """Store a state of messages."""
        entry = {"state": state, "at": str(int(time.time())), **({"after": after} if after else {})}
        self.entries |= {id_: entry for id_ in ids}
        files.write_json(self.path, self.entries)

    def stop(self, ids: Iterable[str]) -> None:
        """Remove messages that were certainly not sent; of a stream's range keep up to where its records were."""
        for id_ in ids:
            if after := self.after(id_):
                self.mark([id_], STOPPED, after)
            else:
                self.forget([id_])

    def forget(self, ids: Iterable[str]) -> None:
        """Remove messages: they are deleted from their queue, or were certainly not sent."""
        self.entries = {id_: entry for id_, entry in self.entries.items() if id_ not in {*ids}}
        files.write_json(self.path, self.entries)

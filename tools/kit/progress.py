"""Events of a stack as lines for the person who waits."""
import time

from kit import cli
from kit.problems import listed

SLOW = 20  # seconds of silence, after which what is still being made is named


class Progress:
    """Call it with each event, and with None while waiting: it tells each resource once, when it is done.

    owners  {logical id: (owner, word)} of recipes.template
    """

    def __init__(self, owners):
        self.owners, self.open = owners, {}
        self.began = self.spoke = time.monotonic()

    def __call__(self, event):
        if event is None:
            if self.open and time.monotonic() - self.spoke > SLOW:
                self.say("waiting for " + listed(sorted(self.open), 3))
            return
        id_, status = event["LogicalResourceId"], event["ResourceStatus"]
        if event.get("PhysicalResourceId") == event["StackId"]:
            return
        if status.endswith("_IN_PROGRESS"):
            self.open[id_] = event["ResourceType"]
            return
        self.open.pop(id_, None)
        owner, word = self.owners.get(id_, ("-", event["ResourceType"].split("::")[-1]))
        whose = f"{owner or 'shared'} {word or 'function'}"
        self.say(f"{status.lower().replace('_', ' '):<16} {whose:<28} {id_}")

    def say(self, words):
        """A line with the seconds since the start."""
        self.spoke = time.monotonic()
        cli.say(f"{self.spoke - self.began:6.1f}s  {words}")

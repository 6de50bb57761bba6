"""Events of a stack as lines for a person."""
import time
from collections import Counter

from deploy import changes
from kit import cli, names
from kit.problems import listed

SLOW = 20  # seconds of silence, after which the unfinished resources are named

CUSTOM = ("Custom::", "AWS::CloudFormation::CustomResource")
OF_CUSTOM = ", a custom resource, whose function has not responded yet (make logs)"


class Progress:
    """Call it with each event, and with None while waiting: it prints each resource once, when it is done.

    owners  {logical id: (owner, word)} of recipes.template
    After plan() the resources of one owner are printed in one line, when the last of them is ready.
    """

    def __init__(self, owners):
        self.owners, self.open = owners, {}
        self.parts, self.missing = {}, {}
        self.began = self.spoke = time.monotonic()

    def plan(self, added):
        """Sets the resources that the operation will create. added: ResourceChanges of DescribeChangeSet"""
        for change in added:
            id_, type_ = change["LogicalResourceId"], change["ResourceType"]
            owner, word = self.owner(id_, type_)
            self.parts.setdefault(owner, Counter())[changes.part(word, type_)] += 1
            self.missing.setdefault(owner, set()).add(id_)

    def __call__(self, event):
        if event is None:
            if self.open and time.monotonic() - self.spoke > SLOW:
                is_custom = any(type_.startswith(CUSTOM) for type_ in self.open.values())
                self.say("waiting for " + listed(sorted(self.open), 3) + OF_CUSTOM * is_custom)
            return
        id_, status = event["LogicalResourceId"], event["ResourceStatus"]
        if event.get("PhysicalResourceId") == event["StackId"]:
            return
        if status.endswith("_IN_PROGRESS"):
            self.open[id_] = event["ResourceType"]
            return
        self.open.pop(id_, None)
        owner, word = self.owner(id_, event["ResourceType"])
        if status == "CREATE_COMPLETE" and id_ in self.missing.get(owner, ()):
            self.together(owner, id_)
        else:
            self.say(f"{status.lower().replace('_', ' '):<16} {f'{owner} {word}':<28} {id_}")

    def owner(self, id_, type_):
        """(owner, word) of a resource: a lambda or state, or "shared"; the word of its block, or its type."""
        owner, word = self.owners.get(id_, ("-", type_.split("::")[-1]))
        return owner or "shared", (word or "function").replace("_", " ")

    def together(self, owner, id_):
        """Notes that one resource of an owner is ready; prints the line of all of them after the last."""
        self.missing[owner].discard(id_)
        if not self.missing[owner]:
            width = max(map(len, self.parts))
            self.say(f"{owner:<{width}}  {', '.join(sorted(self.parts[owner]))} "
                     f"({names.quantity(self.parts[owner].total(), 'resource')})")

    def say(self, text):
        """Prints a text after the seconds since the start."""
        self.spoke = time.monotonic()
        cli.say(f"{self.spoke - self.began:6.1f}s  {text}")

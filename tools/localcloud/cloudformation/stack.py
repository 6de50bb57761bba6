"""One stack: what it holds, and what happened to it."""
import datetime
import threading
import uuid
from dataclasses import dataclass, field
from typing import NamedTuple

from localcloud import state

OWN_TYPE = "AWS::CloudFormation::Stack"


class Plan(NamedTuple):
    """What a stack is to become.

    template    parsed and checked
    body        its text, as it came
    parameters  {name: text}
    tags        [{"Key", "Value"}, ...]
    options     the request's other fields that DescribeStacks repeats: Capabilities, RoleARN, ...
    """

    template: dict
    body: str
    parameters: dict
    tags: list
    options: dict


@dataclass
class Resource:
    """A resource as it was last made or changed.

    properties  resolved; needs: ids of those it was made after; retained: its DeletionPolicy keeps it;
    kept        its UpdateReplacePolicy does; ref: its physical id, which is what Ref gives here
    """

    id: str
    type: str
    properties: dict
    needs: set
    retained: bool = False
    kept: bool = False
    ref: str = ""
    attributes: dict = field(default_factory=dict)


class Stack:
    """A stack of a region, live or deleted. Only its own thread changes its resources."""

    def __init__(self, region, name):
        self.region, self.name = region, name
        self.id = f"arn:aws:cloudformation:{region}:{state.ACCOUNT}:stack/{name}/{uuid.uuid4()}"
        self.created, self.updated, self.deleted = now(), None, None
        self.status, self.reason = "", None
        self.plan = Plan({"Resources": {}}, "", {}, [], {})
        self.resources = {}  # {logical id: Resource}
        self.records = {}  # {logical id: its latest event}, of those gone too until the next update
        self.outdated = []  # Resources replaced by an update that failed without rollback
        self.events = []  # oldest first
        self.outputs = []
        self.imports = set()
        self.protected = False
        self.parent = None  # the Stack that it is nested in
        self.pending = None  # a Deployment of a nested stack that waits for how the outer one ends
        self.change_set = None
        self.tokens = {}  # {ClientRequestToken: the action it asked for}
        self.token = None  # of the action under way
        self.cancelled = threading.Event()
        self.thread = None
        self.undone = None  # a Deployment whose rollback failed

    @property
    def busy(self):
        """Is its thread at work?"""
        return self.status.endswith("IN_PROGRESS") and self.status != "REVIEW_IN_PROGRESS"

    @property
    def root(self):
        """The outermost of the stacks that it is nested in, or None."""
        return self.parent and (self.parent.root or self.parent)

    def tell(self, status, reason=None):
        """The stack itself is now in this status. The event comes first: who sees the status finds it."""
        self.event(self.name, self.id, OWN_TYPE, status, reason)
        if status == "DELETE_COMPLETE":
            self.deleted = now()
        self.status, self.reason = status, reason

    def tell_of(self, resource, status, reason=None):
        """A resource of it is now in this status."""
        event = self.event(resource.id, resource.ref, resource.type, status, reason)
        if self.resources.get(resource.id, resource) is resource:  # not one that another took the place of
            self.records[resource.id] = event

    def event(self, logical, physical, type_, status, reason):
        """Writes down one event, and gives it."""
        event = {
            "StackId": self.id, "StackName": self.name, "EventId": f"{logical}-{uuid.uuid4()}",
            "LogicalResourceId": logical, "PhysicalResourceId": physical, "ResourceType": type_,
            "ResourceStatus": status, "ResourceStatusReason": reason, "Timestamp": now(),
            "ClientRequestToken": self.token,
        }
        self.events.append(event)
        return event

    def exports(self):
        """{export name: value}"""
        return {output["ExportName"]: output["OutputValue"] for output in self.outputs
                if "ExportName" in output}


def now():
    """The moment, in UTC as AWS says it."""
    return datetime.datetime.now(datetime.timezone.utc)

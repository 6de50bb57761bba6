"""One stack: its resources, and its events."""
import datetime
import threading
import uuid
from dataclasses import dataclass, field
from typing import NamedTuple

from localcloud.moto import state

OWN_TYPE = "AWS::CloudFormation::Stack"


class Plan(NamedTuple):
    """The desired state of a stack."""

    template: dict  # parsed and checked
    body: str  # its text, as sent
    parameters: dict  # {name: text}
    tags: list  # [{"Key", "Value"}, ...]
    options: dict  # other fields of the request that DescribeStacks returns: Capabilities, RoleARN, ...


@dataclass
class Resource:
    """A resource as it was last created or updated."""

    id: str
    type: str
    properties: dict  # resolved
    needs: set  # logical ids of the resources that it depends on
    retained: bool = False  # by its DeletionPolicy
    retained_when_replaced: bool = False  # by its UpdateReplacePolicy
    ref: str = ""  # its physical id, which is the value of Ref
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
        self.records = {}  # {logical id: its latest event}, of deleted ones, too, until the next update
        self.outdated = []  # Resources replaced by an update that failed without rollback
        self.events = []  # oldest first
        self.outputs = []
        self.imports = set()
        self.protected = False
        self.parent = None  # the Stack in which it is nested
        self.pending = None  # a Deployment of a nested stack that waits for the end of its parent's
        self.change_set = None
        self.drifts = []  # what the last drift detection found: an entry for each resource
        self.drift_status = "NOT_CHECKED"
        self.tokens = {}  # {ClientRequestToken: action of its request}
        self.token = None  # ClientRequestToken of the current action
        self.cancelled = threading.Event()
        self.thread = None
        self.undone = None  # a Deployment whose rollback failed
        self.skipped = set()  # logical ids of resources that its continued rollback leaves as they are

    @property
    def busy(self):
        """Whether an operation changes the stack now: its status ends in IN_PROGRESS."""
        return self.status.endswith("IN_PROGRESS") and self.status != "REVIEW_IN_PROGRESS"

    @property
    def root(self):
        """The outermost of its parent stacks, or None."""
        return self.parent and (self.parent.root or self.parent)

    def set_status(self, status, reason=None):
        """Sets the status of the stack. The event comes first: a caller that sees the status can also see the event."""
        self.event(self.name, self.id, OWN_TYPE, status, reason)
        if status == "DELETE_COMPLETE":
            self.deleted = now()
        self.status, self.reason = status, reason

    def set_resource_status(self, resource, status, reason=None):
        """Records the status of a resource of the stack."""
        event = self.event(resource.id, resource.ref, resource.type, status, reason)
        if self.resources.get(resource.id, resource) is resource:  # not one that was replaced
            self.records[resource.id] = event

    def event(self, logical, physical, type_, status, reason):
        """Appends an event to the stack's events, and returns it: a dict in the form of DescribeStackEvents."""
        event = {
            "StackId": self.id, "StackName": self.name, "EventId": f"{logical}-{uuid.uuid4()}",
            "LogicalResourceId": logical, "PhysicalResourceId": physical, "ResourceType": type_,
            "ResourceStatus": status, "ResourceStatusReason": reason, "Timestamp": now(),
            "ClientRequestToken": self.token,
        }
        self.events.append(event)
        return event

    def exports(self):
        """{export name: value} of the stack's outputs."""
        return {output["ExportName"]: output["OutputValue"] for output in self.outputs if "ExportName" in output}


def now():
    """The current time, in UTC as on AWS."""
    return datetime.datetime.now(datetime.timezone.utc)

"""A stack in CloudFormation: its state, its resources, its events, its deletion."""
import contextlib
import time
from collections.abc import Callable, Generator, Iterable
from typing import NotRequired, TypedDict

from botocore.exceptions import BotoCoreError, ClientError

from aws import clients, errors
from kit import cli

TYPE = "AWS::CloudFormation::Stack"
STARTS = {"CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", "DELETE_IN_PROGRESS", "IMPORT_IN_PROGRESS"}
PAUSES = {clients.LOCAL: 0.1}  # seconds between two requests; AWS throttles a caller who polls more often
PAUSE = 2.5
QUIET = 20  # requests without news after which the stack of an operation may be gone: its local cloud was stopped


class StackRecord(TypedDict):
    """build/STAGE/stack.json: a stack after its deploy."""

    stack: str  # its name
    region: NotRequired[str]  # an older record has none
    status: str  # "UPDATE_COMPLETE"
    outputs: dict[str, str]
    indexes: NotRequired[dict[str, dict[str, str]]]  # {table: {index: its key}}, see deploy/preview.py
    keys: NotRequired[dict[str, str]]  # {table: its key}
    ttl: NotRequired[dict[str, str]]  # {table: the attribute of its time to live}
    streams: NotRequired[dict[str, dict]]  # of Kinesis, see deploy/stream_preview.py
    attributes: NotRequired[dict[str, dict[str, str]]]  # {pool: {attribute of its users: type}}
    earlier: NotRequired[list[str]]  # stacks that still run, of when the app had another name
    elsewhere: NotRequired[list[str]]  # or another region: "us-east-1/demo-dev", see deploy/earlier_stacks.py


class ParameterRecord(TypedDict):
    """What push, a layer or a domain writes for the deploy: build/STAGE/artifacts.json, layers/NAME.json, ..."""

    parameters: dict[str, str]
    template: NotRequired[str]  # its URL: of artifacts.json
    children: NotRequired[dict[str, str]]  # {nested stack: URL of its template}: of artifacts.json


class ResourceChange(TypedDict):
    """One entry of a change set, as DescribeChangeSet returns it under ResourceChange; these fields are used.

    docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChange.html
    """

    Action: str  # "Add", "Modify", "Remove", "Import"
    LogicalResourceId: str
    ResourceType: str  # "AWS::S3::Bucket"
    PhysicalResourceId: NotRequired[str]  # not of one that is to be created
    Replacement: NotRequired[str]  # of a Modify: "True", "False" or "Conditional"
    Details: NotRequired[list[dict]]


def described(cfn, name: str) -> dict | None:
    """CloudFormation's description of the stack (a name or an ARN), or None if there is none."""
    with absence_ignored():
        return cfn.describe_stacks(StackName=name)["Stacks"][0]
    return None


def outputs(stack: dict | None) -> dict[str, str]:
    """{name: value} of the outputs in a stack's description, {} without a stack."""
    return {output["OutputKey"]: output["OutputValue"] for output in (stack or {}).get("Outputs", [])}


def physical_id(cfn, name: str, logical: str) -> str | None:
    """The physical id of a resource of the stack; None if the stack or the resource does not exist."""
    with errors.ignored("ValidationError"):
        resources_ = cfn.describe_stack_resources(StackName=name, LogicalResourceId=logical)["StackResources"]
        return next((resource.get("PhysicalResourceId") for resource in resources_
                     if resource["ResourceStatus"] != "DELETE_COMPLETE"), None)
    return None


@contextlib.contextmanager
def absence_ignored() -> Generator[None]:
    """Ends the block of a `with` at the error that the stack does not exist, for which CloudFormation has no code."""
    try:
        yield
    except ClientError as error:
        details = error.response["Error"]
        if details["Code"] != "ValidationError" or "does not exist" not in details.get("Message", ""):
            raise


def is_running(stack: dict) -> bool:
    """Whether an operation runs on a stack (its description). A stack in review waits for a person, not for AWS."""
    return stack["StackStatus"].endswith("_IN_PROGRESS") and stack["StackStatus"] != "REVIEW_IN_PROGRESS"


def resources(cfn, name: str) -> list[dict]:
    """[resource summary] of a stack and of the stacks nested in it, as ListStackResources returns them."""
    own = own_resources(cfn, name)
    return own + [resource for child in nested(own) for resource in resources(cfn, child["PhysicalResourceId"])]


def own_resources(cfn, name: str) -> list[dict]:
    """[resource summary] of a stack, without those of the stacks nested in it."""
    return [resource for page in cfn.get_paginator("list_stack_resources").paginate(StackName=name)
            for resource in page["StackResourceSummaries"]]


def physical_ids(summaries: Iterable[dict]) -> dict[str, str]:
    """{logical id: physical id} of resource summaries, "" for a resource that has none."""
    return {summary["LogicalResourceId"]: summary.get("PhysicalResourceId", "") for summary in summaries}


def nested(summaries: list[dict]) -> list[dict]:
    """The resource summaries of nested stacks among those of a stack."""
    return [resource for resource in summaries if resource["ResourceType"] == TYPE
            and resource.get("PhysicalResourceId") and resource["ResourceStatus"] != "DELETE_COMPLETE"]


def events(cfn, stack_id: str, after: str | None = None, since=None) -> list[dict]:
    """The events after the one with the id `after`, oldest first; [] for a stack that does not exist.

    since  a datetime: events before it are left out too
    """
    by_id = {}  # while pages are read, new events push old ones onto the next page: some come twice
    with absence_ignored():
        for page in cfn.get_paginator("describe_stack_events").paginate(StackName=stack_id):
            for event in page["StackEvents"]:
                if event["EventId"] == after or since and event["Timestamp"] < since:
                    return [*by_id.values()][::-1]
                by_id[event["EventId"]] = event
    return [*by_id.values()][::-1]


def last_event_id(cfn, stack_id: str) -> str | None:
    """The id of the stack's last event, or None: later events belong to the next operation."""
    with absence_ignored():
        return next((event["EventId"] for event in cfn.describe_stack_events(StackName=stack_id)["StackEvents"]), None)
    return None


def last_before_running(cfn, stack_id: str) -> str | None:
    """The id of the last event before the operation that runs now, None if no event is older."""
    history = events(cfn, stack_id)
    starts = [index for index, event in enumerate(history) if is_of_stack(event) and event["ResourceStatus"] in STARTS]
    return history[starts[-1] - 1]["EventId"] if starts and starts[-1] else None


def is_of_stack(event: dict) -> bool:
    """Whether the event is about the stack itself, not about one of its resources."""
    return event.get("PhysicalResourceId") == event["StackId"]


class NewEvents:
    """The events of an operation as they happen: of a stack, and of the stacks nested in it.

    Each call returns the events that are new since the call before, oldest first.
    after  the id of the stack's last event before the operation, or None
    """

    def __init__(self, cfn, stack_id, after):
        self.cfn, self.stack_id = cfn, stack_id
        self.last_ids = {stack_id: after}  # {stack: id of its last event that was returned}
        self.unfinished = set()  # nested stacks whose operation has not ended
        self.start = None  # datetime: older events of nested stacks belong to earlier operations

    def __call__(self):
        news, stack_ids = [], [self.stack_id, *sorted(self.unfinished)]
        for stack_id in stack_ids:
            fresh = events(self.cfn, stack_id, self.last_ids.get(stack_id), self.start)
            if fresh:
                self.start = self.start or fresh[0].get("Timestamp")
                self.last_ids[stack_id] = fresh[-1]["EventId"]
            stack_ids += sorted(self.started_stacks(fresh) - {*stack_ids})
            news += fresh
        return sorted(news, key=lambda event: event["Timestamp"]) if len(stack_ids) > 1 else news

    def started_stacks(self, fresh):
        """The nested stacks whose operation starts with these events; stacks whose operation ends become finished."""
        started = set()
        for event in fresh:
            ended = not event["ResourceStatus"].endswith("_IN_PROGRESS")
            nested = event.get("PhysicalResourceId") if event["ResourceType"] == TYPE else None
            if is_of_stack(event) and ended:
                self.unfinished.discard(nested)
            elif nested and not is_of_stack(event) and not (ended and nested in self.last_ids):
                started.add(nested)
        self.unfinished |= started
        return started


def follow(cfn, stack_id: str, after: str | None, stage: str, report: Callable) -> list[dict]:
    """Report every event after the id `after` until the operation ends. -> those events, oldest first

    The operation ends with an event of the stack, not by its description, which has the old status just after the
    start. Only a stack that was deleted before has no event.
    report  called with each event, and with None at each pause
    """
    reported, quiet, news = [], 0, NewEvents(cfn, stack_id, after)
    try:
        while True:
            new_events = news()
            for event in new_events:
                report(event)
            reported += new_events
            own = [event for event in reported if is_of_stack(event) and event["StackId"] == stack_id]
            if own and not own[-1]["ResourceStatus"].endswith("_IN_PROGRESS"):
                return reported
            quiet = 0 if new_events else quiet + 1
            if quiet > (QUIET if reported else 0) and is_gone(described(cfn, stack_id)):
                return reported
            report(None)
            time.sleep(PAUSES.get(stage, PAUSE))
    except (ClientError, BotoCoreError):
        cli.say("CloudFormation continues without this command; repeat the command to follow it again")
        raise


def is_gone(stack: dict | None) -> bool:
    """Whether a stack is deleted, by its description, which was requested by its ARN."""
    return stack is None or stack["StackStatus"] == "DELETE_COMPLETE"


def join(cfn, stack: dict, stage: str, report: Callable) -> list[dict]:
    """Waits for the end of the operation that runs already, and reports its events from its start. -> the events"""
    return follow(cfn, stack["StackId"], last_before_running(cfn, stack["StackId"]), stage, report)


def run(cfn, call: Callable, stack_id: str, stage: str, report: Callable, **arguments) -> list[dict]:
    """Starts an operation on a stack and waits until it ends. -> its events

    call  of the client, which starts it: cfn.rollback_stack; with the arguments that are not empty
    """
    after = last_event_id(cfn, stack_id)
    call(StackName=stack_id, **{name: value for name, value in arguments.items() if value})
    return follow(cfn, stack_id, after, stage, report)

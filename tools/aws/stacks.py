"""A stack in CloudFormation: what state it is in, what happens to it, and its end."""
import time

from botocore.exceptions import ClientError

from aws import clients

TYPE = "AWS::CloudFormation::Stack"
STARTS = {"CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", "DELETE_IN_PROGRESS", "IMPORT_IN_PROGRESS"}
PAUSES = {clients.LOCAL: 0.1}  # seconds between two questions; AWS throttles those who ask more often
PAUSE = 2.5


def described(cfn, name):
    """CloudFormation's description of the stack (a name or an ARN), or None if there is none."""
    try:
        return cfn.describe_stacks(StackName=name)["Stacks"][0]
    except ClientError as error:
        if absent(error):
            return None
        raise


def physical(cfn, name, logical):
    """What a resource of the stack is called in the cloud; None if either is not there."""
    try:
        found = cfn.describe_stack_resources(StackName=name, LogicalResourceId=logical)["StackResources"]
    except ClientError as error:
        if error.response["Error"]["Code"] != "ValidationError":
            raise
        return None
    return next((each.get("PhysicalResourceId") for each in found if each["ResourceStatus"] != "DELETE_COMPLETE"), None)


def absent(error):
    """Whether a ClientError says that there is no such stack: CloudFormation has no code for it."""
    said = error.response["Error"]
    return said["Code"] == "ValidationError" and "does not exist" in said.get("Message", "")


def running(stack):
    """Whether an operation is under way. A stack in review waits for a person, not for AWS."""
    return stack["StackStatus"].endswith("_IN_PROGRESS") and stack["StackStatus"] != "REVIEW_IN_PROGRESS"


def resources(cfn, name):
    """The resources of a stack and of the stacks nested in it, as ListStackResources gives them."""
    found = [each for page in cfn.get_paginator("list_stack_resources").paginate(StackName=name)
             for each in page["StackResourceSummaries"]]
    inner = [each["PhysicalResourceId"] for each in found
             if each["ResourceType"] == TYPE and each.get("PhysicalResourceId")
             and each["ResourceStatus"] != "DELETE_COMPLETE"]
    return found + [each for stack_id in inner for each in resources(cfn, stack_id)]


def events(cfn, stack_id, after=None, since=None):
    """The events later than the one with the id `after`, oldest first; [] for a stack that is gone.

    since  a moment: events before it do not count either
    """
    found = {}  # by id: while pages are read, new events push old ones onto the next page
    try:
        for page in cfn.get_paginator("describe_stack_events").paginate(StackName=stack_id):
            for event in page["StackEvents"]:
                if event["EventId"] == after or since and event["Timestamp"] < since:
                    return [*found.values()][::-1]
                found[event["EventId"]] = event
    except ClientError as error:
        if not absent(error):
            raise
    return [*found.values()][::-1]


def latest(cfn, stack_id):
    """The id of the stack's last event, or None: what follows it belongs to the next operation."""
    try:
        return next((event["EventId"] for event in
                     cfn.describe_stack_events(StackName=stack_id)["StackEvents"]), None)
    except ClientError as error:
        if absent(error):
            return None
        raise


def before_the_running(cfn, stack_id):
    """The id of the last event before the operation that is under way, or None."""
    found = events(cfn, stack_id)
    starts = [place for place, event in enumerate(found)
              if of_stack(event) and event["ResourceStatus"] in STARTS]
    return found[starts[-1] - 1]["EventId"] if starts and starts[-1] else None


def of_stack(event):
    """Whether the event is of the stack itself, not of one of its resources."""
    return event.get("PhysicalResourceId") == event["StackId"]


class News:
    """The events of an operation as they come: of a stack, and of the stacks nested in it.

    Call it again and again: each time it gives those that are new, oldest first.
    after  the id of the stack's last event before the operation, or None
    """

    def __init__(self, cfn, stack_id, after):
        self.cfn, self.stack_id = cfn, stack_id
        self.marks = {stack_id: after}  # {stack: its last event that is known}
        self.running = set()  # nested stacks of which more is to come
        self.began = None  # what a nested stack did before the operation is not news

    def __call__(self):
        found, asked = [], [self.stack_id, *sorted(self.running)]
        for stack_id in asked:
            fresh = events(self.cfn, stack_id, self.marks.get(stack_id), self.began)
            if fresh:
                self.began = self.began or fresh[0].get("Timestamp")
                self.marks[stack_id] = fresh[-1]["EventId"]
            asked += sorted(self.begun(fresh) - {*asked})
            found += fresh
        return sorted(found, key=lambda event: event["Timestamp"]) if len(asked) > 1 else found

    def begun(self, fresh):
        """Nested stacks that are to be asked from now on, as events tell; those that ended no longer are."""
        found = set()
        for event in fresh:
            ended = not event["ResourceStatus"].endswith("_IN_PROGRESS")
            nested = event.get("PhysicalResourceId") if event["ResourceType"] == TYPE else None
            if of_stack(event) and ended:
                self.running.discard(nested)
            elif nested and not of_stack(event) and not (ended and nested in self.marks):
                found.add(nested)
        self.running |= found
        return found


def follow(cfn, stack_id, after, stage, tell):
    """Tells every event later than `after` until the operation is over. -> those events, oldest first

    The end is an event of the stack: just after the start its description still says the old state.
    tell  called with each event, and with None at each pause
    """
    seen, news = [], News(cfn, stack_id, after)
    while True:
        fresh = news()
        for event in fresh:
            tell(event)
        seen += fresh
        own = [event for event in seen if of_stack(event) and event["StackId"] == stack_id]
        if own and not own[-1]["ResourceStatus"].endswith("_IN_PROGRESS"):
            return seen
        if not fresh and over(described(cfn, stack_id)):
            return seen
        tell(None)
        time.sleep(PAUSES.get(stage, PAUSE))


def over(stack):
    """Whether the stack, asked for by its ARN, is no more."""
    return stack is None or stack["StackStatus"] == "DELETE_COMPLETE"


def join(cfn, stack, stage, tell):
    """Follows the operation that somebody else began, from its start. -> its events"""
    return follow(cfn, stack["StackId"], before_the_running(cfn, stack["StackId"]), stage, tell)


def delete(cfn, stack, stage, tell):
    """Deletes the stack and waits. -> the events of it"""
    after = latest(cfn, stack["StackId"])
    cfn.delete_stack(StackName=stack["StackId"])
    return follow(cfn, stack["StackId"], after, stage, tell)

"""Failed executions of the state machines of resources.yaml, as failures.

docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html: of express machines Step Functions keeps
no list.
"""
import json
from collections.abc import Iterator
from datetime import datetime

from aws.app import AppModel
from incidents.failures import EXECUTION, Failure
from recipes import own_resources

TYPE = "AWS::StepFunctions::StateMachine"
NAME = "execution of {}"  # in place of a function's name
STATUSES = ("FAILED", "TIMED_OUT")  # one that a person stopped is ABORTED, and no failure
LAST = 40  # events of an execution that are printed


def machines(app: AppModel) -> list[str]:
    """[logical id] of the app's state machines, without express ones."""
    return sorted(id_ for id_, resource in own_resources.added(app).items() if resource["Type"] == TYPE
                  and resource["Properties"].get("StateMachineType") != "EXPRESS")


def fetch(states, arns: dict[str, str], start: datetime) -> Iterator[Failure]:
    """Yields the failed executions since a moment. arns: {logical id of a state machine: its ARN}"""
    for id_, arn in sorted(arns.items()):
        for status in STATUSES:
            for page in states.get_paginator("list_executions").paginate(stateMachineArn=arn, statusFilter=status):
                recent = [execution for execution in page["executions"] if execution["stopDate"] >= start]
                yield from (failure(states, id_, execution) for execution in recent)
                if not recent:  # the newest are first
                    break


def failure(states, id_: str, execution: dict) -> Failure:
    """The Failure of an execution as ListExecutions returns it: its state in place of a line, its name of a request's
    id, its ARN of a log stream's."""
    arn = execution["executionArn"]
    described = states.describe_execution(executionArn=arn)
    history = states.get_execution_history(executionArn=arn, reverseOrder=True, maxResults=LAST)["events"]
    entered = [event for event in history if "stateEnteredEventDetails" in event]
    state = max(entered, key=lambda event: event["id"])["stateEnteredEventDetails"]["name"] if entered else ""
    time = int(execution["stopDate"].timestamp() * 1000)
    return Failure(NAME.format(id_), described.get("error") or execution["status"], cause(described.get("cause", "")),
                   f"state {state}" * bool(state), execution["name"], time, arn, "", (), EXECUTION)


def cause(text: str) -> str:
    """The text of a cause: of an exception of a lambda its message."""
    try:
        value = json.loads(text)
    except ValueError:
        return text
    return str(value.get("errorMessage", text)) if isinstance(value, dict) else text


def log(states, failed: Failure) -> list[str]:
    """The last events of an execution, and before them its input."""
    pages = states.get_paginator("get_execution_history").paginate(executionArn=failed.stream)
    events = [event for page in pages for event in page["events"]]
    given = states.describe_execution(executionArn=failed.stream).get("input", "")
    return [f"input {given}", *(f"{event['type']} {details(event)}".rstrip() for event in events[-LAST:])]


def details(event: dict) -> str:
    """The details of an event of an execution, as one line."""
    values = next((value for key, value in event.items() if key.endswith("EventDetails")), {})
    return " ".join(str(values[name]) for name in ("name", "error", "cause", "input", "output") if name in values)

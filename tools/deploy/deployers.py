"""Who deploys, and since when: CloudFormation's events carry the token that the operation was started with.

docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackEvent.html: ClientRequestToken
"""
import re
import secrets
from typing import Any

from aws import stacks
from deploy import code_records

TOKEN = re.compile(r"pareto-(.+)-[0-9a-f]{8}")
MOST_LETTERS = 90  # of a name in a token, which has 128 at most


def token() -> str:
    """The token of an operation of this process: "pareto-ann-laptop-1f2e3d4c"."""
    name = re.sub(r"[^A-Za-z0-9]+", "-", code_records.this_deployer()["user"]).strip("-")[:MOST_LETTERS]
    return f"pareto-{name or 'unknown'}-{secrets.token_hex(4)}"


def last_start(cfn, stack_id: str) -> dict[str, Any]:
    """The event with which the stack's last operation began; {} if there is none. Reads no page beyond it."""
    with stacks.absence_ignored():
        for page in cfn.get_paginator("describe_stack_events").paginate(StackName=stack_id):
            for event in page["StackEvents"]:
                if stacks.is_of_stack(event) and event["ResourceStatus"] in stacks.STARTS:
                    return event
    return {}


def name(event: dict) -> str:
    """"ann-laptop" of an event of an operation that Pareto started; "the console" of one of the console; else ""."""
    of_event = event.get("ClientRequestToken") or ""
    match = TOKEN.fullmatch(of_event)
    return match[1] if match else "the console" if of_event.startswith("Console-") else ""


def waiting_text(cfn, stack: dict) -> str:
    """"demo-dev is UPDATE_IN_PROGRESS, started by ann-laptop at 14:02:11 UTC: waiting for it"."""
    event = last_start(cfn, stack["StackId"])
    by = f" by {name(event)}" if name(event) else ""
    at = f" at {event['Timestamp']:%H:%M:%S} UTC" if "Timestamp" in event else ""
    return f"{stack['StackName']} is {stack['StackStatus']}" + (f", started{by}{at}" if by or at else "") + \
        ": waiting for it"

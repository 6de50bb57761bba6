"""`filter` of a topic, and of a queue that listens to a topic: which messages SNS delivers to a subscription.

    filter: {attributes: {kind: [order]}}     # by the attributes of a message
    filter: {body: {status: [paid]}}          # by its JSON

docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
"""
from typing import Any

from aws.events import filter_policies
from kit.problems import KeyProblem

SCOPES = {"attributes": "MessageAttributes", "body": "MessageBody"}
SCHEMA = {
    "type": "object", "additionalProperties": False,
    "properties": {"attributes": {"type": "object", "description": "a pattern of message attributes"},
                   "body": {"type": "object", "description": "a pattern of the message's JSON"}},
    "description": "which messages the lambda gets, by a pattern of their attributes or of their JSON",
    "examples": [{"attributes": {"kind": ["order"]}}]}


def problems(block: dict[str, Any], name: str) -> list[KeyProblem]:
    """[(key, message, hint)] of the filter in a block, if it has one. name: of the block, in messages"""
    if "filter" not in block:
        return []
    scopes = list(block["filter"] or {})
    faults: list[KeyProblem] = [] if len(scopes) == 1 else [
        ("filter", f"{name}.filter has {'both' if scopes else 'neither'} attributes {'and' if scopes else 'nor'} body",
         "write one: filter: {attributes: {kind: [order]}}")]
    for scope in scopes[:1]:
        policy = block["filter"][scope]
        blank = [] if policy else [("", "a filter that is blank", "write the fields to match, or remove it")]
        faults += [(f"filter.{scope}.{key}".rstrip("."), message, hint)
                   for key, message, hint in blank or filter_policies.problems(policy, scope == "body")]
    return faults


def properties(block: dict[str, Any]) -> dict[str, Any]:
    """The properties of a subscription with the block's filter, or {}."""
    return {key: value for scope, policy in block.get("filter", {}).items()
            for key, value in (("FilterPolicy", policy), ("FilterPolicyScope", SCOPES[scope]))}

"""FilterCriteria of an event source mapping: which records its function gets. Pure.

docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
"""
import json

from aws.events import patterns

MAX_BYTES = 6 * 1024 * 1024  # Lambda's limit on the payload of an invocation


def passes(criteria: dict, record: dict) -> bool:
    """Whether any of the filters matches the record; without filters, all pass.

    criteria  {"Filters": [{"Pattern": "{\\"body\\": ...}"}]}
    record    as the function would get it: see patterns.matches_record()
    """
    filters = [json.loads(filter_["Pattern"]) for filter_ in (criteria or {}).get("Filters") or []]
    return not filters or any(patterns.matches_record(pattern, record) for pattern in filters)


def fitting(records, used=0):
    """The number of records, from the first, that fit into one invocation; at least one."""
    for count, record in enumerate(records):
        used += len(json.dumps(record)) + 2
        if used > MAX_BYTES and count:
            return count
    return len(records)

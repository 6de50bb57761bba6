"""FilterCriteria of an event source mapping: which records its function gets to see. Pure.

docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
"""
import json

from kit import event_pattern

MOST_BYTES = 6 * 1024 * 1024  # Lambda's limit on the payload of a call


def passes(criteria, record):
    """Whether any of the filters matches the record; without filters, all pass.

    criteria  {"Filters": [{"Pattern": "{\\"body\\": ...}"}]}
    record    as the function would get it; the body of a queue's message is read as JSON where the
              pattern for it is an object
    """
    patterns = [json.loads(one["Pattern"]) for one in (criteria or {}).get("Filters") or []]
    return not patterns or any(_matches(pattern, record) for pattern in patterns)


def _matches(pattern, record):
    """One pattern; see `passes` for the body."""
    if isinstance(pattern.get("body"), dict):
        try:
            record = {**record, "body": json.loads(record["body"])}
        except ValueError:
            return False
    return event_pattern.matches(pattern, record)


def fitting(records, used=0):
    """How many of the records, from the first, one call can carry; never none."""
    for count, record in enumerate(records):
        used += len(json.dumps(record)) + 2
        if used > MOST_BYTES and count:
            return count
    return len(records)

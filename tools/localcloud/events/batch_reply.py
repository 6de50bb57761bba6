"""What a function says of a batch: which of its items failed. Pure.

docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
"""
import json


def failed(payload, identifiers):
    """The set of failed identifiers, by ReportBatchItemFailures.

    Nothing, null, {} and an empty or null list mean that all is well. A reply that cannot be read, an
    item without identifier, and one that is not of the batch mean that the whole batch failed.
    """
    everything = set(identifiers)
    try:
        reply = json.loads(payload or b"null")
    except ValueError:
        return everything
    if not isinstance(reply, dict):
        return set()
    listed = reply.get("batchItemFailures") or []
    if not isinstance(listed, list) or not all(isinstance(item, dict) for item in listed):
        return everything
    named = [item.get("itemIdentifier") for item in listed]
    known = all(isinstance(name, str) and name in everything for name in named)
    return set(named) if known else everything

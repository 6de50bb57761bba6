"""The response of a function to a batch: which of its items failed. Pure.

docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
"""
import json


def failed(payload, identifiers):
    """The set of failed identifiers, by ReportBatchItemFailures.

    No response, JSON that is no object (null, a text), {}, and an empty or null list mean success. A response that is
    no JSON, an item without an identifier, and an identifier that is not of the batch mean that the whole batch failed.
    """
    everything = set(identifiers)
    try:
        reply = json.loads(payload or b"null")
    except (ValueError, RecursionError):
        return everything
    if not isinstance(reply, dict):
        return set()
    listed = reply.get("batchItemFailures") or []
    if not isinstance(listed, list) or not all(isinstance(item, dict) for item in listed):
        return everything
    listed_ids = [item.get("itemIdentifier") for item in listed]
    valid = all(isinstance(name, str) and name in everything for name in listed_ids)
    return set(listed_ids) if valid else everything

"""Does jobs; a bad one alone fails.

infra:
  queue: {batch: 10}
"""
from lambdas.notes import note


def handler(event, context):
    bad = [record for record in event["Records"] if record["body"] == "bad"]
    for record in event["Records"]:
        if record not in bad:
            note("job", record["body"])
    for record in bad:
        note("bad job", record["attributes"]["ApproximateReceiveCount"])
    return {"batchItemFailures": [{"itemIdentifier": record["messageId"]} for record in bad]}

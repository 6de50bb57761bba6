"""Stores readings that the meters' broker puts on the queue: {"meter": "m1", "time": "...", "watts": 12.5}

infra:
  queue:
    batch: 100
    window: 5
  timeout: medium
"""
import json

from lambdas import storage


def handler(event, context):
    failed, rows = [], {}
    for record in event["Records"]:
        try:
            row = reading(json.loads(record["body"]))
            rows[row["pk"], row["sk"]] = row
        except (KeyError, ValueError) as error:
            print(f"bad reading {record['body']}: {error!r}")
            failed.append({"itemIdentifier": record["messageId"]})
    with storage.table.batch_writer() as batch:
        for row in rows.values():
            batch.put_item(Item=row)
    return {"batchItemFailures": failed}


def reading(said):
    """The row of a message."""
    return {**storage.reading_key(said["meter"], said["time"]), "watts": storage.exact(said["watts"])}

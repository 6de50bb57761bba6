"""Stores the messages of its queue. Other lambdas send messages through the variable
{{ cookiecutter.variables }}_{{ cookiecutter.name.replace("-", "_").upper() }}_QUEUE.

infra:
  queue:
    batch: 10
"""
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["{{ cookiecutter.table_variable }}"])


def handler(event, context):
    failed = []
    for record in event["Records"]:
        try:
            store(record)
        except Exception as error:  # only this message is retried, not the whole batch
            print(f"{record['messageId']}: {error!r}")
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}


def store(record):
    """A message may arrive twice: with its id as the key, it is stored once."""
    table.put_item(Item={"pk": "{{ cookiecutter.name }}", "sk": record["messageId"], "body": record["body"]})

"""Keeps the messages of its queue. Others send to it by the variable
{{ cookiecutter.variables }}_{{ cookiecutter.name.replace("-", "_").upper() }}_QUEUE.

infra:
  queue:
    batch: 10
"""
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["{{ cookiecutter.variables }}_TABLE"])


def handler(event, context):
    failed = []
    for record in event["Records"]:
        try:
            keep(record)
        except Exception as error:  # this message comes again, and not the whole batch
            print(f"{record['messageId']}: {error!r}")
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}


def keep(record):
    """A message may come twice: with its id as the key, it is kept once."""
    table.put_item(Item={"pk": "{{ cookiecutter.name }}", "sk": record["messageId"], "body": record["body"]})

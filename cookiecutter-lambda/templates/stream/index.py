"""Stores each new row of the app's table as an object in the app's bucket.

The records are those of DynamoDB's stream, so values have their types: {"S": "text"}.

infra:
  stream:
    table: {{ cookiecutter.yaml_table }}
    filter: {eventName: [INSERT]}
"""
import json
import os

import boto3

bucket = boto3.resource("s3").Bucket(os.environ["{{ cookiecutter.variables }}_BUCKET"])


def handler(event, context):
    for record in event["Records"]:
        number = record["dynamodb"]["SequenceNumber"]
        try:
            store(record["dynamodb"])
        except Exception as error:  # Lambda repeats the batch from this record, to keep the order
            print(f"{number}: {error!r}")
            return {"batchItemFailures": [{"itemIdentifier": number}]}
    return {"batchItemFailures": []}


def store(change):
    """A record may arrive twice: with its number as the key, it is stored once."""
    bucket.put_object(Key=f"{{ cookiecutter.name }}/{change['SequenceNumber']}.json", Body=json.dumps(change["NewImage"]))

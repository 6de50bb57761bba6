"""Stores the records of the app's Kinesis stream in the app's bucket.

Other lambdas put records on the stream: its name is the variable {{ cookiecutter.variables }}_STREAM.

infra:
  kinesis:
    stream: {{ cookiecutter.yaml_app }}
"""
import base64
import os

import boto3

bucket = boto3.resource("s3").Bucket(os.environ["{{ cookiecutter.variables }}_BUCKET"])


def handler(event, context):
    for record in event["Records"]:
        number = record["kinesis"]["sequenceNumber"]
        try:
            store(number, base64.b64decode(record["kinesis"]["data"]))
        except Exception as error:  # Lambda repeats the batch from this record, to keep the order
            print(f"{number}: {error!r}")
            return {"batchItemFailures": [{"itemIdentifier": number}]}
    return {"batchItemFailures": []}


def store(number, data):
    """A record may arrive twice: with its number as the key, it is stored once."""
    bucket.put_object(Key=f"{{ cookiecutter.name }}/{number}", Body=data)

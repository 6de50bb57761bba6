"""Writes the invoice of a trip, in the order of the trips of a van.

infra:
  layers: [powertools]
  queue:
    fifo: true
    batch: 10
  timeout: 30
"""
import json
import os

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import SqsFifoPartialProcessor, process_partial_response

logger = Logger()
processor = SqsFifoPartialProcessor()
s3 = boto3.client("s3")
BUCKET = os.environ["FLEET_BUCKET"]


def write(record):
    trip = json.loads(record.body)
    text = f"Invoice\n\nVan {trip['plate']}, {trip['kilometres']} km\nTotal {trip['cost']} EUR\n"
    s3.put_object(Bucket=BUCKET, Key=f"invoices/{trip['ended'][:7]}/{trip['trip']}.txt", Body=text.encode(),
                  ContentType="text/plain; charset=utf-8")
    logger.info("written", extra={"trip": trip["trip"]})


@logger.inject_lambda_context
def handler(event, context):
    return process_partial_response(event=event, record_handler=write, processor=processor, context=context)

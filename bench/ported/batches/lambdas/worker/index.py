"""Handles messages of a queue; those that fail come back.

infra:
  queue: {batch: 10, window: 1, tries: 2}
  layers: [powertools]
"""
import os

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

processor = BatchProcessor(event_type=EventType.SQS)
logger = Logger(service="worker")
table = boto3.resource("dynamodb").Table(os.environ["BATCHES_TABLE"])


def record_handler(record: SQSRecord):
    payload: dict = record.json_body
    if payload["quantity"] < 1:
        raise ValueError(f"quantity {payload['quantity']}")
    table.put_item(Item={"pk": "ITEM", "sk": payload["sku"], "quantity": payload["quantity"]})
    logger.info({"stored": payload})


@logger.inject_lambda_context
def handler(event, context: LambdaContext):
    return process_partial_response(event=event, record_handler=record_handler, processor=processor, context=context)

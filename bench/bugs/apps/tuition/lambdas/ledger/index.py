"""Writes payments and refunds into the ledger, in the order of each student.

infra:
  layers: [powertools]
  queue:
    fifo: true
    batch: 10
  timeout: medium
"""
import json
import os

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import SqsFifoPartialProcessor, process_partial_response
from boto3.dynamodb.conditions import Attr

logger = Logger()
processor = SqsFifoPartialProcessor()
table = boto3.resource("dynamodb").Table(os.environ["TUITION_PAYMENTS_TABLE"])


def enter(record):
    """Writes one payment; a payment that is there already is no error."""
    payment = json.loads(record.body)
    sign = -1 if payment["kind"] == "payment.refunded" else 1
    try:
        table.put_item(
            Item={"student": payment["student"], "reference": payment["reference"], "cents": sign * payment["cents"],
                  "message": record.message_id},
            ConditionExpression=Attr("reference").not_exists(),
        )
    except table.meta.client.exceptions.ConditionalCheckFailedException:
        logger.info("entered before", extra={"reference": payment["reference"]})


@logger.inject_lambda_context
def handler(event, context):
    return process_partial_response(event=event, record_handler=enter, processor=processor, context=context)

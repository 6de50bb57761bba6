"""Sends the mails of its queue.

infra:
  queue:
    batch: 10
    window: 2
  layers: [powertools]
  timeout: long
"""
import os

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

logger = Logger()
processor = BatchProcessor(event_type=EventType.SQS)
ses = boto3.client("sesv2")


def send(record: SQSRecord):
    mail = record.json_body
    ses.send_email(
        FromEmailAddress=os.environ["SENDER"],
        Destination={"ToAddresses": [mail["address"]]},
        Content={"Simple": {
            "Subject": {"Data": mail["subject"], "Charset": "UTF-8"},
            "Body": {"Text": {"Data": mail["text"], "Charset": "UTF-8"}},
        }},
    )
    logger.info("sent", extra={"mail": record.message_id})


def handler(event, context):
    return process_partial_response(event=event, record_handler=send, processor=processor, context=context)

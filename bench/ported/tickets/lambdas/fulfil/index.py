"""Fulfils tickets in order, each once.

infra:
  queue: {fifo: true, batch: 10}
  layers: [powertools]
  timeout: long
"""
import os

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import SqsFifoPartialProcessor, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.idempotency import (DynamoDBPersistenceLayer, IdempotencyConfig,
                                                         idempotent_function)

logger = Logger()
processor = SqsFifoPartialProcessor(skip_group_on_error=True)
persistence = DynamoDBPersistenceLayer(table_name=os.environ["TICKETS_IDEMPOTENCY_TABLE"])
config = IdempotencyConfig(event_key_jmespath="id", expires_after_seconds=3600)
table = boto3.resource("dynamodb").Table(os.environ["TICKETS_TABLE"])
events = boto3.client("events")


@idempotent_function(data_keyword_argument="ticket", persistence_store=persistence, config=config)
def fulfil(*, ticket: dict) -> str:
    table.update_item(Key={"id": ticket["id"]}, UpdateExpression="SET #s = :s",
                      ExpressionAttributeNames={"#s": "status"}, ExpressionAttributeValues={":s": "fulfilled"})
    result = events.put_events(Entries=[{
        "Source": "tickets", "DetailType": "Fulfilled", "EventBusName": os.environ["TICKETS_BUS"],
        "Detail": f'{{"id": "{ticket["id"]}", "seats": {ticket["seats"]}}}'}])
    if result["FailedEntryCount"]:
        raise RuntimeError(result["Entries"])
    return ticket["id"]


def record_handler(record: SQSRecord):
    fulfil(ticket=record.json_body)


def handler(event, context):
    config.register_lambda_context(context)
    return process_partial_response(event=event, record_handler=record_handler, processor=processor, context=context)

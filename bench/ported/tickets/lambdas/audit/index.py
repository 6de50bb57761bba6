"""Writes an audit line for each ticket.

infra:
  events:
  - {name: fulfilled, topic: Fulfilled}
  layers: [powertools]
"""
import os

import boto3
from aws_lambda_powertools import Logger, Metrics, single_metric
from aws_lambda_powertools.utilities.data_classes import EventBridgeEvent, event_source

logger = Logger()
s3 = boto3.client("s3")


@logger.inject_lambda_context(log_event=True)
@event_source(data_class=EventBridgeEvent)
def handler(event: EventBridgeEvent, context):
    with single_metric(name="Seats", unit="Count", value=event.detail["seats"], namespace="Tickets") as metric:
        metric.add_dimension("topic", event.detail_type)
    s3.put_object(Bucket=os.environ["TICKETS_BUCKET"], Key=f"audit/{event.time}/{event.get_id}.json",
                  Body=event.detail["id"].encode())

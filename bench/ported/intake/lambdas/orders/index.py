"""Orders of a topic's queue, parsed by pydantic.

infra:
  queue: {batch: 10, window: 1}
  layers: [parser]
"""
import os
from typing import List

import boto3
from aws_lambda_powertools.utilities.parser import BaseModel, envelopes, event_parser
from aws_lambda_powertools.utilities.typing import LambdaContext

bucket = boto3.resource("s3").Bucket(os.environ["INTAKE_BUCKET"])


class OrderItem(BaseModel):
    id: int
    quantity: int
    description: str


class Order(BaseModel):
    order_id: int
    items: List[OrderItem]


@event_parser(model=Order, envelope=envelopes.SqsEnvelope)
def handler(event: List[Order], context: LambdaContext):
    for order in event:
        bucket.put_object(Key=f"orders/{order.order_id}.json", Body=order.model_dump_json().encode(),
                          ContentType="application/json")

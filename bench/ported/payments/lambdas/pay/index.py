"""Books a payment once, however often the client repeats it.

infra:
  endpoint: {api: public, method: POST, path: /payments}
  layers: [powertools]
"""
import json
import os
import uuid
from dataclasses import asdict, dataclass

import boto3
from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer, IdempotencyConfig, idempotent
from aws_lambda_powertools.utilities.typing import LambdaContext

persistence_layer = DynamoDBPersistenceLayer(table_name=os.environ["PAYMENTS_ONCE_TABLE"])
config = IdempotencyConfig(event_key_jmespath='headers."Idempotency-Key"', raise_on_no_idempotency_key=True)
table = boto3.resource("dynamodb").Table(os.environ["PAYMENTS_TABLE"])


@dataclass
class Payment:
    user_id: str
    product_id: str
    payment_id: str


def create_payment(body: dict) -> Payment:
    payment = Payment(**body, payment_id=f"{uuid.uuid4()}")
    table.put_item(Item={"pk": payment.user_id, "sk": payment.payment_id, "product": payment.product_id})
    return payment


@idempotent(config=config, persistence_store=persistence_layer)
def handler(event: dict, context: LambdaContext):
    payment = create_payment(json.loads(event["body"]))
    return {"statusCode": 200, "body": json.dumps(asdict(payment))}

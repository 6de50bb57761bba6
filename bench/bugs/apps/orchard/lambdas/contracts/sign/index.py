"""The office signs a contract with a buyer: POST /buyers/{buyer}/contracts with {"lots": [...], "price"}

All lots are sold, or none of them.

infra:
  endpoint:
    api: private
    groups: [office]
    method: POST
    path: /buyers/{buyer}/contracts
    schema:
      type: object
      required: [lots, price]
      properties:
        lots: {type: array, minItems: 1, maxItems: 40, uniqueItems: true, items: {type: string}}
        price: {type: string, pattern: "^[0-9]+([.][0-9]{1,2})?$"}
  timeout: medium
"""
import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from decimal import Decimal

import boto3
from boto3.dynamodb.types import TypeSerializer

from lambdas.common.web import reply

client = boto3.client("dynamodb")
serializer = TypeSerializer()
LOTS = os.environ["ORCHARD_LOTS_TABLE"]
CONTRACTS = os.environ["ORCHARD_CONTRACTS_TABLE"]


@dataclass(frozen=True)
class Contract:
    buyer: str
    contract: str
    lots: list[str]
    price: Decimal
    signed: str

    def item(self):
        return {name: serializer.serialize(value) for name, value in asdict(self).items()}


def sale(lot, contract):
    """The sale of one lot in a transaction."""
    return {"Update": {
        "TableName": LOTS,
        "Key": {"lot": {"S": lot}},
        "UpdateExpression": "SET #status = :sold, contract = :contract, price = :price",
        "ConditionExpression": "attribute_exists(lot) AND #status <> :sold",
        "ExpressionAttributeNames": {"#status": "status"},
        "ExpressionAttributeValues": {
            ":sold": {"S": "sold"}, ":contract": {"S": contract.contract}, ":price": {"N": str(contract.price)}},
    }}


def handler(event, context):
    body = json.loads(event["body"])
    now = datetime.now(timezone.utc)
    contract = Contract(
        buyer=event["pathParameters"]["buyer"],
        contract=f"{now:%Y%m%d}-{event['requestContext']['requestId'][:8]}",
        lots=sorted(body["lots"]),
        price=Decimal(body["price"]),
        signed=now.isoformat(timespec="seconds"),
    )
    try:
        client.transact_write_items(TransactItems=[
            *(sale(lot, contract) for lot in contract.lots),
            {"Put": {"TableName": CONTRACTS, "Item": contract.item(), "ConditionExpression": "attribute_not_exists(contract)"}},
        ])
    except client.exceptions.TransactionCanceledException as error:
        reasons = error.response["CancellationReasons"]
        sold = [lot for lot, reason in zip(contract.lots, reasons) if reason["Code"] == "ConditionalCheckFailed"]
        if not sold:
            raise
        return reply(409, {"sold": sold})
    return reply(201, {"contract": contract.contract, "lots": contract.lots, "price": contract.price})

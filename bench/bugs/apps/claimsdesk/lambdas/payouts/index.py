"""Books the payouts, in order for each claim.

infra:
  queue:
    fifo: true
    batch: 10
    tries: 3
  timeout: 30
"""
import json
import os
from decimal import Decimal, InvalidOperation

import boto3
from botocore.exceptions import ClientError

from lambdas.shared import files, money

sns = boto3.client("sns")
client = money.dynamodb.meta.client


def iban_is_right(iban):
    """Whether the check digits of an IBAN are right."""
    digits = "".join(str(int(letter, 36)) for letter in iban[4:] + iban[:4])
    return int(digits) % 97 == 1


def book(order):
    """Books a payout once, and lowers the reserve. Returns its entry, or None if it is booked already."""
    value = money.Money(Decimal(order["amount"]), order["currency"])
    item = money.entry_of(order["claim"], f"payout#{order['request']}", "payout", value)
    try:
        client.transact_write_items(
            TransactItems=[
                {"Put": {"TableName": money.entries.name, "Item": {**item, "iban": order["iban"]},
                         "ConditionExpression": "attribute_not_exists(entry)"}},
                {"Update": {
                    "TableName": money.entries.name,
                    "Key": {"claim": order["claim"], "entry": "reserve"},
                    "UpdateExpression": "SET euros = euros - :euros",
                    "ConditionExpression": "euros >= :euros",
                    "ExpressionAttributeValues": {":euros": item["euros"]},
                }},
                {"ConditionCheck": {
                    "TableName": files.table.name,
                    "Key": {"claim": order["claim"]},
                    "ConditionExpression": "#state = :taken",
                    "ExpressionAttributeNames": {"#state": "state"},
                    "ExpressionAttributeValues": {":taken": files.State.TAKEN.value},
                }},
            ],
        )
    except client.exceptions.TransactionCanceledException as error:
        first, *others = [reason["Code"] for reason in error.response["CancellationReasons"]]
        if first == "ConditionalCheckFailed":
            return None
        if "ConditionalCheckFailed" in others:
            raise ValueError(f"no reserve for {order['request']}") from error
        raise
    return item


def tell(subject, **message):
    sns.publish(TopicArn=os.environ["CLAIMS_NOTICES_TOPIC"], Subject=subject, Message=json.dumps(message),
                MessageAttributes={"kind": {"DataType": "String", "StringValue": message["kind"]}})


def handler(event, context):
    for position, record in enumerate(event["Records"]):
        order = json.loads(record["body"])
        try:
            if not iban_is_right(order["iban"]):
                raise ValueError(f"no IBAN: {order['iban'][:4]}...")
            item = book(order)
        except (ValueError, InvalidOperation) as error:
            tell("A payout is refused", kind="refused", claim=order["claim"], reason=str(error))
            continue
        except ClientError as error:
            print(f"payout {order['request']}: {error}")
            return {"batchItemFailures": [{"itemIdentifier": later["messageId"]} for later in event["Records"][position:]]}
        if item:
            tell("A payout is booked", kind="booked", claim=order["claim"], euros=str(item["euros"]))
    return {"batchItemFailures": []}

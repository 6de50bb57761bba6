"""Keeps the stock of each sku: the newest count wins; lines that cannot be read go to the table of rejects.

infra:
  queue:
    batch: 10
  timeout: medium
"""
import json
import os
from datetime import date
from decimal import Decimal, InvalidOperation

import boto3
from botocore.exceptions import ClientError

dynamodb = boto3.resource("dynamodb")


def handler(event, context, table=dynamodb.Table(os.environ["DEPOT_TABLE"]),
            rejects=dynamodb.Table(os.environ["DEPOT_REJECTS_TABLE"])):
    failed = []
    for record in event["Records"]:
        line = json.loads(record["body"])
        try:
            store(table, line)
        except (KeyError, ValueError, InvalidOperation) as error:
            rejects.put_item(Item={"pk": line.get("file", "unknown"), "sk": record["messageId"],
                                   "line": record["body"], "why": repr(error)})
        except ClientError as error:
            print(f"{record['messageId']}: {error}")
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}


def store(table, line):
    counted = date.fromisoformat(line["counted"])
    try:
        table.update_item(
            Key={"pk": f"sku#{line['sku']}", "sk": "stock"},
            UpdateExpression="SET pieces = :pieces, price = :price, #counted = :counted, #file = :file",
            ConditionExpression="attribute_not_exists(#counted) OR #counted < :counted",
            ExpressionAttributeNames={"#counted": "counted", "#file": "file"},
            ExpressionAttributeValues={":pieces": int(line["pieces"]), ":price": Decimal(line["price"]),
                                       ":counted": counted.isoformat(), ":file": line["file"]})
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        print(f"{line['sku']} has a newer count")

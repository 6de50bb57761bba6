"""Writes the hours of the punches' days.

infra:
  kinesis:
    stream: payroll-punches
    batch: 50
    window: 5
    tries: 3
  timeout: medium
"""
import base64
import json
from decimal import Decimal

from lambdas.common import money, people


def write(punch, number):
    """Adds a punch to its day once, by the number of its record."""
    hours = money.rounded(Decimal(punch["minutes"]) / 60)
    try:
        people.table.update_item(
            Key={"pk": f"employee#{punch['employee']}", "sk": f"day#{punch['day']}"},
            UpdateExpression="SET #hours = if_not_exists(#hours, :none) + :hours ADD records :numbers",
            ConditionExpression="attribute_not_exists(records) OR NOT contains(records, :number)",
            ExpressionAttributeNames={"#hours": "hours"},
            ExpressionAttributeValues={":none": 0, ":hours": hours, ":numbers": {number}, ":number": number})
    except people.Taken:
        print(f"{number} is written")


def handler(event, context):
    for record in event["Records"]:
        number = record["kinesis"]["sequenceNumber"]
        try:
            write(json.loads(base64.b64decode(record["kinesis"]["data"])), number)
        except Exception as error:
            print(f"{number}: {error!r}")
            return {"batchItemFailures": [{"itemIdentifier": number}]}
    return {"batchItemFailures": []}

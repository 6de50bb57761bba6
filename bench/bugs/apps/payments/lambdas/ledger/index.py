"""Adds settled payments up by the day; refused ones are counted only. An event that comes twice counts once.

infra:
  events:
  - name: settled
    topic: PaymentSettled
  - name: refused
    topic: PaymentRefused
"""
from lambdas import payments


def handler(event, context):
    detail, paid = event["detail"], event["detail-type"] == "PaymentSettled"
    try:
        payments.table.put_item(Item={"pk": "seen", "sk": event["id"]},
                                ConditionExpression="attribute_not_exists(pk)")
    except payments.Conflict:
        return
    payments.table.update_item(
        Key={"pk": "ledger", "sk": event["time"][:10]},
        UpdateExpression="ADD paid :paid, refused :refused, cents :cents",
        ExpressionAttributeValues={":paid": int(paid), ":refused": int(not paid),
                                   ":cents": detail["cents"] if paid else 0})

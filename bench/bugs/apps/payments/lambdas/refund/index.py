"""Gives the money back: POST /payments/{id}/refund

infra:
  endpoint:
    api: private
    method: POST
    path: /payments/{id}/refund
"""
import json

from lambdas import payments


def handler(event, context):
    id_ = event["pathParameters"]["id"]
    try:
        payments.client.transact_write_items(TransactItems=[
            {"Update": {"TableName": payments.table.name, "Key": payments.key(id_),
                        "UpdateExpression": "SET #state = :refunded", "ConditionExpression": "#state = :settled",
                        "ExpressionAttributeNames": {"#state": "state"},
                        "ExpressionAttributeValues": {":refunded": "refunded", ":settled": "settled"}}},
            {"Put": {"TableName": payments.table.name,
                     "Item": {"pk": f"payment#{id_}", "sk": "refund",
                              "by": event["requestContext"]["authorizer"]["claims"]["email"]}}}])
    except payments.client.exceptions.TransactionCanceledException:
        return {"statusCode": 409, "body": json.dumps({"message": f"{id_} is not settled"})}
    return {"statusCode": 200, "body": json.dumps({"id": id_, "state": "refunded"})}

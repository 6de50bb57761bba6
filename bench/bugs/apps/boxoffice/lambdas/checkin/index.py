"""A ticket is scanned at the door: POST /checkins with {"code": "<order>-<seat>"}

infra:
  endpoint:
    api: private
    groups: [staff]
    method: POST
    path: /checkins
    schema:
      type: object
      required: [code]
      properties:
        code: {type: string, pattern: "^[0-9a-z]+-[A-Z]+[0-9]+$"}
"""
import json

from botocore.exceptions import ClientError

from lambdas.lib import orders, shows


def answer(status, **body):
    return {"statusCode": status, "headers": {"Content-Type": "application/json"}, "body": json.dumps(body)}


def handler(event, context):
    code = json.loads(event["body"])["code"]
    id, seat = code.split("-")
    order = orders.find(id)
    if order is None or order["status"] != "paid" or seat not in order["seats"]:
        return answer(404, error="no such ticket")
    staff = event["requestContext"]["authorizer"]["sub"]
    try:
        shows.seats.update_item(
            Key={"show": order["show"], "seat": seat},
            UpdateExpression="SET used = :now, gate = :staff",
            ConditionExpression="attribute_not_exists(used)",
            ExpressionAttributeValues={":now": shows.now().isoformat(timespec="seconds"), ":staff": staff},
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        return answer(409, error="this ticket was used")
    return answer(200, seat=seat)

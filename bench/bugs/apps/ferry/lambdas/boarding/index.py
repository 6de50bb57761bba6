"""The crew's scanner: a ticket comes on board once.

infra:
  endpoint:
    api: private
    groups: [crew]
    method: POST
    path: /boarding
    schema:
      type: object
      required: [sailing, booking]
      properties:
        sailing: {type: string}
        booking: {type: string}
"""
import json
import logging

from botocore.exceptions import ClientError

from lambdas.shared import model, web

logger = logging.getLogger()


@web.guarded
def handler(event, context):
    body = json.loads(event["body"])
    who = event["requestContext"]["authorizer"]["email"]
    try:
        row = model.bookings.update_item(
            Key={"sailing": body["sailing"], "booking": body["booking"]},
            UpdateExpression="SET #s = :boarded, boarded_at = :now, boarded_by = :who",
            ConditionExpression="#s = :paid",
            ExpressionAttributeNames={"#s": "status"},
            ExpressionAttributeValues={":boarded": model.BOARDED, ":paid": model.PAID, ":now": model.now(), ":who": who},
            ReturnValues="ALL_NEW")["Attributes"]
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        logger.warning("refused %s", body["booking"])
        row = model.booking(body["sailing"], body["booking"])
        raise web.Refused(409, f"this ticket is {row['status'].lower()}" if row else "unknown ticket") from error
    return web.answer(200, {"name": row["name"], "seats": row["seats"]})

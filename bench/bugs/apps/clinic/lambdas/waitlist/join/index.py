"""Puts a patient on the waiting list of a doctor: POST /waitlist with {"doctor", "until", "name"}

infra:
  endpoint:
    api: private
    method: POST
    path: /waitlist
    schema:
      type: object
      required: [doctor, until, name]
      additionalProperties: false
      properties:
        doctor: {type: string, pattern: "^[a-z]{2,20}$"}
        until: {type: string, pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
        name: {type: string, minLength: 1, maxLength: 80}
"""
import json
from datetime import datetime, timedelta, timezone

from boto3.dynamodb.conditions import Attr

from lambdas.common.rows import table
from lambdas.common.web import answer, patient_of


def handler(event, context):
    body = json.loads(event["body"])
    now = datetime.now(timezone.utc)
    try:
        end = datetime.fromisoformat(body["until"]).replace(tzinfo=timezone.utc) + timedelta(days=1)
    except ValueError:
        return answer(400, {"message": f"{body['until']} is no day"})
    if end < now:
        return answer(400, {"message": "the day is over"})
    row = {
        "pk": f"wait#{body['doctor']}",
        "sk": patient_of(event),
        "joined": now.isoformat(),
        "until": body["until"],
        "name": body["name"],
        "email": event["requestContext"]["authorizer"]["claims"]["email"],
        "expires": int(end.timestamp()),
    }
    try:
        table.put_item(Item=row, ConditionExpression=Attr("pk").not_exists() | Attr("expires").lt(int(now.timestamp())))
    except table.meta.client.exceptions.ConditionalCheckFailedException:
        return answer(200, {"message": "you are on the list"})
    return answer(201, {"doctor": body["doctor"], "until": body["until"]})

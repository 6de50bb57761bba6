"""Books an appointment.

infra:
  endpoint:
    api: private
    method: POST
    path: /appointments
    schema:
      type: object
      required: [day, time, vet, pet, phone]
      additionalProperties: false
      properties:
        day: {type: string, pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
        time: {type: string, pattern: "^[0-9]{2}:[0-9]{2}$"}
        vet: {type: string, pattern: "^[a-z]+$", maxLength: 20}
        pet: {type: string, minLength: 1, maxLength: 40}
        phone: {type: string, pattern: "^[+][0-9]{8,15}$"}
        note: {type: string, maxLength: 500}
"""
import json
from datetime import date, datetime, timezone

from boto3.dynamodb.conditions import Attr

from lambdas.clinic.rows import slot_key, table
from lambdas.clinic.texting import send_all
from lambdas.clinic.web import respond


def handler(event, context):
    body = json.loads(event["body"])
    owner = event["requestContext"]["authorizer"]["claims"]["sub"]
    now = datetime.now(timezone.utc)
    try:
        day = date.fromisoformat(body["day"])
    except ValueError:
        return respond(400, {"message": f"{body['day']} is no day"})
    if day <= now.date():
        return respond(400, {"message": "the day is not in the future"})
    row = {
        **slot_key(body["day"], body["time"], body["vet"]),
        "owner": owner,
        "pet": body["pet"],
        "phone": body["phone"],
        "status": "booked",
        "booked": now.isoformat(timespec="seconds"),
    }
    if body.get("note"):
        row["note"] = body["note"]
    try:
        table.put_item(Item=row, ConditionExpression=Attr("pk").not_exists() | Attr("status").eq("cancelled"))
    except table.meta.client.exceptions.ConditionalCheckFailedException:
        return respond(409, {"message": "this time is taken"})
    text_id = f"booked-{body['day']}-{body['time'].replace(':', '')}-{body['vet']}-{now:%H%M%S}"
    send_all([(text_id, body["phone"], f"{body['pet']}: {body['day']} at {body['time']} is booked")])
    return respond(201, {"day": body["day"], "time": body["time"], "vet": body["vet"]})

"""Books an appointment. A patient has at most three in a month.

infra:
  endpoint:
    api: private
    method: POST
    path: /appointments
    schema:
      type: object
      required: [day, time, doctor, name]
      additionalProperties: false
      properties:
        day: {type: string, pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
        time: {type: string, pattern: "^(0[89]|1[0-6]):[03]0$"}
        doctor: {type: string, pattern: "^[a-z]{2,20}$"}
        name: {type: string, minLength: 1, maxLength: 80}
        reason: {type: string, maxLength: 500}
"""
import json
import os
from datetime import date, datetime
from zoneinfo import ZoneInfo

from lambdas.common.bus import tell
from lambdas.common.rows import id_of, slot_key, table
from lambdas.common.web import answer, patient_of

MOST = 3
ZONE = ZoneInfo(os.environ["CLINIC_ZONE"])
client = table.meta.client


def handler(event, context):
    patient = patient_of(event)
    email = event["requestContext"]["authorizer"]["claims"]["email"]
    body = json.loads(event["body"])
    try:
        day = date.fromisoformat(body["day"])
    except ValueError:
        return answer(400, {"message": f"{body['day']} is no day"})
    if day <= datetime.now(ZONE).date():
        return answer(400, {"message": "the day is not in the future"})
    row = {
        **slot_key(body["day"], body["time"], body["doctor"]),
        "kind": "appointment",
        "patient": patient,
        "name": body["name"],
        "email": email,
        "status": "booked",
    }
    if body.get("reason"):
        row["reason"] = body["reason"]
    appointment = id_of(body["day"], body["time"], body["doctor"])
    try:
        client.transact_write_items(TransactItems=[
            {"Put": {
                "TableName": table.name,
                "Item": row,
                "ConditionExpression": "attribute_not_exists(pk) OR #status = :cancelled",
                "ExpressionAttributeNames": {"#status": "status"},
                "ExpressionAttributeValues": {":cancelled": "cancelled"}}},
            {"Update": {
                "TableName": table.name,
                "Key": {"pk": f"patient#{patient}", "sk": f"month#{body['day'][:7]}"},
                "UpdateExpression": "ADD appointments :one",
                "ConditionExpression": "attribute_not_exists(appointments) OR appointments < :most",
                "ExpressionAttributeValues": {":one": 1, ":most": MOST}}},
        ])
    except client.exceptions.TransactionCanceledException as error:
        taken, many = [reason["Code"] == "ConditionalCheckFailed" for reason in error.response["CancellationReasons"]]
        if taken:
            return answer(409, {"message": "this time is taken"})
        if many:
            return answer(409, {"message": f"you have {MOST} appointments in this month"})
        raise
    tell("AppointmentBooked", id=appointment, day=body["day"], time=body["time"], doctor=body["doctor"],
         patient=patient, name=body["name"], email=email)
    return answer(201, {"id": appointment})

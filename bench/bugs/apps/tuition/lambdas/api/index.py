"""The API of the students and teachers.

infra:
  layers: [powertools]
  endpoint:
    api: private
    routes:
    - GET /lessons/{lesson}
    - GET /teachers/{teacher}/lessons
    - {method: POST, path: /lessons, schema: {type: object, required: [course, starts, seats], properties: {course: {type: string}, starts: {type: string}, seats: {type: integer, minimum: 1}}}}
    - POST /lessons/{lesson}/bookings
    - GET /lessons/{lesson}/bookings
    - DELETE /lessons/{lesson}/bookings
  timeout: medium
"""
import json
import os
import uuid
from datetime import datetime, timedelta, timezone

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response
from aws_lambda_powertools.event_handler.exceptions import BadRequestError, NotFoundError
from botocore.exceptions import ClientError

from lambdas.school import model

logger = Logger()
app = APIGatewayRestResolver()
scheduler = boto3.client("scheduler")
REMIND = json.loads(os.environ["TUITION_REMIND_SCHEDULE"])
TABLE = os.environ["TUITION_TABLE"]
DAY = 24 * 3600


def claims():
    return app.current_event["requestContext"]["authorizer"]["claims"]


@app.get("/lessons/<lesson>")
def one_lesson(lesson):
    found = model.lesson(lesson)
    if found is None:
        raise NotFoundError(f"no lesson {lesson}")
    return found.public()


@app.get("/teachers/<teacher>/lessons")
def of_teacher(teacher):
    days = int(app.current_event.get_query_string_value("days", "7"))
    return {"lessons": [found.public() for found in model.lessons_of(teacher, days)]}


@app.post("/lessons")
def add_lesson():
    body = app.current_event.json_body
    starts = datetime.fromisoformat(body["starts"])
    if starts.tzinfo is None:
        raise BadRequestError("starts needs a time zone")
    starts = starts.astimezone(timezone.utc)
    added = model.Lesson(id=uuid.uuid4().hex[:8], course=body["course"], teacher=claims()["sub"], starts=starts,
                         seats=body["seats"])
    model.table.put_item(Item=added.row() | {"expires": int(starts.timestamp()) + 365 * DAY})
    return Response(status_code=201, content_type="application/json", body=json.dumps(added.public()))


@app.post("/lessons/<lesson>/bookings")
def book(lesson):
    found = model.lesson(lesson)
    if found is None:
        raise NotFoundError(f"no lesson {lesson}")
    student = claims()
    try:
        model.dynamodb.meta.client.transact_write_items(TransactItems=[
            {"Update": {
                "TableName": TABLE, "Key": found.key,
                "UpdateExpression": "SET taken = taken + :one",
                "ConditionExpression": "taken < seats",
                "ExpressionAttributeValues": {":one": 1}}},
            {"Put": {
                "TableName": TABLE,
                "Item": {"pk": f"lesson#{lesson}", "sk": f"student#{student['sub']}", "student": student["sub"],
                         "email": student["email"], "booked": model.now().isoformat(), "price": found.price},
                "ConditionExpression": "attribute_not_exists(pk)"}},
        ])
    except ClientError as error:
        if error.response["Error"]["Code"] != "TransactionCanceledException":
            raise
        logger.info("not booked", extra={"lesson": lesson})
        return Response(status_code=409, content_type="application/json", body=json.dumps({"message": "full, or booked"}))
    remind_at = found.starts - timedelta(hours=2)
    if remind_at > model.now():
        scheduler.create_schedule(
            Name=f"{lesson}-{student['sub']}",
            GroupName=REMIND["GroupName"],
            ScheduleExpression=f"at({remind_at:%Y-%m-%dT%H:%M:%S})",
            FlexibleTimeWindow={"Mode": "OFF"},
            ActionAfterCompletion="DELETE",
            Target={**REMIND["Target"], "Input": json.dumps({"email": student["email"], "lesson": lesson})},
        )
    return Response(status_code=201, content_type="application/json", body=json.dumps({"lesson": found.public()}))


@app.get("/lessons/<lesson>/bookings")
def who_booked(lesson):
    return {"students": [{"student": row["student"], "booked": row["booked"], "price": float(row["price"])}
                         for row in model.bookings(lesson)]}


@app.delete("/lessons/<lesson>/bookings")
def cancel(lesson):
    student = claims()["sub"]
    old = model.table.delete_item(Key={"pk": f"lesson#{lesson}", "sk": f"student#{student}"}, ReturnValues="ALL_OLD")
    if "Attributes" not in old:
        raise NotFoundError("no booking")
    model.table.update_item(
        Key={"pk": f"lesson#{lesson}", "sk": "lesson"},
        UpdateExpression="SET taken = taken - :one",
        ExpressionAttributeValues={":one": 1},
    )
    try:
        scheduler.delete_schedule(Name=f"{lesson}-{student}", GroupName=REMIND["GroupName"])
    except scheduler.exceptions.ResourceNotFoundException:
        logger.info("no reminder", extra={"lesson": lesson})
    return {"cancelled": lesson}


@logger.inject_lambda_context
def handler(event, context):
    return app.resolve(event, context)

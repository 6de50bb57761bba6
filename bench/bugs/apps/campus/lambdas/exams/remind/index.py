"""Reminds the students of a course of its exam: {"course", "start"}

infra:
  timeout: 60
"""
from datetime import datetime

from boto3.dynamodb.conditions import Key

from lambdas.shared import outbox, rows


def handler(event, context):
    course = event["course"]
    row = rows.table.get_item(Key=rows.course_key(course)).get("Item", {})
    exam = row.get("exam")
    if exam is None:
        return 0
    start = datetime.fromisoformat(event["start"])
    students = rows.pages(
        KeyConditionExpression=Key("pk").eq(f"course#{course}") & Key("sk").begins_with("student#"),
        ProjectionExpression="email",
    )
    count = 0
    for student in students:
        outbox.mail("exam", student["email"], title=row["title"], start=f"{start:%H:%M}", room=exam["room"])
        count += 1
    return count

"""Reminds a student of a lesson; the API's schedules invoke it with {"email": ..., "lesson": ...}.

infra:
  permissions:
  - action: ses:SendEmail
    resource: "*"
  timeout: medium
"""
import os

import boto3

from lambdas.school import model

ses = boto3.client("sesv2")


def handler(event, context):
    lesson = model.lesson(event["lesson"])
    if lesson is None or lesson.state != "open":
        return False
    ses.send_email(
        FromEmailAddress=os.environ["SENDER"],
        Destination={"ToAddresses": [event["email"]]},
        Content={"Simple": {
            "Subject": {"Data": f"Your {lesson.course} lesson"},
            "Body": {"Text": {"Data": f"It begins at {lesson.starts:%H:%M} (UTC)."}},
        }},
    )
    return True

"""Writes the certificate of a student who passed an exam.

infra:
  events:
  - name: passed
    topic: ExamPassed
    pattern:
      points: [{numeric: [">=", 50]}]
  timeout: medium
  retries: 1
"""
import os
from html import escape

import boto3

s3 = boto3.client("s3")
PAGE = "<html><h1>{course}</h1><p>{student} passed on {day} with {points} points.</p></html>"


def handler(event, context):
    detail = event["detail"]
    page = PAGE.format(course=escape(detail["course"]), student=escape(detail["student"]), day=detail["day"],
                       points=detail["points"])
    key = f"certificates/{detail['student']}/{detail['course']}-{detail['day']}.html"
    s3.put_object(Bucket=os.environ["TUITION_BUCKET"], Key=key, Body=page.encode(), ContentType="text/html; charset=utf-8")
    return key

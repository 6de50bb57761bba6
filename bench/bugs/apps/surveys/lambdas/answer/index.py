"""Takes an answer of anybody.

infra:
  endpoint:
    api: public
    method: POST
    path: /surveys/{survey}/answers
    schema:
      type: object
      required: [choice]
      properties:
        choice: {type: string}
        comment: {type: string, maxLength: 500}
  timeout: medium
"""
import json
import os
import time
import uuid

import boto3

from lambdas.survey import db
from lambdas.survey.http import response

sqs = boto3.client("sqs")
QUEUE = os.environ["SURVEYS_TALLY_QUEUE"]
DAY = 24 * 60 * 60


def handler(event, context):
    survey_id = event["pathParameters"]["survey"]
    body = json.loads(event["body"])
    try:
        survey = db.get_survey(survey_id)
    except db.SurveyNotFound:
        return response(404, {"error": "no such survey"})
    if survey["status"] != "open":
        return response(409, {"error": "the survey is closed"})
    if body["choice"] not in survey["choices"]:
        return response(400, {"error": "no such choice"})
    answer_id = uuid.uuid4().hex
    db.table.put_item(Item={
        "pk": f"survey#{survey_id}",
        "sk": f"answer#{answer_id}",
        "choice": body["choice"],
        "comment": body.get("comment", ""),
        "at": db.timestamp(),
        "expires": int(time.time()) + 365 * DAY,
    })
    sqs.send_message(
        QueueUrl=QUEUE,
        MessageBody=json.dumps({"survey": survey_id, "choice": body["choice"], "answer": answer_id}),
    )
    return response(202, {"answer": answer_id})

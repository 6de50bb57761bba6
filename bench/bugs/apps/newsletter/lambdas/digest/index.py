"""Each Monday asks for a mail to everybody who confirmed.

infra:
  timer:
    cron: 0 7 ? * MON *
    body: {subject: This week}
  indexes:
  - name: state
    type: S
    table: news
  timeout: 60
"""
import json
import os

import boto3
from boto3.dynamodb.conditions import Key

from lambdas import people

sqs = boto3.client("sqs")
TENTH = 10


def handler(event, context):
    emails = [row["sk"] for row in confirmed()]
    for at in range(0, len(emails), TENTH):
        answer = sqs.send_message_batch(QueueUrl=os.environ["NEWS_MAILER_QUEUE"], Entries=[
            {"Id": str(number), "MessageBody": json.dumps({"to": email, "subject": event["subject"]})}
            for number, email in enumerate(emails[at:at + TENTH])])
        if answer.get("Failed"):
            raise RuntimeError(answer["Failed"])
    return {"asked": len(emails)}


def confirmed():
    """The rows of who confirmed, page by page."""
    query = {"IndexName": "state-index", "KeyConditionExpression": Key("state").eq(people.CONFIRMED)}
    while True:
        page = people.table.query(**query)
        yield from page["Items"]
        if "LastEvaluatedKey" not in page:
            return
        query["ExclusiveStartKey"] = page["LastEvaluatedKey"]

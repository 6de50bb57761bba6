"""Puts a letter for each subscriber into the queue.

infra:
  endpoint: {api: public, method: POST, path: /issue}
"""
import json
import os

import boto3

subscribers = boto3.resource("dynamodb").Table(os.environ["NEWSLETTER_SUBSCRIBERS_TABLE"])
issues = boto3.resource("dynamodb").Table(os.environ["NEWSLETTER_ISSUES_TABLE"])
queue = boto3.resource("sqs").Queue(os.environ["MAIL_QUEUE_URL"])


def rows():
    token = {}
    while True:
        page = subscribers.scan(**token)
        yield from page["Items"]
        if "LastEvaluatedKey" not in page:
            return
        token = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


def handler(event, context):
    letter = json.loads(event["body"])
    number = int(letter["number"])
    if "Item" in issues.get_item(Key={"number": number}):
        return {"statusCode": 409, "body": "sent already"}
    issues.put_item(Item={"number": number, "subject": letter["subject"]})
    count = 0
    for row in rows():
        if row["subscribed"] > 0:
            queue.send_message(MessageGroupId=str(number), MessageBody=json.dumps(
                {"to": row["email"], "subject": letter["subject"], "html": letter["html"]}))
            count += 1
    return {"statusCode": 202, "body": json.dumps({"letters": count})}

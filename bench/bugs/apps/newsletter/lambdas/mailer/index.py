"""Sends the mails of a digest, one message each.

infra:
  queue:
    batch: 10
  permissions:
  - action: ses:SendEmail
    resource: "*"
  timeout: long
"""
import json

from lambdas import mail


def handler(event, context):
    failed = []
    for record in event["Records"]:
        message = json.loads(record["body"])
        try:
            mail.send(message["to"], message["subject"], "The news of the week")
        except Exception as error:
            print(f"{message['to']}: {error!r}")
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}

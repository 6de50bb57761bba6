"""Reminds a candidate of the interview. Schedules of the lambda interviews invoke it.

infra:
  layers: [powertools]
  timeout: medium
"""
import os
from datetime import datetime

import boto3
from aws_lambda_powertools import Logger

from lambdas.core import mailer

logger = Logger()
interviews = boto3.resource("dynamodb").Table(os.environ["HIRING_INTERVIEWS_TABLE"])


@logger.inject_lambda_context
def handler(event, context):
    interview = interviews.get_item(Key={"id": event["interview"]}, ConsistentRead=True).get("Item")
    if interview is None:
        logger.warning("no interview", extra={"interview": event["interview"]})
        return
    at = datetime.fromisoformat(interview["at"])
    mailer.send(interview["email"], "Your interview", f"We look forward to {at:%d.%m.%Y, %H:%M} UTC.")

"""Posts messages to the chat.

infra:
  topic:
    filter: {attributes: {kind: [weekly, alert]}}
  layers: [powertools]
  timeout: medium
"""
import json
import os
import urllib.request

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities import parameters

logger = Logger()


def handler(event, context):
    url = parameters.get_parameter(os.environ["HIRING_CHAT_SECRET"], decrypt=True, max_age=300)
    for record in event["Records"]:
        message = json.loads(record["Sns"]["Message"])
        data = json.dumps({"channel": message["channel"], "text": message["text"]}).encode("utf-8")
        request = urllib.request.Request(url, data=data, headers={"Content-Type": "application/json"}, method="POST")
        with urllib.request.urlopen(request, timeout=10) as response:
            logger.info("posted", extra={"status": response.status})

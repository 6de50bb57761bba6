"""Invites candidates to choose a time.

infra:
  queue:
    batch: 10
    window: 10
  layers: [powertools]
  timeout: long
"""
import os
from urllib.parse import urlencode

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response

from lambdas.core import applications, mailer

logger = Logger()
processor = BatchProcessor(event_type=EventType.SQS)


def invite(record):
    candidate = record.json_body
    row = applications.get(candidate["job"], candidate["email"])
    if row is None or row["state"] == "invited":
        return
    query = urlencode({"job": candidate["job"], "email": candidate["email"]})
    mailer.send(
        candidate["email"],
        f"Your application as {candidate['title']}",
        f"Dear {candidate['name']},\n\nplease choose a time: {os.environ['CAREERS_URL']}/times?{query}\n",
    )
    applications.change(candidate["job"], candidate["email"], "invited")
    logger.info("invited", extra={"job": candidate["job"]})


def handler(event, context):
    return process_partial_response(event=event, record_handler=invite, processor=processor, context=context)

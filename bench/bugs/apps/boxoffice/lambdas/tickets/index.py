"""Makes the tickets of a paid order, mails their address, and schedules a reminder a day before the show.

infra:
  events:
  - name: paid
    topic: OrderPaid
  layers: [powertools]
  timeout: 60
"""
import html
import json
import os
from datetime import datetime, timedelta

import boto3
from aws_lambda_powertools import Logger
from botocore.config import Config

from lambdas.lib import outbox, shows

logger = Logger()
s3 = boto3.client("s3", config=Config(signature_version="s3v4"))
scheduler = boto3.client("scheduler")
BUCKET = os.environ["BOXOFFICE_BUCKET"]
REMIND = json.loads(os.environ["BOXOFFICE_REMIND_SCHEDULE"])
WEEK = 7 * 24 * 3600


def page(show, order, seats):
    rows = "".join(f"<li>Seat {html.escape(seat)}: {order}-{html.escape(seat)}</li>" for seat in seats)
    return f"<h1>{html.escape(show['title'])}</h1><p>{show['starts']}</p><ul>{rows}</ul>"


def schedule(order, starts):
    """Schedules the reminder, if there is more than a day until the show."""
    at = datetime.fromisoformat(starts) - timedelta(days=1)
    if at <= shows.now() + timedelta(minutes=5):
        return
    try:
        scheduler.create_schedule(
            Name=f"order-{order}",
            GroupName=REMIND["GroupName"],
            ScheduleExpression=f"at({at:%Y-%m-%dT%H:%M:%S})",
            FlexibleTimeWindow={"Mode": "OFF"},
            ActionAfterCompletion="DELETE",
            Target={**REMIND["Target"], "Input": json.dumps({"order": order})},
        )
    except scheduler.exceptions.ConflictException:
        logger.info("scheduled before", extra={"order": order})


@logger.inject_lambda_context
def handler(event, context):
    detail = event["detail"]
    show = shows.find(detail["show"])
    key = f"tickets/{detail['order']}.html"
    s3.put_object(
        Bucket=BUCKET,
        Key=key,
        Body=page(show, detail["order"], detail["seats"]).encode("utf-8"),
        ContentType="text/html; charset=utf-8",
    )
    url = s3.generate_presigned_url("get_object", Params={"Bucket": BUCKET, "Key": key}, ExpiresIn=WEEK)
    outbox.mail(detail["email"], f"Your tickets for {show['title']}", f"Please print your tickets:\n{url}\n")
    schedule(detail["order"], show["starts"])

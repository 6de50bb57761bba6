"""Reminds a customer of a show. Schedules of the lambda tickets invoke it.

infra:
  layers: [powertools]
"""
from datetime import datetime
from zoneinfo import ZoneInfo

from aws_lambda_powertools import Logger

from lambdas.lib import orders, outbox, shows

logger = Logger()
ZONE = ZoneInfo("Europe/Dublin")


@logger.inject_lambda_context
def handler(event, context):
    order = orders.find(event["order"])
    if order is None or order["status"] != "paid":
        logger.warning("not paid", extra={"order": event["order"]})
        return
    show = shows.find(order["show"])
    starts = datetime.fromisoformat(show["starts"]).astimezone(ZONE)
    outbox.mail(order["email"], f"Tomorrow: {show['title']}", f"We begin at {starts:%H:%M}. Seats: {', '.join(order['seats'])}.")

"""Mails the link that confirms a subscription.

infra:
  events:
  - name: added
    topic: SubscriberAdded
  permissions:
  - ses:SendEmail
"""
import os
from urllib.parse import urlencode

from lambdas import mail


def handler(event, context):
    detail = event["detail"]
    query = urlencode({"email": detail["email"], "token": detail["token"]})
    mail.send(detail["email"], "Please confirm", f"Click {os.environ['SITE']}/confirm?{query}")

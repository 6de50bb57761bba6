"""Takes an address, and sends it a link.

infra:
  endpoint: {api: public, method: POST, path: /subscribe}
"""
import base64
import html
import os
import secrets
import time
import urllib.parse

import boto3

from lambdas import pages

ses = boto3.client("sesv2")
table = boto3.resource("dynamodb").Table(os.environ["NEWSLETTER_SUBSCRIBERS_TABLE"])
SENDER = os.environ["SENDER_ARN"].split("/")[-1]


def handler(event, context):
    body = event.get("body", "")
    if event.get("isBase64Encoded"):
        body = base64.b64decode(body).decode()
    email = urllib.parse.parse_qs(body).get("email", [""])[0]
    if "@" not in email:
        return pages.page(400, "No address", "<p>Type an address.</p>")
    identifier = secrets.token_hex(8)
    table.put_item(Item={"email": email, "identifier": identifier, "asked": int(time.time()), "subscribed": 0})
    link = f"{os.environ['NEWSLETTER_API_URL']}/subscribe/confirm/{urllib.parse.quote(email)}/{identifier}"
    ses.send_email(
        FromEmailAddress=SENDER, Destination={"ToAddresses": [email]}, ConfigurationSetName="Newsletter",
        Content={"Simple": {"Subject": {"Data": "Please confirm"},
                            "Body": {"Html": {"Data": pages.template("confirm").substitute(link=html.escape(link))}}}})
    return pages.page(200, "Thanks", f"<p>A mail is on its way to {html.escape(email)}.</p>")

"""Tells a bidder that somebody offers more.

infra:
  events:
  - name: placed
    topic: BidPlaced
    pattern:
      first: [false]
  permissions:
  - action: ses:SendEmail
    resource: "*"
  timeout: medium
"""
import os

import boto3

from lambdas.shared import lots

ses = boto3.client("ses")
TEXT = """Hello,

somebody offers {amount} EUR for {title}.
{url}/lots/{lot}
"""


def handler(event, context):
    detail = event["detail"]
    row = lots.get_lot(detail["lot"])
    if row is None:
        return None
    response = ses.send_email(
        Source=os.environ["SENDER"],
        Destination={"ToAddresses": [detail["outbid"]]},
        Message={
            "Subject": {"Data": f"A higher bid for {row['title']}"},
            "Body": {"Text": {"Data": TEXT.format(
                amount=detail["amount"], title=row["title"], url=os.environ["SITE_URL"], lot=detail["lot"])}},
        },
    )
    return response["MessageId"]

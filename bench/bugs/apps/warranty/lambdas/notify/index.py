"""Sends customers an e-mail about the decision on their claim.

infra:
  events:
  - name: decided
    topic: ClaimDecided
    pattern:
      state: [accepted, refused]
  permissions:
  - action: ses:SendEmail
    resource: "*"
  timeout: medium
"""
import os

import boto3

ses = boto3.client("ses")
TEXTS = {
    "accepted": "We accept your claim {claim}. You get your money back within ten days.",
    "refused": "We cannot accept your claim {claim}. {reason}",
}


def handler(event, context):
    detail = event["detail"]
    text = TEXTS[detail["state"]].format(claim=detail["claim"], reason=detail.get("reason") or "Please write to us.")
    response = ses.send_email(
        Source=os.environ["SENDER"],
        Destination={"ToAddresses": [detail["email"]]},
        Message={
            "Subject": {"Data": f"Your claim {detail['claim']}", "Charset": "UTF-8"},
            "Body": {"Text": {"Data": text, "Charset": "UTF-8"}},
        },
    )
    print(f"claim {detail['claim']}: sent {response['MessageId']}")

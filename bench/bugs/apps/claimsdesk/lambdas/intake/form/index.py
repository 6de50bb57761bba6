"""A customer reports a claim with the form of the website.

infra:
  endpoint:
    api: public
    method: POST
    path: /claims
    limit: {rate: 5, burst: 10}
  timeout: medium
"""
import base64
import json
import os
import uuid
from datetime import datetime, timezone
from urllib.parse import parse_qs

import boto3

from lambdas.shared import answers, files

events = boto3.client("events")
BUS = os.environ["CLAIMS_BUS"]


def fields_of(event):
    """The fields of the form, as a dict of texts."""
    body = event["body"] or ""
    if event["isBase64Encoded"]:
        body = base64.b64decode(body).decode("utf-8")
    kind = next((value for name, value in event["headers"].items() if name.lower() == "content-type"), "")
    if kind.startswith("application/json"):
        return json.loads(body)
    return {name: values[0].strip() for name, values in parse_qs(body, keep_blank_values=True).items()}


def publish(claim):
    response = events.put_events(Entries=[{
        "EventBusName": BUS,
        "Source": "claimsdesk.intake",
        "DetailType": "ClaimOpened",
        "Time": datetime.now(timezone.utc),
        "Detail": json.dumps({"claim": claim.claim, "policy": claim.policy, "country": claim.country, "channel": "form"}),
    }])
    if response["FailedEntryCount"] > 0:
        raise RuntimeError(response["Entries"][0]["ErrorMessage"])


@answers.endpoint
def handler(event):
    fields = fields_of(event)
    address = fields["email"].lower()
    if "@" not in address:
        raise ValueError("no e-mail address")
    claim = files.Claim(
        claim=f"{datetime.now(timezone.utc):%Y%m}-{uuid.uuid4().hex[:12]}",
        policy=fields["policy"].upper(),
        title=fields.get("title") or "Claim",
        email=address,
    )
    if not files.create(claim):
        return 409, {"message": "try again"}
    publish(claim)
    return 201, {"claim": claim.claim, "due": claim.item()["due"]}

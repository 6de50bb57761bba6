"""Renders an invoice as a page, and keeps it in the bucket: {number, pet, day, amount, lines} -> {key, bytes}

infra:
  timeout: medium
  size: medium
"""
import html
import os
from pathlib import Path
from string import Template

import boto3

s3 = boto3.client("s3")
PAGE = Template(Path(__file__).with_name("invoice.html").read_text(encoding="utf-8"))


def handler(event, context):
    lines = "".join(f"<tr><td>{html.escape(code)}</td><td>{price}</td></tr>" for code, price in event["lines"])
    page = PAGE.substitute(number=event["number"], pet=html.escape(event["pet"]), day=event["day"],
                           amount=event["amount"], lines=lines)
    key = f"invoices/{event['number']}.html"
    data = page.encode()
    s3.put_object(Bucket=os.environ["VET_BUCKET"], Key=key, Body=data, ContentType="text/html; charset=utf-8",
                  Metadata={"pet": event["pet"].encode("ascii", "replace").decode()})
    return {"key": key, "bytes": len(data)}

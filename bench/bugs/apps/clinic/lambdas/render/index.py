"""Renders a letter, {patient, title, text, author}, and stores it. Other lambdas invoke it.

infra:
  timeout: medium
"""
import hashlib
import html
import math
import os
from datetime import datetime
from pathlib import Path
from string import Template
from zoneinfo import ZoneInfo

import boto3

s3 = boto3.client("s3")
LETTER = Template(Path(__file__).with_name("letter.html").read_text(encoding="utf-8"))
PER_PAGE = 3000


def handler(event, context):
    today = datetime.now(ZoneInfo(os.environ["CLINIC_ZONE"])).date()
    page = LETTER.substitute(
        title=html.escape(event["title"]),
        text=html.escape(event["text"]).replace("\n", "<br>"),
        author=html.escape(event["author"]),
        day=f"{today:%d.%m.%Y}")
    content = page.encode("utf-8")
    key = f"letters/{event['patient']}/{today}-{hashlib.sha256(content).hexdigest()[:12]}.html"
    s3.put_object(Bucket=os.environ["CLINIC_BUCKET"], Key=key, Body=content, ContentType="text/html; charset=utf-8")
    return {"key": key, "pages": math.ceil(len(event["text"]) / PER_PAGE)}

"""The pages that people see."""
import html
import os
import string
from pathlib import Path

import boto3

WRAPPER = string.Template(Path(__file__).with_name("page.html").read_text(encoding="utf-8"))


def page(status, title, text):
    body = WRAPPER.substitute(title=html.escape(title), text=text)
    return {"statusCode": status, "headers": {"content-type": "text/html"}, "body": body}


def template(name):
    """A template that an editor changed without a deploy."""
    response = boto3.client("s3").get_object(Bucket=os.environ["NEWSLETTER_BUCKET"], Key=f"templates/{name}.html")
    return string.Template(response["Body"].read().decode())

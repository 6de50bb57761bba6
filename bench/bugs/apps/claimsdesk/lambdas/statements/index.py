"""Writes the statement of the last month, and mails a link to the team.

infra:
  timer:
    cron: 0 5 1 * ? *
  permissions:
  - action: ses:SendRawEmail
    resource: "*"
  timeout: 300
"""
import csv
import io
import itertools
import os
import zipfile
from datetime import datetime, timedelta, timezone
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import boto3
from boto3.dynamodb.conditions import Key

from lambdas.shared import money

s3 = boto3.client("s3")
ses = boto3.client("ses")
BUCKET = os.environ["CLAIMS_BUCKET"]
HEADER = ["claim", "entry", "amount", "currency", "euros"]


def last_month():
    first = datetime.now(timezone.utc).replace(day=1)
    return (first - timedelta(days=1)).strftime("%Y-%m")


def payouts(month):
    query = {"IndexName": "by_month",
             "KeyConditionExpression": Key("month").eq(month) & Key("entry").begins_with("payout#")}
    while True:
        page = money.entries.query(**query)
        yield from page["Items"]
        if not page.get("LastEvaluatedKey"):
            break
        query["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def sheet(rows):
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(HEADER)
    writer.writerows([row[name] for name in HEADER] for row in rows)
    return buffer.getvalue()


def pack(rows):
    """A zip with a CSV file for each currency, and the totals."""
    buffer, totals = io.BytesIO(), {}
    ordered = sorted(rows, key=lambda row: (row["currency"], row["claim"]))
    with zipfile.ZipFile(buffer, "w", compression=zipfile.ZIP_DEFLATED) as archive:
        for currency, group in itertools.groupby(ordered, key=lambda row: row["currency"]):
            mine = list(group)
            archive.writestr(f"{currency}.csv", sheet(mine))
            totals[currency] = sum(row["amount"] for row in mine)
    return buffer.getvalue(), totals


def mail(month, data, totals):
    message = MIMEMultipart()
    message["Subject"] = f"Payouts of {month}"
    message["From"] = os.environ["SENDER"]
    message["To"] = os.environ["TEAM"]
    message.attach(MIMEText("\n".join(f"{currency}: {total:.2f}" for currency, total in totals.items()) or "none"))
    part = MIMEApplication(data, "zip")
    part.add_header("Content-Disposition", "attachment", filename=f"{month}.zip")
    message.attach(part)
    ses.send_raw_email(Source=message["From"], Destinations=[message["To"]], RawMessage={"Data": message.as_bytes()})


def handler(event, context):
    month = event.get("month") or last_month()
    rows = list(payouts(month))
    data, totals = pack(rows)
    s3.put_object(Bucket=BUCKET, Key=f"statements/{month}.zip", Body=data, ContentType="application/zip")
    mail(month, data, totals)
    return {"month": month, "payouts": len(rows)}

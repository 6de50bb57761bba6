"""Writes an invoice and mails it: messages {"driver", "month", "trips", "total"}.

infra:
  queue:
    batch: 5
    tries: 4
    concurrency: 2
  permissions:
  - action: ses:SendRawEmail
    resource: "*"
  timeout: 60
"""
import json
import os
from decimal import Decimal
from email.message import EmailMessage

import boto3
from botocore.exceptions import ClientError

from lambdas.common.store import Store

store = Store()
s3 = boto3.client("s3")
ses = boto3.client("ses")
payments = boto3.resource("dynamodb").Table(os.environ["CARPOOL_PAYMENTS_TABLE"])
VAT = Decimal("0.19")


def pdf(lines):
    """A PDF of one page with lines of text."""
    text = " T* ".join(f"({line.replace('(', '[').replace(')', ']')}) Tj" for line in lines)
    stream = f"BT /F1 12 Tf 14 TL 72 720 Td {text} ET".encode("latin-1", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> /MediaBox [0 0 595 842] >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    data = b"%PDF-1.4\n"
    for number, item in enumerate(objects, 1):
        data += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    return data + b"trailer << /Root 1 0 R >>\n%%EOF\n"


def mail(address, number, data):
    message = EmailMessage()
    message["From"] = os.environ["SENDER"]
    message["To"] = address
    message["Subject"] = f"Invoice {number}"
    message.set_content("Your invoice is attached.")
    message.add_attachment(data, maintype="application", subtype="pdf", filename=f"{number}.pdf")
    ses.send_raw_email(RawMessage={"Data": message.as_bytes()})


def write(order):
    driver = store.driver(order["driver"])
    if driver is None:
        print(f"no driver {order['driver']}")
        return
    number = f"{order['month']}-{order['driver']}"
    net = Decimal(order["total"])
    gross = (net * (1 + VAT)).quantize(Decimal("0.01"))
    try:
        payments.put_item(
            Item={"invoice": number, "driver": order["driver"], "due": gross, "state": "open"},
            ConditionExpression="attribute_not_exists(invoice)",
        )
    except payments.meta.client.exceptions.ConditionalCheckFailedException:
        print(f"invoice {number} exists")
        return
    lines = [f"Invoice {number}", driver["name"], f"{order['trips']} trips: {net:.2f} EUR", f"with VAT: {gross:.2f} EUR"]
    data = pdf(lines)
    s3.put_object(Bucket=os.environ["CARPOOL_PAPERS_BUCKET"], Key=f"invoices/{number}.pdf", Body=data,
                  ContentType="application/pdf", Metadata={"driver": order["driver"], "trips": str(order["trips"])})
    mail(driver["email"], number, data)


def handler(event, context):
    failures = []
    for record in event["Records"]:
        try:
            write(json.loads(record["body"]))
        except (ClientError, ValueError, ArithmeticError) as error:
            print(f"{record['messageId']}: {error!r}")
            failures.append(record["messageId"])
    return {"batchItemFailures": [{"itemIdentifier": identifier} for identifier in failures]}

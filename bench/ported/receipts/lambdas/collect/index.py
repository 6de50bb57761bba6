"""Reads the result of a job, and writes the receipt's total.

infra:
  topic: {}
  timeout: 60
"""
import json
import os
from decimal import Decimal

import boto3

textract = boto3.client("textract")
table = boto3.resource("dynamodb").Table(os.environ["RECEIPTS_TABLE"])


def documents(job_id):
    arguments = {"JobId": job_id}
    while True:
        page = textract.get_expense_analysis(**arguments)
        yield from page["ExpenseDocuments"]
        if "NextToken" not in page:
            return
        arguments["NextToken"] = page["NextToken"]


def handler(event, context):
    for record in event["Records"]:
        message = json.loads(record["Sns"]["Message"])
        if message["Status"] != "SUCCEEDED":
            print("failed", message)
            continue
        key = message["DocumentLocation"]["S3ObjectName"]
        for number, document in enumerate(documents(message["JobId"])):
            fields = {field["Type"]["Text"]: field["ValueDetection"]["Text"] for field in document["SummaryFields"]}
            table.put_item(Item={"pk": key, "sk": f"receipt#{number}", "vendor": fields.get("VENDOR_NAME", "?"),
                                 "total": Decimal(fields.get("TOTAL", "0").lstrip("$"))})

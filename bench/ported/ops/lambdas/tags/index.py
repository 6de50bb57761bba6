"""A rule of AWS Config: instances need a tag `owner`.

infra: {timeout: 60}
"""
import json

import boto3

config = boto3.client("config")


def verdict(item):
    if item["configurationItemStatus"] == "ResourceDeleted":
        return "NOT_APPLICABLE"
    return "COMPLIANT" if "owner" in item.get("tags", {}) else "NON_COMPLIANT"


def handler(event, context):
    invoking = json.loads(event["invokingEvent"])
    item = invoking["configurationItem"]
    compliance = "NOT_APPLICABLE" if event["eventLeftScope"] else verdict(item)
    config.put_evaluations(ResultToken=event["resultToken"], Evaluations=[{
        "ComplianceResourceType": item["resourceType"], "ComplianceResourceId": item["resourceId"],
        "ComplianceType": compliance, "OrderingTimestamp": item["configurationItemCaptureTime"]}])
    return compliance

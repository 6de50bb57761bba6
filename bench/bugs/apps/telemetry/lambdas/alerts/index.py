"""Keeps an alert once, counts it in CloudWatch, and has the people on duty paged.

infra:
  events:
  - name: crossed
    topic: LimitCrossed
    pattern:
      celsius: [{numeric: [">", 60]}]
  permissions:
  - cloudwatch:PutMetricData
"""
import json
import os
from decimal import Decimal

import boto3

from lambdas.fleet import rows, times

cloudwatch = boto3.client("cloudwatch")
sns = boto3.client("sns")


def handler(event, context):
    detail = event["detail"]
    if not is_new(detail):
        return {"new": False}
    count(detail["device"], detail["celsius"])
    sns.publish(TopicArn=os.environ["FLEET_PAGE_TOPIC"], Subject="A truck is hot", Message=json.dumps(detail))
    return {"new": True}


def is_new(detail):
    """Keeps an alert; False if it was kept before."""
    try:
        rows.table.put_item(
            Item={**rows.alert_key(detail["device"], detail["time"]), "celsius": Decimal(str(detail["celsius"])),
                  "seen": times.now().isoformat()},
            ConditionExpression="attribute_not_exists(pk)")
    except rows.table.meta.client.exceptions.ConditionalCheckFailedException:
        return False
    return True


def count(device, celsius):
    """One more alert of a device."""
    cloudwatch.put_metric_data(Namespace="Fleet", MetricData=[
        {"MetricName": "Alerts", "Dimensions": [{"Name": "Device", "Value": device}], "Value": 1, "Unit": "Count"},
        {"MetricName": "Celsius", "Dimensions": [{"Name": "Device", "Value": device}], "Value": celsius,
         "Timestamp": times.now()}])

"""Counts alarms in CloudWatch, and keeps the last one of each meter.

infra:
  topic: {}
  permissions:
  - cloudwatch:PutMetricData
"""
import json

import boto3

from lambdas import storage

cloudwatch = boto3.client("cloudwatch")


def handler(event, context):
    for record in event["Records"]:
        alarm = json.loads(record["Sns"]["Message"])
        cloudwatch.put_metric_data(Namespace="Meters", MetricData=[
            {"MetricName": "Overload", "Value": alarm["watts"], "Unit": "None",
             "Dimensions": [{"Name": "Meter", "Value": alarm["meter"]}]}])
        storage.table.put_item(Item={"pk": alarm["meter"], "sk": "alarm", "time": alarm["time"],
                                     "watts": storage.exact(alarm["watts"])})

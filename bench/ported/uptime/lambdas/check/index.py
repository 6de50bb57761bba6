"""Looks whether the sites answer; tells of changes.

infra:
  timer: {rate: 5 minutes}
  timeout: long
  retries: 0
  permissions: [cloudwatch:PutMetricData]
"""
import concurrent.futures
import json
import os
import time
import urllib.error
import urllib.request

import boto3

table = boto3.resource("dynamodb").Table(os.environ["UPTIME_TABLE"])
cloudwatch = boto3.client("cloudwatch")
sns = boto3.client("sns")


def probe(url):
    begun = time.monotonic()
    try:
        with urllib.request.urlopen(url, timeout=4) as response:
            up = response.status == 200
    except (urllib.error.URLError, OSError):
        up = False
    return {"url": url, "up": up, "millis": int((time.monotonic() - begun) * 1000)}


def handler(event, context):
    sites = os.environ["SITES"].split()
    with concurrent.futures.ThreadPoolExecutor(max_workers=8) as pool:
        results = list(pool.map(probe, sites))
    changed = []
    for result in results:
        old = table.put_item(Item={"pk": "SITE", "sk": result["url"], **result}, ReturnValues="ALL_OLD")
        if "Attributes" in old and old["Attributes"]["up"] != result["up"]:
            changed.append(result)
    cloudwatch.put_metric_data(Namespace="Uptime", MetricData=[
        {"MetricName": "Up", "Dimensions": [{"Name": "Url", "Value": r["url"]}], "Value": int(r["up"])} for r in results])
    if changed:
        sns.publish(TopicArn=os.environ["UPTIME_ALERT_TOPIC"], Message=json.dumps(changed))
    return {r["url"]: r["up"] for r in results}

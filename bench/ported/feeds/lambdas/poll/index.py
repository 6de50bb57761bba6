"""Polls feeds at the same time, and stores new items.

infra:
  timer: {rate: 15 minutes}
  timeout: 120
"""
import asyncio
import functools
import os
import time
import urllib.request
import xml.etree.ElementTree as ET

import boto3
from botocore.exceptions import ClientError

table = boto3.resource("dynamodb").Table(os.environ["FEEDS_ITEMS_TABLE"])
cloudwatch = boto3.client("cloudwatch")


def download(url):
    request = urllib.request.Request(url, headers={"User-Agent": "feeds/1.0"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.read()


def store(url, item):
    guid = item.findtext("guid") or item.findtext("link")
    try:
        table.put_item(Item={"feed": url, "guid": guid, "title": item.findtext("title", ""),
                             "expire_at": int(time.time()) + 30 * 86400},
                       ConditionExpression="attribute_not_exists(guid)")
        return True
    except ClientError as error:
        if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
            return False
        raise


async def poll(url):
    loop = asyncio.get_running_loop()
    data = await loop.run_in_executor(None, download, url)
    items = ET.fromstring(data).findall("./channel/item")
    new = await asyncio.gather(*(loop.run_in_executor(None, functools.partial(store, url, item)) for item in items))
    return sum(new)


async def main():
    urls = os.environ["FEEDS"].split()
    results = await asyncio.gather(*(poll(url) for url in urls), return_exceptions=True)
    for url, result in zip(urls, results):
        if isinstance(result, Exception):
            print("failed", url, repr(result))
    return {"new": sum(result for result in results if not isinstance(result, BaseException))}


def handler(event, context):
    counts = asyncio.run(main())
    cloudwatch.put_metric_data(Namespace="Feeds", MetricData=[
        {"MetricName": "New", "Value": counts["new"], "Unit": "Count"}])
    return counts

"""Confirms or ends a subscription.

infra:
  endpoint:
    api: public
    routes:
    - "GET /subscribe/confirm/{email}/{identifier}"
    - "GET /unsubscribe/{email}/{identifier}"
"""
import os
import time

import boto3

from lambdas import pages

table = boto3.resource("dynamodb").Table(os.environ["NEWSLETTER_SUBSCRIBERS_TABLE"])


def handler(event, context):
    email, identifier = event["pathParameters"]["email"], event["pathParameters"]["identifier"]
    row = table.get_item(Key={"email": email}).get("Item")
    if row is None or row["identifier"] != identifier:
        return pages.page(404, "Not found", "<p>No such subscription.</p>")
    if event["routeKey"].startswith("GET /unsubscribe"):
        table.delete_item(Key={"email": email})
        return pages.page(200, "Goodbye", "<p>You get no more letters.</p>")
    table.update_item(Key={"email": email}, UpdateExpression="SET subscribed = :t",
                      ExpressionAttributeValues={":t": int(time.time())})
    return pages.page(200, "Welcome", "<p>You get the next letter.</p>")

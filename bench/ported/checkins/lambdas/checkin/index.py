"""Checks in.

infra: {timeout: 20}
"""
import os

import boto3

from lambdas import airline

table = boto3.resource("dynamodb").Table(os.environ["CHECKINS_TABLE"])


def handler(event, context):
    done = airline.get(f"/checkin/{event['number']}")
    table.put_item(Item={"pk": event["number"], "sk": "done", "boarding": done["boarding"]})
    return done

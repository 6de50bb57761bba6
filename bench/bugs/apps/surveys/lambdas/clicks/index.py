"""Counts the views of each survey: records of the pages, {"survey": "s1", "at": 1777622400}

infra:
  kinesis:
    stream: surveys-views
    batch: 500
    window: 10
    tries: 5
  timeout: medium
"""
import base64
import json
from collections import Counter

from lambdas.survey import db


def handler(event, context):
    views = Counter()
    for record in event["Records"]:
        data = base64.b64decode(record["kinesis"]["data"])
        try:
            views[json.loads(data)["survey"]] += 1
        except (ValueError, KeyError, TypeError):
            print(f"record {record['kinesis']['sequenceNumber']} is not a view: {data[:80]!r}")
    for survey_id, number in views.items():
        try:
            db.table.update_item(
                Key=db.survey_key(survey_id),
                UpdateExpression="ADD #views :number",
                ConditionExpression="attribute_exists(pk)",
                ExpressionAttributeNames={"#views": "views"},
                ExpressionAttributeValues={":number": number},
            )
        except db.table.meta.client.exceptions.ConditionalCheckFailedException:
            print(f"no survey {survey_id}")

"""Closes a survey at its time: the schedule's event is {"survey": "<id>"}.

infra:
  timeout: medium
"""
import json
import os

import boto3
from botocore.exceptions import ClientError

from lambdas.survey import db

events = boto3.client("events")


def handler(event, context):
    survey_id = event["survey"]
    try:
        survey = db.table.update_item(
            Key=db.survey_key(survey_id),
            UpdateExpression="SET #s = :closed, closed_at = :now",
            ConditionExpression="#s = :open",
            ExpressionAttributeNames={"#s": "status"},
            ExpressionAttributeValues={":closed": "closed", ":open": "open", ":now": db.timestamp()},
            ReturnValues="ALL_NEW",
        )["Attributes"]
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        print(f"{survey_id} is closed already")
        return False
    result = events.put_events(Entries=[{
        "EventBusName": os.environ["SURVEYS_BUS"],
        "Source": "surveys.close",
        "DetailType": "SurveyClosed",
        "Detail": json.dumps({"survey": survey_id, "title": survey["title"], "email": survey["email"]}),
    }])
    if result["FailedEntryCount"] > 0:
        raise RuntimeError(f"no event for {survey_id}: {result['Entries']}")
    return True

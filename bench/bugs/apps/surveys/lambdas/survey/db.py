"""Surveys: {"pk": "survey#<id>", "sk": "survey", "id", "owner", "email", "title", "choices", "status", "created", "closes"}
and their answers: {"pk": "survey#<id>", "sk": "answer#<id>", "choice", "comment", "at", "expires"}."""
import os
from datetime import datetime, timezone

import boto3
from boto3.dynamodb.conditions import Key

table = boto3.resource("dynamodb").Table(os.environ["SURVEYS_TABLE"])
counts = boto3.resource("dynamodb").Table(os.environ["SURVEYS_COUNTS_TABLE"])


class SurveyNotFound(Exception):
    pass


def timestamp():
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def survey_key(survey_id):
    return {"pk": f"survey#{survey_id}", "sk": "survey"}


def get_survey(survey_id):
    """The row of a survey; raises SurveyNotFound."""
    response = table.get_item(Key=survey_key(survey_id))
    if "Item" not in response:
        raise SurveyNotFound(survey_id)
    return response["Item"]


def answers(survey_id):
    """All answers of a survey."""
    params = {"KeyConditionExpression": Key("pk").eq(f"survey#{survey_id}") & Key("sk").begins_with("answer#")}
    while True:
        page = table.query(**params)
        yield from page["Items"]
        if not page.get("LastEvaluatedKey"):
            break
        params["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def totals(survey_id):
    """{choice: how many chose it} of a survey."""
    page = counts.query(KeyConditionExpression=Key("survey").eq(survey_id))
    return {row["choice"]: int(row["number"]) for row in page["Items"]}

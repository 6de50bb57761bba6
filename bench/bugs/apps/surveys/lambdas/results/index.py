"""Shows the results of a survey, and the surveys of an owner.

infra:
  endpoint:
    api: public
    routes:
    - GET /surveys/{survey}
    - {method: GET, path: /surveys, api: private}
  timeout: medium
"""
import base64
import json
import os

from boto3.dynamodb.conditions import Key

from lambdas.survey import db
from lambdas.survey.http import response

PAGE_SIZE = int(os.environ["PAGE_SIZE"])


def one(survey_id):
    survey = db.get_survey(survey_id)
    totals = db.totals(survey_id)
    return {
        "title": survey["title"],
        "status": survey["status"],
        "closes": survey["closes"],
        "results": {choice: totals.get(choice, 0) for choice in survey["choices"]},
        "answers": sum(totals.values()),
    }


def of_owner(owner, query):
    """A page of the surveys of an owner, and the token of the next one."""
    params = {
        "IndexName": "by_owner",
        "KeyConditionExpression": Key("owner").eq(owner),
        "ScanIndexForward": False,
        "Limit": min(int(query.get("limit", PAGE_SIZE)), PAGE_SIZE),
    }
    if query.get("next"):
        params["ExclusiveStartKey"] = json.loads(base64.urlsafe_b64decode(query["next"]))
    page = db.table.query(**params)
    body = {"surveys": [{"id": row["id"], "title": row["title"], "status": row["status"]} for row in page["Items"]]}
    if "LastEvaluatedKey" in page:
        body["next"] = base64.urlsafe_b64encode(json.dumps(page["LastEvaluatedKey"]).encode()).decode()
    return body


def handler(event, context):
    if event["resource"] == "/surveys":
        owner = event["requestContext"]["authorizer"]["claims"]["sub"]
        return response(200, of_owner(owner, event["queryStringParameters"] or {}))
    try:
        return response(200, one(event["pathParameters"]["survey"]))
    except db.SurveyNotFound as error:
        return response(404, {"error": f"no survey {error}"})

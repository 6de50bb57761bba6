"""The office looks for the bookings of an e-mail address, newest first.

infra:
  endpoint:
    api: private
    groups: [office]
    method: GET
    path: /bookings
    parameters: [email]
"""
import base64
import json

from boto3.dynamodb.conditions import Key

from lambdas.shared import model, web

PAGE = 20


def decoded(token):
    try:
        return json.loads(base64.urlsafe_b64decode(token))
    except ValueError as error:
        raise web.Refused(400, "the token is broken") from error


@web.guarded
def handler(event, context):
    parameters = event["queryStringParameters"]
    query = {"IndexName": "by_email", "KeyConditionExpression": Key("email").eq(parameters["email"].lower()),
             "ScanIndexForward": False, "Limit": PAGE}
    if parameters.get("next"):
        query["ExclusiveStartKey"] = decoded(parameters["next"])
    page = model.bookings.query(**query)
    following = page.get("LastEvaluatedKey")
    return web.answer(200, {
        "bookings": [{"sailing": row["sailing"], "booking": row["booking"], "status": row["status"], "cost": row["cost"]}
                     for row in page["Items"]],
        "next": base64.urlsafe_b64encode(json.dumps(following).encode()).decode() if following else None})

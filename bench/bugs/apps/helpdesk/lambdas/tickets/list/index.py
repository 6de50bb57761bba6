"""Lists tickets for agents: GET /tickets?state=open&next=... or GET /tickets?requester=zoe@example.com

infra:
  endpoint:
    api: private
    groups: [agents, leads]
    method: GET
    path: /tickets
"""
import base64
import json

from boto3.dynamodb.conditions import Key

from lambdas.common.tickets import STATES, table
from lambdas.common.web import respond

PAGE = 50


def handler(event, context):
    asked = event["queryStringParameters"] or {}
    if "requester" in asked:
        return respond(200, {"tickets": of_requester(asked["requester"].lower())})
    state = asked.get("state", "open")
    if state not in STATES:
        return respond(400, {"message": f"state is one of {', '.join(STATES)}"})
    query = {"IndexName": "by_state", "KeyConditionExpression": Key("state").eq(state), "Limit": PAGE}
    if asked.get("next"):
        query["ExclusiveStartKey"] = json.loads(base64.urlsafe_b64decode(asked["next"]))
    page = table.query(**query)
    body = {"tickets": [summary(row) for row in page["Items"]]}
    if "LastEvaluatedKey" in page:
        body["next"] = base64.urlsafe_b64encode(json.dumps(page["LastEvaluatedKey"]).encode()).decode()
    return respond(200, body)


def of_requester(address):
    page = table.query(
        IndexName="by_requester", KeyConditionExpression=Key("requester").eq(address), ScanIndexForward=False, Limit=100)
    return [{"number": row["number"], "subject": row["subject"], "state": row["state"]} for row in page["Items"]]


def summary(row):
    return {"number": row["number"], "subject": row["subject"], "due": row["due"], "priority": row["priority"],
            "agent": row.get("agent")}

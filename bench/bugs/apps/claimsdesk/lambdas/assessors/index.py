"""The queue of the assessors: the most urgent claims, and those that one of them has taken.

infra:
  endpoint:
    api: private
    groups: [assessors]
    routes:
    - GET /queue
    - GET /mine
    - PUT /claims/{claim}/assessor
    - PUT /claims/{claim}/state
  timeout: medium
"""
import base64
import json

from boto3.dynamodb.conditions import Key
from botocore.exceptions import ClientError

from lambdas.shared import answers, files

STEPS = {"taken": {"paid", "closed"}, "paid": {"closed"}}


def encode(key):
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def decode(token):
    return json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))


def queue(query):
    arguments = {"IndexName": "by_state", "KeyConditionExpression": Key("state").eq("open"), "Limit": int(query.get("limit", 25))}
    if "from" in query:
        arguments["ExclusiveStartKey"] = decode(query["from"])
    page = files.table.query(**arguments)
    claims = [{"claim": item["claim"], "title": item["title"], "due": item["due"], "score": item.get("score")}
              for item in page["Items"]]
    following = page.get("LastEvaluatedKey")
    return {"claims": claims, "from": encode(following) if following else None}


def mine(assessor):
    page = files.table.query(IndexName="by_assessor", KeyConditionExpression=Key("assessor").eq(assessor),
                             ScanIndexForward=False, Limit=100)
    return {"claims": [{"claim": item["claim"], "title": item["title"], "state": item["state"]} for item in page["Items"]]}


def take(claim, assessor):
    files.table.update_item(
        Key={"claim": claim},
        UpdateExpression="SET assessor = :assessor, #state = :taken ADD version :one",
        ConditionExpression="#state = :open AND attribute_not_exists(assessor)",
        ExpressionAttributeNames={"#state": "state"},
        ExpressionAttributeValues={":assessor": assessor, ":taken": "taken", ":open": "open", ":one": 1},
    )


def move(claim, assessor, body):
    state, version = files.State(body["state"]), body["version"]
    item = files.get(claim)
    if item is None or state.value not in STEPS.get(item["state"], ()):
        raise ValueError(f"not to {state}")
    files.table.update_item(
        Key={"claim": claim},
        UpdateExpression="SET #state = :state, version = version + :one",
        ConditionExpression="assessor = :assessor AND version = :version",
        ExpressionAttributeNames={"#state": "state"},
        ExpressionAttributeValues={":state": state.value, ":assessor": assessor, ":version": version, ":one": 1},
    )


@answers.endpoint
def handler(event):
    assessor = event["requestContext"]["authorizer"]["sub"]
    match event["httpMethod"], event["resource"]:
        case "GET", "/queue":
            return queue(event["queryStringParameters"] or {})
        case "GET", "/mine":
            return mine(assessor)
    claim = event["pathParameters"]["claim"]
    try:
        if event["resource"].endswith("/assessor"):
            take(claim, assessor)
        else:
            move(claim, assessor, json.loads(event["body"]))
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        return 409, {"message": "somebody was faster"}
    return 200, {"claim": claim}

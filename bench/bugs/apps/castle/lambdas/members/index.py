"""The staff looks at members and renews their cards.

infra:
  endpoint:
    api: private
    groups: [staff]
    routes:
    - GET /members
    - GET /members/{card}
    - POST /members/{card}/renewal
  timeout: medium
"""
import base64
import json
import os
from datetime import date, timedelta

from boto3.dynamodb.conditions import Key
from botocore.exceptions import ClientError

from lambdas.shared import clock, db, web

PAGE_SIZE = int(os.environ["PAGE_SIZE"])


def cursor(key):
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode()


def listing(event):
    """A page of all members, or the cards of an address."""
    query = event["queryStringParameters"] or {}
    if email := query.get("email"):
        rows = db.members.query(IndexName="by_email", KeyConditionExpression=Key("email").eq(email.lower()))["Items"]
        return web.answer(200, {"cards": [row["card"] for row in rows]})
    scan = {"Limit": PAGE_SIZE, "ProjectionExpression": "card, #name, expires", "ExpressionAttributeNames": {"#name": "name"}}
    if "next" in query:
        scan["ExclusiveStartKey"] = json.loads(base64.urlsafe_b64decode(query["next"]))
    page = db.members.scan(**scan)
    body = {"members": page["Items"]}
    if "LastEvaluatedKey" in page:
        body["next"] = cursor(page["LastEvaluatedKey"])
    return web.answer(200, body)


def show(event):
    card = event["pathParameters"]["card"]
    row = db.members.get_item(Key={"card": card}).get("Item")
    if row is None:
        raise web.Refused(404, "no such card")
    left = date.fromisoformat(row["expires"]) - clock.today()
    return web.answer(200, {"card": card, "name": row["name"], "kind": row["kind"], "days": max(left.days, 0)})


def renew(event):
    """A year more, from the end of the card or from today."""
    card = event["pathParameters"]["card"]
    row = db.members.get_item(Key={"card": card}, ConsistentRead=True).get("Item")
    if row is None:
        raise web.Refused(404, "no such card")
    start = max(date.fromisoformat(row["expires"]), clock.today())
    expires = (start + timedelta(days=365)).isoformat()
    staff = event["requestContext"]["authorizer"]["email"]
    try:
        db.members.update_item(
            Key={"card": card},
            UpdateExpression="SET expires = :new, renewed_by = :staff, renewals = if_not_exists(renewals, :none) + :one",
            ConditionExpression="expires = :old",
            ExpressionAttributeValues={":new": expires, ":old": row["expires"], ":staff": staff, ":none": 0, ":one": 1},
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        raise web.Refused(409, "somebody else has renewed the card") from None
    return web.answer(200, {"card": card, "expires": expires})


ROUTES = {
    ("GET", "/members"): listing,
    ("GET", "/members/{card}"): show,
    ("POST", "/members/{card}/renewal"): renew,
}


def handler(event, context):
    route = ROUTES[event["httpMethod"], event["resource"]]
    try:
        return route(event)
    except web.Refused as error:
        return web.refusal(error)

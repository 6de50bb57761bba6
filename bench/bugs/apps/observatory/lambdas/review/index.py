"""A member of the committee reviews a proposal; three reviews decide.

infra:
  endpoint:
    api: private
    groups: [committee]
    method: PUT
    path: /proposals/{proposal}/review
    schema:
      type: object
      required: [score]
      properties:
        score: {type: number, minimum: 0, maximum: 10}
        remark: {type: string}
  timeout: medium
"""
import json
import os
from decimal import Decimal
from statistics import mean

import boto3
from botocore.exceptions import ClientError

from lambdas.common import store
from lambdas.common.replies import reply

events = boto3.client("events")
ENOUGH = 3
GOOD = Decimal("6.5")


def write_review(proposal, reviewer, score, remark):
    """The row with the new review; None for a proposal that has none or is decided."""
    try:
        answer = store.proposals.update_item(
            Key={"proposal": proposal},
            UpdateExpression="SET reviews.#reviewer = :review",
            ConditionExpression="#state = :submitted AND #owner <> :reviewer",
            ExpressionAttributeNames={"#reviewer": reviewer, "#state": "state", "#owner": "owner"},
            ExpressionAttributeValues={
                ":review": {"score": Decimal(str(score)), "remark": remark},
                ":submitted": "submitted",
                ":reviewer": reviewer,
            },
            ReturnValues="ALL_NEW",
        )
    except ClientError as error:
        if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
            return None
        raise
    return answer["Attributes"]


def decide(row):
    """Writes the decision once there are enough reviews, and returns it."""
    scores = [review["score"] for review in row["reviews"].values()]
    if len(scores) < ENOUGH:
        return "submitted"
    average = mean(scores)
    state = "accepted" if average >= GOOD else "rejected"
    store.proposals.update_item(
        Key={"proposal": row["proposal"]},
        UpdateExpression="SET #state = :state, score = :score",
        ExpressionAttributeNames={"#state": "state"},
        ExpressionAttributeValues={":state": state, ":score": round(average, 2)},
    )
    if state == "accepted":
        response = events.put_events(Entries=[{
            "EventBusName": os.environ["OBSERVATORY_BUS"],
            "Source": "observatory.review",
            "DetailType": "ProposalAccepted",
            "Detail": json.dumps({"proposal": row["proposal"], "score": str(average), "urgent": False}),
        }])
        if response["FailedEntryCount"]:
            raise RuntimeError(response["Entries"][0]["ErrorMessage"])
    return state


def handler(event, context):
    proposal = event["pathParameters"]["proposal"]
    reviewer = event["requestContext"]["authorizer"]["sub"]
    body = json.loads(event["body"])
    row = write_review(proposal, reviewer, body["score"], body.get("remark", ""))
    if row is None:
        return reply(409, {"message": "no such proposal, or not yours to review"})
    return reply(200, {"state": decide(row), "reviews": len(row["reviews"])})

"""An astronomer proposes an observation, before the deadline of a cycle.

infra:
  endpoint:
    api: private
    method: POST
    path: /proposals
    schema:
      type: object
      required: [cycle, title, institute, hours, target]
      properties:
        cycle: {type: string, pattern: "^[0-9]{4}[AB]$"}
        title: {type: string, minLength: 3}
        institute: {type: string}
        hours: {type: integer, minimum: 1, maximum: 8}
        target:
          type: object
          required: [name, ra, dec]
          properties:
            name: {type: string}
            ra: {type: number, minimum: 0, maximum: 24}
            dec: {type: number, minimum: -90, maximum: 90}
  timeout: medium
"""
import json
import uuid
from datetime import datetime

from botocore.exceptions import ClientError

from lambdas.common import sky, store
from lambdas.common.replies import Refused, refusal, reply

MONTHS = {"A": 3, "B": 9}


def deadline(cycle):
    """The last moment for proposals of a cycle: the middle of March or September, at noon on the island."""
    return datetime(int(cycle[:4]), MONTHS[cycle[-1]], 15, 12, tzinfo=sky.CANARY)


def checked(body):
    if store.now() > deadline(body["cycle"]):
        raise Refused(409, f"the deadline of {body['cycle']} is over")
    target = sky.Target(body["target"]["name"].strip(), body["target"]["ra"], body["target"]["dec"])
    if target.dec < sky.LATITUDE - 60:
        raise Refused(422, f"{target.name} never rises high enough")
    return target


def handler(event, context):
    claims = event["requestContext"]["authorizer"]["claims"]
    body = json.loads(event["body"])
    try:
        target = checked(body)
    except Refused as error:
        return refusal(error)
    proposal = uuid.uuid5(uuid.NAMESPACE_URL, f"{claims['sub']}/{body['cycle']}/{body['title']}").hex
    try:
        store.proposals.put_item(
            Item={
                "proposal": proposal,
                "cycle": body["cycle"],
                "submitted": store.stamp(),
                "institute": body["institute"],
                "owner": claims["sub"],
                "email": claims["email"],
                "title": body["title"],
                "hours": body["hours"],
                "state": "submitted",
                "target": target.row(),
                "reviews": {},
            },
            ConditionExpression="attribute_not_exists(proposal)",
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        return reply(409, {"message": "you proposed this before", "proposal": proposal})
    return reply(201, {"proposal": proposal}, Location=f"/proposals/{proposal}")

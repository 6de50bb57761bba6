"""The households: registers, reads and lists them.

infra:
  endpoint:
    api: private
    routes:
    - method: POST
      path: /households
      schema:
        type: object
        required: [name, postcode, people]
        properties:
          name: {type: string, minLength: 1}
          postcode: {type: string, pattern: "^[A-Z0-9]{3} ?[A-Z0-9]{4}$"}
          people: {type: integer, minimum: 1, maximum: 15}
          allergies: {type: array, items: {type: string}}
          email: {type: string}
    - GET /households/{id}
    - {method: GET, path: /households, parameters: [postcode]}
"""
import json
import os
import uuid
from dataclasses import asdict, dataclass
from typing import Optional

import boto3
from boto3.dynamodb.conditions import Key

from lambdas.shared.pages import all_rows
from lambdas.shared.times import now
from lambdas.shared.web import answer, groups_of, refuse


@dataclass(frozen=True)
class Household:
    id: str
    name: str
    postcode: str
    people: int
    joined: str
    allergies: tuple[str, ...] = ()
    email: Optional[str] = None
    visits: int = 0

    @classmethod
    def from_body(cls, body: dict) -> "Household":
        return cls(
            id=uuid.uuid4().hex[:12],
            name=body["name"].strip(),
            postcode=body["postcode"].replace(" ", ""),
            people=body["people"],
            joined=now(),
            allergies=tuple(body.get("allergies") or ()),
            email=body.get("email"),
        )

    def item(self) -> dict:
        item = {name: value for name, value in asdict(self).items() if value is not None}
        item["allergies"] = list(self.allergies)
        return item


class Households:
    def __init__(self, table):
        self.table = table

    def add(self, event):
        household = Household.from_body(json.loads(event["body"]))
        self.table.put_item(Item=household.item(), ConditionExpression="attribute_not_exists(id)")
        return answer(201, {"id": household.id})

    def read(self, event):
        item = self.table.get_item(Key={"id": event["pathParameters"]["id"]}).get("Item")
        if item is None:
            return refuse(404, "no such household")
        return answer(200, item)

    def of_postcode(self, event):
        if "staff" not in groups_of(event):
            return refuse(403, "only for staff")
        postcode = event["queryStringParameters"]["postcode"].replace(" ", "").upper()
        rows = all_rows(self.table.query, IndexName="by_postcode", KeyConditionExpression=Key("postcode").eq(postcode),
                        ProjectionExpression="id, #name, people", ExpressionAttributeNames={"#name": "name"})
        return answer(200, {"households": list(rows)})


households = Households(boto3.resource("dynamodb").Table(os.environ["FOODBANK_HOUSEHOLDS_TABLE"]))
ROUTES = {
    ("POST", "/households"): households.add,
    ("GET", "/households/{id}"): households.read,
    ("GET", "/households"): households.of_postcode,
}


def handler(event, context):
    return ROUTES[event["httpMethod"], event["resource"]](event)

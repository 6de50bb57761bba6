"""Guided tours: the guides take them, and give them back.

infra:
  endpoint:
    api: private
    routes:
    - GET /tours
    - PUT /tours/{day}/{tour}/guide
    - DELETE /tours/{day}/{tour}/guide
  timeout: medium
"""
import os

import boto3
from boto3.dynamodb.conditions import Attr, Key

from lambdas.common import clock, web

dynamodb = boto3.resource("dynamodb")
table = dynamodb.Table(os.environ["MUSEUM_TOURS_TABLE"])


class Tours:
    def __init__(self, guide):
        self.guide = guide

    def mine(self):
        """The next tours of the guide, with all their fields: the index has only keys."""
        page = table.query(
            IndexName="by_guide",
            KeyConditionExpression=Key("guide").eq(self.guide) & Key("day").gte(clock.today().isoformat()),
            Limit=50,
        )
        keys = [{"day": item["day"], "tour": item["tour"]} for item in page["Items"]]
        if not keys:
            return []
        response = dynamodb.batch_get_item(RequestItems={table.name: {"Keys": keys}})
        if response["UnprocessedKeys"]:
            raise RuntimeError("too many tours at once")
        return sorted(response["Responses"][table.name], key=lambda item: (item["day"], item["starts"]))

    def take(self, day, tour):
        table.update_item(
            Key={"day": day, "tour": tour},
            UpdateExpression="SET guide = :guide, history = list_append(if_not_exists(history, :none), :entry)",
            ConditionExpression=Attr("tour").exists() & Attr("guide").not_exists(),
            ExpressionAttributeValues={":guide": self.guide, ":none": [], ":entry": [f"taken by {self.guide}"]},
        )

    def leave(self, day, tour):
        table.update_item(
            Key={"day": day, "tour": tour},
            UpdateExpression="REMOVE guide",
            ConditionExpression="guide = :guide",
            ExpressionAttributeValues={":guide": self.guide},
        )


def handler(event, context):
    groups = web.groups_of(event)
    if "guides" not in groups:
        return web.reply(403, {"message": "for guides only"})
    tours = Tours(event["requestContext"]["authorizer"]["claims"]["sub"])
    if event["httpMethod"] == "GET":
        return web.reply(200, {"tours": tours.mine()})
    change = tours.take if event["httpMethod"] == "PUT" else tours.leave
    try:
        change(**event["pathParameters"])
    except table.meta.client.exceptions.ConditionalCheckFailedException:
        return web.reply(409, {"message": "the tour has another guide"})
    return web.reply(200, {"message": "done"})

"""Resolves the fields of a GraphQL API.

infra:
  layers: [powertools]
"""
import os
import uuid
from typing import TypedDict

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import AppSyncResolver
from aws_lambda_powertools.logging import correlation_paths

logger = Logger()
app = AppSyncResolver()
table = boto3.resource("dynamodb").Table(os.environ["GRAPH_TABLE"])


class Post(TypedDict):
    id: str
    title: str
    votes: int


@app.resolver(type_name="Query", field_name="getPost")
def get_post(id: str = "") -> Post | None:
    return table.get_item(Key={"pk": "post", "sk": id}, ProjectionExpression="id, title, votes").get("Item")


@app.resolver(type_name="Query", field_name="listPosts")
def list_posts() -> list[Post]:
    return table.query(KeyConditionExpression="pk = :pk", ExpressionAttributeValues={":pk": "post"})["Items"]


@app.resolver(type_name="Mutation", field_name="addPost")
def add_post(title: str) -> Post:
    post = Post(id=str(uuid.uuid4()), title=title, votes=0)
    table.put_item(Item={"pk": "post", "sk": post["id"], **post})
    return post


@logger.inject_lambda_context(correlation_id_path=correlation_paths.APPSYNC_RESOLVER)
def handler(event, context):
    return app.resolve(event, context)

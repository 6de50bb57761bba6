"""Saves a document: PUT /documents/{id} with {"text": "...", "version": 3}; the version is that of the last read.

infra:
  endpoint:
    api: private
    method: PUT
    path: /documents/{id}
    schema:
      type: object
      required: [text, version]
      properties:
        text: {type: string}
        version: {type: integer, minimum: 0}
"""
import json
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["AUDIT_TABLE"])
CONFLICT = table.meta.client.exceptions.ConditionalCheckFailedException


def handler(event, context):
    id_, body = event["pathParameters"]["id"], json.loads(event["body"])
    row = {"pk": f"document#{id_}", "sk": "document", "text": body["text"], "version": body["version"] + 1,
           "editor": event["requestContext"]["authorizer"]["claims"]["sub"]}
    try:
        table.put_item(Item=row, ConditionExpression="attribute_not_exists(pk) OR version = :seen",
                       ExpressionAttributeValues={":seen": body["version"]})
    except CONFLICT:
        return {"statusCode": 409, "body": json.dumps({"message": "somebody else saved it meanwhile"})}
    return {"statusCode": 200, "body": json.dumps({"id": id_, "version": row["version"]})}

"""Adds a book: POST /books. The catalog knows its title.

infra:
  endpoint:
    api: private
    groups: [staff]
    method: POST
    path: /books
    schema:
      type: object
      required: [isbn, copies]
      properties:
        isbn: {type: string, pattern: "^[0-9]{10,13}$"}
        copies: {type: integer, minimum: 1}
        price: {type: number}
  timeout: medium
"""
import json
import logging
import os

import boto3

from lambdas.shared import books
from lambdas.shared.answers import answer

logger = logging.getLogger()
logger.setLevel(logging.INFO)
functions = boto3.client("lambda")


def look_up(isbn):
    """What the catalog has about a book, or None."""
    response = functions.invoke(
        FunctionName=os.environ["LIBRARY_LOOKUP_FUNCTION"],
        Payload=json.dumps({"isbn": isbn}),
    )
    payload = json.loads(response["Payload"].read())
    if "FunctionError" in response:
        logger.error("lookup of %s: %s", isbn, payload)
        return None
    return payload


def handler(event, context):
    body = json.loads(event["body"])
    isbn = body["isbn"]
    entry = look_up(isbn)
    if entry is None:
        return answer(502, {"error": "the catalog does not answer"})
    if not books.add(isbn, entry["title"], entry["author"], body["copies"], body.get("price", 0)):
        return answer(409, {"error": f"{isbn} is already here"})
    user = event["requestContext"]["authorizer"]["sub"]
    logger.info("%s added %s", user, isbn)
    return answer(201, {"isbn": isbn, "title": entry["title"], "author": entry["author"]})

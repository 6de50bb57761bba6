"""A teacher makes or changes a course: PUT /courses/{course} with {"title", "seats", "term"}

infra:
  endpoint:
    api: private
    groups: [teachers]
    method: PUT
    path: /courses/{course}
    schema:
      type: object
      required: [title, seats, term]
      properties:
        title: {type: string, minLength: 1}
        seats: {type: integer, minimum: 1, maximum: 500}
        term: {type: string, pattern: "^[0-9]{4}[ab]$"}
        tags: {type: array, items: {type: string}}
"""
import re

from lambdas.shared import rows
from lambdas.shared.http import HttpError, body_of, endpoint

NAME = re.compile(r"[a-z0-9]{2,20}")


@endpoint
def handler(event, context):
    course = event["pathParameters"]["course"]
    teacher = event["requestContext"]["authorizer"]["email"]
    if not NAME.fullmatch(course):
        raise HttpError(400, "the name of a course has small letters and digits")
    body = body_of(event)
    changes = {"title": body["title"].strip(), "seats": body["seats"], "term": body["term"], "teacher": teacher}
    if tags := {tag.lower() for tag in body.get("tags", []) if tag}:
        changes["tags"] = tags
    try:
        row = rows.table.update_item(
            Key=rows.course_key(course),
            UpdateExpression="SET " + ", ".join(f"#{name} = :{name}" for name in changes),
            ConditionExpression="attribute_not_exists(pk) OR #teacher = :teacher",
            ExpressionAttributeNames={f"#{name}": name for name in changes},
            ExpressionAttributeValues={f":{name}": value for name, value in changes.items()},
            ReturnValues="ALL_NEW",
        )["Attributes"]
    except rows.client.exceptions.ConditionalCheckFailedException as error:
        raise HttpError(403, "the course is another teacher's") from error
    return 200, {"course": course, **{name: row[name] for name in changes}}

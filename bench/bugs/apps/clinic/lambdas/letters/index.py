"""Writes a letter to a patient, for people of the staff: POST /patients/{patient}/letters with {"title", "text"}

infra:
  endpoint:
    api: private
    groups: [staff]
    method: POST
    path: /patients/{patient}/letters
    schema:
      type: object
      required: [title, text]
      properties:
        title: {type: string, minLength: 1, maxLength: 120}
        text: {type: string, minLength: 1, maxLength: 20000}
  timeout: medium
"""
import json
import os

import boto3

from lambdas.common.web import answer

functions = boto3.client("lambda")


def handler(event, context):
    body = json.loads(event["body"])
    letter = {
        "patient": event["pathParameters"]["patient"],
        "title": body["title"],
        "text": body["text"],
        "author": event["requestContext"]["authorizer"]["email"],
    }
    response = functions.invoke(FunctionName=os.environ["CLINIC_RENDER_FUNCTION"], Payload=json.dumps(letter).encode())
    rendered = json.loads(response["Payload"].read())
    if response.get("FunctionError"):
        print(f"render: {rendered.get('errorMessage')}")
        return answer(502, {"message": "the letter could not be written"})
    return answer(201, {"key": rendered["key"], "pages": rendered["pages"]})

"""Answers whoever asks with a word.

infra:
  endpoint: {api: public, method: GET, path: "/greetings/{name}", parameters: [word]}
"""
import os


def handler(event, context):
    said = event["queryStringParameters"]["word"], event["pathParameters"]["name"], os.environ["GREETING"]
    return {"statusCode": 200, "body": ", ".join(said)}

"""Asks the assistant.

infra:
  endpoint:
    api: private
    method: POST
    path: /ask
    schema: {type: object, required: [question], properties: {question: {type: string}, session: {type: string}}}
  timeout: 29
  size: medium
"""
import json
import os
import uuid

import boto3

agents = boto3.client("bedrock-agent-runtime")


def handler(event, context):
    body = json.loads(event["body"])
    session = body.get("session") or str(uuid.uuid4())
    response = agents.retrieve_and_generate(
        input={"text": body["question"]},
        retrieveAndGenerateConfiguration={"type": "KNOWLEDGE_BASE", "knowledgeBaseConfiguration": {
            "knowledgeBaseId": os.environ["KNOWLEDGE_BASE_ID"], "modelArn": os.environ["MODEL_ARN"]}})
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"},
            "body": json.dumps({"session": session, "answer": response["output"]["text"]})}

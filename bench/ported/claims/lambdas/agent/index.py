"""Talks with the agent.

infra:
  endpoint:
    api: private
    method: POST
    path: /agent
    schema: {type: object, required: [text], properties: {text: {type: string}}}
  timeout: 29
  permissions:
  - action: bedrock:InvokeAgent
    resource: arn:${AWS::Partition}:bedrock:${AWS::Region}:${AWS::AccountId}:agent-alias/${Assistant}/${Live.AgentAliasId}
"""
import json
import os

import boto3

agents = boto3.client("bedrock-agent-runtime")


def handler(event, context):
    claims = event["requestContext"]["authorizer"]["claims"]
    response = agents.invoke_agent(agentId=os.environ.get("AGENT_ID", "LOCALAGENT"), agentAliasId=os.environ.get("AGENT_ALIAS_ID", "LOCALALIAS"),
                                   sessionId=claims["sub"], inputText=json.loads(event["body"])["text"])
    text = b"".join(part["chunk"]["bytes"] for part in response["completion"] if "chunk" in part).decode()
    return {"statusCode": 200, "body": json.dumps({"answer": text})}

"""The functions of the assistant's action group.

infra:
  layers: [powertools]
  timeout: long
"""
import os

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import BedrockAgentFunctionResolver
from boto3.dynamodb.conditions import Key

logger = Logger(service="claims")
app = BedrockAgentFunctionResolver()
table = boto3.resource("dynamodb").Table(os.environ["CLAIMS_TABLE"])
sns = boto3.client("sns")


@app.tool(description="lists the ids of open claims")
def open_claims():
    rows = table.query(KeyConditionExpression=Key("pk").eq("open"))["Items"]
    return {"claims": [row["sk"] for row in rows]}


@app.tool(description="a claim with its missing documents")
def claim(claim_id: str):
    row = table.get_item(Key={"pk": "claim", "sk": claim_id}).get("Item")
    if row is None:
        raise ValueError(f"no claim {claim_id}")
    return {"id": claim_id, "missing": row["missing"]}


@logger.inject_lambda_context
def handler(event, context):
    return app.resolve(event, context)

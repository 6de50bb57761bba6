"""One line about each text of the queue.

infra:
  queue: {batch: 1}
  timeout: 60
  permissions:
  - {action: "bedrock:InvokeModel", resource: "arn:${AWS::Partition}:bedrock:${AWS::Region}::foundation-model/amazon.titan-text-lite-v1"}
"""
import json
import os

import boto3

bedrock = boto3.client("bedrock-runtime", endpoint_url=os.environ.get("BEDROCK_URL"))
table = boto3.resource("dynamodb").Table(os.environ["SUMMARIES_TABLE"])


def handler(event, context):
    for record in event.get("Records", []):
        text = record.get("body", "")
        response = bedrock.invoke_model(
            modelId=os.environ["MODEL_ID"], contentType="application/json", accept="application/json",
            body=json.dumps({"inputText": f"In one line: {text}", "textGenerationConfig": {"maxTokenCount": 64}}))
        output = json.loads(response["body"].read())
        table.put_item(Item={"pk": "SUMMARY", "sk": record["messageId"], "line": output["results"][0]["outputText"]})
    return {"statusCode": 200, "body": "ok"}

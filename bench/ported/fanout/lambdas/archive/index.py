"""Everything, in batches.

infra:
  queue:
    batch: 50
    window: 1
    from: {source: {type: topic, name: happened}}
"""
import json
import os

import boto3

s3 = boto3.client("s3")


def handler(event, context):
    lines = [json.dumps({"message": json.loads(r["body"]), "period": r["messageAttributes"]["period"]["stringValue"]})
             for r in event["Records"]]
    s3.put_object(Bucket=os.environ["FANOUT_BUCKET"], Key=f"{event['Records'][0]['messageId']}.jsonl",
                  Body="\n".join(lines).encode())

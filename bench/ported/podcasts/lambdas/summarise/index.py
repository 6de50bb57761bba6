"""Stores the text of a transcription.

infra:
  events:
  - name: done
    source: {type: aws, name: aws.transcribe}
    topic: Transcribe Job State Change
    pattern: {TranscriptionJobStatus: [COMPLETED]}
"""
import json
import os

import boto3

s3 = boto3.client("s3")
table = boto3.resource("dynamodb").Table(os.environ["PODCASTS_TABLE"])


def handler(event, context):
    name = event["detail"]["TranscriptionJobName"]
    data = json.loads(s3.get_object(Bucket=os.environ["PODCASTS_BUCKET"], Key=f"transcripts/{name}.json")["Body"].read())
    table.put_item(Item={"pk": "episode", "sk": name, "text": data["results"]["transcripts"][0]["transcript"]})

"""Counts a play, and redirects to the audio: GET /<show>/<number>.mp3

infra:
  url: {api: public}
  timeout: 10
"""
import json
import os
import time

import boto3

kinesis = boto3.client("kinesis")


def handler(event, context):
    request = event["requestContext"]["http"]
    parts = event["rawPath"].strip("/").split("/")
    if request["method"] not in ("GET", "HEAD") or len(parts) != 2 or not parts[1].endswith(".mp3"):
        return {"statusCode": 404, "body": "not found"}
    show, number = parts[0], parts[1].removesuffix(".mp3")
    if request["method"] == "GET":
        kinesis.put_record(
            StreamName=os.environ["PODCAST_PLAYS_STREAM"],
            Data=json.dumps({"show": show, "number": number, "time": int(time.time()),
                             "agent": event["headers"].get("user-agent", "")}).encode(),
            PartitionKey=show,
        )
    return {"statusCode": 302, "headers": {"Location": f"{os.environ['PODCAST_WEBSITE_URL']}/audio/{show}/{number}.mp3"}}

"""Starts a transcription of each episode.

infra:
  events:
  - name: episode
    source: {type: bucket, name: podcasts}
    topic: Object Created
    prefix: audio/
    suffix: .mp3
"""
import os
import re

import boto3

transcribe = boto3.client("transcribe")


def handler(event, context):
    bucket, key = event["detail"]["bucket"]["name"], event["detail"]["object"]["key"]
    name = re.sub(r"[^\w.-]", "_", os.path.splitext(os.path.basename(key))[0])
    transcribe.start_transcription_job(
        TranscriptionJobName=name, LanguageCode="en-US", MediaFormat="mp3",
        Media={"MediaFileUri": f"s3://{bucket}/{key}"}, OutputBucketName=bucket, OutputKey=f"transcripts/{name}.json")

"""Starts the indexing of new documents.

infra:
  events:
  - name: stored
    source: {type: bucket, name: claims-documents}
    topic: Object Created
    prefix: documents/
  retries: 1
"""
import os

import boto3

agent = boto3.client("bedrock-agent")


def handler(event, context):
    job = agent.start_ingestion_job(knowledgeBaseId=os.environ["KNOWLEDGE_BASE_ID"], dataSourceId=os.environ["DATA_SOURCE_ID"],
                                    description=event["detail"]["object"]["key"])
    return job["ingestionJob"]["ingestionJobId"]

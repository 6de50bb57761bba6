"""Tells every neighbour that it can name, by what its variables say.

infra: {}
"""
import json
import os

import boto3


def handler(event, context):
    boto3.client("sqs").send_message(QueueUrl=os.environ["CHAIN_JOBS_QUEUE"], MessageBody=event["word"])
    boto3.client("sns").publish(TopicArn=os.environ["CHAIN_NEWS_TOPIC"], Message=event["word"])
    boto3.client("events").put_events(Entries=[{
        "EventBusName": os.environ["CHAIN_BUS"], "Source": "chain", "DetailType": "Paid",
        "Detail": json.dumps({"sku": sku})} for sku in (f"A-{event['word']}", f"B-{event['word']}")])
    answer = boto3.client("lambda").invoke(
        FunctionName=os.environ["CHAIN_SUM_FUNCTION"], Payload=json.dumps({"numbers": event["numbers"]}))
    return json.loads(answer["Payload"].read())

"""Every ten minutes tells the leads of open tickets that are past their time.

infra:
  timer:
    rate: 10 minutes
  timeout: 60
"""
import json
import os

import boto3
from boto3.dynamodb.conditions import Attr, Key

from lambdas.common.tickets import stamp, table

sns = boto3.client("sns")


def handler(event, context):
    now, count = stamp(), 0
    for row in overdue(now):
        sns.publish(
            TopicArn=os.environ["HELPDESK_PAGER_TOPIC"],
            Subject=f"Ticket {row['number']} is overdue",
            Message=json.dumps({"number": int(row["number"]), "subject": row["subject"], "due": row["due"]}),
            MessageAttributes={"priority": {"DataType": "String", "StringValue": row["priority"]}})
        table.update_item(
            Key={"pk": row["pk"], "sk": row["sk"]},
            UpdateExpression="SET escalated = :now",
            ExpressionAttributeValues={":now": now})
        count += 1
    return {"escalated": count}


def overdue(now):
    query = {
        "IndexName": "by_state",
        "KeyConditionExpression": Key("state").eq("open") & Key("due").lt(now),
        "FilterExpression": Attr("escalated").not_exists(),
    }
    while True:
        page = table.query(**query)
        yield from page["Items"]
        if "LastEvaluatedKey" not in page:
            break
        query["ExclusiveStartKey"] = page["LastEvaluatedKey"]

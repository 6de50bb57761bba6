"""Each night deletes the links that ended yesterday.

infra:
  timer:
    cron: 15 1 * * ? *
    body: {ago: 1}
  indexes:
  - name: day
    type: S
    table: links
  timeout: long
"""
from boto3.dynamodb.conditions import Key

from lambdas.shared import links


def handler(event, context):
    day = links.last_day(-event["ago"])
    found = links.table.query(IndexName="day-index", KeyConditionExpression=Key("day").eq(day))["Items"]
    with links.table.batch_writer() as batch:
        for link in found:
            batch.delete_item(Key={"pk": link["pk"], "sk": link["sk"]})
    print(f"{len(found)} links ended on {day}")
    return {"deleted": len(found)}

"""Plans the drivers' routes of the week each morning, and tells the drivers.

infra:
  timer:
    cron: 30 6 ? * MON-SAT *
    zone: Europe/Dublin
    body: {stops: 8}
  timeout: 60
"""
import gzip
import json
import os
from itertools import groupby
from operator import itemgetter

import boto3
from boto3.dynamodb.conditions import Attr, Key

from lambdas.shared.pages import all_rows
from lambdas.shared.times import monday, today

table = boto3.resource("dynamodb").Table(os.environ["FOODBANK_PARCELS_TABLE"])
s3 = boto3.client("s3")
sns = boto3.client("sns")
BUCKET = os.environ["FOODBANK_REPORTS_BUCKET"]


def handler(event, context):
    day = today()
    week = monday(day).isoformat()
    rows = all_rows(
        table.query,
        KeyConditionExpression=Key("day").eq(week),
        FilterExpression=Attr("deliver").eq(True) & Attr("state").eq("packed"),
    )
    parcels = sorted(rows, key=itemgetter("depot", "postcode", "parcel"))
    size = event["stops"]
    made = []
    for depot, group in groupby(parcels, key=itemgetter("depot")):
        stops_of_depot = list(group)
        for number, begin in enumerate(range(0, len(stops_of_depot), size), start=1):
            stops = stops_of_depot[begin:begin + size]
            key = f"routes/{day:%Y/%m/%d}/{depot}-{number}.json.gz"
            body = {"depot": depot, "stops": [{"parcel": stop["parcel"], "postcode": stop["postcode"]} for stop in stops]}
            s3.put_object(Bucket=BUCKET, Key=key, Body=gzip.compress(json.dumps(body).encode()),
                          ContentType="application/json", ContentEncoding="gzip")
            for stop in stops:
                table.update_item(
                    Key={"day": stop["day"], "parcel": stop["parcel"]},
                    UpdateExpression="SET #state = :state, route = :route",
                    ConditionExpression="attribute_exists(parcel)",
                    ExpressionAttributeNames={"#state": "state"},
                    ExpressionAttributeValues={":state": "planned", ":route": key},
                )
            sns.publish(
                TopicArn=os.environ["FOODBANK_NOTICES_TOPIC"],
                Subject=f"Route {depot} {number}",
                Message=json.dumps({"key": key, "stops": len(stops)}),
                MessageAttributes={"kind": {"DataType": "String", "StringValue": "route"}},
            )
            made.append(key)
    return {"routes": made}

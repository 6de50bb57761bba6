"""The hours of a device, for its owner: GET /devices/{device}/hours?day=2026-05-01

infra:
  endpoint:
    api: private
    method: GET
    path: /devices/{device}/hours
    parameters: [day]
"""
import os
import re

from boto3.dynamodb.conditions import Key

from lambdas.station import rows
from lambdas.station.web import owner_of, respond

HOURS = rows.dynamodb.Table(os.environ["SENSE_HOURS_TABLE"])
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def handler(event, context):
    id_, day = event["pathParameters"]["device"], event["queryStringParameters"]["day"]
    if not DAY.fullmatch(day):
        return respond(400, {"message": "day is no day"})
    row = rows.device(id_)
    if row is None or row["owner"] != owner_of(event):
        return respond(404, {"message": "there is no such device"})
    hours = HOURS.query(KeyConditionExpression=Key("device").eq(id_) & Key("hour").begins_with(f"{day}T"))["Items"]
    return respond(200, {"device": id_, "hours": [
        {"hour": hour["hour"][11:], "mean": round(hour["total"] / hour["readings"], 2), "readings": hour["readings"]}
        for hour in hours]})

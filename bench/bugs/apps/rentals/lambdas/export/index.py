"""The nights of a flat for other portals: GET /flats/{flat}/calendar.ics?token=...

infra:
  endpoint:
    api: public
    method: GET
    path: /flats/{flat}/calendar.ics
    parameters: [token]
"""
import hashlib
import hmac
import os
from datetime import date, datetime, timedelta, timezone

import boto3
from boto3.dynamodb.conditions import Attr, Key

from lambdas.core.store import rows
from lambdas.core.web import no

manager = boto3.client("secretsmanager")


def is_allowed(flat, token):
    key = manager.get_secret_value(SecretId=os.environ["RENTALS_EXPORT_SECRET"])["SecretString"]
    expected = hmac.new(key.encode(), flat.encode(), "sha256").hexdigest()[:32]
    return hmac.compare_digest(expected, token)


def lines(flat, taken):
    stamp = datetime.now(timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//flats//rentals//EN"
    for row in taken:
        night = date.fromisoformat(row["sk"].split("#")[1])
        yield "BEGIN:VEVENT"
        yield f"UID:{hashlib.sha1(f'{flat}{night}'.encode()).hexdigest()}@flats.example"
        yield f"DTSTAMP:{stamp}"
        yield f"DTSTART;VALUE=DATE:{night:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{night + timedelta(days=1):%Y%m%d}"
        yield "SUMMARY:taken"
        yield "END:VEVENT"
    yield "END:VCALENDAR"


def handler(event, context):
    flat = event["pathParameters"]["flat"]
    if not is_allowed(flat, event["queryStringParameters"]["token"]):
        return no(403, "the token is wrong")
    taken = rows(
        KeyConditionExpression=Key("pk").eq(f"flat#{flat}") & Key("sk").begins_with("night#"),
        FilterExpression=Attr("source").eq("booking"),
    )
    return {
        "statusCode": 200,
        "headers": {"Content-Type": "text/calendar; charset=utf-8",
                    "Content-Disposition": f'attachment; filename="{flat}.ics"'},
        "body": "\r\n".join(lines(flat, taken)) + "\r\n",
    }

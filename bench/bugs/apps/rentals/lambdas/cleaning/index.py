"""Makes the cleaning job of a booking, and orders its door code.

infra:
  events:
  - name: booking-paid
    topic: BookingPaid
  timeout: medium
"""
import json
import os
from dataclasses import dataclass
from datetime import date, timedelta

import boto3
from boto3.dynamodb.conditions import Key

from lambdas.core.days import CHECK_IN, CHECK_OUT, moment

jobs = boto3.resource("dynamodb").Table(os.environ["RENTALS_JOBS_TABLE"])
sqs = boto3.client("sqs")


@dataclass
class Stay:
    booking: str
    flat: str
    city: str
    email: str
    arrive: date
    leave: date
    guests: int

    @classmethod
    def of(cls, detail):
        days = {name: date.fromisoformat(detail[name]) for name in ("arrive", "leave")}
        return cls(**{**detail, **days})

    @property
    def minutes(self):
        """How long the cleaning takes."""
        return 60 + 15 * self.guests + (30 if self.leave - self.arrive > timedelta(days=7) else 0)


def handler(event, context):
    stay = Stay.of(event["detail"])
    due = moment(stay.leave, CHECK_OUT)
    jobs.put_item(Item={
        "city": stay.city,
        "job": f"{due:%Y-%m-%d}#{stay.flat}",
        "flat": stay.flat,
        "due": due.isoformat(),
        "until": (due + timedelta(minutes=stay.minutes)).isoformat(),
        "state": "open",
    })
    waiting = jobs.query(
        IndexName="by_flat",
        KeyConditionExpression=Key("flat").eq(stay.flat) & Key("due").lt(moment(stay.arrive, CHECK_IN).isoformat()),
        ScanIndexForward=False,
        Limit=1,
    )["Items"]
    sqs.send_message(
        QueueUrl=os.environ["RENTALS_DOORS_QUEUE"],
        DelaySeconds=60,
        MessageBody=json.dumps({
            "booking": stay.booking,
            "flat": stay.flat,
            "email": stay.email,
            "from": moment(stay.arrive, CHECK_IN).isoformat(),
            "until": due.isoformat(),
        }),
    )
    return {"job": f"{due:%Y-%m-%d}#{stay.flat}", "before": waiting[0]["state"] if waiting else None}

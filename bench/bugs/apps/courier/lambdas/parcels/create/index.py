"""Registers a parcel.

infra:
  endpoint:
    api: private
    method: POST
    path: /parcels
    schema:
      type: object
      required: [city, grams]
      properties:
        city: {type: string, minLength: 1}
        grams: {type: integer, minimum: 1, maximum: 30000}
        note: {type: string}
"""
import json
import os
import uuid

import boto3

from lambdas.common import parcels
from lambdas.common.web import Problem, customer_of, endpoint

events = boto3.client("events")


@endpoint
def handler(event):
    body = json.loads(event["body"])
    claims = event["requestContext"]["authorizer"]["claims"]
    row = parcels.add(uuid.uuid4().hex[:12], customer_of(event), claims["email"], body["city"], body["grams"])
    if row is None:
        raise Problem(409, "try again")
    note = body.get("note", "").strip()
    response = events.put_events(Entries=[{
        "EventBusName": os.environ["COURIER_BUS"],
        "Source": "courier.parcels",
        "DetailType": "ParcelCreated",
        "Detail": json.dumps({"id": row["id"], "email": row["email"], "city": row["city"], "note": note}),
    }])
    if response["FailedEntryCount"]:
        raise RuntimeError(response["Entries"][0]["ErrorMessage"])
    return 201, {"id": row["id"], "status": row["status"]}

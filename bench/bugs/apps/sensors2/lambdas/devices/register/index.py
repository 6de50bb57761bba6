"""Registers a device of the signed-in owner, and tells its token this once: POST /devices

infra:
  endpoint:
    api: private
    method: POST
    path: /devices
    schema:
      type: object
      required: [id, name, limit]
      additionalProperties: false
      properties:
        id: {type: string, pattern: "^[a-z0-9]{2,30}$"}
        name: {type: string, minLength: 1, maxLength: 60}
        limit: {type: number, minimum: -50, maximum: 100}
"""
import hashlib
import json
import secrets
from datetime import datetime, timezone
from decimal import Decimal

from lambdas.station import rows
from lambdas.station.web import email_of, owner_of, respond


def handler(event, context):
    body = json.loads(event["body"], parse_float=Decimal)
    token = secrets.token_urlsafe(24)
    try:
        rows.table.put_item(
            Item={
                **rows.device_key(body["id"]),
                "owner": owner_of(event),
                "email": email_of(event),
                "name": body["name"],
                "limit": body["limit"],
                "token": hashlib.sha256(token.encode()).hexdigest(),
                "registered": rows.text_of(datetime.now(timezone.utc)),
            },
            ConditionExpression="attribute_not_exists(pk)")
    except rows.Conflict:
        return respond(409, {"message": "this device is registered"})
    return respond(201, {"id": body["id"], "token": token})

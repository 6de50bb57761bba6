"""An owner describes a flat and its prices: PUT /flats/{flat}

infra:
  endpoint:
    api: private
    groups: [owners]
    method: PUT
    path: /flats/{flat}
    schema:
      type: object
      required: [name, city, sleeps, tax, seasons]
      additionalProperties: false
      properties:
        name: {type: string, minLength: 1, maxLength: 80}
        city: {type: string, pattern: "^[a-z]+$"}
        sleeps: {type: integer, minimum: 1}
        tax: {type: number, minimum: 0}
        feed: {type: string, pattern: "^https://"}
        seasons:
          type: object
          minProperties: 1
          additionalProperties: {type: number, minimum: 1}
"""
import json
from decimal import Decimal

from boto3.dynamodb.conditions import Attr, Key

from lambdas.core.days import day_of
from lambdas.core.store import client, flat_key, rows, table
from lambdas.core.web import no, ok


def handler(event, context):
    flat = event["pathParameters"]["flat"]
    body = json.loads(event["body"], parse_float=Decimal)
    seasons = body.pop("seasons")
    try:
        first_days = {day_of(day).isoformat(): Decimal(price) for day, price in seasons.items()}
    except ValueError:
        return no(400, "a season begins on a day")
    names = {f"#{name}": name for name in body}
    changes = ", ".join(f"#{name} = :{name}" for name in body)
    owner = event["requestContext"]["authorizer"]["sub"]
    try:
        table.update_item(
            Key=flat_key(flat),
            UpdateExpression=f"SET {changes}, #owner = :owner",
            ConditionExpression=Attr("owner").not_exists() | Attr("owner").eq(owner),
            ExpressionAttributeNames={**names, "#owner": "owner"},
            ExpressionAttributeValues={f":{name}": value for name, value in body.items()} | {":owner": owner},
        )
    except client.exceptions.ConditionalCheckFailedException:
        return no(403, "the flat has another owner")
    old = rows(KeyConditionExpression=Key("pk").eq(f"flat#{flat}") & Key("sk").begins_with("season#"))
    with table.batch_writer() as batch:
        for row in old:
            if row["sk"].removeprefix("season#") not in first_days:
                batch.delete_item(Key={"pk": row["pk"], "sk": row["sk"]})
        for first, price in first_days.items():
            batch.put_item(Item={"pk": f"flat#{flat}", "sk": f"season#{first}", "price": price})
    return ok({"flat": flat, "seasons": len(first_days)})

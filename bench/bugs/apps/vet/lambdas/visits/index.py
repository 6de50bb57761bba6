"""Records what was done in a visit, and closes it: PUT /pets/{pet}/visits/{day}

infra:
  endpoint:
    api: private
    method: PUT
    path: /pets/{pet}/visits/{day}
    schema:
      type: object
      required: [lines]
      additionalProperties: false
      properties:
        closed: {type: boolean}
        lines:
          type: array
          minItems: 1
          items:
            type: object
            required: [code, price, quantity]
            additionalProperties: false
            properties:
              code: {type: string, minLength: 1}
              price: {type: number}
              quantity: {type: integer, minimum: 1}
"""
import json
from decimal import Decimal

from boto3.dynamodb.conditions import Attr

from lambdas.clinic.rows import table
from lambdas.clinic.web import respond


def handler(event, context):
    pet, day = event["pathParameters"]["pet"], event["pathParameters"]["day"]
    body = json.loads(event["body"], parse_float=Decimal)
    row = {"pk": f"pet#{pet}", "sk": f"visit#{day}", "lines": body["lines"]}
    try:
        if body.get("closed"):  # a visit that is closed stays so
            table.put_item(Item={**row, "closed": True}, ConditionExpression=Attr("closed").not_exists() & Attr("pk").exists())
        else:
            table.put_item(Item=row, ConditionExpression=Attr("closed").not_exists())
    except table.meta.client.exceptions.ConditionalCheckFailedException:
        return respond(409, {"message": "the visit is closed, or was never opened"})
    return respond(200, {"pet": pet, "day": day})

"""The garages: GET /garages for all, PUT /garages/{id} for operators.

infra:
  endpoint:
    api: public
    routes:
    - GET /garages
    - method: PUT
      path: "/garages/{id}"
      api: private
      groups: [operators]
      schema:
        type: object
        required: [title, vacant, rate]
        properties:
          title: {type: string}
          vacant: {type: integer, minimum: 0}
          rate: {type: number}
"""
import json
from decimal import Decimal

from lambdas.common import garages
from lambdas.common.http import reply


def shown(garage):
    return {"id": garage["id"], "title": garage["title"], "vacant": garage["vacant"], "rate": garage["rate"]}


def put(id, text):
    body = json.loads(text, parse_float=Decimal)
    garage = {"id": id, "title": body["title"], "vacant": body["vacant"], "rate": body["rate"]}
    garages.table.put_item(Item=garage)
    return garage


def handler(event, context):
    if event["httpMethod"] == "PUT":
        return reply(200, shown(put(event["pathParameters"]["id"], event["body"])))
    return reply(200, {"garages": [shown(garage) for garage in garages.everyone()]})

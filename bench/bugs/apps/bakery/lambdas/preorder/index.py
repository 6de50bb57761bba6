"""A customer orders bread for a day and a window in which they fetch it.

infra:
  endpoint:
    api: private
    method: POST
    path: /orders
    schema:
      type: object
      required: [day, shop, items, from, until]
      properties:
        day: {type: string, pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
        shop: {type: string, enum: [market, station, river]}
        from: {type: string, pattern: "^[0-9]{2}:[0-9]{2}$"}
        until: {type: string, pattern: "^[0-9]{2}:[0-9]{2}$"}
        items: {type: object, minProperties: 1, additionalProperties: {type: integer, minimum: 1}}
  timeout: medium
"""
import json
import uuid
from datetime import date, datetime, time, timedelta

from lambdas.common import money, store

LATEST = time(18, 0)
SHORTEST = timedelta(minutes=30)


def response(status, **body):
    return {"statusCode": status, "headers": {"Content-Type": "application/json"}, "body": json.dumps(body)}


def window(body):
    """(from, until) of the pick-up, with the shops' zone."""
    day = date.fromisoformat(body["day"])
    begin = datetime.combine(day, time.fromisoformat(body["from"]), tzinfo=store.ZONE)
    end = datetime.combine(day, time.fromisoformat(body["until"]), tzinfo=store.ZONE)
    if end - begin < SHORTEST:
        raise ValueError("the window is too short")
    # orders of tomorrow until six in the evening
    last = datetime.combine(day - timedelta(days=1), LATEST, tzinfo=store.ZONE)
    if store.now() > last:
        raise ValueError("too late for this day")
    return begin, end


def bill_of(items):
    bill = money.Bill()
    for product, pieces in items.items():
        recipe = store.recipe_of(product)
        if recipe is None:
            raise ValueError(f"we do not bake {product}")
        bill.add(product, pieces, recipe["price"], money.Rate[recipe["vat"].upper()])
    return bill


def handler(event, context):
    claims = event["requestContext"]["authorizer"]["claims"]
    body = json.loads(event["body"])
    try:
        begin, end = window(body)
        bill = bill_of(body["items"])
    except ValueError as error:
        return response(422, message=str(error))
    order = f"{body['shop']}#{uuid.uuid4().hex[:12]}"
    store.orders.put_item(Item={
        "day": body["day"],
        "order": order,
        "customer": claims["sub"],
        "email": claims["email"],
        "shop": body["shop"],
        "items": body["items"],
        "from": begin.isoformat(),
        "until": end.isoformat(),
        "state": "open",
        "expires": int((end + timedelta(days=60)).timestamp()),
    })
    vat = {rate: str(amount) for rate, amount in bill.vat().items()}
    return response(201, order=order, total=str(bill.total), vat=vat)

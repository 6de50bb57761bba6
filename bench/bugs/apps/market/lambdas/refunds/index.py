"""Gives money back through the provider; the refunds of an order keep their sequence.

infra:
  queue:
    fifo: true
    batch: 5
  timeout: long
"""
import json

from lambdas.shop import bank, bus, store


def handler(event, context):
    token = bank.key()
    records = event["Records"]
    for number, record in enumerate(records):
        message = json.loads(record["body"])
        try:
            give_back(message, token)
        except Exception as error:
            print(f"refund of {message['order']}: {error!r}")
            return {"batchItemFailures": [{"itemIdentifier": left["messageId"]} for left in records[number:]]}
    return {"batchItemFailures": []}


def give_back(message, token):
    id_ = message["order"]
    answer = bank.post("refunds", {"charge": message["charge"], "amount": message["amount"]}, f"refund-{id_}", token)
    order = store.order(id_)
    if order["status"] == "expired":  # its products went back to the stock when it expired
        return
    try:
        store.move(id_, "refunding", "refunded", refund=answer["id"])
    except store.Conflict:
        print(f"{id_} is {order['status']}")
    bus.tell_all([bus.entry("OrderRefunded", order)])

"""Events on the shop's own bus: OrderRefunded, OrderExpired; their detail is {order, lines}."""
import json
import os

import boto3

from lambdas.shop.web import plain

events = boto3.client("events")


def entry(topic, order):
    lines = [{"sku": line["sku"], "quantity": line["quantity"]} for line in order["lines"]]
    return {
        "EventBusName": os.environ["MARKET_BUS"],
        "Source": "market.orders",
        "DetailType": topic,
        "Detail": json.dumps({"order": order["pk"].removeprefix("order#"), "lines": lines}, default=plain),
    }


def tell_all(entries):
    """Puts any number of events on the bus, ten in a call; raises if the bus did not take one."""
    for start in range(0, len(entries), 10):
        response = events.put_events(Entries=entries[start:start + 10])
        if response["FailedEntryCount"]:
            raise RuntimeError(f"not told: {response['Entries']}")

"""Orders, as the table keeps them: {"pk": "order#1", "sk": "order", "sku", "count", "state", "cents"}."""
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["SHOP_TABLE"])


def key(id_):
    """Where an order is kept."""
    return {"pk": f"order#{id_}", "sk": "order"}


def stock_key(sku):
    """Where the stock of a product is kept."""
    return {"pk": f"sku#{sku}", "sk": "stock"}

"""One table for customers and their orders."""
from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache

import boto3
from boto3.dynamodb.conditions import Attr, Key
from botocore.exceptions import ClientError


class Conflict(Exception):
    pass


@dataclass
class Order:
    customer: str
    number: str
    status: str

    def to_item(self):
        return {"PK": f"CUSTOMER#{self.customer}", "SK": f"ORDER#{self.number}", "status": self.status,
                "GSI1PK": f"STATUS#{self.status}", "GSI1SK": self.number}

    @classmethod
    def from_item(cls, item):
        return cls(item["PK"].split("#", 1)[1], item["SK"].split("#", 1)[1], item["status"])


class OrderRepository:
    def __init__(self, table_name: str | None = None):
        self._table = boto3.resource("dynamodb").Table(table_name or os.environ["CATALOG_TABLE"])

    def add(self, order: Order):
        try:
            self._table.put_item(Item=order.to_item(), ConditionExpression=Attr("PK").not_exists())
        except ClientError as error:
            if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
                raise Conflict(order.number) from error
            raise

    def of_customer(self, customer: str):
        response = self._table.query(
            KeyConditionExpression=Key("PK").eq(f"CUSTOMER#{customer}") & Key("SK").begins_with("ORDER#"))
        return [Order.from_item(item) for item in response["Items"]]

    def with_status(self, status: str):
        response = self._table.query(IndexName="GSI1", KeyConditionExpression=Key("GSI1PK").eq(f"STATUS#{status}"))
        return [Order.from_item(item) for item in response["Items"]]


@lru_cache(maxsize=None)
def get_repository():
    return OrderRepository()

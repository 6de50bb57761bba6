from __future__ import annotations

import os
import time
import uuid
from abc import ABC, abstractmethod
from dataclasses import dataclass, field

import boto3
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

serializer, deserializer = TypeSerializer(), TypeDeserializer()
client = boto3.client("dynamodb")
TABLE_NAME = os.environ["WALLET_TABLE"]


class InsufficientFunds(Exception):
    pass


class Entity(ABC):
    @abstractmethod
    def keys(self) -> dict: ...

    @abstractmethod
    def to_item(self) -> dict: ...

    def serialized(self) -> dict:
        return {name: serializer.serialize(value) for name, value in {**self.keys(), **self.to_item()}.items()}


@dataclass
class Account(Entity):
    owner: str
    currency: str
    balance: int = 0
    account_id: str = field(default_factory=lambda: uuid.uuid4().hex)

    def keys(self):
        return {"PK": f"ACCOUNT#{self.account_id}", "SK": "ACCOUNT"}

    def to_item(self):
        return {"kind": "account", "owner": self.owner, "currency": self.currency, "balance": self.balance,
                "GSI1PK": f"OWNER#{self.owner}", "GSI1SK": f"ACCOUNT#{self.account_id}"}

    @classmethod
    def from_item(cls, item):
        values = {name: deserializer.deserialize(value) for name, value in item.items()}
        return cls(values["owner"], values["currency"], int(values["balance"]), values["PK"].split("#")[1])


@dataclass
class Transfer(Entity):
    source: str
    target: str
    amount: int
    transfer_id: str = field(default_factory=lambda: uuid.uuid4().hex)
    at: int = field(default_factory=lambda: int(time.time() * 1000))

    def keys(self):
        return {"PK": f"TRANSFER#{self.transfer_id}", "SK": "TRANSFER"}

    def to_item(self):
        return {"kind": "transfer", "amount": self.amount, "GSI1PK": f"ACCOUNT#{self.source}",
                "GSI1SK": f"OUT#{self.at}", "GSI2PK": f"ACCOUNT#{self.target}", "GSI2SK": self.at}


class Repository:
    def save(self, entity: Entity):
        client.put_item(TableName=TABLE_NAME, Item=entity.serialized(),
                        ConditionExpression="attribute_not_exists(PK)")
        return entity

    def account(self, account_id):
        answer = client.get_item(TableName=TABLE_NAME, ConsistentRead=True,
                                 Key={"PK": {"S": f"ACCOUNT#{account_id}"}, "SK": {"S": "ACCOUNT"}})
        return Account.from_item(answer["Item"]) if "Item" in answer else None

    def accounts_of(self, owner, limit=2, start=None):
        arguments = dict(TableName=TABLE_NAME, IndexName="GSI1", Limit=limit,
                         KeyConditionExpression="GSI1PK = :owner AND begins_with(GSI1SK, :prefix)",
                         ExpressionAttributeValues={":owner": {"S": f"OWNER#{owner}"}, ":prefix": {"S": "ACCOUNT#"}})
        if start:
            arguments["ExclusiveStartKey"] = start
        page = client.query(**arguments)
        return [Account.from_item(item) for item in page["Items"]], page.get("LastEvaluatedKey")

    def incoming(self, account_id, since):
        pages = client.get_paginator("query").paginate(
            TableName=TABLE_NAME, IndexName="GSI2", KeyConditionExpression="GSI2PK = :account AND GSI2SK >= :since",
            ExpressionAttributeValues={":account": {"S": f"ACCOUNT#{account_id}"}, ":since": {"N": str(since)}})
        return [int(item["amount"]["N"]) for page in pages for item in page["Items"]]

    def transfer(self, transfer: Transfer, token: str):
        def change(account_id, amount, condition):
            return {"Update": {"TableName": TABLE_NAME,
                               "Key": {"PK": {"S": f"ACCOUNT#{account_id}"}, "SK": {"S": "ACCOUNT"}},
                               "UpdateExpression": "SET balance = balance + :amount",
                               "ConditionExpression": condition,
                               "ExpressionAttributeValues": {":amount": {"N": str(amount)},
                                                             **({":least": {"N": str(-amount)}} if amount < 0 else {})},
                               "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}}
        try:
            client.transact_write_items(ClientRequestToken=token, TransactItems=[
                change(transfer.source, -transfer.amount, "balance >= :least"),
                change(transfer.target, transfer.amount, "attribute_exists(PK)"),
                {"Put": {"TableName": TABLE_NAME, "Item": transfer.serialized()}}])
        except client.exceptions.TransactionCanceledException as error:
            reasons = [reason["Code"] for reason in error.response["CancellationReasons"]]
            if reasons[0] == "ConditionalCheckFailed":
                raise InsufficientFunds(transfer.source) from error
            raise

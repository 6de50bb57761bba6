import os
import logging
from contextlib import suppress
from datetime import datetime, timezone, timedelta
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any, Iterator, Optional

import boto3
from boto3.dynamodb.conditions import Attr, Key
from botocore.config import Config
from botocore.exceptions import ClientError

logger = logging.getLogger(__name__)
logger.setLevel(os.environ.get("LOG_LEVEL", "INFO"))


@lru_cache(maxsize=1)
def resource():
    return boto3.resource("dynamodb", config=Config(retries={"max_attempts": 5}))


def table():
    return resource().Table(os.environ["DEMO_TABLE"])


def now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z")


def ttl(days: int = 7) -> int:
    return int((datetime.now(timezone.utc) + timedelta(days=days)).timestamp())


class Repository:
    prefix = "ITEM"

    def __init__(self, tbl=None):
        self._table = tbl

    @cached_property
    def table(self):
        return self._table or table()

    def key(self, pk: str, sk: str) -> dict:
        return {"pk": f"{self.prefix}#{pk}", "sk": sk}

    def get(self, pk: str, sk: str) -> Optional[dict]:
        response = self.table.get_item(Key=self.key(pk, sk))
        return response.get("Item")

    def put(self, pk: str, sk: str, **attributes: Any) -> dict:
        item = {**self.key(pk, sk), "updated": now(), "ttl": ttl(30)}
        item.update({k: v for k, v in attributes.items() if v is not None})
        self.table.put_item(Item=item)
        return item

    def update(self, pk, sk, changes: dict) -> dict:
        names, values, sets = {}, {}, []
        for i, (name, value) in enumerate(changes.items()):
            names[f"#n{i}"] = name
            values[f":v{i}"] = value
            sets.append(f"#n{i} = :v{i}")
        result = self.table.update_item(
            Key=self.key(pk, sk),
            UpdateExpression="SET " + ", ".join(sets),
            ExpressionAttributeNames=names,
            ExpressionAttributeValues=values,
            ConditionExpression=Attr("pk").exists(),
            ReturnValues="ALL_NEW",
        )
        return result["Attributes"]

    def query(self, pk, since=None, limit=None, index=None) -> Iterator[dict]:
        kwargs: dict = {"KeyConditionExpression": Key("pk").eq(f"{self.prefix}#{pk}")}
        if since:
            kwargs["KeyConditionExpression"] &= Key("sk").gte(since)
        if limit is not None:
            kwargs["Limit"] = limit
        if index:
            kwargs["IndexName"] = index
        while True:
            page = self.table.query(**kwargs)
            yield from page["Items"]
            last = page.get("LastEvaluatedKey")
            if not last or limit:
                break
            kwargs["ExclusiveStartKey"] = last

    def delete_all(self, pk):
        with self.table.batch_writer(overwrite_by_pkeys=["pk", "sk"]) as batch:
            for item in self.query(pk):
                batch.delete_item(Key={"pk": item["pk"], "sk": item["sk"]})

    def claim(self, name):
        try:
            self.table.put_item(
                Item={"pk": "LOCK", "sk": name, "at": now(), "ttl": ttl(1)},
                ConditionExpression="attribute_not_exists(pk) OR #t < :now",
                ExpressionAttributeNames={"#t": "ttl"},
                ExpressionAttributeValues={":now": int(datetime.now(timezone.utc).timestamp())},
            )
            return True
        except ClientError as error:
            if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
                raise
            return False
        finally:
            logger.info("claimed %s", name)


def to_decimal(value):
    if isinstance(value, float):
        return Decimal(str(value))
    if isinstance(value, dict):
        return {k: to_decimal(v) for k, v in value.items()}
    if isinstance(value, list):
        return [to_decimal(v) for v in value]
    return value

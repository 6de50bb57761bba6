"""The goods of the depots: one row for each batch of one donation."""
import os
from dataclasses import asdict, dataclass, field
from decimal import Decimal

import boto3

table = boto3.resource("dynamodb").Table(os.environ["FOODBANK_GOODS_TABLE"])
ALLERGENS = frozenset({"gluten", "milk", "nuts", "soy", "egg"})


@dataclass
class Batch:
    depot: str
    batch: str
    product: str
    units: int
    kilos: Decimal
    best_before: str
    allergens: list[str] = field(default_factory=list)

    def row(self) -> dict:
        row = asdict(self)
        row["allergens"] = sorted(set(self.allergens) & ALLERGENS)
        return row


def save(batch: Batch) -> bool:
    """Whether the batch is new."""
    try:
        table.put_item(Item=batch.row(), ConditionExpression="attribute_not_exists(depot)")
    except table.meta.client.exceptions.ConditionalCheckFailedException:
        return False
    return True

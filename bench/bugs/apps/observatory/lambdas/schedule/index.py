"""Finds slots for an accepted proposal.

infra:
  events:
  - name: accepted
    topic: ProposalAccepted
  timeout: long
  size: medium
"""
from datetime import timedelta

from botocore.exceptions import ClientError

from lambdas.common import sky, store

NIGHTS = 20


class Taken(Exception):
    """Somebody else got a slot, or the quota is used up."""


def book(row, night, slots):
    """Writes the slots and the institute's hours, or nothing."""
    quota = store.quotas.get_item(Key={"institute": row["institute"]}).get("Item")
    if quota is None:
        raise LookupError(f"no quota of {row['institute']}")
    puts = [
        {"Put": {
            "TableName": store.slots.name,
            "Item": {"night": night, "slot": slot, "proposal": row["proposal"], "institute": row["institute"]},
            "ConditionExpression": "attribute_not_exists(night)",
        }}
        for slot in slots
    ]
    use = {"Update": {
        "TableName": store.quotas.name,
        "Key": {"institute": row["institute"]},
        "UpdateExpression": "SET used = used + :hours",
        "ConditionExpression": "used <= :most",
        "ExpressionAttributeValues": {":hours": len(slots), ":most": quota["hours"] - len(slots)},
    }}
    try:
        store.dynamodb.meta.client.transact_write_items(TransactItems=[*puts, use])
    except ClientError as error:
        if error.response["Error"]["Code"] == "TransactionCanceledException":
            raise Taken(night) from error
        raise


def candidates(row):
    """(night, slots) that would do, the earliest first."""
    target = sky.Target.from_row(row["target"])
    hours = int(row["hours"])
    first = store.now().date() + timedelta(days=1)
    for offset in range(NIGHTS):
        night = first + timedelta(days=offset)
        taken = store.slots_of(night.isoformat())
        free = [slot for slot in sky.visible_slots(target, night) if slot not in taken]
        if len(free) >= hours:
            yield night.isoformat(), free[:hours]


def handler(event, context):
    detail = event["detail"]
    row = store.proposal_of(detail["proposal"])
    if row is None or row["state"] != "accepted":
        return {"night": None}
    for night, slots in candidates(row):
        try:
            book(row, night, slots)
        except Taken:
            continue
        store.proposals.update_item(
            Key={"proposal": row["proposal"]},
            UpdateExpression="SET #state = :scheduled, night = :night",
            ExpressionAttributeNames={"#state": "state"},
            ExpressionAttributeValues={":scheduled": "scheduled", ":night": night},
        )
        return {"night": night, "slots": slots}
    print(f"no slots for {row['proposal']}, urgent: {detail['urgent']}")
    return {"night": None}

"""Time to live: deletes the expired items of tables, as DynamoDB does.

docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html: "within a few days" there, within seconds here. An
item whose time is no number, or more than five years ago, stays. The time is the machine's, not that of the faster
clock: a handler computes the time of an item from it.
"""
from moto.dynamodb.models import dynamodb_backends

from localcloud.moto.state import ACCOUNT

OLDEST = 5 * 365 * 86400
BY_DYNAMODB = {"Type": "Service", "PrincipalId": "dynamodb.amazonaws.com"}  # of the stream's record


def delete_expired(now):
    """Deletes the items of all tables that are expired now (seconds since 1970). Under LOCK."""
    for backend in list(dynamodb_backends[ACCOUNT].values()):
        for table in list(backend.tables.values()):
            if table.ttl.get("TimeToLiveStatus") == "ENABLED":
                for item in [item for item in items(table) if is_expired(item, table.ttl["AttributeName"], now)]:
                    table.delete_item(item.hash_key, item.range_key)
                    if table.stream_shard is not None:
                        table.stream_shard.items[-1].record["userIdentity"] = dict(BY_DYNAMODB)


def items(table):
    """Yields the items (moto's) of a table; moto's own list of them is sorted, which takes long every second."""
    for of_key in table.items.values():
        yield from of_key.values() if table.range_key_attr else [of_key]


def is_expired(item, attribute, now):
    """Whether an item (moto's) has a time in the attribute that is over, and not for more than five years."""
    value = item.attrs.get(attribute)
    return value is not None and value.type == "N" and now - OLDEST < float(value.value) < now

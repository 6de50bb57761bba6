"""Keys and indexes of a table of the app model: pk and sk, or those of app.yaml and the lambdas' `indexes`."""
from typing import NamedTuple

from aws.app import Table

DEFAULT_KEYS = {"pk": "S", "sk": "S"}
CHANGES = ("INSERT", "MODIFY", "REMOVE")  # the eventName of a record of its stream


class SecondaryIndex(NamedTuple):
    """An index of a table."""

    keys: dict[str, str]  # {attribute: S, N or B}: those of the partition key, then those of the sort key
    projection: str | list[str]  # "all", "keys", or the attributes beside the keys
    local: bool
    partition: int = 1  # how many attributes the partition key has


def keys(table: Table) -> dict[str, str]:
    """{attribute: S, N or B} of a table's key: the partition key first."""
    if "settings" not in table:
        return DEFAULT_KEYS
    return {attribute["name"]: attribute["type"] for attribute in table["settings"]["key"]}


def has_default_keys(table: Table) -> bool:
    """Whether the keys are pk and sk, in this order, both of them texts."""
    return list(keys(table).items()) == list(DEFAULT_KEYS.items())


def indexes(table: Table) -> dict[str, SecondaryIndex]:
    """{name of the index: SecondaryIndex}: those of the lambdas, such as `owner-index`, then those of app.yaml."""
    described = table["settings"]["indexes"] if "settings" in table else []
    return {**{f"{index['name']}-index": SecondaryIndex({index["name"]: index["type"]}, "all", False)
               for index in table.get("indexes", [])},
            **{index["name"]: SecondaryIndex({attribute["name"]: attribute["type"] for attribute in index["key"]},
                                             index["projection"], index["local"], index.get("partition", 1))
               for index in described}}


def attribute_types(table: Table) -> dict[str, str]:
    """{attribute: S, N or B} of the keys of the table and of all its indexes."""
    return {**keys(table), **{name: type_ for index in indexes(table).values() for name, type_ in index.keys.items()}}


def streams(table: Table) -> bool:
    """Whether the changes of a table become events."""
    return "settings" not in table or table["settings"]["stream"]


def time_to_live(table: Table) -> str | None:
    """The attribute that holds the time after which DynamoDB deletes an item, or None."""
    return table["settings"]["ttl"] if "settings" in table else None


def edited_types(before: dict, after: dict) -> list[str]:
    """The attributes whose type an edit of a table's properties changes, which replaces the table; CloudFormation's
    schema does not say so.

    docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html
    """
    old, new = ({str(entry["AttributeName"]): entry["AttributeType"]
                 for entry in properties.get("AttributeDefinitions", [])
                 if "AttributeName" in entry} for properties in (before, after))  # Fn::If is no list of entries
    return sorted(name for name, type_ in old.items() if new.get(name, type_) != type_)


def is_replaced(before: dict, after: dict) -> bool:
    """Whether an edit of a table's properties replaces it, though the schema of its type does not say so: another type
    of an attribute, or other local indexes."""
    name = "LocalSecondaryIndexes"
    return before.get(name) != after.get(name) or bool(edited_types(before, after))

"""The indexes of a table in `tables:` of app.yaml, and the keys of tables and indexes.

    by_email: {key: {email: string}, projection: keys}
    by_place: {key: {tenant: string, region: string}, sort: {round: string, score: number}}

docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.DesignPattern.MultiAttributeKeys.html
"""
from collections.abc import Iterator
from typing import NotRequired, TypedDict

from kit import schema
from kit.problems import KeyProblem

TYPES = {"string": "S", "number": "N", "binary": "B"}
MOST_LOCAL, MOST_PROJECTED, LONGEST_NAME, MOST_ATTRIBUTES = 5, 100, 255, 4
ONE_OR_TWO = "one, the partition key, or two: then the sort key. An index with `sort` has up to four of each"
KEY = {"type": "object", "additionalProperties": {
    "type": "string", "enum": list(TYPES), "description": "DynamoDB's S, N and B are string, number and binary here"},
       "description": "the partition key and, if there is one, the sort key: names of attributes with their type, "
                      "string, number or binary", "examples": [{"customer": "string", "placed": "number"}]}
INDEX: dict = {
    "type": "object",
    "description": "an index of the table",
    "examples": [{"key": {"email": "string"}}],
    "properties": {
        "key": {**KEY, "description": "the partition key and, if there is one, the sort key of the index"},
        "sort": {**KEY, "examples": [{"round": "string"}],
                 "description": "the attributes of the sort key of a global index, up to four, or {}. Then all "
                                "of `key`, up to four, are the partition key"},
        "projection": {"anyOf": [{"type": "string", "enum": ["all", "keys"]},
                                 {"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1,
                                  "maxItems": 20}],
                       "default": "all",
                       "description": "the attributes in the index: all, only the keys, or a list of further "
                                      "attributes"},
        "local": {"type": "boolean", "default": False,
                  "description": "whether it is a local index: with the table's partition key, and consistent reads. "
                                 "It is created with the table, and cannot be added later"}},
    "required": ["key"],
    "additionalProperties": False,
}


class Attribute(TypedDict):
    """An attribute of a key."""

    name: str
    type: str  # S, N or B


class IndexSettings(TypedDict):
    """An index, in the order of its key."""

    name: str
    key: list[Attribute]
    projection: str | list[str]  # "all", "keys", or the attributes beside the keys
    local: bool
    line: int  # in app.yaml
    partition: NotRequired[int]  # how many attributes of the key are the partition key, if `sort` was written; else one


def normal_index(name: str, entry: dict, line: int) -> IndexSettings:
    """The IndexSettings of a valid index with its defaults."""
    index: IndexSettings = {"name": name, "key": attributes(entry["key"]) + attributes(entry.get("sort") or {}),
                            "projection": entry["projection"], "local": entry["local"], "line": line}
    return {**index, "partition": len(entry["key"])} if "sort" in entry else index


def attributes(key: dict[str, str]) -> list[Attribute]:
    """{"customer": "string"} as [{"name": "customer", "type": "S"}]."""
    return [{"name": name, "type": TYPES[type_]} for name, type_ in key.items()]


def index_problems(at: str, own: dict[str, str], name: str, entry: dict) -> Iterator[KeyProblem]:
    """The problems of an index with its defaults. own: the key of its table"""
    if not schema.matches("^[A-Za-z0-9_.-]{3,255}$", name):
        yield at, f"{at}: no name of an index", "3 to 255 letters, digits, _, . and -"
    partition, sort = entry["key"] or {}, entry.get("sort") or {}
    if "sort" not in entry:
        yield from key_problems(f"{at}.key", partition)
    else:
        yield from key_problems(f"{at}.key", partition, (1, MOST_ATTRIBUTES), "the partition key has one to four")
        yield from key_problems(f"{at}.sort", sort, (0, MOST_ATTRIBUTES), "the sort key has four at most")
        yield from ((f"{at}.sort.{attribute}", f"{at}: {attribute} is in `key` and in `sort`", "remove one of the two")
                    for attribute in partition.keys() & sort)
    yield from local_problems(at, own, entry)
    if isinstance(entry["projection"], list) and len(set(entry["projection"])) < len(entry["projection"]):
        yield f"{at}.projection", f"{at}.projection has an attribute twice", "write it once"


def key_problems(key: str, attributes_: dict[str, str], amount=(1, 2), hint=ONE_OR_TWO) -> Iterator[KeyProblem]:
    """The problems of a key: too few or too many attributes, names of more than 255 bytes. amount: least and most"""
    if not amount[0] <= len(attributes_) <= amount[1]:
        yield key, f"{key} has {len(attributes_)} attributes", hint
    for name in attributes_:
        if not 1 <= len(str(name).encode()) <= LONGEST_NAME:
            yield key, f"{key}: an attribute's name has 1 to {LONGEST_NAME} bytes", "a shorter name, e.g. id"


def local_problems(key: str, own: dict[str, str], entry: dict) -> Iterator[KeyProblem]:
    """The problem of a local index with another partition key than its table, or without a sort key of its own.

    docs.aws.amazon.com/amazondynamodb/latest/developerguide/LSI.html
    """
    if not entry["local"]:
        return
    if "sort" in entry:
        yield f"{key}.sort", f"{key}: a local index has one sort key", "write it as the second attribute of `key`"
        return
    hash_name = next(iter(own), "")
    if len(own) < 2:
        yield f"{key}.local", f"{key}: a table without a sort key has no local index", "remove `local: true`"
    elif [*entry["key"]][:1] != [hash_name] or len(entry["key"]) < 2 or [*entry["key"]][1:] == [*own][1:]:
        yield (f"{key}.key", f"{key}: the key of a local index begins with {hash_name}, and has a sort key of its own",
               f"key: {{{hash_name}: {own[hash_name]}, other: string}}, or remove `local: true`")


def amount_problems(key: str, indexes: dict[str, dict]) -> Iterator[KeyProblem]:
    """The problems of too many local indexes, or too many attributes in the projections together."""
    local = [index for index, entry in indexes.items() if entry.get("local")]
    if len(local) > MOST_LOCAL:
        yield (f"{key}.indexes.{local[MOST_LOCAL]}", f"{key} has {len(local)} local indexes",
               f"DynamoDB takes {MOST_LOCAL}")
    projected = sum(len(entry["projection"]) for entry in indexes.values() if isinstance(entry.get("projection"), list))
    if projected > MOST_PROJECTED:
        yield (f"{key}.indexes", f"the projections of {key} have {projected} attributes together",
               f"DynamoDB takes {MOST_PROJECTED}: write `projection: all`")

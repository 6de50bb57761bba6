"""`tables:` of app.yaml: tables with other keys than pk and sk, time to live, indexes with keys of several attributes.

    tables:
      demo:
        key: {customer: string, placed: number}
        ttl: expires
        indexes:
          by_email: {key: {email: string}, projection: keys}
          by_total: {key: {customer: string, total: number}, local: true}

docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html has the limits.
"""
from collections.abc import Iterator
from typing import Any, NotRequired, TypedDict

from kit import schema
from kit.index_settings import (
    INDEX,
    KEY,
    LONGEST_NAME,
    Attribute,
    IndexSettings,
    amount_problems,
    attributes,
    index_problems,
    key_problems,
    normal_index,
)
from kit.problems import KeyProblem

DEFAULT_KEY = {"pk": "string", "sk": "string"}
# Fields of a table's event, and of its records, beside the keys: recipes/code/table_events.py
EVENT_FIELDS = ("diffKeys", "eventName", "newImage", "oldImage", "records", "truncated", "ttl")
BATCHING = ("batch", "window")
NAMED = "table", "orders"  # what its variables name, and the end of a valid name
TABLE: dict = {
    "type": "object",
    "description": "a table",
    "examples": [{"key": {"customer": "string"}}],
    "properties": {
        "key": {**KEY, "default": DEFAULT_KEY},
        "ttl": {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME, "examples": ["expires"],
                "description": "an attribute with a time in seconds since 1970, after which DynamoDB deletes the item"},
        "stream": {"type": "boolean", "default": True,
                   "description": "whether changes of the table become events (docs/events.md). A lambda with the word "
                                  "`stream` reads the changes also if it is false"},
        "batch": {"type": "integer", "minimum": 1, "maximum": 10000, "default": 100,
                  "description": "most changes that become events together: those with equal keys, type and changed "
                                 "attributes share an event. With 1 each event has one record"},
        "window": {"type": "integer", "minimum": 0, "maximum": 300, "default": 0,
                   "description": "seconds to wait for such a batch to fill, so that more changes share an event"},
        "capacity": {
            "type": "object", "examples": [{"read": 5, "write": 5, "max": 100}],
            "description": "capacity of the table and of each global index, paid for by the hour. Without this field "
                           "you pay for each request",
            "properties": {
                "read": {"type": "integer", "minimum": 1, "description": "units of 4 KB read in a second, at least"},
                "write": {"type": "integer", "minimum": 1,
                          "description": "units of 1 KB written in a second, at least"},
                "max": {"type": "integer", "minimum": 1, "description": "the most units to which reads or writes are "
                                                                        "scaled"}},
            "required": ["read", "write"], "additionalProperties": False},
        "indexes": {"type": "object", "additionalProperties": INDEX, "default": {},
                    "description": "the table's indexes by their names, beside those of the lambdas' `indexes`",
                    "examples": [{"by_email": {"key": {"email": "string"}, "projection": "keys"}}]}},
    "elsewhere": {
        **dict.fromkeys(("hash", "partition_key", "range", "sort", "sort_key"),
                        "key: {customer: string, placed: number}; the second attribute is the sort key"),
        **dict.fromkeys(("billing", "billing_mode"), "capacity: {read: 5, write: 5}; else you pay for requests"),
        **dict.fromkeys(("global_indexes", "gsi", "local_indexes", "lsi"),
                        "indexes: {by_email: {key: {email: string}}}")},
    "additionalProperties": False,
}
SCHEMA: dict = {
    "type": "object",
    "additionalProperties": TABLE,
    "description": "tables that need more than the keys pk and sk: their keys, time to live and indexes "
                   "(docs/tables.md). The code names them as any other table: `demo` is DEMO_TABLE",
    "examples": [{"demo": {"key": {"customer": "string", "placed": "number"}, "ttl": "expires"}}],
}


class Capacity(TypedDict):
    """Provisioned capacity, in units."""

    read: int
    write: int
    max: int | None  # None: it is not scaled


class TableSettings(TypedDict):
    """A table of app.yaml; lists, as the order of a key counts."""

    key: list[Attribute]
    ttl: str | None
    stream: bool
    batch: NotRequired[int]  # changes, and seconds, that become events together; only if written
    window: NotRequired[int]
    capacity: Capacity | None
    indexes: list[IndexSettings]
    line: int  # in app.yaml


def normal(tables: dict, lines: dict[str, int]) -> dict[str, TableSettings]:
    """{table: TableSettings} of a valid `tables`. lines: {dotted key of app.yaml: line}"""
    result: dict[str, TableSettings] = {}
    for name, written in tables.items():
        table, key = schema.filled(TABLE, written), f"tables.{name}"
        filled = {index: schema.filled(INDEX, entry) for index, entry in (table["indexes"] or {}).items()}
        batching: Any = {field: table[field] for field in BATCHING if field in (written or {})}
        result[name] = {
            **batching,
            "key": attributes(table["key"]), "ttl": table.get("ttl"), "stream": table["stream"],
            "capacity": capacity(table),
            "indexes": [normal_index(index, entry, schema.line_of(lines, f"{key}.indexes.{index}"))
                        for index, entry in sorted(filled.items())],
            "line": schema.line_of(lines, key)}
    return result


def capacity(table: dict) -> Capacity | None:
    """The Capacity of a table with its defaults, None on demand."""
    written = table.get("capacity")
    return {"read": written["read"], "write": written["write"], "max": written.get("max")} if written else None


def problems(tables: dict) -> list[KeyProblem]:
    """[(dotted key, message, hint)] of a valid `tables`: problems that the schema cannot express."""
    faults: list[KeyProblem] = []
    for name, written in tables.items():
        key = f"tables.{name}"
        faults += table_problems(key, schema.filled(TABLE, written))
        if (written or {}).get("stream") is False:
            faults += [(f"{key}.{field}", f"{key}.{field} is for events, and the table has none: `stream: false`",
                        "remove one of the two") for field in BATCHING if field in written]
    return faults


def table_problems(key: str, table: dict) -> Iterator[KeyProblem]:
    """The problems of a table with its defaults: of its keys, of the time to live, and of its indexes."""
    own = table["key"] or {}
    yield from key_problems(f"{key}.key", own)
    if table["stream"]:
        yield from ((f"{key}.key.{name}", f"{key}.key: the table's events have a field {name!r} of their own",
                     "another name, or `stream: false`") for name in own if name in EVENT_FIELDS)
    indexes = table["indexes"] or {}
    types = {name: (type_, "the table's key") for name, type_ in own.items()}
    for index, written in indexes.items():
        entry, at = schema.filled(INDEX, written), f"{key}.indexes.{index}"
        yield from index_problems(at, own, str(index), entry)
        for name, type_ in [*(entry["key"] or {}).items(), *(entry.get("sort") or {}).items()]:
            before, where = types.setdefault(name, (type_, f"the index {index}"))
            if before != type_:
                yield f"{at}.key.{name}", f"{at}.key: {name} is a {before} in {where}", "an attribute has one type"
    if table.get("ttl") in types and types[table["ttl"]][0] != "number":
        yield (f"{key}.ttl", f"{key}.ttl: {table['ttl']} is a {types[table['ttl']][0]} in {types[table['ttl']][1]}",
               "DynamoDB reads a time to live from a number: seconds since 1970")
    yield from amount_problems(key, indexes)
    yield from capacity_problems(key, table)


def capacity_problems(key: str, table: dict) -> Iterator[KeyProblem]:
    """The problems of a `max` that scales nothing."""
    written = table.get("capacity")
    if not written or "max" not in written:
        return
    for kind in ("read", "write"):
        if written["max"] < written[kind]:
            yield (f"{key}.capacity.max", f"{key}.capacity: max {written['max']} is less than {kind} {written[kind]}",
                   "a higher max, or remove it")

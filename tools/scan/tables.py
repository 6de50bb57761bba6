"""The tables of app.yaml in the app model: their settings in its state, their keys in rules, and their problems."""
from collections.abc import Iterator

from aws import tables
from aws.app import Lambda, State, rule_entries
from kit import names
from kit.problems import Problem
from kit.schema import line_of, nearest
from kit.settings import FILE
from kit.table_settings import TableSettings
from recipes import queue

DELETES = "dynamodb.amazonaws.com"  # in the records of items that DynamoDB deleted, as their time had passed
DEFAULT_KEYS_HINT = "the keys pk and sk are S, unless app.yaml has a `key` (docs/tables.md)"


def described(state: State, settings: dict[str, TableSettings]) -> State:
    """The state with the settings of app.yaml in its tables."""
    return {**state, "table": {name: {**table, "settings": settings[name]} if name in settings else table
                               for name, table in state["table"].items()}}


def with_keys(lambdas: dict[str, Lambda], state: State) -> dict[str, Lambda]:
    """The lambdas; each rule and stream of a described table has the table's keys, as its events have them.

    {"type": "table", "name": "demo"} of a rule -> {..., "keys": {"customer": "S"}, "ttl": True}
    """
    return {name: {**fn, "infra": _with_keys(fn["infra"], state)} if fn["infra"] is not None else fn
            for name, fn in lambdas.items()}


def _with_keys(infra, state):
    """The block, its stream and the sources of its rules with the keys of their tables."""
    result = dict(infra)
    if "stream" in infra:
        result["stream"] = {**infra["stream"], **_keys(infra["stream"]["table"], state)}
    if "events" in infra:
        result["events"] = [_rule_with_keys(event, state) for event in infra["events"]]
    if "from" in infra.get("queue", {}):
        result["queue"] = {**infra["queue"], "from": _rule_with_keys(infra["queue"]["from"], state)}
    return result


def _rule_with_keys(event, state):
    """The entry of a rule; of a table's events with the keys of the table in its source."""
    if event.get("source", {}).get("type") != "table":
        return event
    return {**event, "source": {**event["source"], **_keys(event["source"]["name"], state)}}


def _keys(name, state):
    """{"keys": {"customer": "S"}, "ttl": True} of a table that app.yaml describes, {} of another."""
    table = state["table"].get(name, {})
    if "settings" not in table:
        return {}
    return {"keys": tables.keys(table), **({"ttl": True} if tables.time_to_live(table) else {})}


def problems(lambdas: dict[str, Lambda], state: State, settings: dict[str, TableSettings]) -> list[Problem]:
    """[Problem] of tables that no code names, of rules for a table without events, and of indexes that clash.

    A lambda whose block has a problem (infra is None) may name any table.
    """
    valid = {name: fn for name, fn in lambdas.items() if fn["infra"] is not None}
    return [*(_unnamed(state, settings) if len(valid) == len(lambdas) else []), *_streamless(valid, state),
            *_indexes(valid, state), *_twins(valid, state), *_expirations(valid, state)]


def _unnamed(state, settings) -> Iterator[Problem]:
    """Tables of app.yaml that no lambda uses: the name is misspelt, or the code is not written yet."""
    for name, table in settings.items():
        if name not in state["table"]:
            variable = f"{names.prefix(name)}_TABLE"
            yield Problem(FILE, table["line"], f"tables.{name}: no lambda names this table, so it is not created",
                          nearest(name, state["table"].keys() - settings.keys(), 0.7)
                          or f'os.environ["{variable}"] in the code of a lambda names it')


def _streamless(lambdas, state) -> Iterator[Problem]:
    """Rules for the events of a table that has none."""
    for fn in lambdas.values():
        uses = [(f"{key}.source.name", event["source"]["name"]) for key, event in rule_entries(fn["infra"])
                if event.get("source", {}).get("type") == "table"]
        for key, name in uses:
            table = state["table"].get(name)
            if table and not tables.streams(table):
                yield Problem(fn["path"], line_of(fn["lines"], key), f"table {name!r} has no events: `stream: false`",
                              f"remove that from {FILE}:{table['settings']['line']}, or this event")


def _expirations(lambdas, state) -> Iterator[Problem]:
    """Streams whose filter accepts only items that DynamoDB itself deletes, of a table without a time to live."""
    for fn in lambdas.values():
        block = fn["infra"].get("stream", {})
        identities = [filter_.get("userIdentity") for filter_ in queue.filters(block)]
        if identities and not tables.time_to_live(state["table"].get(block["table"], {})) and all(
                isinstance(identity, dict) and identity.get("principalId") == [DELETES] for identity in identities):
            yield Problem(fn["path"], line_of(fn["lines"], "stream.filter"),
                          f"table {block['table']!r} has no `ttl`, so DynamoDB itself deletes no item",
                          f"tables: {{{block['table']}: {{ttl: expires}}}} in {FILE}, or another filter")


def _indexes(lambdas, state) -> Iterator[Problem]:
    """Indexes of lambdas that app.yaml has too, or whose attribute has another type there or in the table's key."""
    for fn in lambdas.values():
        for at, index in enumerate(fn["infra"]["indexes"]):
            table, name = state["table"][index["table"]], f"{index['name']}-index"
            described = "settings" in table
            declaration = f"{FILE}:{table['settings']['line']}" if described else DEFAULT_KEYS_HINT
            others = tables.indexes({**table, "indexes": []})
            if name in others:
                yield Problem(fn["path"], line_of(fn["lines"], f"indexes.{at}"),
                              f"index {name} of {index['table']} is in app.yaml too",
                              f"write it once, here or in {declaration}")
            types = tables.attribute_types({**table, "indexes": []})
            type_ = "N" if tables.time_to_live(table) == index["name"] else types.get(index["name"], index["type"])
            if type_ != index["type"]:
                yield Problem(fn["path"], line_of(fn["lines"], f"indexes.{at}.type"),
                              f"{index['name']} of {index['table']} is {type_}{' in app.yaml' * described}",
                              f"see {declaration}" if described else declaration)


def _twins(lambdas, state) -> Iterator[Problem]:
    """Indexes of a scaled table whose scaling would have the logical id of another's."""
    for name, table in state["table"].items():
        if not (table.get("settings", {}).get("capacity") or {}).get("max"):
            continue
        places = {f"{index['name']}-index": (fn["path"], line_of(fn["lines"], f"indexes.{at}.name"))
                  for fn in lambdas.values() for at, index in enumerate(fn["infra"]["indexes"])
                  if index["table"] == name}
        places |= {index["name"]: (FILE, index["line"]) for index in table["settings"]["indexes"]}
        ids: dict[str, str] = {}
        for index in (index for index, details in tables.indexes(table).items() if not details.local):
            first = ids.setdefault(names.logical_id(index), index)
            if first != index:
                yield Problem(*places[index], f"the indexes {first} and {index} of {name} have the same logical id",
                              "CloudFormation allows no _, . and - in logical ids: rename one of the two, or remove "
                              f"`max` of tables.{name}.capacity in {FILE}")

"""The rows of the app: its writes of items to tables, each with the keys and the known attributes."""

import re

from aws import tables
from aws.app import rule_entries
from checks import emitted
from checks.dynamodb_calls import members
from checks.expression_grammar import targets
from checks.subject import per_subject
from interpreter.plain import fields, options, possible_elements

WRITES = frozenset("PutItem UpdateItem TransactWriteItems BatchWriteItem".split())
UNREAD_OPERATIONS = frozenset("ExecuteStatement BatchExecuteStatement ExecuteTransaction ImportTable".split())
UNKNOWN = {"kind": ""}
ABSENT = re.compile(r"attribute_not_exists\s*\([^()]*\)")


@per_subject
def rows_of_all_tables(subject):
    """({table: [row]}, the tables of which not every write is known).

    A row is {"lambda", "call", "put": bool, "pk", "sk", "item": the whole mapping of a put or None, "names": the
    attributes of an update, None if they are unknown, "sure": False if it may be a row of another table}.
    """
    rows_by_table, unknown_tables = {}, set()
    for name, call in emitted.reachable_calls(subject, "dynamodb", WRITES | UNREAD_OPERATIONS):
        for table, row in writes_of_call(subject, name, call):
            tables = {table} if table else possible_tables(subject, name)
            if row is None:
                unknown_tables |= tables
            for possible in tables if row else ():
                rows_by_table.setdefault(possible, []).append(
                    {**row, "lambda": name, "call": call, "sure": table is not None})
    for name, kinds in subject.kinds.items():
        if emitted.has_unknown_use(subject, name, "dynamodb", "table"):
            unknown_tables |= {of for kind, of in kinds.values() if kind == "table"}
    return rows_by_table, unknown_tables


@per_subject
def rows_of_table(subject, table):
    """[row] of all writes to a table; None if some are unknown. Updates of existing items do not count: their key
    comes from an event of the table, or from an item of it."""
    rows_by_table, unknown_tables = rows_of_all_tables(subject)
    return None if table in unknown_tables else [row for row in rows_by_table.get(table, [])
                                                 if row["put"] or not is_of_existing_item(subject, row, table)]


def possible_tables(subject, name):
    """{name} of the tables that a call with an unknown table can write to: those that the lambda's role allows."""
    fn = subject.model["lambdas"][name]
    if any(action.lower().startswith(("dynamodb:", "*")) for permission in fn["infra"].get("permissions", [])
           for action in permission["action"]):
        return set(subject.model["state"]["table"])
    sources = [block["source"] for _key, block in rule_entries(fn["infra"]) if "source" in block]
    return {of for kind, of in subject.kinds[name].values() if kind == "table"} | {
        source["name"] for source in sources if source["type"] == "table"}


def is_of_existing_item(subject, row, table):
    """Whether an update is of an item that exists: its key comes from the table, or from an event of it."""
    blocks = subject.model["lambdas"][row["lambda"]]["infra"].get("events", [])
    sources = [block["source"] for block in blocks if "source" in block]
    event_tables = {source["name"] for source in sources if source["type"] == "table"}
    return all(isinstance(row[key], dict)
               and ("row" in row[key] or event_tables == {table} and row[key].get("event", [""])[0] == "detail")
               for key in ("pk", "sk"))


def writes(subject, name, call):
    """Yields (table or None, write) of each write of a call by the lambda `name`: a call of PutItem or UpdateItem.
    (None, None) stands for writes that are not known."""
    parts = [call] if call["operation"] in ("PutItem", "UpdateItem") else \
        members(call) if call["operation"] == "TransactWriteItems" else []
    if not parts or not all(map(fields, possible_elements(call["args"].get("TransactItems")))):
        yield None, None  # the tables of BatchWriteItem are keys of a mapping, and seldom constants
    yield from ((subject.table_of(name, part), part) for part in parts if part["operation"] in WRITES)


@per_subject
def writes_to(subject, table, operation):
    """[(call, write)] of the writes to a table by PutItem, or by UpdateItem: a write is the call itself, or what a
    member of it would be as a call."""
    return [(call, write) for name, call in emitted.reachable_calls(subject, "dynamodb", WRITES)
            for target, write in writes(subject, name, call)
            if write and target == table and write["operation"] == operation]


def writes_of_call(subject, name, call):
    """Yields (table or None, row or None) of each write of a call by the lambda `name`; None stands for unknown."""
    for table, write in writes(subject, name, call):
        if write is None or not is_written_back(subject, name, write["args"].get("Item"), table):
            yield table, written_row(write) if write and has_default_keys(subject, table) else None


def is_written_back(subject, name, item, table):
    """Whether a put of the lambda `name` writes an item as it was read from the same table: another write made it."""
    if table is None or not isinstance(item, dict) or "row" not in item or item["path"]:
        return False
    site, observation = [item["file"], item["row"]], subject.observations[name]
    return not any(note["note"] == "changes-row" and note["row"] == site for note in observation["notes"]) and any(
        subject.table_of(name, call) == table for call in observation["calls"] if [call["file"], call["line"]] == site)


def has_default_keys(subject, table):
    """Whether a table, or an unknown one (None), has the keys pk and sk: rows of other tables are unknown."""
    return table is None or tables.has_default_keys(subject.model["state"]["table"][table])


def written_row(write):
    """The row of a call of PutItem or UpdateItem; None if its keys are unknown."""
    args, is_put = write["args"], write["operation"] == "PutItem"
    mapping = args.get("Item" if is_put else "Key", UNKNOWN)
    choices = [option for option in options(mapping) if fields(option)]
    if len(choices) != 1 or len(options(mapping)) != 1:
        return None
    values = {key: value if write["python"] else untyped(value) for key, value in fields(mapping).items()}
    return {"put": is_put, "pk": values.get("pk", UNKNOWN), "sk": values.get("sk", UNKNOWN),
            "item": {**mapping, "dict": values} if is_put else None,
            "names": None if is_put else updated_names(args), "certain": "ConditionExpression" not in args,
            "update": args.get("UpdateExpression"), "if_absent": holds_without_item(args.get("ConditionExpression"))}


def holds_without_item(condition):
    """Whether a ConditionExpression holds where there is no item yet, so that the write creates it."""
    parts = re.split(r"\s+OR\s+", condition.strip(), flags=re.IGNORECASE) if isinstance(condition, str) else []
    return any(ABSENT.fullmatch(part) for part in parts) and "(" not in ABSENT.sub("", condition)


def untyped(value):
    """The value of an attribute with its type, in plain form: {"S": "a"} -> "a"."""
    types = fields(value)
    return next(iter(types.values())) if len(types) == 1 and set(types) <= {"S", "N", "BOOL", "M", "L"} else UNKNOWN


def updated_names(args):
    """{attribute} that an update sets, and its keys; None if they are unknown."""
    names = set(fields(args.get("Key")))
    for text in options(args.get("UpdateExpression")):
        changed = targets(text) if isinstance(text, str) and text.strip() else None
        if changed is None:
            return None
        placeholders = fields(args.get("ExpressionAttributeNames"))
        resolved = [placeholders.get(word) if word[0] == "#" else word for clause, word in changed
                    if clause != "REMOVE"]
        if not all(isinstance(name, str) for name in resolved):
            return None
        names.update(resolved)
    return names


def kind(sk):
    """`sk` in the events of a table: the part of the plain sort key before its first "#"."""
    if isinstance(sk, str):
        return sk.split("#")[0]
    parts = sk.get("text") if isinstance(sk, dict) else None
    if isinstance(sk, dict) and "any" in sk:
        return {"any": [kind(option) for option in sk["any"]]}
    if parts and isinstance(parts[0], str):
        first = parts[0].split("#")[0]
        return first if "#" in parts[0] else {"text": [first, None], "never": "#"}
    return {"kind": "text", "never": "#"}


def shown(row, key):
    """The text of an attribute of a row in messages: the value, or its known beginning; "" if it is unknown."""
    value = kind(row["sk"]) if key == "sk" else row.get(key)
    if isinstance(value, str):
        return value
    first = value.get("text", [None])[0] if isinstance(value, dict) else None
    return first if isinstance(first, str) else ""

"""The rows that the app writes to its tables: of each write the keys, and the attributes as far as they are known."""

from checks import emitted, tokens
from checks.subject import per_subject
from interpreter.plain import fields, options

WRITES = frozenset("PutItem UpdateItem TransactWriteItems BatchWriteItem".split())
ELSEWHERE = frozenset("ExecuteStatement BatchExecuteStatement ExecuteTransaction ImportTable".split())
NOTHING = {"kind": ""}


@per_subject
def all_written(subject):
    """({table: [row]}, the tables of which not every write is known; None among them: it may be any).

    A row is {"lambda", "call", "put": bool, "pk", "sk", "item": all of a put's mapping or None, "names": the
    attributes of an update, None if they are not known}.
    """
    found, blind = {}, set()
    for name, call in emitted.real(subject, "dynamodb", WRITES | ELSEWHERE):
        for table, row in written_by(subject, name, call):
            if row is None:
                blind.add(table)
            else:
                found.setdefault(table, []).append({**row, "lambda": name, "call": call})
    for name, kinds in subject.kinds.items():
        if emitted.is_hidden(subject, name, "dynamodb", "table"):
            blind |= {of for kind, of in kinds.values() if kind == "table"}
    return found, blind


def written(subject, table):
    """[row] of all writes to a table; None if some are not known. Rows that were there already do not count twice:
    those whose key a table's event said, or a row of the table."""
    found, blind = all_written(subject)
    return None if blind & {table, None} else [row for row in found.get(table, [])
                                               if row["put"] or not is_old(subject, row, table)]


def is_old(subject, row, table):
    """Whether an update's key is that of a row that somebody else made."""
    told = {one.get("source", {}).get("name") for one in subject.model["lambdas"][row["lambda"]]["infra"].get(
        "events", []) if one.get("source", {}).get("type") == "table"}
    return all(isinstance(row[key], dict) and (
        "row" in row[key] or told == {table} and row[key].get("event", [""])[0] == "detail") for key in ("pk", "sk"))


def is_named(subject, table):
    """Whether some lambda has the variable of a table."""
    return any(("table", table) in kinds.values() for kinds in subject.kinds.values())


def variable(subject, table):
    """demo-raw -> DEMO_RAW_TABLE"""
    return f"{table.replace('-', '_').upper()}_TABLE"


def written_by(subject, name, call):
    """(table or None, row or None) of what a call writes; row None: not known."""
    args = call["args"]
    if call["operation"] in ELSEWHERE:
        yield None, None
    elif call["operation"] == "TransactWriteItems":
        yield from in_transaction(subject, name, call)
    elif call["operation"] == "BatchWriteItem":
        yield None, None  # its tables are keys, which are seldom constants
    else:
        yield subject.table_of(name, call), row(call, args, call["operation"] == "PutItem")


def in_transaction(subject, name, call):
    """The writes of a transaction."""
    held = call["args"].get("TransactItems", NOTHING)
    known = emitted.elements(held)
    if not known:
        yield None, None
    for one in known:
        if not fields(one):
            yield None, None
        for kind in ("Put", "Update"):
            args = fields(one).get(kind)
            if fields(args):
                table = subject.named(name, fields(args).get("TableName"))
                yield table[1] if table[0] == "table" else None, row(call, fields(args), kind == "Put")
            elif kind in fields(one):
                yield None, None


def row(call, args, is_put):
    """The row of a put or update; None if its keys may be anything."""
    held = args.get("Item" if is_put else "Key", NOTHING)
    choices = [one for one in options(held) if fields(one)]
    if len(choices) != 1 or len(options(held)) != 1:
        return None
    values = {key: value if call["python"] else untyped(value) for key, value in fields(held).items()}
    return {"put": is_put, "pk": values.get("pk", NOTHING), "sk": values.get("sk", NOTHING),
            "item": {**held, "dict": values} if is_put else None,
            "names": None if is_put else updated(args), "certain": "ConditionExpression" not in args,
            "update": args.get("UpdateExpression")}


def untyped(value):
    """{"S": "a"} -> "a", in plain form."""
    held = fields(value)
    return next(iter(held.values())) if len(held) == 1 and set(held) <= {"S", "N", "BOOL", "M", "L"} else NOTHING


def updated(args):
    """The attributes that an update gives values to, with the keys; None if that is not known."""
    text = args.get("UpdateExpression")
    found = tokens.names_in(text, "update", fields(args.get("ExpressionAttributeNames"))) \
        if isinstance(text, str) else None
    return None if found is None else {"pk", "sk", *found}


def kind(sk):
    """What events say of a sort key: the part before the first "#"."""
    if isinstance(sk, str):
        return sk.split("#")[0]
    parts = sk.get("text") if isinstance(sk, dict) else None
    if isinstance(sk, dict) and "any" in sk:
        return {"any": [kind(one) for one in sk["any"]]}
    if parts and isinstance(parts[0], str):
        first = parts[0].split("#")[0]
        return first if "#" in parts[0] else {"text": [first, None], "never": "#"}
    return {"kind": "text", "never": "#"}


def shown(row, key):
    """The value or the beginning of a row's key, "" if it is not known."""
    value = kind(row["sk"]) if key == "sk" else row.get(key)
    if isinstance(value, str):
        return value
    first = value.get("text", [None])[0] if isinstance(value, dict) else None
    return first if isinstance(first, str) else ""

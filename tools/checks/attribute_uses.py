"""Attributes that code reads, or an expression uses, and that no write to the table sets; times to live among them."""
from aws import tables
from checks import emitted, rows, tokens
from checks.check import Check, Finding, Findings, Subject, finding
from checks.dynamodb_expressions import EXPRESSIONS
from checks.example import lambda_file
from checks.expression_grammar import targets
from checks.subject import per_subject
from interpreter.plain import fields, options
from kit.problems import listed
from kit.schema import line_of, nearest


@per_subject
def written_names(subject, table):
    """{attribute} that the app's lambdas write to a table, its keys among them; None if a write is unknown, or none
    creates an item."""
    names: set = set()
    creates = False
    for name in sorted(subject.observations):
        if emitted.has_unknown_use(subject, name, "dynamodb", "table") and table in rows.possible_tables(subject, name):
            return None
    for name, call in emitted.reachable_calls(subject, "dynamodb", rows.WRITES | rows.UNREAD_OPERATIONS):
        for target, kind, args in writes(subject, name, call):
            if target is None and table not in rows.possible_tables(subject, name) or target not in (None, table):
                continue
            if kind == "Put" and rows.is_written_back(subject, name, args.get("Item"), target):
                continue
            written = names_of_put(args) if kind == "Put" else names_of_update(args)
            if target is None or written is None:
                return None
            names |= written
            creates = creates or kind == "Put" or "ConditionExpression" not in args
    return names if creates else None


def writes(subject, name, call):
    """Yields (table or None, "Put" or "Update", arguments in plain form) of each write of a call by the lambda `name`;
    None stands for an unknown table. Arguments without Item and UpdateExpression are unknown."""
    args = call["args"]
    if call["operation"] == "TransactWriteItems":
        members = emitted.elements(args.get("TransactItems"))
        for kind, part in ((kind, fields(part)) for member in members for kind, part in fields(member).items()):
            of, table = subject.referenced(name, part.get("TableName"))
            if kind in ("Put", "Update"):
                yield table if of == "table" else None, kind, part
        if not members or not all(map(fields, members)):
            yield None, "Put", {}
    elif call["operation"] in ("PutItem", "UpdateItem"):
        yield subject.table_of(name, call), call["operation"].removesuffix("Item"), args
    else:
        yield None, "Put", {}


def names_of_put(args):
    """{attribute} of an item that is put; None if it may have others."""
    choices = options(args.get("Item"))
    return None if any(not isinstance(choice, dict) or "dict" not in choice or choice["open"] for choice in choices) \
        else {name for choice in choices for name in fields(choice)}


def names_of_update(args):
    """{attribute} that an update sets, and its keys; None if they are unknown."""
    names = set(fields(args.get("Key")))
    for text in options(args.get("UpdateExpression")):
        changed = targets(text) if isinstance(text, str) and text.strip() else None
        if changed is None:
            return None
        placeholders = fields(args.get("ExpressionAttributeNames"))
        resolved = {placeholders.get(word) if word[0] == "#" else word for clause, word in changed if clause != "REMOVE"}
        if not all(isinstance(name, str) for name in resolved):
            return None
        names |= resolved
    return names


def unwritten_expressions(subject: Subject) -> Findings:
    """Attributes in conditions, filters, projections and removals that no write to the table sets."""
    operations = frozenset("GetItem PutItem UpdateItem DeleteItem Query Scan TransactWriteItems".split())
    for name, call in subject.calls("dynamodb", operations):
        parts = writes(subject, name, call) if call["operation"] == "TransactWriteItems" else \
            [(subject.table_of(name, call), "", call["args"])]
        for table, _kind, args in parts if call["sure"] else ():
            written = written_names(subject, table) if table else None
            own = known_names(subject, table) if written else set()
            for attribute in sorted(used(args) - written - own) if written else ():
                yield finding(call, f"no lambda writes {attribute!r} to {table!r}",
                              nearest(attribute, written, 0.6) or f"items have {listed(sorted(written), 8)}",
                              "no error: an attribute that no item has is never equal to anything")


def known_names(subject, table):
    """The attributes of a table that others may write: its keys, and its time to live."""
    described = subject.model["state"]["table"][table]
    return {*tables.keys(described), tables.time_to_live(described) or ""}


def used(args):
    """{attribute} that the expressions of a call use, but for those that an update sets, or tests with if_not_exists."""
    names: set = set()
    placeholders = fields(args.get("ExpressionAttributeNames"))
    for parameter, kind in EXPRESSIONS.items():
        for value in options(args.get(parameter)):
            if isinstance(value, dict) and "condition" in value:
                names |= {attribute for sort, attribute, _operator in map(tuple, value["condition"]) if sort == "Attr"
                          and isinstance(attribute, str)}
            elif isinstance(value, str) and kind == "update":
                names |= {placeholders.get(word, "") if word[0] == "#" else word for clause, word in targets(value) or ()
                          if clause == "REMOVE"}
            elif isinstance(value, str) and kind == "condition":
                names |= set(tokens.names_in(value, kind, placeholders) or ())
    return {name.partition(".")[0].partition("[")[0] for name in names if isinstance(name, str)} - {""}


def unwritten(subject: Subject, table, note) -> Findings:
    """The finding of an attribute that code reads of an item as if it were there, and that no item of the table has,
    whatever its kind. note: of the read"""
    written = written_names(subject, table) if table else None
    if written and note["key"] and note["key"] not in written | known_names(subject, table):
        yield finding(note, f"no lambda writes {note['key']!r} to {table!r}",
                      nearest(note["key"], written, 0.6) or f"items have {listed(sorted(written), 8)}",
                      f"KeyError: {note['key']!r}")


def unset_times(subject: Subject) -> Findings:
    """Times to live of app.yaml that no write to the table sets."""
    for name, table in sorted(subject.model["state"]["table"].items()):
        attribute, written = tables.time_to_live(table), written_names(subject, name)
        if attribute and written and attribute not in written:
            yield Finding(subject.settings["path"], line_of(subject.settings["lines"], f"tables.{name}.ttl"),
                          f"no lambda writes {attribute!r}, the time to live of {name!r}",
                          nearest(attribute, written, 0.6) or f"items have {listed(sorted(written), 8)}",
                          "no error: DynamoDB deletes no item")


WRITER = "table.put_item(Item={'pk': 'a', 'sk': 'b', 'stage': 'open', 'ends': int(time.time()) + 60})"
SCAN = "return table.scan(FilterExpression='%s = :o', ExpressionAttributeValues={':o': 'open'})['Count']"
CHECKS = [
    Check("P832", "An attribute in an expression that no lambda writes",
          "A condition on it is never true, or always; a filter lets no item through. Reported only where every write "
          "to the table is known.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html",
          SCAN % "opened", SCAN % "stage",
          unwritten_expressions, lambda_file("b", WRITER)),
    Check("P833", "A time to live that no lambda writes",
          "DynamoDB deletes no item: none has the attribute that app.yaml names. Reported only where every write to "
          "the table is known.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html",
          WRITER, WRITER, unset_times,
          {"bad/app.yaml": "name: demo\ntables:\n  demo:\n    ttl: expires\n",
           "app.yaml": "name: demo\ntables:\n  demo:\n    ttl: ends\n"}),
]

"""Attributes that code reads, or an expression uses, and that no write to the table sets."""
import re

from aws import tables
from checks import emitted, indexes, rows, time_to_live, tokens
from checks.check import Check, Findings, Subject, finding
from checks.dynamodb_expressions import EXPRESSIONS
from checks.example import lambda_file
from checks.expression_grammar import targets
from checks.subject import per_subject
from interpreter.plain import fields, options
from kit.problems import listed
from kit.schema import nearest

OPERATIONS = frozenset("GetItem PutItem UpdateItem DeleteItem Query Scan TransactWriteItems".split())
# SET size = size + :n, which is refused where there is no size: such an update creates no item
OF_ITSELF = re.compile(r"=\s*[#\w.]+\s*[-+]")
SECOND_OPERAND = re.compile(r"[-+]\s*(#?[A-Za-z]\w*)\b(?!\s*\()")  # of an update: SET size = size + more
ABSENT = re.compile(r"attribute_not_exists\s*\(\s*([#\w]+)")
IDS = {"id", "pk", "sk", "key", "uuid"}  # whose absence a put tests so that it creates an item only once
NULL = {"dict": {"NULL": True}, "maybe": [], "open": False}
VALUES = ("Item", "ExpressionAttributeValues")


@per_subject
def written_names(subject, table):
    """{attribute} that the app's lambdas write to a table, its keys among them; None if a write is unknown, or none
    creates an item."""
    parts = known_writes(subject, table)
    if parts is None or not any(kind == "Put" or "ConditionExpression" not in args and not OF_ITSELF.search(str(
            args.get("UpdateExpression"))) for kind, args, _names in parts):
        return None
    return set().union(*(names for _kind, _args, names in parts))


def of_puts(subject, table):
    """As written_names(), but None where no lambda puts items: another program creates them, and sets more."""
    is_put = any(kind == "Put" for kind, _args, _names in known_writes(subject, table) or ())
    return written_names(subject, table) if is_put else None


@per_subject
def known_writes(subject, table):
    """[("Put" or "Update", arguments, {attribute} that it sets)] of all writes to a table; None if one is unknown."""
    result = []
    for name in sorted(subject.observations):
        if emitted.has_unknown_use(subject, name, "dynamodb", "table") and table in rows.possible_tables(subject, name):
            return None
    for name, call in emitted.reachable_calls(subject, "dynamodb", rows.WRITES | rows.UNREAD_OPERATIONS):
        for target, write in rows.writes(subject, name, call):
            if target is None and table not in rows.possible_tables(subject, name) or target not in (None, table):
                continue
            args, is_put = (write["args"], write["operation"] == "PutItem") if write else ({}, False)
            if is_put and rows.is_written_back(subject, name, args.get("Item"), target):
                continue
            written = names_of_put(args) if is_put else rows.updated_names(args)
            if target is None or written is None:
                return None
            result.append(("Put" if is_put else "Update", args if call["python"] else {
                **args, **{key: indexes.untyped_values(args[key]) for key in VALUES if key in args}}, written))
    return result


def values_by_write(subject, table, attribute):
    """[[plain value]] that each write to a table gives to an attribute, of those that set it; [] if one is unknown."""
    return [[*time_to_live.values_of(args, attribute)] for _kind, args, names in known_writes(subject, table) or ()
            if attribute in names]


def written_texts(subject, table, attribute):
    """{text} that all writes to a table give to an attribute, all texts of a schema's enum among them; None if one of
    them is unknown, or no text."""
    texts: set = set()
    for _kind, args, names in known_writes(subject, table) or ():
        values = [text for value in time_to_live.values_of(args, attribute) for option in options(value)
                  for text in (option.get("values", [option]) if isinstance(option, dict) else [option])]
        if attribute in names and not values or not all(isinstance(value, str) for value in values):
            return None
        texts |= {*values}
    return texts


def unwritten_values(subject: Subject) -> Findings:
    """Texts with which a condition compares an attribute, and that no write to the table gives it; of a filter only
    those that are nearly the text of a write: it may be for the items of another program."""
    for name, call in subject.calls("dynamodb", OPERATIONS):
        for table, args in parts(subject, name, call):
            for is_write, attribute, value in compared(args) if table and of_puts(subject, table) else ():
                texts = written_texts(subject, table, attribute) if isinstance(value, str) \
                    and isinstance(attribute, str) else None
                near = nearest(value, texts, 0.6) if texts else ""
                is_of_p830 = texts and value.lower() in map(str.lower, texts) and rows.has_default_keys(subject, table)
                if texts and value not in texts and not is_of_p830 and (is_write or near):
                    yield finding(call, f"no lambda writes {value!r} to {attribute!r} of {table!r}",
                                  near or f"they write {listed(sorted(texts), 8)}",
                                  "no error: the condition is never true")


def unwritten_comparisons(subject: Subject) -> Findings:
    """Texts with which code compares an attribute, and that are nearly the text that a write gives it; not where the
    file knows that text too: it may read items of an earlier version."""
    for name, note in subject.notes("row-text"):
        table = subject.table_of(name, note["call"])
        texts = written_texts(subject, table, note["key"]) if table and of_puts(subject, table) else None
        near = nearest(note["text"], [text for text in texts if not (text in note["text"] or note["text"] in text)],
                       0.6) if texts and note["text"] not in texts else ""
        if near and note["reached"] and not any(text in subject.texts(note["file"]) for text in texts or ()
                                                if f"{text!r}" in near):
            yield finding(note, f"no lambda writes {note['text']!r} to {note['key']!r} of {table!r}", near,
                          "no error: the comparison is always the same")


def null_comparisons(subject: Subject) -> Findings:
    """Comparisons with None of keys, and of attributes to which every write gives another value or none."""
    for name, call in subject.calls("dynamodb", OPERATIONS):
        for table, args in parts(subject, name, call):
            for _is_write, attribute, value in compared(args) if table else ():
                if (value is None or value == NULL) and attribute not in only_absent(args) \
                        and is_never_null(subject, table, attribute):
                    yield finding(call, f"{attribute!r} is never null: an item has it, or does not have it",
                                  f"Attr({attribute!r}).not_exists(), or attribute_not_exists({attribute})",
                                  "no error: an absent attribute is not equal to null, so the condition is never true")


def is_never_null(subject, table, attribute):
    """Whether an attribute is a key of a table, or has in all writes a value that is certainly not None."""
    is_key = attribute in tables.keys(subject.model["state"]["table"][table])
    values = [option for group in values_by_write(subject, table, attribute) for value in group or [None]
              for option in options(value)]
    return is_key or bool(values) and all(isinstance(value, (str, int)) or isinstance(value, dict) and (
        "text" in value or value.get("kind") in ("text", "whole", "decimal", "number")) for value in values)


def compared(args):
    """Yields (whether it is a write's condition, attribute, plain value) of the equalities in conditions and filters,
    and in the key conditions of indexes. args: the arguments of a call of DynamoDB"""
    names, values = fields(args.get("ExpressionAttributeNames")), fields(args.get("ExpressionAttributeValues"))
    for parameter in ("ConditionExpression", "FilterExpression", *["KeyConditionExpression"] * ("IndexName" in args)):
        for condition in options(args.get(parameter)):
            if isinstance(condition, dict):
                yield from ((parameter[0] == "C", *pair) for pair in condition.get("equal", {}).items())
            elif isinstance(condition, str) and not re.search(r"(?i)\bNOT\b", condition):
                yield from ((parameter[0] == "C", names.get(word, word), values.get(placeholder, {"kind": ""}))
                            for word, placeholder in tokens.EQUALITY.findall(condition))


def parts(subject, name, call):
    """Yields (table or None, arguments) of a call, or of the puts and updates of a transaction."""
    writes = rows.writes(subject, name, call) if call["operation"] == "TransactWriteItems" else \
        [(subject.table_of(name, call), call)]
    yield from ((table, write["args"]) for table, write in writes if write and call["sure"])


def names_of_put(args):
    """{attribute} of an item that is put; None if it may have others."""
    choices = options(args.get("Item"))
    return None if any(not isinstance(choice, dict) or "dict" not in choice or choice["open"] for choice in choices) \
        else {name for choice in choices for name in fields(choice)}


def unwritten_expressions(subject: Subject) -> Findings:
    """Attributes in conditions, filters, projections and removals that no write to the table sets."""
    for name, call in subject.calls("dynamodb", OPERATIONS):
        for table, args in parts(subject, name, call):
            written = of_puts(subject, table) or set() if table else set()
            own = known_names(subject, table) if written else set()
            for attribute in sorted(used(args) - written - own) if written else ():
                near = nearest(attribute, written, 0.7)
                if attribute in only_absent(args) and not near and not (
                        attribute in IDS and call["operation"] == "PutItem"):
                    continue
                yield finding(call, f"no lambda writes {attribute!r} to {table!r}",
                              near or f"items have {listed(sorted(written), 8)}",
                              "no error: an attribute that no item has is never equal to anything" if attribute
                              not in removed(args) else "no error: the update removes nothing")


def known_names(subject, table):
    """The attributes of a table that others may write: its keys, and its time to live."""
    described = subject.model["state"]["table"][table]
    return {*tables.keys(described), tables.time_to_live(described) or ""}


def used(args):
    """{attribute} that a call's expressions use, but for those that an update sets, or tests with if_not_exists."""
    names: set = set()
    placeholders = fields(args.get("ExpressionAttributeNames"))
    for parameter, kind in EXPRESSIONS.items():
        for value in options(args.get(parameter)):
            if isinstance(value, dict) and "condition" in value:
                names |= {attribute for sort, attribute, _operator in map(tuple, value["condition"]) if sort == "Attr"
                          and isinstance(attribute, str)}
            elif isinstance(value, str) and kind == "condition":
                names |= set(tokens.names_in(value, kind, placeholders) or ())
            elif isinstance(value, str) and kind == "update":
                names |= {placeholders.get(name, name) for name in SECOND_OPERAND.findall(value)}
    return removed(args) | {name.partition(".")[0].partition("[")[0] for name in names if isinstance(name, str)} - {""}


def removed(args):
    """{attribute} that an update removes."""
    placeholders = fields(args.get("ExpressionAttributeNames"))
    names = [placeholders.get(word, "") if word[0] == "#" else word
             for text in options(args.get("UpdateExpression")) if isinstance(text, str)
             for clause, word in targets(text) or () if clause == "REMOVE"]
    return {name.partition(".")[0].partition("[")[0] for name in names if isinstance(name, str)} - {""}


def only_absent(args):
    """{attribute} whose absence a condition tests: items of earlier versions may have it."""
    names, placeholders = set(), fields(args.get("ExpressionAttributeNames"))
    for parameter in ("ConditionExpression", "FilterExpression"):
        for value in options(args.get(parameter)):
            if isinstance(value, str):
                names |= {str(placeholders.get(word, word)) for word in ABSENT.findall(value)}
            elif isinstance(value, dict):
                names |= {part[1] for part in value.get("condition", ()) if part[2] in ("exists", "not_exists")}
    return names


def unwritten(subject: Subject, table, note) -> Findings:
    """The finding of an attribute that code reads of an item as if it were there, and that no item of the table has,
    whatever its kind. note: of the read"""
    written = of_puts(subject, table) if table else None
    if written and note["key"] and note["key"] not in written | known_names(subject, table):
        yield finding(note, f"no lambda writes {note['key']!r} to {table!r}",
                      nearest(note["key"], written, 0.6) or f"items have {listed(sorted(written), 8)}",
                      f"KeyError: {note['key']!r}")


WRITER = "table.put_item(Item={'pk': 'a', 'sk': 'b', 'stage': 'open', 'ends': int(time.time()) + 60})"
SCAN = "return table.scan(FilterExpression='%s = :o', ExpressionAttributeValues={':o': 'open'})['Count']"
CREATE = "table.put_item(Item={'pk': event['id'], 'sk': 'b'}, ConditionExpression=Attr('pk').%s)"
CHECKS = [
    Check("P832", "An attribute in an expression that no lambda writes",
          "A condition on it is never true, or always; a filter lets no item through. Reported only where every write "
          "to the table is known.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html",
          SCAN % "opened", SCAN % "stage",
          unwritten_expressions, lambda_file("b", WRITER)),
    Check("P349", "A comparison with None that is never true",
          "DynamoDB's null is a value of an item: an attribute that the item does not have is not equal to it.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html",
          CREATE % "eq(None)", CREATE % "not_exists()", null_comparisons),
    Check("P834", "A value that no lambda writes",
          "The condition is never true. Reported only where every write of the attribute is a known text.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html",
          SCAN.replace("'open'", "'opened'") % "stage", SCAN % "stage",
          lambda subject: [*unwritten_values(subject), *unwritten_comparisons(subject)], lambda_file("b", WRITER)),
]

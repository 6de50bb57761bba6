"""Values that are not what they seem: times with and without a time zone, hashes of texts, members of Enums."""
import ast
from typing import Any

from checks import attribute_uses, row_reads, rows
from checks.check import Check, Findings, Subject, finding, notes_of, pitfalls_of
from checks.dynamodb_values import leaves
from checks.imports import runtime_version
from checks.syntax import base_name, bindings, function_name, method_name
from interpreter.plain import fields
from interpreter.sources import called_name, every_node, handler_function, nodes_of

NOT_FOUND = "no error: another invocation does not find it again"
KEPT_BY = frozenset("dynamodb s3 sqs sns events lambda ssm secretsmanager kinesis stepfunctions".split())


mixed_times = notes_of("naive-aware", "one time has a time zone, and the other has none",
                       "datetime.now(timezone.utc): times of AWS's responses have a time zone",
                       "TypeError: can't compare offset-naive and offset-aware datetimes")


def times_of_rows(subject: Subject) -> Findings:
    """A time of a table's item beside one of the other kind, where every write of such items has that kind."""
    for name, note in subject.notes("time-of-row"):
        if has_zone(subject, name, note["call"], note["key"]) is (not note["aware"]):
            yield finding(note, f"{note['key']!r} of such items "
                          f"{'has no time zone' if note['aware'] else 'has a time zone'}, and the other time "
                          f"{'has one' if note['aware'] else 'has none'}", "datetime.now(timezone.utc) in both places",
                          "TypeError: can't subtract offset-naive and offset-aware datetimes")


def replaced_zones(subject: Subject) -> Findings:
    """replace(tzinfo=ZONE) of a time in UTC, also of one that every write of such items has written in UTC."""
    for name, note in subject.notes("utc-replaced"):
        if note["call"] is None or has_zone(subject, name, note["call"], note["key"], "utc"):
            yield finding(note, "the time is in UTC, and replace() changes the zone alone: it is hours early, or late",
                          ".astimezone(ZONE)", "no error: another time")


def has_zone(subject, name, call, attribute, mark="iso"):
    """Whether the times in an attribute of the items that a call reads have a time zone: True or False if all writes
    of such items agree, None if that is not known.

    name  of the lambda; mark: "utc" for whether they are in UTC
    """
    table = subject.table_of(name, call)
    if table and not rows.has_default_keys(subject, table):
        times = [value for group in attribute_uses.values_by_write(subject, table, attribute)
                 for value in group or [None]]
    else:
        written = rows.rows_of_table(subject, table) if table else None
        fitting = row_reads.candidates(written, row_reads.key_values(call)) if written else None
        times = [fields(row["item"]).get(attribute) if row["put"] else None for row in fitting or ()
                 if row["put"] or row["names"] is None or attribute in row["names"]]
    zones = {value.get(mark) if isinstance(value, dict) else None for value in times}
    return zones.pop() if zones in ({True}, {False}) else None


def request_times(tree):
    """Yields pitfalls of fromisoformat() of a request's text, whose result is compared with a time with a zone: a text
    without an offset has none. A pattern of the schema may require the offset."""
    handler = handler_function(tree)
    nodes = every_node(handler) if handler and handler.args.args else []
    if "pattern:" in (ast.get_docstring(tree) or "") or {"TypeError", "tzinfo", "astimezone", "utcoffset"} & {
            getattr(node, "id", getattr(node, "attr", getattr(node, "arg", ""))) for node in nodes}:
        return
    names = bindings(nodes)
    requests = {name for name, value in names.items() if value is not None and is_of_request(value, handler, set())}
    times = {name for name, value in names.items() if method_name(value) == "fromisoformat" and value.args
             and is_of_request(value.args[0], handler, requests)}
    for node in nodes:
        sides = [node.left, *node.comparators] if isinstance(node, ast.Compare) else [node.left, node.right] \
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub) else []
        if any(getattr(side, "id", "") in times for side in sides) and any(
                method_name(call) == "now" and (call.args or call.keywords)
                for side in sides for call in nodes_of(side, ast.Call)):
            yield ["request-time", node.lineno, "a time of the request need not have a time zone, and the other time "
                   "has one", "datetime.fromisoformat(...).astimezone(timezone.utc)"]


def is_of_request(node, handler, names):
    """Whether an expression is a part of a request's body or query. names: of such values"""
    while not isinstance(node, ast.Name):
        owner = getattr(node, "func", node)
        key = getattr(getattr(node, "slice", None), "value", "")
        if key in ("body", "queryStringParameters") and base_name(node) == handler.args.args[0].arg:
            return True
        if isinstance(node, ast.Call) and ast.unparse(owner) == "json.loads" and node.args:
            node = node.args[0]
        elif isinstance(node, ast.BoolOp):
            node = node.values[0]
        elif isinstance(owner, (ast.Attribute, ast.Subscript)):
            node = owner.value
        else:
            return False
    return node.id in names


def stored_hashes(subject: Subject) -> Findings:
    """The hash() of a text in a call of AWS: each environment of a lambda computes another one."""
    for _name, call in subject.calls():
        for path, value in leaves({"dict": call["args"]}, "") if call["service"] in KEPT_BY else ():
            if isinstance(value, dict) and value.get("hash"):
                yield finding(call, f"{path} has the hash() of a text, which is another one in each environment",
                              "hashlib.sha256(text.encode()).hexdigest()", NOT_FOUND)


def text_hashes(tree):
    """Yields pitfalls of str(hash(f"...")): the hash of a text that becomes a part of another text."""
    for node in nodes_of(tree, ast.FormattedValue, ast.Call):
        parts = [node.value] if isinstance(node, ast.FormattedValue) else \
            node.args if called_name(node) in ("str", "hex", "format") else []
        for part in parts:
            call: Any = part.args[0] if function_name(part) == "abs" and part.args else part
            if function_name(call) == "hash" and call.args and _is_text(call.args[0]):
                yield ["hash", call.lineno, "the hash() of a text is another one in each environment",
                       "hashlib.sha256(text.encode()).hexdigest()"]


def _is_text(node):
    """Whether an expression is a text, or bytes, by its form: f"...", str(x), "-".join(x), x.encode()."""
    if isinstance(node, ast.BinOp):
        return _is_text(node.left) or _is_text(node.right)
    called = called_name(node)
    return isinstance(node, ast.JoinedStr) or isinstance(getattr(node, "value", None), (str, bytes)) \
        or called in ("str", "join", "encode", "lower", "upper", "strip", "format", "dumps", "casefold")


def member_names(subject: Subject) -> Findings:
    """The name of an Enum's member, where its value is meant, in a call of AWS: f"{Status.HELD}" is "Status.HELD"."""
    for name, call in subject.calls():
        if runtime_version(subject, subject.model["lambdas"][name]) == (3, 10):
            continue  # there the members of class Status(str, Enum) are formatted as their values
        for path, value in leaves({"dict": call["args"]}, "") if call["service"] in KEPT_BY else ():
            for part in (value, value.get("json")) if isinstance(value, dict) else ():
                enums_ = {leaf["enum"] for _path, leaf in leaves(part, "") if isinstance(leaf, dict) and "enum" in leaf}
                for enum in sorted(enums_):
                    yield finding(call, f"{path} has the name of a member of {enum}, '{enum}...', and not its value",
                                  "write member.value, or make the class a StrEnum",
                                  "no error: no reader finds the value")


compared_members = notes_of(
    "enum-compared", "a text never equals a member of {name}", "{name}.MEMBER.value, or {name}(text)",
    "no error: the condition is always the same")
OBJECT = "from datetime import datetime, timezone\n\n\ndef handler(event, context):\n" \
    "    response = boto3.client('s3').head_object(Bucket=os.environ['DEMO_BUCKET'], Key='k')\n" \
    "    return response['LastModified'] < datetime.now(%s)"
STATUS = "from enum import Enum, StrEnum\n\n\nclass Status(%s):\n    HELD = 'held'\n\n\n" \
    "def handler(event, context):\n    print(Enum, StrEnum)\n" \
    "    table.put_item(Item={'pk': 'a', 'sk': 'b', 'status': f'{Status.HELD}'})"
PITFALLS = [(("hash(",), text_hashes), (("fromisoformat",), request_times)]
LOCAL = "from datetime import datetime, timezone\nfrom zoneinfo import ZoneInfo\n\n\ndef handler(event, context):\n" \
    "    now = datetime.now(timezone.utc)\n    return {'hour': now.%s(%sZoneInfo('Europe/Oslo')).hour}"
CHECKS = [
    Check("P116", "A time with a time zone beside one without",
          "TypeError: can't compare offset-naive and offset-aware datetimes. boto3 returns times with a time zone.",
          "https://docs.python.org/3/library/datetime.html",
          OBJECT % "", OBJECT % "timezone.utc", lambda subject: [
              *mixed_times(subject), *times_of_rows(subject), *pitfalls_of(
                  "request-time", "TypeError: can't compare offset-naive and offset-aware datetimes")(subject)]),
    Check("P117", "A stored hash() of a text",
          "Python salts the hash of texts: each environment of a lambda computes another one.",
          "https://docs.python.org/3/reference/datamodel.html#object.__hash__",
          "table.put_item(Item={'pk': f\"user#{hash(event['mail'])}\", 'sk': 'a'})",
          "import hashlib\n\n\ndef handler(event, context):\n    digest = hashlib.sha256(event['mail'].encode())\n"
          "    table.put_item(Item={'pk': f'user#{digest.hexdigest()}', 'sk': 'a'})", lambda subject: [
              *stored_hashes(subject), *pitfalls_of("hash", NOT_FOUND)(subject)]),
    Check("P119", "The name of an Enum's member where its value is meant",
          "A member of Enum, and since Python 3.11 also of (str, Enum), is formatted as 'Status.HELD'.",
          "https://docs.python.org/3/library/enum.html#notes",
          STATUS % "Enum", STATUS % "StrEnum",
          lambda subject: [*member_names(subject), *compared_members(subject)]),
    Check("P161", "A zone that replaces UTC",
          "replace() keeps the hours and changes the zone; astimezone() converts the time.",
          "https://docs.python.org/3/library/datetime.html#datetime.datetime.replace",
          LOCAL % ("replace", "tzinfo="), LOCAL % ("astimezone", ""), replaced_zones),
]

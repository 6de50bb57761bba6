"""Which exceptions the handlers of a try catch: whether they catch a missing key, or None in place of a mapping."""
import ast
import builtins

from interpreter import error_codes, values
from interpreter.values import Class, External, List, Unknown

# The exceptions that a missing key or None raises, and their base classes.
SLIPS = frozenset("KeyError IndexError LookupError TypeError AttributeError Exception BaseException".split())
# Modules whose exceptions report faults of other systems.
OUTSIDE = ("botocore.", "boto3.", "urllib.error.", "http.client.", "socket.", "decimal.")
CONDITION, CANCELLED = "ConditionalCheckFailedException", "TransactionCanceledException"
TRANSACTIONS = {"TransactWriteItems", "TransactGetItems"}
SINGLE = {"PutItem", "UpdateItem", "DeleteItem", "GetItem", "Query", "Scan", "BatchWriteItem", "BatchGetItem"}
JSON = frozenset("json.JSONDecodeError json.decoder.JSONDecodeError".split())


def catch_slips(node, frame, analysis):
    """Whether one of a try's handlers may catch the exception of a missing key or of None; an unknown type may be
    any."""
    analysis.silenced += 1
    catches = any(handler.type is None or _may_catch(analysis.evaluate(handler.type, frame))
                  for handler in node.handlers)
    analysis.silenced -= 1
    return catches


def note_heads(node, calls, notes, frame, analysis):
    """Note handlers of NoSuchKey around head_object: a HEAD has no body with a code, so the code is "404".

    Also where get_object of the same object follows head_object: get_object runs only if the object exists.

    node  a try; calls, notes: of its body
    """
    note_unraised(node, calls, notes, frame, analysis)
    of_objects = [call for call in calls if call["service"] == "s3"]
    heads_alone = {call["operation"] for call in of_objects} == {"HeadObject"}
    if not (heads_alone or _is_head_first(of_objects)) or any(note["note"] == "escaped" for note in notes):
        return
    analysis.silenced += 1
    types = [analysis.evaluate(handler.type, frame) if handler.type else values.UNKNOWN for handler in node.handlers]
    analysis.silenced -= 1
    details_by_handler = [[getattr(option, "detail", None) or {} for option in getattr(type_, "items", [type_])]
                          for type_ in types]
    for handler, details in zip(node.handlers, details_by_handler):
        codes = dict(sum(error_codes.compared_codes(handler.body, frame.module.tree), []))
        by_code = [codes["NoSuchKey"]] if "NoSuchKey" in codes and "404" not in codes else []
        by_name = [handler.lineno] if details == [{"exception": "NoSuchKey"}] else []
        for line in by_name + by_code:
            analysis.note("head-key", frame, ast.Pass(lineno=line))


def note_unraised(node, calls, notes, frame, analysis):
    """Note handlers of an exception of DynamoDB that none of its calls in a try raises: of a transaction a failed
    condition is a TransactionCanceledException."""
    operations = {call["operation"] for call in calls if call["service"] == "dynamodb"}
    is_transaction = operations and operations <= TRANSACTIONS
    unraised = CONDITION if is_transaction else CANCELLED if operations and operations <= SINGLE else None
    if unraised is None or any(note["note"] == "escaped" for note in notes) \
            or not all(call["sure"] for call in calls) or any(handler.type is None for handler in node.handlers):
        return
    analysis.silenced += 1
    types = [analysis.evaluate(handler.type, frame) for handler in node.handlers]
    analysis.silenced -= 1
    names = [[(getattr(option, "detail", None) or {}).get("exception") for option in getattr(type_, "items", [type_])]
             for type_ in types]
    for handler, group in zip(node.handlers, names):
        if group == [unraised] and not any(set(other) - {unraised} for other in names):
            analysis.note("unraised", frame, ast.Pass(lineno=handler.lineno), name=unraised,
                          operation=min(operations))


def _is_head_first(calls):
    """Whether calls are a head_object and then get_object of the same object."""
    same = {repr([call["args"].get(name) for name in ("Bucket", "Key")]) for call in calls}
    return bool(calls) and calls[0]["operation"] == "HeadObject" and len(same) == 1 and "None" not in same and {
        call["operation"] for call in calls} <= {"HeadObject", "GetObject"}


def _may_catch(value):
    """Whether an exception's type, or one of a tuple, may be that of a missing key or None."""
    if value.__class__ is List:
        return value.open or any(map(_may_catch, value.items))
    if value.__class__ is values.Any:
        return any(map(_may_catch, value.options))
    if value.__class__ is External:
        name = value.dotted.removeprefix("builtins.")
        return name in SLIPS if name != value.dotted and hasattr(builtins, name) else \
            value.dotted not in JSON and not value.dotted.startswith(OUTSIDE)
    return not (value.__class__ is Class or value.__class__ is Unknown and value.kind == "refusal")

"""Which exceptions the handlers of a try catch: a missing key, None in place of a mapping, the one of a note."""
import ast
import builtins
import re

from interpreter import error_codes, models, values
from interpreter.values import Class, External, List, Unknown

# The exceptions that a missing key or None raises, and their base classes.
SLIPS = frozenset("KeyError IndexError LookupError TypeError AttributeError Exception BaseException".split())
ANY = ""  # in place of the name of an exception: a handler of a type that is unknown
BROAD = frozenset(["Exception", "BaseException", ANY])
# The exceptions that the code of a note raises: {kind of the note: names}. A handler of one of them is meant for it.
# A text in place of bytes fails at each call: a broad handler only hides the TypeError.
RAISED = {**dict.fromkeys(["text-bytes", "text-data", "number-header"], frozenset(["TypeError"])),
          "no-name": BROAD.union(["ImportError", "ModuleNotFoundError", "AttributeError"]),
          **dict.fromkeys(["null", "none-attribute"], BROAD.union(["TypeError", "AttributeError"])),
          "no-attribute": frozenset(["AttributeError"]),
          "spread": BROAD.union(["TypeError"]),
          **dict.fromkeys(["no-key", "maybe"], BROAD.union(["KeyError", "LookupError"])),
          **dict.fromkeys(["writes", "shared-memory"],
                          BROAD.union("OSError IOError EnvironmentError PermissionError ImportError".split())),
          "env-number": BROAD.union(["ValueError", "TypeError", "ArithmeticError", "decimal.InvalidOperation"])}
# Modules whose exceptions report faults of other systems.
OUTSIDE = ("botocore.", "boto3.", "urllib.error.", "http.client.", "socket.", "decimal.")
ABSENT = "NoSuchKey", "NoSuchBucket"
CONDITION, CANCELLED = "ConditionalCheckFailedException", "TransactionCanceledException"
TRANSACTIONS = {"TransactWriteItems", "TransactGetItems"}
CONDITIONAL = {"PutItem", "UpdateItem", "DeleteItem"}
UNCONDITIONAL = {"GetItem", "Query", "Scan", "BatchWriteItem", "BatchGetItem"}
# Services whose models list the errors of each operation, and the exceptions that depend on the operation.
MODELLED = frozenset("cognito-idp dynamodb events kinesis scheduler secretsmanager ssm stepfunctions".split())
AVOIDABLE = re.compile("ConditionalCheck|TransactionCanceled|NotFound|Exists|DoesNotExist|Duplicate")
JSON = frozenset("json.JSONDecodeError json.decoder.JSONDecodeError".split())


def caught_names(node, frame, analysis):
    """The names of the exceptions that the handlers of a try catch: {"KeyError", "decimal.InvalidOperation"}; ANY of
    an unknown type. Exceptions of the app and of botocore have none: nothing else is caught with them."""
    analysis.silenced += 1
    names = frozenset(name for handler in node.handlers
                      for name in ([ANY] if handler.type is None else _names(analysis.evaluate(handler.type, frame))))
    analysis.silenced -= 1
    return names


def catch_slips(names):
    """Whether handlers of some exceptions (caught_names()) may catch the exception of a missing key or of None."""
    return bool(names & SLIPS) or ANY in names


def is_expected(kind, analysis):
    """Whether an open try, or one of a caller, is meant for the exception of a note. kind: of the note"""
    names = RAISED.get(kind)
    if names is None:
        return bool(analysis.open_tries or analysis.callers_tries)
    return ANY in names and analysis.callers_tries or any(names & caught for caught in analysis.open_tries)


def note_heads(node, calls, notes, frame, analysis):
    """Note handlers of NoSuchKey, or NoSuchBucket, around head_object: a HEAD has no body with a code, so the code is
    "404". Also around downloads, which begin with a head_object.

    Also where get_object of the same object follows head_object: get_object runs only if the object exists.

    node  a try; calls, notes: of its body
    """
    note_unraised(node, calls, notes, frame, analysis)
    escapes = any(note["note"] == "escaped" for note in notes)
    if calls and all(call["via"] == "waiter" for call in calls) and not escapes:
        _note_waiters(node, frame, analysis)
    of_objects = [call for call in calls if call["service"] == "s3"]
    heads_alone = bool(of_objects) and all(map(_is_head, of_objects))
    if not (heads_alone or _is_head_first(of_objects)) or escapes:
        return
    analysis.silenced += 1
    types = [analysis.evaluate(handler.type, frame) if handler.type else values.UNKNOWN for handler in node.handlers]
    analysis.silenced -= 1
    details_by_handler = [[getattr(option, "detail", None) or {} for option in getattr(type_, "items", [type_])]
                          for type_ in types]
    for handler, details in zip(node.handlers, details_by_handler):
        codes = dict(sum(error_codes.compared_codes(handler.body, frame.module.tree), []))
        for name in ABSENT:
            by_code = [codes[name]] if name in codes and "404" not in codes else []
            by_name = [handler.lineno] if details == [{"exception": name}] else []
            for line in by_name + by_code:
                analysis.note("head-key", frame, ast.Pass(lineno=line), key=name, name=of_objects[0]["method"])


def _is_head(call):
    """Whether a call of S3 is a HEAD, or begins with one: a download."""
    return call["operation"] in ("HeadObject", "HeadBucket") or call["method"] in ("download_file", "download_fileobj")


def _note_waiters(node, frame, analysis):
    """Note a handler of ClientError around waiters alone, which raise WaiterError, where nothing catches that one."""
    analysis.silenced += 1
    types = [analysis.evaluate(handler.type, frame) if handler.type else values.UNKNOWN for handler in node.handlers]
    analysis.silenced -= 1
    options = [option for type_ in types for option in getattr(type_, "items", [type_])]
    if not (analysis.open_tries or analysis.callers_tries) and all(
            getattr(option, "dotted", "") == "botocore.exceptions.ClientError" for option in options):
        analysis.note("waiter-error", frame, ast.Pass(lineno=node.handlers[0].lineno))


def note_unraised(node, calls, notes, frame, analysis):
    """Note handlers of one exception that none of the calls in a try raises, by botocore's models: a failed condition
    of a transaction is a TransactionCanceledException, and a write without a condition raises neither.

    Also each handler that one of the calls may reach ("raised"): a function may be called with a condition and without.
    """
    if not calls or any(note["note"] == "escaped" for note in notes) or analysis.dead \
            or not all(call["service"] in MODELLED for call in calls) \
            or any(handler.type is None for handler in node.handlers):
        return
    analysis.silenced, silenced = analysis.silenced + 1, analysis.silenced
    groups = [_expected_errors(handler, frame, analysis) for handler in node.handlers]
    expected = set().union(*groups)
    for handler, group in zip(node.handlers, groups):
        name = min(group) if group == expected and len(group) == 1 else ""
        if not AVOIDABLE.search(name) or not any(name in models.exceptions(call["service"]) for call in calls):
            continue
        is_raised = any(_may_raise(call, name) or not call["sure"] for call in calls)
        analysis.silenced = 0 if is_raised else silenced
        analysis.note("raised" if is_raised else "unraised", frame, ast.Pass(lineno=handler.lineno), name=name,
                      operation=_tried_operation(calls, name))
    analysis.silenced = silenced


def _tried_operation(calls, name):
    """The operation that an except for an exception is for: one that can raise it in another call, a transaction
    before a write, and a write before a read."""
    operations = sorted({call["operation"] for call in calls if name in models.exceptions(call["service"])})
    return min(operations, key=lambda operation: (not operation.startswith("Transact"),
                                                  operation.startswith(("Get", "Query", "Scan", "BatchGet", "List"))))


def _expected_errors(handler, frame, analysis):
    """{name or code} of the exceptions of AWS that a handler is for; {""} too if it may be for others."""
    type_ = analysis.evaluate(handler.type, frame)
    options = getattr(type_, "items", [type_]) if type_.__class__ is not Class else [type_]
    if all(getattr(option, "dotted", "") == "botocore.exceptions.ClientError" for option in options):
        groups = error_codes.compared_codes(handler.body, frame.module.tree)
        return {str(code) for group in groups for code, _line in group}  # of some services a number
    return {(getattr(option, "detail", None) or {}).get("exception") or "" for option in options}


def _may_raise(call, name):
    """Whether a call may raise an exception of its service, by botocore's models."""
    operation = call["operation"]
    if call["service"] == "dynamodb" and name == CONDITION:
        return operation not in CONDITIONAL | TRANSACTIONS | UNCONDITIONAL or operation in CONDITIONAL and (
            not call["whole"] or bool({"ConditionExpression", "Expected"} & call["args"].keys()))
    if call["service"] == "dynamodb" and name == CANCELLED:
        return operation not in CONDITIONAL | UNCONDITIONAL
    errors = [error["shape"] for error in models.model(call["service"])["operations"].get(operation, {}).get(
        "errors", ())]
    return not errors or name in errors


def _is_head_first(calls):
    """Whether calls are a head_object and then get_object of the same object."""
    same = {repr([call["args"].get(name) for name in ("Bucket", "Key")]) for call in calls}
    return bool(calls) and _is_head(calls[0]) and len(same) == 1 and "None" not in same and {
        call["operation"] for call in calls} <= {"HeadObject", "GetObject"}


def _names(value):
    """[name or ANY] of an exception's type, or of those of a tuple; [] of exceptions of the app and of AWS."""
    if value.__class__ is List:
        return [name for part in value.items for name in _names(part)] + [ANY] * bool(value.open)
    if value.__class__ is values.Any:
        return [name for option in value.options for name in _names(option)]
    if value.__class__ is External:
        name = value.dotted.removeprefix("builtins.")
        is_known = name != value.dotted and hasattr(builtins, name) or name in JSON or name.startswith(OUTSIDE)
        return [name if is_known else ANY]
    return [] if value.__class__ is Class or value.__class__ is Unknown and value.kind == "refusal" else [ANY]

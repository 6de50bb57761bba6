"""Python's types of what is data for certain: of the event's parts, of AWS's responses, of items of tables.

ty, which knows no boto3 and no event, gets them for the expressions of an analysis: checks/value_types.py.
"""
import ast

from interpreter import models, responses
from interpreter.values import AWARE, Answer, Row, Shaped, Unknown

# Any and Body are names of the module that ty gets with a file: checks/type_checker.py.
DICT, LIST, BODY = "dict[str, Any]", "list[{}]", "Body"
SHAPES = {"map": DICT, "text": "str", "bool": "bool", "structure": DICT, "string": "str", "boolean": "bool"}
LEAVES = {"text": "str", "whole": "int", "float": "float", "bool": "bool", "bytes": "bytes", "stream": BODY}
DATA = (Answer, Row, Shaped)


def record(node, value, frame, analysis):
    """Remember the type of the value of an expression or a parameter, if it is data."""
    remember(node, value, type_of(value) if value.__class__ in DATA else None, frame, analysis)


def record_result(node, called, value, frame, analysis):
    """Remember the type of the value of a call, if it is data. A call of an async function has a coroutine."""
    if value.__class__ in DATA or id(node) in analysis.types:  # most calls: neither
        is_async = getattr(called, "node", None).__class__ is ast.AsyncFunctionDef
        record(node, None if is_async else value, frame, analysis)


def recorded_item(receiver, value, site):
    """The value of receiver[...], whose type is remembered if the receiver is data."""
    remember(site.node, receiver, type_of(value) if receiver.__class__ in DATA else None, site.frame, site.analysis)
    return value


def record_parameters(function, frame, analysis):
    """Remember the types of what those parameters of a function get that have no annotation."""
    args = function.node.args
    for parameter in (*args.posonlyargs, *args.args, *args.kwonlyargs):
        if parameter.annotation is None:
            record(parameter, frame.names[parameter.arg], frame, analysis)


def remember(node, origin, type_, frame, analysis):
    """Remember the type of a node, None of one that has several, and whether its origin is a part of the event."""
    entry = type_, origin.__class__ is Shaped
    if analysis.types.setdefault(id(node), (frame.module.path, node, entry))[2] != entry:
        analysis.types[id(node)] = frame.module.path, node, (None, False)


def is_data(value):
    """Whether a value is data for certain. A text of unknown origin may be an object of another type."""
    detail = getattr(value, "detail", None) or {}
    return value.__class__ in DATA or value is AWARE or "answered" in detail \
        or detail.get("part") == responses.OF_RESPONSE["part"]


def type_of(value):
    """The type of a value, as an annotation has it; None if it is not certain."""
    kind = value.__class__
    if kind is Shaped:
        return of_shape(value.shape) if value.shape["is"] != "parsed" else of_json(value)
    if kind is Answer:
        return of_model(value.call["service"], value.shape)
    if kind is Row:
        return LIST.format(DICT) if value.many or value.part else of_row(value) if value.path else DICT
    if kind is Unknown and value is not AWARE:
        return LEAVES.get(value.kind)
    return "datetime" if value is AWARE else None


def of_row(value):
    """"row\\tlambdas/a/index.py\\t5\\tprice" of an attribute of an item, whose type its writers decide: with the place
    of the call that read the item. None of a part of an attribute."""
    name = value.path[0]
    if len(value.path) > 1 or name == "*" or value.key or "\t" in name:
        return None
    return f"row\t{value.call['file']}\t{value.call['line']}\t{name}"


def of_json(value):
    """"sent\tRecords\t[]\tbody\t()\tprice" of a part of JSON that lambdas may send, whose type they decide; "exact" in
    place of "sent" after parse_float. None of the whole JSON."""
    steps = [str(step) for step in value.path]
    return "\t".join(["exact" if "exact" in value.shape else "sent", *steps]) if steps and "*" not in steps else None


def of_shape(shape):
    """The type of a part of the event, by its shape."""
    if shape.get("null") or shape.get("bytes"):
        return "bytes" if shape.get("bytes") else None
    return LIST.format(of_shape(shape["of"]) or "Any") if shape["is"] == "list" else SHAPES.get(shape["is"])


def of_model(service, name):
    """The type of a part of a response, by its shape in botocore's model."""
    shape = models.shape(service, name)
    if shape.get("document") or shape.get("eventstream"):  # any JSON; an iterator of mappings
        return None
    if shape.get("type") == "list":
        return LIST.format(of_model(service, shape["member"]["shape"]) or "Any")
    return SHAPES.get(shape.get("type"))


def listed(analysis):
    """{path: [[line, column, end line, end column, type or None, whether it is of the event]]} of an analysis.

    None is for the code of other lambdas that import the file.
    """
    result = {}
    for path, node, entry in analysis.types.values():
        span = [node.lineno, node.col_offset, node.end_lineno, node.end_col_offset]
        result.setdefault(path, []).append([*span, *entry])
    return {path: sorted(entries, key=lambda entry: entry[:4]) for path, entries in sorted(result.items())}

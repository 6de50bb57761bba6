"""Values as plain JSON, for checks that only look: kept between runs, and handed from process to process.

    "demo", 5, True, None       a constant
    {"float": 1.5}              a constant that DynamoDB would refuse
    {"env": "DEMO_TABLE"}       the value of a variable
    {"text": ["day#", None]}    a text with a hole, or with {"env": ...} in it
    {"dict": {key: value}, "maybe": [keys], "open": True}    open: others may be there
    {"list": [values], "open": True}                        "some": True if it is open and surely not empty
    {"any": [values]}           one of them
    {"event": ["Records", "[]", "body"], "is": "text"}       a part of the lambda's event; "floats": True
                                if floats may stand in it
    {"answer": ["dynamodb", "GetItem", ["Item"]]}            a part of what AWS answered
    {"row": {"env": "DEMO_TABLE"}, "path": [], "many": False, "key": {...}}      an item of a table
    {"condition": [["Key", "pk", "eq"]], "open": False, "wanted": {"pk": value}}
    {"kind": "float"}           only its type is known; {"kind": ""}: nothing is
    {"kind": "text", "json": value}                          what json.dumps made of a value
"""
from interpreter import values

DEEPEST = 12
NOTHING = {"kind": ""}


def plain(value, deep=0):
    """The plain form of a value of interpreter/values.py."""
    writer = WRITERS.get(value.__class__)
    return writer(value, deep + 1) if writer and deep < DEEPEST else kind_alone(value)


def kind_alone(value):
    """The plain form of a value of which no more than its type is written down."""
    return {"kind": KINDS.get(value.__class__, "")}


def size(value, most):
    """How many values plain() writes for one, counted up to `most`; what stands in two places counts twice."""
    count, waiting = 0, [(value, 0)]
    while waiting and count < most:
        part, deep = waiting.pop()
        count += 1
        parts = PARTS.get(part.__class__)
        if parts and deep < DEEPEST:
            waiting += [(entry, deep + (part.__class__ not in (dict, list))) for entry in parts(part)]
    return count


# Of plain JSON, in Unknown.json, the depth is not cut: only `most` ends the count.
PARTS = {
    values.Dict: lambda value: value.items.values(), values.List: lambda value: value.items,
    values.Any: lambda value: value.options, values.Condition: lambda value: value.wanted.values(),
    values.Unknown: lambda value: [] if value.json is None else [value.json],
    dict: lambda value: value.values(), list: lambda value: value}


def _const(value, _deep):
    """A constant; what JSON does not know is named by its type."""
    constant = value.value
    if constant is None or constant.__class__ in (str, bool):
        return constant
    if constant.__class__ is int:
        return constant if abs(constant) < 2 ** 53 else {"kind": "whole"}
    return {"float": constant} if constant.__class__ is float and abs(constant) < 1e300 else {
        "kind": {bytes: "bytes", float: "float"}.get(constant.__class__, "")}


def _part(part):
    """A part of a text."""
    return {"env": part[1]} if part.__class__ is tuple else part


def _text(value, _deep):
    """A variable's value, or a text with holes."""
    if len(value.parts) == 1:
        return _part(value.parts[0]) or {"kind": "text"}
    return {"text": [_part(part) for part in value.parts]}


def _dict(value, deep):
    """A mapping; keys that are no text make it open."""
    return {"dict": {key: plain(item, deep) for key, item in value.items.items() if key.__class__ is str},
            "maybe": sorted(key for key in value.maybe if key.__class__ is str),
            "open": value.open or any(key.__class__ is not str for key in value.items)}


def _list(value, deep):
    """A list or tuple; a set has only its kind, unless it is known to be empty."""
    if value.kind == "set":
        return {"kind": "set", "empty": not value.items and not value.open}
    form = {"list": [plain(item, deep) for item in value.items], "open": value.open}
    return {**form, "some": True} if value.open and value.some else form


def _row(value, _deep):
    """An item of a table, or what stands in it."""
    return {"row": value.call["line"], "path": list(value.path), "many": value.many,
            "of": value.call["operation"], "file": value.call["file"]}


def _given(value, _deep):
    """A part of the event; of JSON that was read without parse_float, whether a float may stand in it."""
    if value.path[:1] == ("answer of",):
        return {"kind": ""}
    form = {"event": list(value.path), "is": value.shape["is"]}
    return {**form, "floats": True} if has_float(value.shape) else form


def has_float(shape):
    """Whether JSON of a shape may hold a number with a point."""
    part = shape.get("fields", {}).values() if shape["is"] == "map" else [shape["of"]] if "of" in shape else []
    return bool(shape.get("float")) or any(map(has_float, part))


def _method(value, _deep):
    """A method that was not called, where it is known to be one: "a".upper, now().isoformat."""
    of = value.of
    type_ = OF_PYTHON.get(of.__class__, type(of.value) if of.__class__ is values.Const else None)
    known_value = type_ is not None and callable(getattr(type_, value.name, None)) or \
        of.__class__ is values.Unknown and of.kind == "time" and value.name in METHODS
    return {"kind": "function" if known_value else ""}


OF_PYTHON = {values.Text: str, values.Dict: dict, values.List: list}


METHODS = ("isoformat", "strftime", "timestamp", "date", "time")
WRITERS = {
    values.Method: _method,
    values.Const: _const, values.Text: _text, values.Dict: _dict, values.List: _list, values.Row: _row,
    values.Unknown: lambda value, _deep: {"kind": value.kind} if value.json is None
    else {"kind": value.kind, "json": value.json},
    values.Any: lambda value, deep: {"any": [plain(one, deep) for one in value.options]},
    values.Given: _given,
    values.Answer: lambda value, _deep: {"answer": [value.call["service"], value.call["operation"],
                                                    list(value.path)]},
    values.Condition: lambda value, deep: {"condition": [list(one) for one in value.parts],
                                            "open": value.open, "wanted": {
                                                str(key): plain(one, deep) for key, one in value.wanted.items()}},
}
KINDS = {values.Function: "function", values.Class: "function",
         values.Instance: "object", values.Aws: "object", values.Module: "object"}


def options(value):
    """Every plain value that one may be."""
    return value["any"] if isinstance(value, dict) and "any" in value else [value]


def is_open(value):
    """Whether something of a mapping or list is not known, at this level."""
    return not isinstance(value, dict) or not ("dict" in value or "list" in value) or value["open"]


def fields(value):
    """{key: value} of a mapping, {} of anything else."""
    return value.get("dict", {}) if isinstance(value, dict) else {}


def variable(value):
    """The variable whose value it is: {"env": "DEMO_TABLE"} -> "DEMO_TABLE", else None."""
    return value.get("env") if isinstance(value, dict) else None

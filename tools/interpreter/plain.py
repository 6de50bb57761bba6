"""Values as plain JSON, for the checks: cached between runs, and passed between processes.

    "demo", 5, True, None       a constant
    {"float": 1.5}              a constant that DynamoDB would refuse
    {"env": "DEMO_TABLE"}       the value of a variable; "default": "a" of one that code reads with this default
    {"text": ["day#", None]}    a text with an unknown part, or with {"env": ...} in it; "from": [path] of the parts
                                of the event, "of": [path or None] of each part: "decoded" after urllib.parse.unquote();
                                "hash": True if a part is a number that hash() made; "ends": the path of the last part;
                                "repr": "a list" of one; "enum": the class of an Enum's member; "iso": True of a time
                                with a zone, or {"row": ...} of one parsed from that attribute
    {"dict": {key: value}, "maybe": [keys], "open": True}    open: it may have other keys; "rest": [values] of keys
                                that are not known; "keys": these keys, if it has no others
    {"list": [values], "open": True}                        "some": True if it is open and not empty for certain;
                                "most": of a slice, the most elements that it has; "unlimited": whether it has one for
                                each item of a query, or for each record: unlimited.of_each()
    {"any": [values]}           one of them
    {"event": ["Records", "[]", "body"], "is": "text"}       a part of the lambda's event; "floats": True
                                if it may contain floats; "values": all its texts; "exact": True after parse_float
    {"answer": ["dynamodb", "GetItem", ["Item"]]}            a part of a response of AWS
    {"execution": value}        the ARN of an execution of the state machine whose ARN is the value
    {"derived": value}          an id or a token of AWS for what the value names: a stream, a workgroup
                                The ("listed", parts) of a Text, a name that AWS lists by its start, is a text as above
    {"row": {"env": "DEMO_TABLE"}, "path": [], "many": False, "key": {...}}      an item of a table;
                                "last": True of its key alone, a LastEvaluatedKey
    {"condition": [["Key", "pk", "eq"]], "open": False, "equal": {"pk": value},
                                "compared": [["pk", value]]}
    {"kind": "float"}           only its type is known; {"kind": ""}: unknown
    {"kind": "text", "json": value}                          json.dumps of a value
    {"kind": "text", "case": "upper"}                        the result of .upper()
    {"kind": "text", "answered": "s3"}     a name in a list that the service responds with; True: in another response of
                                AWS; "field": "TopicArn"; "origin": the name in the call of which it is the ARN
    {"kind": "text", "iso": True}                            a time of isoformat(), with a time zone or without;
                                "utc": True of one in UTC
    {"kind": "whole", "clock": 1000}                         a number of a clock, or its text: its units per second
    {"kind": "", "thousands": True}                          the product of an unknown number and 1000
    {"kind": "decimal", "read": ["detail", "amount"]}        Decimal() of a part of JSON
    {"kind": "", "computed": {"row": ...}}                   the result of an operator on an attribute of an item;
                                "computed event": [path] on a part of another lambda's JSON
"""
from typing import Any

from interpreter import texts, values

DEEPEST = 12
NOTHING = {"kind": ""}


def plain(value, deep=0):
    """The plain form of a value of interpreter/values.py."""
    writer = WRITERS.get(value.__class__)
    return writer(value, deep + 1) if writer and deep < DEEPEST else kind_alone(value)


def kind_alone(value):
    """The plain form of a value by its type alone."""
    return {"kind": KINDS.get(value.__class__, "")}


def size(value, most):
    """How many values plain() writes for one, counted up to `most`; a value that is in two places counts twice."""
    if value.__class__ not in PARTS:
        return min(1, most)
    count, waiting = 1, [(value, 0)]
    while waiting and count < most:
        part, deep = waiting.pop()
        if deep < DEEPEST:
            deep += part.__class__ is not dict and part.__class__ is not list
            for entry in PARTS[part.__class__](part):
                count += 1
                if entry.__class__ in PARTS:
                    waiting.append((entry, deep))
    return min(count, most)


# Of plain JSON, in Unknown.json, the depth is not cut: only `most` ends the count.
PARTS = {
    values.Dict: lambda value: [*value.items.values(), *value.rest], values.List: lambda value: value.items,
    values.Any: lambda value: value.options, values.Condition: lambda value: [
        *value.equal.values(), *(part for _key, part in value.compared)],
    values.Unknown: lambda value: [] if value.json is None else [value.json],
    dict: lambda value: value.values(), list: lambda value: value}


def _const(value, _deep):
    """A constant; one that JSON does not have, by its type."""
    constant = value.value
    if constant is None or constant.__class__ in (str, bool):
        return constant
    if constant.__class__ is int:
        return constant if abs(constant) < 2 ** 53 else {"kind": "whole"}
    return {"float": constant} if constant.__class__ is float and abs(constant) < 1e300 else {
        "kind": {bytes: "bytes", float: "float"}.get(constant.__class__, "")}


def _part(part):
    """A part of a text."""
    if part.__class__ is not tuple:
        return part
    return {"env": part[1], **({"default": part[2]} if len(part) > 2 else {})} if part[0] == "env" else None


def _text(value, deep):
    """A variable's value, or a text with unknown parts, and where these come from."""
    start, *rest = value.parts
    if not rest and start.__class__ is tuple and start[0] == "env":
        return _part(start)
    if start.__class__ is tuple and start[0] == "execution" and not rest:
        return {"execution": plain(texts.text_of(start[1]), deep)}
    if start.__class__ is tuple and start[0] == "iterator" and not rest:
        return {"derived": plain(texts.text_of(start[1]), deep)}
    if any(part.__class__ is tuple and part[0] == "listed" for part in value.parts):
        return plain(texts.text_of([entry for part in value.parts for entry in (
            [*part[1], None] if part.__class__ is tuple and part[0] == "listed" else [part])]), deep)
    more = {"from": [list(part[1]) for part in value.parts if part.__class__ is tuple and part[0] == "event"],
            "ends": list(value.parts[-1][1]) if value.parts[-1].__class__ is tuple and value.parts[-1][0] == "event"
            and len(value.parts) > 1 else [],
            "hash": ("hash", "") in value.parts,
            "iso": next((part[1] if part[1] is True else plain(part[1], deep) for part in value.parts
                         if part.__class__ is tuple and part[0] == "iso"), None),
            **{mark: next((part[1] for part in value.parts if part.__class__ is tuple and part[0] == mark), "")
               for mark in ("enum", "repr")}}
    more = {key: origin for key, origin in more.items() if origin}
    of = [[*part[1], *["decoded"] * (part[0] == "decoded")] if part.__class__ is tuple and part[0] in (
        "event", "decoded") else None for part in value.parts]
    more = {**more, "of": of} if any(of) else more
    more |= {"answers": answers} if any(answers := [*map(texts.is_answered, value.parts)]) else {}
    if len(value.parts) == 1 and start.__class__ is tuple and start[0] == "last":
        return {"env": start[1]}  # a parameter that takes a name gets it as the variable itself
    if len(value.parts) == 1:
        return _part(value.parts[0]) or {"kind": "text", **more}
    return {"text": [_part(part) for part in value.parts], **more}


def _dict(value, deep):
    """A mapping; it is open if a key is no text."""
    _note_read(value)
    texts_ = {key: plain(item, deep) for key, item in value.items.items() if key.__class__ is str}
    form = {"dict": texts_, "maybe": sorted([key for key in value.maybe if key.__class__ is str]),
            "open": bool(value.open) or len(texts_) < len(value.items)}
    if value.open == values.KEYED:
        form["keys"] = [plain(key, deep) for key in value.keys]
    return {**form, "rest": [plain(part, deep) for part in value.rest]} if value.rest else form


def _list(value, deep):
    """A list or tuple; of a set only its kind, and whether it is empty; of a slice the number of its elements."""
    _note_read(value)
    if value.kind == "set":
        return {"kind": "set", "empty": not value.items and not value.open}
    form = {"list": [plain(item, deep) for item in value.items], "open": value.open}
    form = {**form, "most": value.most} if value.most is not None else form
    form = {**form, "unlimited": value.unlimited} if value.open and value.unlimited else form
    return {**form, "some": True} if value.open and value.not_empty else form


def _note_read(value):
    """Note that state of a warm Lambda is read as a whole: see interpreter/warm_state.py."""
    if value.warm is not None:
        value.warm["read"] = True


def _row(value, _deep):
    """An item of a table, or a part of it."""
    return {"row": value.call["line"], "path": list(value.path), "many": value.many,
            "of": value.call["operation"], "file": value.call["file"], **({"last": True} if value.key else {})}


def _shaped(value, _deep):
    """A part of the event; of JSON that was read without parse_float, whether it may contain a float."""
    if value.path[:1] == ("answer of",):
        return {"kind": ""}
    form = {"event": list(value.path), "is": value.shape["is"]}
    form = {**form, "values": value.shape["values"]} if "values" in value.shape else form
    form = {**form, "exact": True} if value.shape.get("exact") else form
    return {**form, "floats": True} if has_float(value.shape) else form


def has_float(shape):
    """Whether JSON of a shape may contain a number with a decimal point."""
    part = shape.get("fields", {}).values() if shape["is"] == "map" else [shape["of"]] if "of" in shape else []
    return bool(shape.get("float")) or any(map(has_float, part))


def _method(value, _deep):
    """A method that is not called, if the value has it for certain: "a".upper, now().isoformat."""
    of = value.of
    type_ = OF_PYTHON.get(of.__class__, type(of.value) if of.__class__ is values.Const else None)
    is_method = type_ is not None and callable(getattr(type_, value.name, None)) or \
        of.__class__ is values.Unknown and of.kind == "time" and value.name in METHODS
    return {"kind": "function" if is_method else ""}


def _unknown(value, deep):
    """A value of a type, with its JSON and its marks."""
    form = {"kind": value.kind} if value.json is None else {"kind": value.kind, "json": value.json}
    if value.detail and ("of row" in value.detail or "iso row" in value.detail):
        return {**form, **{key: plain(value.detail[mark], deep) for mark, key in OF_ROWS if mark in value.detail}}
    return {**form, **{key: part for key, part in value.detail.items() if key in MARKS}} if value.detail else form


OF_PYTHON = {values.Text: str, values.Dict: dict, values.List: list}
# Details that checks and the scan need
MARKS = {*"hash iso utc case clock read loose answered field origin thousands".split(), "computed event"}
OF_ROWS = (("of row", "computed"), ("iso row", "iso"))
METHODS = ("isoformat", "strftime", "timestamp", "date", "time")
WRITERS = {
    values.Method: _method,
    values.Const: _const, values.Text: _text, values.Dict: _dict, values.List: _list, values.Row: _row,
    values.Unknown: _unknown,
    values.Any: lambda value, deep: {"any": [plain(entry, deep) for entry in value.options]},
    values.Shaped: _shaped,
    values.Answer: lambda value, _deep: {"answer": [value.call["service"], value.call["operation"],
                                                    list(value.path)]},
    values.Condition: lambda value, deep: {"condition": [list(entry) for entry in value.parts],
                                           "open": value.open, "equal": {
                                               str(key): plain(entry, deep) for key, entry in value.equal.items()},
                                           "compared": [[key, plain(part, deep)] for key, part in value.compared]},
}
KINDS = {values.Function: "function", values.Class: "function",
         values.Instance: "object", values.Aws: "object", values.Module: "object"}


def options(value: Any) -> list:
    """[plain value] that a plain value may be: the values of {"any": [...]}, else the value alone."""
    return value["any"] if isinstance(value, dict) and "any" in value else [value]


def is_open(value: Any) -> bool:
    """Whether a plain mapping or list may have unknown entries, those of nested ones aside; True for other values."""
    return not isinstance(value, dict) or not ("dict" in value or "list" in value) or value["open"]


def fields(value: Any) -> dict:
    """{key: plain value} of a plain mapping, {} of any other plain value."""
    return value.get("dict", {}) if isinstance(value, dict) else {}


def elements(value: Any) -> list:
    """[plain value] of the known elements of a plain list, [] of any other plain value."""
    return value.get("list", []) if isinstance(value, dict) else []


def possible_elements(value: Any) -> list:
    """[plain value] of the known elements of a plain list; of a value with several options, those of each option."""
    return [element for option in options(value) for element in elements(option)]


def variable(value: Any) -> str | None:
    """The variable whose value a plain value is: {"env": "DEMO_TABLE"} -> "DEMO_TABLE", else None."""
    return value.get("env") if isinstance(value, dict) else None

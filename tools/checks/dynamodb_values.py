"""Values that DynamoDB refuses (floats, dates, empty sets), and the Decimals that it returns."""
import ast

from checks import dynamodb_calls
from checks.check import Check, Findings, Subject, finding, notes_of, pitfalls_of
from checks.subject import per_subject
from checks.syntax import base_name, function_name, method_name
from interpreter.plain import fields, options
from interpreter.sources import assignments, functions, identifiers, nodes_of

CONDITIONS = ("KeyConditionExpression", "FilterExpression", "ConditionExpression")
WRITTEN_PARAMETERS = ("Item", "Key", "ExpressionAttributeValues")
UNSUPPORTED = {"time": ("a date or time", ".isoformat()"), "span": ("a timedelta", "str(...)"),
               "uuid": ("a UUID", "str(...)"), "function": ("a function", "call it: ...()"),
               "exception": ("an exception", "str(...)")}


EXAMINING = {"isinstance", "hasattr", "callable", "type"}  # functions that examine types


@per_subject
def written_values(subject):
    """[(call, path, plain value)] of each value that a call passes in Python's own types."""
    return [(call, path, value) for call, parameter in written_parameters(subject)
            for path, value in leaves(call["args"].get(parameter), "")]


@per_subject
def written_parameters(subject):
    """[(call, parameter)] of the items, keys and values that a call, or a member of a transaction or a batch,
    passes in Python's own types."""
    return [(part, parameter) for _name, call in subject.calls("dynamodb") if call["python"] and call["sure"]
            for part in (dynamodb_calls.members(call) if call["operation"] in dynamodb_calls.OF_SEVERAL else [call])
            for parameter in WRITTEN_PARAMETERS if parameter in part["args"]]


def leaves(value, path):
    """Yields (dotted path, value) of each part of a plain value that is no mapping or list: ("Item.sizes[]", 5).

    path  of the value itself, "" at the top
    """
    if isinstance(value, dict) and "dict" in value:
        for key, part in value["dict"].items():
            yield from leaves(part, f"{path}.{key}" if path else key)
    elif isinstance(value, dict) and "list" in value:
        for part in value["list"]:
            yield from leaves(part, f"{path}[]")
    else:
        yield path, value


def is_float(value):
    """Whether a plain value is a float in one of its options; a number of a request's schema may be one."""
    if isinstance(value, dict) and "any" in value:
        return any(map(is_float, value["any"]))
    return isinstance(value, dict) and ("float" in value or value.get("kind") == "float" or bool(value.get("floats")))


def floats(subject: Subject) -> Findings:
    """Floats that are written to a table."""
    for call, path, value in [*written_values(subject), *compared_values(subject)]:
        if is_float(value):
            request = isinstance(value, dict) and value.get("floats")
            hint = "json.loads(event['body'], parse_float=Decimal)" if request else \
                "round it to an int, or write Decimal(str(...))"
            yield finding(call, f"{path} {'may be' if request else 'is'} a float", hint,
                          "TypeError: Float types are not supported. Use Decimal types instead.")


def compared_values(subject):
    """Yields (call, attribute, plain value) of each value with which a condition of boto3 compares an attribute."""
    for _name, call in subject.calls("dynamodb"):
        for parameter in CONDITIONS if call["sure"] else ():
            for option in options(call["args"].get(parameter)):
                yield from ((call, f"the value for {attribute}", value) for attribute, value in (
                    option.get("compared", ()) if isinstance(option, dict) else ()))


def kinds_of(value):
    """{kind} of a plain value, and of each of its options that is a function or a time: a default, for example."""
    return {option.get("kind") for option in options(value) if isinstance(option, dict)
            and (option is value or option.get("kind") in ("function", "time", "span"))}


def typed_value(value):
    """"N" of {"N": "5"}, the form of DynamoDB's client; "" of other plain values."""
    items = list(fields(value).items())
    kind, part = items[0] if len(items) == 1 and not value["open"] else ("", None)
    is_text = isinstance(part, str) or isinstance(part, dict) and ("text" in part or "env" in part
                                                                  or part.get("kind") == "text")
    return kind if kind in ("S", "N") and is_text else ""


def typed_values(subject: Subject) -> Findings:
    """Values with the types of DynamoDB's client in calls of its resource, which stores them as maps."""
    for call, parameter in written_parameters(subject):
        for path, value in fields(call["args"][parameter]).items():
            if kind := typed_value(value):
                yield finding(call, f"{path} becomes a map with the key {kind!r}: only boto3.client('dynamodb') takes "
                              "values with their types", "the value itself", "ValidationException, or another value")


def unsupported(subject: Subject) -> Findings:
    """Dates, UUIDs and functions that are written to a table, empty sets, and Decimals of floats."""
    yield from typed_values(subject)
    for call, path, value in [*written_values(subject), *compared_values(subject)]:
        kinds = kinds_of(value)
        if len(kinds) > 1 and EXAMINING & identifiers(subject.tree(call["file"])):
            continue  # the value may be of one of the kinds alone there
        kind = next((kind for kind in UNSUPPORTED if kind in kinds), next(iter(kinds), None))
        if kind in UNSUPPORTED:
            description, hint = UNSUPPORTED[kind]
            yield finding(call, f"{path} is {description}", hint, "TypeError: Unsupported type")
        elif kind == "inexact":
            yield finding(call, f"{path} is a Decimal of a float, with more digits than DynamoDB takes",
                          "Decimal(str(...)), or Decimal('9.7')", "decimal.Inexact, or decimal.Rounded")
        elif kind == "set" and value.get("empty"):
            yield finding(call, f"{path} is an empty set", "omit the attribute, or write an empty list",
                          "ValidationException: An number set may not be empty")


def possibly_empty_sets(tree):
    """Yields pitfalls of sets in items that have an element for some of the elements of a list, or of one that may be
    absent, where no condition asks whether they are empty: tags = {tag for tag in body.get("tags", []) if tag}."""
    for function in functions(tree):
        values = assignments(nodes_of(function, ast.Assign))
        sets = {name: value for name, value in values if may_be_empty(value)}
        tested = {name for part in nodes_of(function, ast.If, ast.IfExp, ast.BoolOp, ast.Assert, ast.While)
                  for name in identifiers(getattr(part, "test", part))}
        mappings = [node.value for node in nodes_of(function, ast.keyword) if node.arg == "Item"]
        items = {node.id for node in mappings if isinstance(node, ast.Name)}
        mappings += [value for name, value in values if name in items]
        written = [value for node in mappings if isinstance(node, ast.Dict) for value in node.values] + [
            node.value for node in nodes_of(function, ast.Assign) if isinstance(node.targets[0], ast.Subscript)
            and base_name(node.targets[0]) in items]
        stored = [name for name, _value in values]
        for node in written:
            name = getattr(node, "id", "")
            if may_be_empty(node) or name in sets and name not in tested and stored.count(name) == 1:
                yield ["empty-set", node.lineno, "the set may be empty, and DynamoDB has no empty sets",
                       "write the attribute only if the set has an element, or write a sorted list"]


def may_be_empty(node):
    """Whether an expression is {x for x in rows if x}, or a set of a list that is [] by default."""
    if isinstance(node, ast.SetComp):
        return bool(node.generators[0].ifs) or has_empty_default(node.generators[0].iter)
    return function_name(node) == "set" and bool(node.args) and (
        has_empty_default(node.args[0]) or isinstance(node.args[0], (ast.GeneratorExp, ast.ListComp))
        and may_be_empty(ast.SetComp(node.args[0].elt, node.args[0].generators)))


def has_empty_default(node):
    """Whether an expression is row.get("tags", []) or row["tags"] or []."""
    default = node.args[1] if method_name(node) == "get" and len(node.args) == 2 else \
        node.values[-1] if isinstance(node, ast.BoolOp) else None
    return isinstance(default, (ast.List, ast.Tuple)) and not default.elts


mixed_numbers = notes_of(
    "decimal-float", "one operand is a number of a table, a Decimal; the other is a float",
    "Decimal('1.1') instead of 1.1, or float(...) of the table's number",
    "TypeError: unsupported operand type(s): 'decimal.Decimal' and 'float'")


def start_of(value):
    """The known beginning of a plain text, "" if there is none."""
    if isinstance(value, str):
        return value
    first = value["text"][0] if isinstance(value, dict) and "text" in value else ""
    return first if isinstance(first, str) else ""


PUT = "table.put_item(Item={{'pk': 'a', 'sk': 'b', {}}})"
TAGS = "item = {'pk': 'a', 'sk': 'b'}\ntags = {tag for tag in event['tags'] if tag}\n" \
    "%sitem['tags'] = tags\ntable.put_item(Item=item)"
PITFALLS = [(("Item",), possibly_empty_sets)]
CHECKS = [
    Check("P320", "A float that is written to a table",
          "TypeError: Float types are not supported. Use Decimal types instead.",
          "https://boto3.amazonaws.com/v1/documentation/api/latest/reference/customizations/dynamodb.html",
          PUT.format("'at': time.time()"), PUT.format("'at': int(time.time())"), floats),
    Check("P321", "A value of a type that DynamoDB does not support",
          "TypeError: Unsupported type; ValidationException; or decimal.Inexact for a Decimal of a float.",
          "https://boto3.amazonaws.com/v1/documentation/api/latest/reference/customizations/dynamodb.html",
          PUT.format("'at': datetime.datetime.now()"), PUT.format("'at': datetime.datetime.now().isoformat()"),
          unsupported),
    Check("P322", "A number of a table in one operation with a float",
          "TypeError: DynamoDB's numbers are Decimals.",
          "https://docs.python.org/3/library/decimal.html",
          "return str(table.get_item(Key={'pk': 'a', 'sk': 'b'})['Item']['price'] * 1.2)",
          "return str(table.get_item(Key={'pk': 'a', 'sk': 'b'})['Item']['price'] * Decimal('1.2'))",
          mixed_numbers),
    Check("P348", "A set that may be empty",
          "ValidationException: a set of DynamoDB has an element at least; a list may be empty.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html",
          TAGS % "", TAGS % "if tags:\n    ",
          pitfalls_of("empty-set", "ValidationException: An number set may not be empty")),
]

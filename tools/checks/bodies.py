"""The fields of a request's body that a handler reads, compared with those that the endpoint's schema requires; and the
parts of a request that format 2.0 leaves out."""
import ast

from checks import app_functions
from checks.check import Check, Findings, Subject, finding
from checks.events_read import shown
from checks.syntax import functions_around, lines_of
from interpreter import sources
from interpreter.sources import assignments, called_name, every_node, functions, last_name, nodes_of
from kit.schema import nearest
from recipes import routes

BODY = ["body", "()"]
BRANCHES = (ast.If, ast.IfExp, ast.BoolOp, ast.While, ast.Match, ast.ListComp, ast.SetComp,
            ast.DictComp, ast.GeneratorExp, ast.For, ast.Try)
FAILED = ("ConditionalCheckFailed", "TransactionCanceled")
EXAMINING = ("check", "valid", "assert", "require", "ensure", "verify")


def optional_fields(subject: Subject) -> Findings:
    """Fields that a handler reads as if they were always there, and that the schema does not require."""
    for name, note in subject.notes("maybe", "open-key"):
        if note["path"][:2] != BODY or note.get("how", "item") != "item" or note["caught"] or note["ended"] \
                or (note["guarded"] or note["inside"] and not note["always"]) and not is_after_writes(subject, note):
            continue
        endpoint = subject.model["lambdas"][name]["infra"].get("endpoint")
        schema = within(endpoint and routes.only_schema(endpoint), note["path"][2:])
        if not schema or note["note"] == "open-key" and nearest(note["key"], note["has"], 0.84):
            continue  # P406 reports the wrong spelling
        required = ", ".join([*schema.get("required", []), note["key"]])
        property_hint = "" if note["key"] in schema.get("properties", {}) else f", and {note['key']} in its properties"
        yield finding(note, f"the schema does not require {note['key']!r} in {shown(note['path'])}",
                      f"required: [{required}] in the schema{property_hint}, or .get({note['key']!r}, ...)",
                      f"KeyError: {note['key']!r}, and 502 for a request without it")


def is_after_writes(subject, note):
    """Whether only what DynamoDB has answered to writes decides if a function reads a key: `if save(order): ...`, where
    save() returns False after ConditionalCheckFailedException."""
    path = note["file"]
    outcomes = {**app_functions.of_imports(subject, path, functions_of_outcomes),
                **subject.of_tree(functions_of_outcomes, path)}
    inside = functions_around(subject.tree(path), note["line"])
    if not inside:
        return False
    around = [node for node in nodes_of(inside[-1], *BRANCHES) if note["line"] in lines_of(node)]
    values = assignments(every_node(inside[-1]))
    return bool(around) and all(isinstance(node, ast.If) and is_outcome(node.test, values, outcomes)
                                for node in around)


def is_outcome(node, values, outcomes):
    """Whether an expression only has results of such functions. values: [(name, node)] of the function's assignments"""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return is_outcome(node.operand, values, outcomes)
    if isinstance(node, (ast.ListComp, ast.GeneratorExp)):
        return not any(part.ifs for part in node.generators) and is_outcome(node.elt, values, outcomes)
    if isinstance(node, ast.Call):
        return outcomes.get(ast.unparse(node.func), False) or called_name(node) in ("any", "all") \
            and len(node.args) == 1 and is_outcome(node.args[0], values, outcomes)
    assigned = [value for name, value in values if name == getattr(node, "id", "")]
    return len(assigned) == 1 and not isinstance(assigned[0], ast.Name) and is_outcome(assigned[0], values, outcomes)


def functions_of_outcomes(tree):
    """{name: whether it only returns True or False, and only exceptions of AWS for conditions decide which}"""
    return {function.name: is_of_outcome(function) for function in functions(tree)}


def is_of_outcome(function):
    """Whether a function only returns constants, and has no branches but tries for failed conditions."""
    nodes = every_node(function)
    returned = [node.value for node in nodes if isinstance(node, ast.Return)]
    caught = [node.type for node in nodes if isinstance(node, ast.ExceptHandler)]
    return bool(returned) and all(isinstance(value, ast.Constant) and isinstance(value.value, bool)
                                  for value in returned) \
        and not any(isinstance(node, (ast.If, ast.IfExp, ast.While, ast.Match, ast.BoolOp, ast.Compare))
                    for node in nodes) \
        and bool(caught) and all(type_ is not None and last_name(type_).startswith(FAILED) for type_ in caught)


def left_out(subject: Subject) -> Findings:
    """Parts of a request of format 2.0 that are absent if they are empty, read as if they were always there."""
    for _name, note in subject.notes("maybe"):
        if note["path"] == [] and not (note["caught"] or note["guarded"] or note["inside"] and not note["always"]):
            default = EMPTY.get(note["key"], "{}")
            yield finding(note, f"a request of format 2.0 without {note['key']} has no key {note['key']!r}",
                          f"event.get({note['key']!r}) or {default}", f"KeyError: {note['key']!r}, and 500")


def unmapped_values(subject: Subject) -> Findings:
    """Values that a schema's enum, a rule or a route allows, and that a mapping lacks in which the code looks them
    up."""
    for _name, note in subject.notes("no-enum-key"):
        if note["caught"] or note["guarded"] or is_examined(subject.tree(note["file"]), note):
            continue
        source = "schema" if note["path"][:2] == BODY else SOURCES.get(note["path"][-1], "route")
        hint = nearest(note["key"], note["has"], 0.8) or \
            f"add {note['key']!r}: ..., or remove it from the {SOURCES.get(source, 'infra block')}"
        yield finding(note, f"the {source} allows {note['key']!r} for {shown(note['path'])}, and this mapping has no "
                      "such key", hint, f"KeyError: {note['key']!r}" + ", and 502" * (source in ("schema", "route")))


def is_examined(tree, note):
    """Whether a test, or a call for its effect, of the function around a note examines the value of its key."""
    for function in functions_around(tree, note["line"]):
        nodes = every_node(function)
        names = {note["path"][-1], *(part.id for node in nodes if isinstance(node, ast.Subscript)
                                     and node.lineno == note["line"] for part in nodes_of(node.slice, ast.Name))}
        origins = {part.id for node in nodes if isinstance(node, ast.Assign) and names & names_of(node.targets[0])
                   for part in nodes_of(node.value, ast.Name)}
        tests = [getattr(node, "test", getattr(node, "subject", None)) for node in nodes]
        tests += [test for node in nodes for test in getattr(node, "ifs", [])]
        effects = [node.value for node in nodes if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
                   and node.lineno < note["line"] and (isinstance(node.value.func, ast.Name) or getattr(
                       node.value.func, "attr", "").startswith(EXAMINING))]
        if any(names & names_of(test) for test in tests if test is not None) \
                or any((names | origins) & names_of(call) for call in effects):
            return True
    return False


def names_of(node):
    """The names, and the constant texts, in an expression."""
    return sources.identifiers(node) | sources.constant_texts(node)


def within(schema, steps):
    """The part of an endpoint's `schema` for the object at a path of the body; None if it names no properties.

    steps  of the path: ["stars", "[]"] is an element of the list body["stars"]
    """
    for step in steps:
        node = schema if isinstance(schema, dict) else {}
        schema = node.get("items") if step == "[]" else (node.get("properties") or {}).get(step)
    return schema if isinstance(schema, dict) and (isinstance(schema.get("properties"), dict) or isinstance(
        schema.get("required"), list)) else None


POST = "infra:\n  endpoint:\n    method: POST\n    path: /stars\n    api: public\n    schema:\n      type: object\n" \
    "      required: [%s]\n      properties: {name: {type: string}, size: {type: integer}}\n---\n" \
    "star = json.loads(event['body'])\nreturn {'statusCode': 200, 'body': json.dumps([star['name'], star['size']])}"
ENUM = "infra:\n  endpoint:\n    method: POST\n    path: /stars\n    api: public\n    schema:\n      type: object\n" \
    "      required: [size]\n      properties: {size: {type: string, enum: [%s]}}\n---\nPRICES = {'small': 1}\n\n\n" \
    "def handler(event, context):\n    size = json.loads(event['body'])['size']\n" \
    "    return {'statusCode': 200, 'body': str(PRICES[size])}"
EMPTY = {"body": "''", "cookies": "[]"}
URL = "infra:\n  url: {api: public}\n---\nreturn {'statusCode': 200, 'body': json.loads(%s or '\"\"')}"
# What decides which texts a part of an event may be.
SOURCES = {"detail-type": "rule", "eventName": "rule", "schema": "enum"}
CHECKS = [
    Check("P408", "A field of a body that the schema does not require",
          "KeyError, and so 502. The gateway answers 400 to a body that lacks what the schema requires.",
          "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html",
          POST % "name", POST % "name, size", optional_fields),
    Check("P426", "A value of a schema's enum, or a type of event, that a mapping lacks",
          "KeyError for a request that the schema or a route allows, or for an event that a rule matches.",
          "https://docs.python.org/3/library/exceptions.html#KeyError",
          ENUM % "small, large", ENUM % "small", unmapped_values),
    Check("P421", "A part of a request that format 2.0 leaves out",
          "KeyError, and so 500: a request without a query, cookies or a body has no such key. Only format 1.0 has the "
          "key with null.",
          "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html",
          URL % "event['body']", URL % "event.get('body')", left_out),
]

"""Responses, exceptions and texts that a statement makes, and that nothing returns, raises or keeps."""
import ast
import builtins
from typing import Any

from checks.absent_values import HARMLESS
from checks.app_functions import of_imports
from checks.check import Check, Finding, Findings, Subject, pitfalls_of
from checks.syntax import body_nodes, function_name, keywords, method_name
from interpreter.sources import assignments, called_name, functions, nodes_of

ERRORS = {name for name, value in vars(builtins).items() if isinstance(value, type) and issubclass(value, Exception)}
ENDINGS = ("Error", "Exception")
# Methods of texts and times that return a new one.
METHODS = {"strip", "lstrip", "rstrip", "lower", "upper", "casefold", "removeprefix", "removesuffix", "isoformat"}
OF_TIME = {"tzinfo", "year", "month", "day", "hour", "minute", "second", "microsecond"}
# Functions without an effect, with which a function makes a response.
PURE = HARMLESS | {"dumps", "int", "float", "dict", "list", "copy", "items", "setdefault", "isinstance", "isoformat",
               "join", "encode", "decode", "round", "b64encode", "b64decode", "now", "strftime", "update"}
NOTHING = "no error in this line: nothing uses the value"


def dropped(tree):
    """Yields pitfalls of statements that are a response, an exception, a comparison or a text. In a try the last two
    may test a value: they raise."""
    errors = exception_names(tree)
    tried = {id(part) for node in nodes_of(tree, ast.Try) if node.handlers for part in body_nodes(node)}
    for function in functions(tree):
        texts = {name for name, value in assignments(nodes_of(function, ast.Assign)) if is_text(value)}
        for node in nodes_of(function, ast.Expr):
            fault, hint = fault_of(node.value, errors, texts)
            is_test = id(node) in tried and not (
                isinstance(node.value, ast.Dict) or function_name(node.value) in {*errors, "Response"})
            if fault and not is_test:
                yield ["dropped", node.lineno, fault, hint]


def fault_of(value, errors, texts):
    """(what a statement drops, the hint) of its expression; ("", "") of a statement that does something.

    errors  {name} of exceptions; texts: {name} of texts
    """
    name = called_name(value)
    if is_response(value, {}) and (isinstance(value, ast.Dict) or name == "Response"):
        return "the code makes a response, and does not return it", "return ..."
    if function_name(value) in errors:
        return f"the code makes {name}, and does not raise it", f"raise {name}(...)"
    if isinstance(value, ast.Compare) and isinstance(value.ops[0], ast.Eq) \
            and isinstance(value.left, (ast.Name, ast.Attribute, ast.Subscript)):
        return "a comparison whose result nothing uses", f"{ast.unparse(value.left)} = ..., or if {ast.unparse(value)}:"
    if isinstance(value, ast.BinOp) and isinstance(value.op, (ast.Add, ast.Sub)) and isinstance(value.left, ast.Name):
        operator = "+=" if isinstance(value.op, ast.Add) else "-="
        return "a sum whose result nothing uses", f"{value.left.id} {operator} {ast.unparse(value.right)}"
    receiver: Any = value.func.value if method_name(value) else None
    words = keywords(value).keys()
    is_new = receiver is not None and (
        name in METHODS and len(value.args) < 2 and not words or name == "replace" and (
            bool(words) and words <= OF_TIME and not value.args or getattr(receiver, "id", "") in texts)) \
        or function_name(value) in ("sorted", "reversed")
    if is_new:
        return f"{name}() returns a new value, and nothing uses it", \
            f"{ast.unparse(receiver or value.args[0])} = {ast.unparse(value)}"
    return "", ""


def exception_names(tree):
    """{name} of the exceptions of Python, of those that a file imports from modules of exceptions, and of its own
    without an __init__."""
    names, stored = set(ERRORS), set()
    for node in nodes_of(tree, ast.ImportFrom, ast.ClassDef, ast.FunctionDef):
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith("exceptions"):
            names |= {alias.asname or alias.name for alias in node.names if alias.name.endswith(ENDINGS)}
        elif isinstance(node, ast.ClassDef):
            is_error = any(getattr(base, "id", "").endswith(ENDINGS) for base in node.bases) and not any(
                getattr(part, "name", "") in ("__init__", "__new__") for part in node.body)
            (names if is_error else stored).add(node.name)
        elif isinstance(node, ast.FunctionDef):
            stored.add(node.name)
    return names - stored


def is_text(node):
    """Whether an expression is a text by its form: "a", f"{a}", text.strip(), data.decode()."""
    return isinstance(node, ast.JoinedStr) or isinstance(getattr(node, "value", None), str) \
        or called_name(node) in ("str", "strip", "lower", "upper", "decode", "join", "read_text")


def is_response(node, makers):
    """Whether an expression is a response of an endpoint. makers: {name} of functions that return one"""
    if isinstance(node, ast.Dict):
        return any(getattr(key, "value", "") == "statusCode" for key in node.keys)
    return function_name(node) in makers or called_name(node) in ("dict", "Response") \
        and bool(keywords(node).keys() & {"statusCode", "status_code"})


def response_makers(tree):
    """{name: True} of the functions of a module that return a response and have no effect."""
    makers: dict[str, bool] = {}
    for function in tree.body:
        if not isinstance(function, ast.FunctionDef) or function.decorator_list or function.name == "handler":
            continue
        bound = {name for name, value in assignments(nodes_of(function, ast.Assign)) if is_response(value, makers)}
        returned = [node.value for node in nodes_of(function, ast.Return)]
        is_pure = not nodes_of(function, ast.Raise, ast.Yield, ast.Global, ast.Try, ast.Delete) and all(
            called_name(node) in PURE or called_name(node) in makers
            for node in nodes_of(function, ast.Call) if not is_response(node, makers))
        if is_pure and returned and all(is_response(value, makers) or getattr(value, "id", "") in bound
                                        for value in returned):
            makers[function.name] = True
    return makers


def statements(tree):
    """[[line, "http.reply"]] of the statements in functions that are a call alone."""
    return [[node.lineno, ast.unparse(node.value.func)] for function in functions(tree)
            for node in nodes_of(function, ast.Expr) if isinstance(node.value, ast.Call)
            and isinstance(node.value.func, (ast.Name, ast.Attribute))]


def unreturned(subject: Subject) -> Findings:
    """Calls of the app's functions that only make a response, whose result nothing returns."""
    for path in sorted(subject.files):
        makers = {**of_imports(subject, path, response_makers), **subject.of_tree(response_makers, path)}
        for line, name in sorted({(line, name) for line, name in subject.of_tree(statements, path)}) if makers else ():
            if name in makers:
                yield Finding(path, line, f"{name}() makes a response, and the code does not return it",
                              f"return {name}(...)", NOTHING)


REPLY = "infra:\n  endpoint: {method: GET, path: '/stars/{id}', api: public}\n---\n" \
    "def reply(status, body):\n    return {'statusCode': status, 'body': json.dumps(body)}\n\n\n" \
    "def handler(event, context):\n    id = event['pathParameters']['id']\n    if not id.isdigit():\n" \
    "        %sreply(400, {'error': 'no number'})\n    return reply(200, {'id': int(id)})"
PITFALLS = [((), dropped)]
CHECKS = [
    Check("P158", "A value that the code makes and drops",
          "The code after the statement runs as if it were not there: no response is returned, no exception is raised.",
          "https://docs.python.org/3/reference/simple_stmts.html#expression-statements",
          REPLY % "", REPLY % "return ",
          lambda subject: [*unreturned(subject), *pitfalls_of("dropped", NOTHING)(subject)]),
]

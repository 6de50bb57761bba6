"""Secrets in logs, in the texts of exceptions and in responses."""
import ast
import re
from typing import Any

from checks.check import Check, Finding, Findings, Subject
from checks.subject import per_subject
from checks.syntax import LOGS, arguments, keywords, members
from interpreter import sources
from interpreter.sources import FUNCTIONS, assignments, called_name, every_node, functions, handler_function, nodes_of

SHOWING = LOGS | {"warn", "append_keys", "pprint"}
# What passes its arguments on; the result of other calls (len, bool, a hash) is another value.
PASSES = {"str", "repr", "format", "dumps", "dict", "list", "tuple", "strip", "decode", "encode", "loads", "join",
          "get"}
FIELDS = {"SecretString", "SecretBinary"}
CONTAINERS = (ast.JoinedStr, ast.FormattedValue, ast.BinOp, ast.Dict, ast.List, ast.Tuple, ast.Starred)
ANY_HEADER = "a header"  # among the names that are secrets: such a header is one, whatever the mapping's name
HEADERS = {"authorization", "x-api-key", "cookie"}
READERS = {"get_secret"}
# In lower case: a file without these texts, and without the names of the app's readers, has no secret.
TEXTS = {"secretstring", "secretbinary", "get_parameter", "withdecryption", "secrets", *HEADERS, *READERS}
PART_OF_SECRET = re.compile(r"(?i)pass|secret|token|key|pwd|pin")
OF_SECRET = re.compile(r"(?i)(^|_)(token|secret|password|passwd|pwd|otp|pin|salt|nonce|passcode|api_?key|secret_?key|"
                       r"signing_?key|invite_?code|reset_?code|verification_?code|auth_?code|access_?code)s?$|^code$")


def shown_secrets(subject: Subject) -> Findings:
    """The value of a secret in a log, in the text of an exception, or in a response."""
    authorizers = {fn["path"] for fn in subject.model["lambdas"].values() if "authorizer" in fn["infra"]}
    for path in subject.python_files:
        readers = secret_readers(subject)
        if path not in authorizers and not may_have_secrets(subject, path, readers):
            continue
        tree = subject.tree(path)
        texts = {text if text in FIELDS else text.lower() for text in subject.texts(path)}
        if not (FIELDS | HEADERS) & texts and path not in authorizers and not any(
                sources.last_name(node) in {*readers, *READERS, "get_parameter", "get_secret_value", "secrets"}
                for node in every_node(tree)):
            continue
        module = secret_names(ast.Module([node for node in tree.body if not isinstance(node, FUNCTIONS)], []),
                              readers, set())
        for scope in functions(tree):
            values_of = assignments(every_node(scope))
            whole = {name for name, _value in values_of if all(is_response(node) for key, node in values_of
                                                               if key == name)}
            secrets, own = secret_names(scope, readers, whole | module), caller_names(scope)
            events = {parameter.arg for parameter in scope.args.args[:1]} \
                if path in authorizers and scope is handler_function(tree) else set()
            own |= events
            for node in every_node(scope):
                destination, values = shown(node)
                names = secrets | own | {ANY_HEADER}
                names = secrets if destination == "the response" else names  # its caller has sent these headers
                if any(is_secret(value, names, readers) or is_response(value) for value in values):
                    is_event = any(getattr(value, "id", "") in events for value in values)
                    secret = "the event, with the token of the caller," if is_event else "the value of a secret"
                    yield Finding(path, node.lineno, f"{secret} goes into {destination}",
                                  "a part of the event without the token" if is_event else
                                  "the name of the secret, or nothing of it",
                                  "no error: whoever reads it has the secret")


def may_have_secrets(subject, path, readers):
    """Whether a file may have a secret: it has a text that such code needs, and is parsed only then."""
    text = subject.sources.text(path).lower()
    return any(part in text for part in TEXTS) or any(reader.lower() in text for reader in readers)


@per_subject
def secret_readers(subject):
    """{name} of the app's functions that return the value of a secret."""
    readers: set = set()
    for _round in range(3):
        for path in filter(lambda path: may_have_secrets(subject, path, readers), subject.python_files):
            for scope in functions(subject.tree(path)):
                names = secret_names(scope, readers, set())
                if scope is not handler_function(subject.tree(path)) and any(
                        node.value is not None and is_secret(node.value, names, readers)
                        for node in nodes_of(scope, ast.Return)):
                    readers.add(scope.name)
    return readers


def secret_names(scope, readers, outer):
    """The names of a scope whose values are secrets. outer: those of the module"""
    names, stored = set(outer), set()
    for node in every_node(scope):
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None) \
            if isinstance(node, (ast.NamedExpr, ast.AnnAssign)) else None
        if isinstance(target, ast.Name) and node.value is not None:
            (names if is_secret(node.value, names, readers) else stored).add(target.id)
            if is_secret(keywords(node.value).get("headers"), names, readers):  # of urllib, and of requests
                is_request = ast.unparse(node.value.func).endswith("Request")
                names.add(f"{target.id}.headers" if is_request else f"{target.id}.request.headers")
    return names - (stored - outer)


def caller_names(scope):
    """The names of what the caller may know: mappings in which a scope reads a header with a secret, values of such
    headers, and tokens that it makes."""
    names: set = set()
    for node in every_node(scope):
        value: Any = node.value if isinstance(node, ast.Assign) else node
        mapping, key = sources.read_item(value)
        is_made = isinstance(node, ast.Assign) and isinstance(value, ast.Call) \
            and ast.unparse(value.func).startswith("secrets.token_")
        if is_made and OF_SECRET.search(getattr(node.targets[0], "id", "")):
            names.add(node.targets[0].id)
        if str(getattr(key, "value", "")).lower() in HEADERS:
            names |= {part.id for part in (mapping, *(node.targets if isinstance(node, ast.Assign) else ()))
                      if isinstance(part, ast.Name)}
    return names


def is_secret(node, names, readers):
    """Whether an expression contains the whole value of a secret, or its password."""
    if isinstance(node, ast.Name):
        return node.id in names
    if isinstance(node, ast.Attribute):
        return node.attr == "headers" and ast.unparse(node) in names
    if isinstance(node, ast.Subscript):
        key = getattr(node.slice, "value", None)
        if key == "Value" and is_response(node.value) or key in ("Parameter", "Value") and is_secret(
                node.value, names, readers):
            return True
        return key in FIELDS or ANY_HEADER in names and str(key).lower() in HEADERS \
            or bool(PART_OF_SECRET.search(str(key))) and not isinstance(node.slice, ast.Slice) \
            and is_secret(node.value, names, readers)
    if isinstance(node, ast.Call):
        name = called_name(node)
        decrypts = name == "get_parameter" and getattr(keywords(node).get("decrypt"), "value", False)
        if name in readers or name in READERS or decrypts or name == "header_items" and isinstance(
                node.func, ast.Attribute) and f"{ast.unparse(node.func.value)}.headers" in names:
            return True
        if name == "get":
            return isinstance(node.func, ast.Attribute) and bool(node.args) and is_secret(
                ast.Subscript(node.func.value, node.args[0], ast.Load()), names, readers)
        parts = arguments(node) if name in PASSES else []
        owner = [node.func.value] if isinstance(node.func, ast.Attribute) and name in PASSES else []
        return any(is_secret(part, names, readers) for part in (*owner, *parts))
    if isinstance(node, (ast.Compare, ast.BoolOp, ast.UnaryOp, ast.Lambda)):
        return isinstance(node, ast.BoolOp) and any(is_secret(part, names, readers) for part in node.values)
    children: list[ast.AST] = [node.body, node.orelse] if isinstance(node, ast.IfExp) else [
        *ast.iter_child_nodes(node)] if isinstance(node, CONTAINERS) else []
    return any(is_secret(child, names, readers) for child in children)


def is_response(node):
    """client.get_secret_value(...), and a parameter that is decrypted: the whole response, or its Parameter."""
    node = node.value if isinstance(node, ast.Subscript) and getattr(node.slice, "value", "") == "Parameter" else node
    return called_name(node) == "get_secret_value" or called_name(node) in ("get_parameter", "get_parameters") \
        and bool(getattr(keywords(node).get("WithDecryption"), "value", False))


def shown(node):
    """(where a statement shows values: text, [expression]) of a log, an exception and a response; ("", []) else."""
    if called_name(node) in SHOWING:
        return "the log", arguments(node)
    if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
        return "the text of an exception", node.exc.args
    if isinstance(node, ast.Return) and isinstance(node.value, ast.Dict):
        return "the response", [value for key, value in members(node.value).items() if key == "body"]
    return "", []


SECRET = "def secret():\n    client = boto3.client('secretsmanager')\n" \
    "    return client.get_secret_value(SecretId=os.environ['DEMO_PAY_SECRET'])['SecretString']\n\n\n" \
    "def handler(event, context):\n    key = secret()\n    print(f'signed with {%s}')"
CHECKS = [
    Check("P416", "The value of a secret in a log or a response",
          "Whoever may read the logs then has the secret, and CloudWatch keeps logs for a long time.",
          "https://docs.aws.amazon.com/secretsmanager/latest/userguide/best-practices.html",
          SECRET % "key", SECRET % "len(key)", shown_secrets),
]

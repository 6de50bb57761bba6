"""Prefixes that are stripped letter by letter, values of the cold start, attributes that exceptions do not have.

They are found in a file's syntax tree alone, and cached with its other facts: see checks/files.py.
"""
import ast
import builtins
import re

from checks import cold_start
from checks.check import Check, pitfalls_of
from checks.syntax import base_name, body_nodes, members, method_name
from interpreter.sources import assignments, called_name, handler_function, identifiers, last_name, nodes_of
from kit.problems import listed
from kit.schema import nearest

WORD = re.compile("[A-Za-z]{3}")
STRIPS = {"lstrip": "removeprefix({0})", "rstrip": "removesuffix({0})", "strip": "removeprefix({0}).removesuffix({0})"}
SETS = {"abcdefghijklmnopqrstuvwxyz", "abcdefghijklmnopqrstuvwxyz0123456789", "0123456789abcdef", "abcdef", "abc",
        "xyz", "aeiou"}
AFTER_PREFIX, BEFORE_SUFFIX = " .:/#-_=@|", ".:/#-_=@|"  # rstrip(" kg") is right: the unit stands after a number
# The attributes of each class besides those of Exception; only classes whose subclasses add none.
EXCEPTIONS = {"ClientError": {"response", "operation_name", "MSG_TEMPLATE"},
              "HTTPError": set("code reason msg hdrs headers fp file filename url status read close info geturl "
                               "getcode name length readline readlines errno strerror".split()),
              "JSONDecodeError": {"msg", "doc", "pos", "lineno", "colno"},
              "URLError": {"reason", "filename", "filename2", "errno", "strerror"},
              "UnicodeDecodeError": {"encoding", "object", "start", "end", "reason"},
              "UnicodeEncodeError": {"encoding", "object", "start", "end", "reason"},
              "KeyError": set(), "IndexError": set(), "TypeError": set(), "ZeroDivisionError": set(),
              "InvalidOperation": set()}
PLAIN = {"Exception", "BaseException", "ValueError", "RuntimeError", "OSError", "LookupError", "ArithmeticError"}
OWN = set(dir(builtins.Exception))
CONTEXT = set("function_name function_version invoked_function_arn memory_limit_in_mb aws_request_id log_group_name "
              "log_stream_name identity client_context tenant_id get_remaining_time_in_millis log w3c".split())


def stripped(tree):
    """Yields pitfalls of name.lstrip("room#"), which removes letters and not the prefix."""
    constants = {name: value for name, value in assignments(tree.body) if isinstance(value, ast.Constant)}
    for node in nodes_of(tree, ast.Call):
        method = method_name(node)
        if method in STRIPS and len(node.args) == 1 and is_whole_text(method, node.args[0], constants):
            text = ast.unparse(node.args[0])
            yield ["strip", node.lineno, f"{method}({text}) removes any of these letters, not the text",
                   f"write {STRIPS[method].format(text)}"]


def is_whole_text(method, node, constants):
    """Whether the argument of `method`, lstrip, is meant as a whole text: by its name, as an f-string, with a word, or
    with two letters and the character that separates a prefix or a suffix from the rest.

    constants  {name: node of its value} of the module
    """
    if isinstance(node, ast.JoinedStr):
        return "string." not in ast.unparse(node) and any(isinstance(part, ast.FormattedValue) for part in node.values)
    if getattr(node, "id", "").lower().endswith(("prefix", "suffix")):
        return True
    text = getattr(constants.get(getattr(node, "id", ""), node), "value", None)
    if not isinstance(text, str) or text.lower() in SETS:
        return False
    edges = (text[-1:] if method != "rstrip" else "", text[:1] if method != "lstrip" else "")
    letters = {letter for letter in text.lower() if letter.isalnum()}
    return bool(WORD.search(text)) or len(letters) > 1 and any(map(str.isalpha, text)) and (
        edges[0] in set(AFTER_PREFIX) or edges[1] in set(BEFORE_SUFFIX))


def growing_failure_lists(tree):
    """Yields pitfalls of a list at the top of a module that a handler fills and returns as batchItemFailures.

    A warm Lambda then also returns the failures of earlier invocations.
    """
    lists = {name for name, value in assignments(tree.body) if isinstance(value, ast.List) and not value.elts}
    text = ast.unparse(tree) if lists else ""
    for name in sorted(lists):
        emptied = re.search(rf"\b{name}\.clear\(|del {name}\[|\b{name}\[:\] =|global .*\b{name}\b|\b{name}\.pop", text)
        grows = not emptied and re.search(rf"\b{name}\.(append|extend)\(", text)
        for node in nodes_of(tree, ast.Dict) if grows else ():
            if name in identifiers(members(node).get("batchItemFailures", ast.Pass())):
                yield ["kept", node.lineno, f"{name} still contains the failures of earlier invocations",
                       f"begin the handler with {name} = []"]


def context_attributes(tree):
    """Yields pitfalls of attributes that the context of a handler does not have, and that no code of the file sets."""
    present = CONTEXT | {node.attr for node in nodes_of(tree, ast.Attribute) if not isinstance(node.ctx, ast.Load)}
    handler = handler_function(tree)
    if handler and len(handler.args.args) > 1 and not handler.decorator_list:
        context = handler.args.args[1].arg
        is_changed = any(node.id == "hasattr" or node.id == context and not isinstance(node.ctx, ast.Load)
                         for node in nodes_of(handler, ast.Name))
        for node in nodes_of(handler, ast.Attribute) if not is_changed else ():
            if base_name(node) == context and node.attr not in present and not node.attr.startswith("_"):
                yield ["context", node.lineno, f"the context of Lambda has no attribute {node.attr!r}",
                       nearest(node.attr, CONTEXT, 0.5) or f"it has {listed(sorted(CONTEXT))}"]


def attributes(tree):
    """Yields pitfalls of attributes that an exception does not have: `except ClientError as error: error.code`."""
    ours = urllib_names(tree)
    imported = {(alias.asname or alias.name).partition(".")[0] for node in nodes_of(tree, ast.Import, ast.ImportFrom)
                for alias in node.names}
    for handler in nodes_of(tree, ast.ExceptHandler):
        nodes = body_nodes(handler) if handler.name else []
        if any(called_name(node) in ("isinstance", "hasattr", "type") for node in nodes):
            continue
        for type_ in getattr(handler.type, "elts", [handler.type]) if nodes else ():
            kind = kind_of(type_, imported)
            yield from operations(kind, handler.name, nodes)
            own = EXCEPTIONS.get(kind)
            if own is None or kind == "HTTPError" and ast.unparse(type_) not in ours:
                continue
            for node in nodes:
                if isinstance(node, ast.Attribute) and base_name(node) == handler.name \
                        and isinstance(node.ctx, ast.Load) and node.attr not in own | OWN:
                    hint = nearest(node.attr, own | {"args"}) or f"it has {listed(sorted(own | {'args'}))}"
                    yield ["attribute", node.lineno, f"{kind} has no attribute {node.attr!r}", hint]


def kind_of(node, imported):
    """The class that an except names; ClientError of client.exceptions.NoSuchKey. imported: names of modules"""
    is_of_client = isinstance(node, ast.Attribute) and last_name(node.value) == "exceptions" \
        and ast.unparse(node).partition(".")[0] not in imported
    return "ClientError" if is_of_client else last_name(node)


def operations(kind, name, nodes):
    """Yields pitfalls of operations that no exception has: error["Code"], "NoSuchKey" in error, error == "NoSuchKey";
    and of attributes of a ClientError's response, which is a dict."""
    stored = {node.id for node in nodes if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
    if kind not in {*EXCEPTIONS, *PLAIN} or name in stored:
        return
    hint = "error.response['Error']['Code']" if kind == "ClientError" else f"str({name})"
    for node in nodes:
        parts = [node.value] if isinstance(node, ast.Subscript) else node.comparators[:1] if isinstance(
            node, ast.Compare) and isinstance(node.ops[0], (ast.In, ast.NotIn)) and kind != "HTTPError" else [
            node.left] if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.Eq, ast.NotEq)) \
            and isinstance(getattr(node.comparators[0], "value", None), str) else []
        if getattr(next(iter(parts), None), "id", "") == name:
            fault = "takes no index" if isinstance(node, ast.Subscript) else "is no text"
            yield ["attribute", node.lineno, f"{kind} {fault}", hint]
        elif kind == "ClientError" and isinstance(node, ast.Attribute) and not hasattr(dict, node.attr) \
                and isinstance(node.value, ast.Attribute) and node.value.attr == "response" \
                and getattr(node.value.value, "id", "") == name:
            yield ["attribute", node.lineno, f"the response of a ClientError is a dict, without {node.attr!r}",
                   f"{name}.response[...]"]


def urllib_names(tree):
    """The names of urllib's HTTPError in a file: the HTTPError of requests has other attributes."""
    return {"urllib.error.HTTPError", "error.HTTPError", *(
        alias.asname or alias.name for node in nodes_of(tree, ast.ImportFrom) if node.module == "urllib.error"
        for alias in node.names)}


PITFALLS = [((), stripped), ((), growing_failure_lists), ((), attributes), ((), context_attributes)]
CHECKS = [
    Check("P111", "A prefix that is stripped letter by letter",
          "It works for most names, but removes the first letters of some: the key then belongs to no item, or to "
          "another one.",
          "https://docs.python.org/3/library/stdtypes.html#str.lstrip",
          "return event['pk'].lstrip('room#')", "return event['pk'].removeprefix('room#')", pitfalls_of("strip")),
    Check("P112", "A time or an id of the cold start",
          "A warm Lambda lives for hours, and evaluates constants and default arguments only once: every event gets "
          "the same time, or the same id.",
          "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html",
          "from datetime import date\n\nTODAY = date.today().isoformat()\n\n\ndef handler(event, context):\n"
          "    return {'day': TODAY}",
          "from datetime import date\n\n\ndef handler(event, context):\n    return {'day': date.today().isoformat()}",
          cold_start.stale_values),
    Check("P113", "An attribute that an exception, or the context, does not have",
          "AttributeError; inside an except it hides the first exception.",
          "https://docs.python.org/3/library/exceptions.html#AttributeError",
          "from botocore.exceptions import ClientError\n\n\ndef handler(event, context):\n    try:\n"
          "        table.put_item(Item={'pk': 'a', 'sk': 'b'})\n    except ClientError as error:\n"
          "        return error.code",
          "from botocore.exceptions import ClientError\n\n\ndef handler(event, context):\n    try:\n"
          "        table.put_item(Item={'pk': 'a', 'sk': 'b'})\n    except ClientError as error:\n"
          "        return error.response['Error']['Code']",
          lambda subject: [*pitfalls_of("attribute")(subject), *(
              result for result in pitfalls_of("context", "AttributeError")(subject)
              if result.path in {fn["path"] for fn in subject.model["lambdas"].values()})]),
    Check("P114", "Failures of earlier invocations",
          "A warm Lambda returns message ids of another batch: the whole batch then counts as failed.",
          "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html",
          "infra:\n  queue: {batch: 10}\n---\nfailed = []\n\n\ndef handler(event, context):\n"
          "    for record in event['Records']:\n        failed.append({'itemIdentifier': record['messageId']})\n"
          "    return {'batchItemFailures': failed}",
          "infra:\n  queue: {batch: 10}\n---\ndef handler(event, context):\n    failed = []\n"
          "    for record in event['Records']:\n        failed.append({'itemIdentifier': record['messageId']})\n"
          "    return {'batchItemFailures': failed}", pitfalls_of("kept")),
]

"""Slips that Python allows: they run, and do something else on a warm Lambda, or on the one value that no test has.

Found in a file's tree alone, and kept with its other facts: see checks/files.py.
"""
import ast
import builtins
import re

from checks.check import Check, Finding
from kit.problems import listed
from kit.schema import nearest

WORD = re.compile("[A-Za-z]{3}")
TIMES = re.compile("%[HIMSfsXcpT]")
# What each has beside Exception's own; only those whose subclasses have no more.
EXCEPTIONS = {"ClientError": {"response", "operation_name", "MSG_TEMPLATE"},
              "HTTPError": set("code reason msg hdrs headers fp file filename url status read close info geturl "
                               "getcode name length readline readlines errno strerror".split()),
              "JSONDecodeError": {"msg", "doc", "pos", "lineno", "colno"},
              "KeyError": set(), "IndexError": set(), "TypeError": set(), "ZeroDivisionError": set(),
              "InvalidOperation": set()}
OWN = set(dir(builtins.Exception))


def slips(tree):
    """[[kind, line, words, hint]] of a file's tree."""
    loaded = {node.id for function in functions(tree) for node in ast.walk(function) if isinstance(node, ast.Name)}
    return sorted([*stripped(tree), *stale(tree, loaded), *kept(tree), *attributes(tree)])


def functions(tree):
    """The functions of a module, those inside others too."""
    return [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]


def stripped(tree):
    """name.lstrip("room#"): it strips letters, not the word."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and len(node.args) == 1 \
                and node.func.attr in ("lstrip", "rstrip") and isinstance(node.args[0], ast.Constant) \
                and isinstance(node.args[0].value, str):
            text = node.args[0].value
            if WORD.search(text) and text.lower() not in ("abcdefghijklmnopqrstuvwxyz", "abcdef", "abc"):
                other = "removeprefix" if node.func.attr == "lstrip" else "removesuffix"
                yield ["strip", node.lineno, f"{node.func.attr}({text!r}) takes off each of these letters, not a word",
                       f"say {other}({text!r})"]


def stale(tree, loaded):
    """TODAY = date.today() at the top of a module: it is the day of the cold start."""
    for node in tree.body:
        target = node.targets[0] if isinstance(node, ast.Assign) and len(node.targets) == 1 else None
        if isinstance(target, ast.Name) and target.id in loaded and any(map(is_day, ast.walk(node.value))):
            yield ["stale", node.lineno, f"{target.id} is the day on which this Lambda was loaded, not the call's",
                   "ask for the day inside the function"]


def is_day(node):
    """Whether it is a call that gives the day of now: date.today(), now().date(), now().strftime("%Y-%m-%d")."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    of_now = any(isinstance(one, ast.Attribute) and one.attr in ("now", "utcnow") for one in ast.walk(node.func.value))
    if node.func.attr == "today":
        return isinstance(node.func.value, (ast.Name, ast.Attribute)) and ast.unparse(node.func.value).endswith("date")
    if node.func.attr == "strftime" and node.args and isinstance(node.args[0], ast.Constant):
        return of_now and not TIMES.search(str(node.args[0].value))
    return node.func.attr == "date" and of_now and not node.args


def kept(tree):
    """A list at the top of a module that a handler fills and answers with: a warm Lambda holds the last call's too."""
    lists = {node.targets[0].id for node in tree.body if isinstance(node, ast.Assign) and len(node.targets) == 1
             and isinstance(node.targets[0], ast.Name) and isinstance(node.value, ast.List) and not node.value.elts}
    text = ast.unparse(tree) if lists else ""
    for name in sorted(lists):
        emptied = re.search(rf"\b{name}\.clear\(|del {name}\[|\b{name}\[:\] =|global .*\b{name}\b|\b{name}\.pop", text)
        for node in ast.walk(tree):
            if isinstance(node, ast.Dict) and not emptied and re.search(rf"\b{name}\.(append|extend)\(", text):
                for key, value in zip(node.keys, node.values):
                    if isinstance(key, ast.Constant) and key.value == "batchItemFailures" \
                            and any(isinstance(one, ast.Name) and one.id == name for one in ast.walk(value)):
                        yield ["kept", node.lineno, f"{name} still holds what failed in earlier calls",
                               f"begin the handler with {name} = []"]


def attributes(tree):
    """except ClientError as error: error.code"""
    ours = urllib_names(tree)
    for handler in ast.walk(tree):
        if isinstance(handler, ast.ExceptHandler) and handler.name \
                and isinstance(handler.type, (ast.Name, ast.Attribute)):
            kind = handler.type.attr if isinstance(handler.type, ast.Attribute) else handler.type.id
            known = EXCEPTIONS.get(kind)
            if known is None or kind == "HTTPError" and ast.unparse(handler.type) not in ours:
                continue
            for node in (one for line in handler.body for one in ast.walk(line)):
                if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) \
                        and node.value.id == handler.name and isinstance(node.ctx, ast.Load) \
                        and node.attr not in known | OWN:
                    hint = nearest(node.attr, known | {"args"}) or f"it has {listed(sorted(known | {'args'}))}"
                    yield ["attribute", node.lineno, f"{kind} has no attribute {node.attr!r}", hint]


def urllib_names(tree):
    """How urllib's HTTPError is called in a file: requests has one of its own."""
    found = {"urllib.error.HTTPError", "error.HTTPError"}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "urllib.error":
            found |= {alias.asname or alias.name for alias in node.names}
    return found


def told(kind):
    """The check of one kind of slip."""
    def found(subject):
        for path, facts in sorted(subject.files.items()):
            for what, line, words, hint in facts["slips"]:
                if what == kind:
                    yield Finding(path, line, words, hint)
    return found


CHECKS = [
    Check("P111", "A word that is stripped letter by letter",
          "It works for most names, and eats the first letters of some: a key that does not exist, a row of another.",
          "return event['pk'].lstrip('room#')", "return event['pk'].removeprefix('room#')", told("strip")),
    Check("P112", "The day of a cold start",
          "A warm Lambda lives for hours: after midnight it goes on with yesterday.",
          "from datetime import date\n\nTODAY = date.today().isoformat()\n\n\ndef handler(event, context):\n"
          "    return {'day': TODAY}",
          "from datetime import date\n\n\ndef handler(event, context):\n    return {'day': date.today().isoformat()}",
          told("stale")),
    Check("P113", "An attribute that an exception has not",
          "AttributeError while the first one is handled: what was to be mended is not.",
          "from botocore.exceptions import ClientError\n\n\ndef handler(event, context):\n    try:\n"
          "        table.put_item(Item={'pk': 'a', 'sk': 'b'})\n    except ClientError as error:\n"
          "        return error.code",
          "from botocore.exceptions import ClientError\n\n\ndef handler(event, context):\n    try:\n"
          "        table.put_item(Item={'pk': 'a', 'sk': 'b'})\n    except ClientError as error:\n"
          "        return error.response['Error']['Code']",
          told("attribute")),
    Check("P114", "Failures of earlier calls",
          "A warm Lambda answers with message ids of another batch: Lambda then takes the whole batch for failed.",
          "infra:\n  queue: {batch: 10}\n---\nfailed = []\n\n\ndef handler(event, context):\n"
          "    for record in event['Records']:\n        failed.append({'itemIdentifier': record['messageId']})\n"
          "    return {'batchItemFailures': failed}",
          "infra:\n  queue: {batch: 10}\n---\ndef handler(event, context):\n    failed = []\n"
          "    for record in event['Records']:\n        failed.append({'itemIdentifier': record['messageId']})\n"
          "    return {'batchItemFailures': failed}", told("kept")),
]

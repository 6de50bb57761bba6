"""Decimal(text) where the code expects a ValueError of a wrong text; a text in place of bytes."""
import ast
from typing import Any

from checks.check import Check, Findings, Subject, finding, pitfalls_of
from checks.syntax import function_name, method_name
from interpreter.sources import FUNCTIONS, called_name, last_name, nodes_of

BASES = {"InvalidOperation", "DecimalException", "ArithmeticError", "Exception", "BaseException"}


def uncaught(tree):
    """[kind, line, message, hint] of each Decimal(text) in a try that handles ValueError, and not InvalidOperation."""
    called = "Decimal" if any(node.module == "decimal" for node in nodes_of(tree, ast.ImportFrom)) else \
        "decimal.Decimal"
    functions = {node.name: node for node in tree.body if isinstance(node, FUNCTIONS)}
    reported = set()
    for node, handled in _tries(tree, frozenset()):
        if "ValueError" not in handled or handled & BASES:
            continue
        inside = [call for statement in node.body for call in _calls(statement)]
        through = [call for outer in inside for callee in [functions.get(function_name(outer))] if callee
                   for statement in callee.body for call in _calls(statement)]
        for call in (*inside, *through):
            if ast.unparse(call.func) == called and _is_text(call) and call.lineno not in reported:
                reported.add(call.lineno)
                yield ["decimal", call.lineno, "Decimal raises InvalidOperation for a text that is no number, and the "
                                               f"except in line {node.handlers[0].lineno} only catches ValueError",
                       "except (ValueError, InvalidOperation)"]


def _tries(node, outer):
    """Yields (try, names of the exceptions that it and those around it handle)"""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Try):
            handled = outer | _handled(child)
            yield child, handled
            for statement in child.body:
                yield from _tries(ast.Module([statement], []), handled)
            for part in (*child.handlers, *child.orelse, *child.finalbody):
                yield from _tries(part, outer)
        else:
            yield from _tries(child, frozenset() if isinstance(child, FUNCTIONS) else outer)


def _handled(node):
    """The names of the exceptions that a try handles; "BaseException" of a bare except."""
    names = set()
    for handler in node.handlers:
        parts = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
        names |= {"BaseException" if part is None else last_name(part) or "Exception" for part in parts}
    return frozenset(names)


def _calls(statement):
    """The calls in a statement, without those in a try inside it that handles such an error."""
    waiting, calls = [statement], []
    while waiting:
        node = waiting.pop()
        catches = isinstance(node, ast.Try) and _handled(node) & {"ValueError", *BASES}
        if not catches and not isinstance(node, (*FUNCTIONS, ast.Lambda)):
            calls += [node] if isinstance(node, ast.Call) else []
            waiting += ast.iter_child_nodes(node)
    return sorted(calls, key=lambda call: (call.lineno, call.col_offset))


def _is_text(call):
    """Whether an argument of Decimal may be any text: a part of data, and no number's text."""
    value: Any = call.args[0] if len(call.args) == 1 and not call.keywords else None
    while method_name(value) in ("strip", "replace"):
        value = value.func.value
    return method_name(value) == "get" or isinstance(value, ast.Subscript)


def mistaken_exponents(tree):
    """Yields pitfalls of amount.quantize(Decimal(2)), where the argument is meant as a number of digits."""
    for node in nodes_of(tree, ast.Call):
        argument: Any = node.args[0] if method_name(node) == "quantize" and node.args else None
        value = getattr(argument.args[0], "value", None) if isinstance(argument, ast.Call) and len(argument.args) == 1 \
            and ast.unparse(argument.func) in ("Decimal", "decimal.Decimal") else None
        if str(value).isdigit() and int(str(value)) > 1:
            yield ["quantize", node.lineno, f"quantize({ast.unparse(argument)}) rounds to a whole number: it takes the "
                   "digits of its argument", f"quantize(Decimal('{'0.' + '0' * (min(int(str(value)), 9) - 1) + '1'}'))"]


def texts_as_data(subject: Subject) -> Findings:
    """urllib.request.Request(url, data=json.dumps(...)), urlopen(url, urlencode(...))"""
    for _name, note in subject.notes("text-data"):
        if note["reached"] and not note["tried"]:
            yield finding(note, f"the data of {note['name']} is a text", ".encode()",
                          "TypeError: POST data should be bytes, an iterable of bytes, or a file object. It "
                          "cannot be of type str.")
    for _name, note in subject.notes("number-header"):
        if note["reached"] and not note["tried"]:
            yield finding(note, f"the header {note['key']!r} of a request is a number", "str(...)",
                          "TypeError: expected string or bytes-like object")


def texts_as_bytes(subject: Subject) -> Findings:
    """base64.b64encode(json.dumps(...)), hashlib.sha256(text)"""
    for _name, note in subject.notes("text-bytes"):
        if not note["tried"]:
            yield finding(note, f"{note['name']} gets a text", ".encode()",
                          "TypeError: a bytes-like object is required, not 'str'")
    yield from pitfalls_of("bytes-lines", "csv.Error: iterator should return strings, not bytes")(subject)
    for _name, note in subject.notes("text-lines"):
        yield finding(note, f"{note['name']} reads lines, and each letter of a text is one", "text.splitlines()",
                      "no error: each row is one letter")


def bytes_lines(tree):
    """Yields pitfalls of csv.reader(io.BytesIO(data)): its lines are bytes."""
    for node in nodes_of(tree, ast.Call):
        if called_name(node) in ("reader", "DictReader") and node.args and called_name(node.args[0]) == "BytesIO":
            yield ["bytes-lines", node.lineno, "csv reads lines of text, and those of BytesIO are bytes",
                   "io.TextIOWrapper(io.BytesIO(...), encoding='utf-8', newline='')"]


TRY = "from decimal import Decimal%s\n\n\ndef handler(event, context):\n    try:\n" \
    "        return str(Decimal(event['price']))\n    except %s:\n        return None"
POST = "import urllib.request\n\n\ndef handler(event, context):\n" \
    "    request = urllib.request.Request('https://example.com', data=json.dumps(event)%s)\n" \
    "    with urllib.request.urlopen(request, timeout=2) as response:\n        return response.status"
PITFALLS = [(("quantize",), mistaken_exponents), (("Decimal",), uncaught), (("BytesIO",), bytes_lines)]
CHECKS = [
    Check("P123", "InvalidOperation that is treated as a ValueError",
          "Decimal('x') raises decimal.InvalidOperation, an ArithmeticError: the except does not catch it.",
          "https://docs.python.org/3/library/decimal.html#decimal.InvalidOperation",
          TRY % ("", "ValueError"), TRY % (", InvalidOperation", "(ValueError, InvalidOperation)"),
          pitfalls_of("decimal", "decimal.InvalidOperation: [<class 'decimal.ConversionSyntax'>]")),
    Check("P151", "A number of digits for quantize()",
          "quantize() rounds to as many digits as its argument has: Decimal('0.01') has two, Decimal(2) none.",
          "https://docs.python.org/3/library/decimal.html#decimal.Decimal.quantize",
          "return str(Decimal(event['price']).quantize(Decimal(2)))",
          "return str(Decimal(event['price']).quantize(Decimal('0.01')))",
          pitfalls_of("quantize", "no error: the cents are lost")),
    Check("P124", "A text as the data of a request, or a number as a header",
          "TypeError: urllib sends bytes, and headers are texts.",
          "https://docs.python.org/3/library/urllib.request.html#urllib.request.Request",
          POST % "", POST % ".encode()", texts_as_data),
    Check("P127", "A text where Python takes bytes, or lines",
          "TypeError: base64, hashlib, hmac, zlib and gzip work on bytes; csv reads an iterable of lines.",
          "https://docs.python.org/3/library/base64.html#base64.b64encode",
          "import base64\nreturn base64.b64encode(json.dumps(event)).decode()",
          "import base64\nreturn base64.b64encode(json.dumps(event).encode()).decode()", texts_as_bytes),
]

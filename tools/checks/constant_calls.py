"""Calls of Python's library with constants that it refuses: int("5,000"), date.fromisoformat("2026-02-30"). Python
itself tries them."""
import ast
import base64
import binascii
import calendar
import codecs
import datetime
import decimal
import functools
import hashlib
import ipaddress
import json
import re
import struct
import uuid
from collections.abc import Callable, Iterator

from checks.check import Check, Finding, Findings, Subject, pitfalls_of
from checks.syntax import arguments, body_nodes, dotted_name, lines_of, module_constants, stored_names
from checks.type_samples import LARGEST, LONGEST, is_long_form
from checks.type_trials import imported_names
from interpreter.sources import last_name, nodes_of
from kit.problems import listed
from kit.schema import nearest

# {dotted name: function without an effect}
FUNCTIONS: dict[str, Callable] = {
    "int": int, "float": float, "chr": chr, "ord": ord, "min": min, "max": max, "bytes.fromhex": bytes.fromhex,
    "complex": complex, "decimal.Decimal": decimal.Decimal,
    "datetime.date": datetime.date, "datetime.datetime": datetime.datetime, "datetime.time": datetime.time,
    "datetime.date.fromisoformat": datetime.date.fromisoformat, "datetime.timezone": datetime.timezone,
    "datetime.datetime.fromisoformat": datetime.datetime.fromisoformat, "datetime.timedelta": datetime.timedelta,
    "datetime.time.fromisoformat": datetime.time.fromisoformat, "uuid.UUID": uuid.UUID, "json.loads": json.loads,
    "ipaddress.ip_address": ipaddress.ip_address, "ipaddress.ip_network": ipaddress.ip_network,
    "ipaddress.ip_interface": ipaddress.ip_interface, "base64.b64decode": base64.b64decode,
    "base64.urlsafe_b64decode": base64.urlsafe_b64decode, "binascii.unhexlify": binascii.unhexlify,
    "struct.pack": struct.pack, "hashlib.new": hashlib.new,
    "calendar.monthrange": calendar.monthrange, "codecs.lookup": codecs.lookup}
CODED = ("encode", "decode")  # methods whose first argument is the name of an encoding
ENCODING = re.compile("utf|latin|ascii|iso|cp|win", re.IGNORECASE)
SEPARATED = ("split", "rsplit", "partition", "rpartition")
TRIED = ("except", "raises", "suppress")


def refused_constants(tree: ast.Module) -> Iterator[list]:
    """Yields pitfalls of calls with constants alone that raise, where nothing catches it."""
    names = imported_names(tree)
    constants = constants_of(tree)
    caught = {line for node in nodes_of(tree, ast.Try, ast.With) if _is_tried(node)
              for statement in node.body for line in lines_of(statement)}
    for call in nodes_of(tree, ast.Call):
        operation = None if call.lineno in caught else _operation(call, names, constants)
        try:
            if operation:
                operation()
        except (RecursionError, MemoryError):
            continue
        except (ArithmeticError, ValueError, TypeError, LookupError, struct.error) as error:
            yield ["refused", call.lineno, f"{ast.unparse(call)} raises {type(error).__name__}"
                   + (f": {error}" if f"{error}" and not isinstance(error, decimal.InvalidOperation) else ""), ""]


def constants_of(tree: ast.Module) -> dict[str, object]:
    """{name: value} of a module's names that get one value, a constant."""
    stored = [*stored_names(tree), *(node.arg for node in nodes_of(tree, ast.arg))]
    return {name: value for name, value in module_constants(tree).items() if stored.count(name) == 1}


def _is_tried(node):
    """Whether a try catches something, or a with does: pytest.raises(), suppress()."""
    return bool(node.handlers) if isinstance(node, ast.Try) else any(
        word in ast.unparse(item.context_expr) for item in node.items for word in TRIED)


def _operation(call, names, constants):
    """function() that makes the call; None of one with other arguments than constants, and of other functions."""
    keywords = [keyword.arg for keyword in call.keywords]
    values = _values(arguments(call), constants)
    root, _dot, rest = dotted_name(call.func).partition(".")
    function = FUNCTIONS.get(".".join(filter(None, (names.get(root, root), rest))))
    if function and (root in names or not rest or root == "bytes"):
        count = len(call.args)
        return values and None not in keywords and functools.partial(
            function, *values[:count], **dict(zip(keywords, values[count:])))
    method = getattr(call.func, "attr", "") if root not in names else ""
    first = values[0] if values else None
    if method in CODED and isinstance(first, str) and ENCODING.match(first):
        return functools.partial(codecs.lookup, first)
    return functools.partial("".split, first) if method in SEPARATED and first == "" else None


def _values(nodes, constants):
    """[value] of constant expressions that are short; None if one is not constant."""
    values = []
    for node in nodes:
        try:
            value = constants[node.id] if isinstance(node, ast.Name) else ast.literal_eval(node)
        except (KeyError, ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
            return None
        if isinstance(value, int) and abs(value) > LARGEST or len(repr(value)) > LONGEST \
                or isinstance(node, ast.Constant) and isinstance(value, str) and is_long_form(value):
            return None
        values.append(value)
    return values


def absent_members(subject: Subject) -> Findings:
    """Constants that are no name, or no value, of an Enum of the app in which they are looked up."""
    enums: dict[str, list] = {}
    for path in subject.python_files:
        for name, members in subject.of_tree(members_of_enums, path):
            enums.setdefault(name, []).append(members)
    single = {name: dict(of_name[0]) for name, of_name in enums.items() if len(of_name) == 1}
    for path in subject.python_files if single else ():
        for name, line, is_name, value in subject.of_tree(lookups, path):
            members = single.get(name, {})
            accepted = [*members] if is_name else [*members.values()]
            if members and value not in accepted:
                part = "member" if is_name else "member with the value"
                yield Finding(path, line, f"{name} has no {part} {value!r}",
                              nearest(value, map(str, accepted)) or f"it has {listed(accepted)}",
                              f"KeyError: {value!r}" if is_name else f"ValueError: {value!r} is not a valid {name}")


def members_of_enums(tree):
    """[[name of an Enum, [[member, constant]]]] of the Enums of a file whose members are constant texts or numbers."""
    result = []
    for node in nodes_of(tree, ast.ClassDef):
        values = [[target.id, value] for part in node.body if isinstance(part, ast.Assign)
                  for target in part.targets if isinstance(target, ast.Name)
                  for value in [getattr(part.value, "value", None)]]
        is_plain = all(isinstance(value, (str, int)) for _name, value in values) and not any(
            getattr(part, "name", "").startswith("_") for part in node.body)
        if values and is_plain and {last_name(base) for base in node.bases} & {"Enum", "StrEnum", "IntEnum"}:
            result.append([node.name, values])
    return result


def lookups(tree):
    """[[class, line, whether it is a name, text]] of State["paid"] and State("paid") where no try stands around."""
    tried = {id(part) for part in body_nodes(*filter(_is_tried, nodes_of(tree, ast.Try, ast.With)))}
    result = []
    for node in nodes_of(tree, ast.Subscript, ast.Call):
        is_name = isinstance(node, ast.Subscript)
        base = node.value if is_name else node.func
        key = node.slice if is_name else node.args[0] if len(node.args) == 1 and not node.keywords else None
        if isinstance(base, ast.Name) and isinstance(key, ast.Constant) and isinstance(key.value, str) \
                and id(node) not in tried:
            result.append([base.id, node.lineno, is_name, key.value])
    return result


ENUM = "from enum import Enum\n\n\nclass State(Enum):\n    PAID = 'paid'\n\n\n" \
       "def handler(event, context):\n    return State%s.value"
PITFALLS = [((), refused_constants)]
CHECKS = [
    Check("P192", "Constants that a function of Python refuses",
          "ValueError, or another error, whenever the line runs.",
          "https://docs.python.org/3/library/functions.html#int",
          "return int('5,000')", "return int('5000')", pitfalls_of("refused", "an error whenever the line runs")),
    Check("P193", "A name or a value that an Enum does not have",
          "KeyError of State['paid'], ValueError of State('PAID'): brackets take a name, parentheses a value.",
          "https://docs.python.org/3/library/enum.html",
          ENUM % "['paid']", ENUM % "('paid')", absent_members),
]

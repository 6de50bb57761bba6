"""Conditions that are always true, and conditions that find an absent value and only log it."""
import ast
import functools
from collections import Counter
from typing import Any

from checks.absent_values import HARMLESS, blocks, line_of_use
from checks.check import Check, pitfalls_of
from checks.syntax import base_name, method_name
from interpreter.sources import FUNCTIONS, assignments, called_name, every_node, functions, identifiers, nodes_of

AWS_OBJECTS = {"client", "resource", "Table", "Bucket", "Queue", "Topic", "Object"}  # what boto3 makes: always true
CAUGHT = {"TypeError", "KeyError", "AttributeError"}


def always_true(tree):
    """Yields pitfalls of `if table:`, where table is an object of boto3, and `if is_open:`, where is_open is a function
    of the module that the condition does not call."""
    objects: dict[str, str] = {}
    for node in tree.body:
        if isinstance(node, FUNCTIONS) and not node.decorator_list:
            objects[node.name] = "a function"
        for name, value in assignments([node]):
            objects |= {name: "an object of boto3"} if is_aws_object(value, objects) else {}
    tests = [(node, name) for node in nodes_of(tree, ast.If, ast.IfExp, ast.While, ast.Assert)
             for name in tested_names(node.test) if name in objects]
    bound = Counter(name for node in every_node(tree) for name in bound_names(node)) if tests else Counter[str]()
    for node, name in tests:
        if bound[name] == 1:
            call = f"{name}(...)" if objects[name] == "a function" else "the value that the code read"
            yield ["true", node.lineno, f"{name} is {objects[name]}, and never None or false", f"did you mean {call}?"]


def bound_names(node):
    """Yields the names that a node binds."""
    if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
        yield node.id
    elif isinstance(node, ast.arg):
        yield node.arg
    elif isinstance(node, (*FUNCTIONS, ast.ClassDef, ast.ExceptHandler)) and node.name:
        yield node.name
    elif isinstance(node, ast.alias):
        yield (node.asname or node.name).partition(".")[0]


def is_aws_object(node, objects):
    """Whether an expression makes a client, a resource or one of its objects. objects: {name} of the earlier ones"""
    base = node.func.value if method_name(node) in AWS_OBJECTS else None
    return getattr(base, "id", "") in {"boto3", *objects} or base is not None and is_aws_object(base, objects)


def tested_names(test):
    """Yields the names whose truth, or difference from None, decides a condition."""
    if isinstance(test, ast.Name):
        yield test.id
    elif isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        yield from tested_names(test.operand)
    elif isinstance(test, ast.BoolOp):
        for value in test.values:
            yield from tested_names(value)
    elif is_none_test(test):
        yield from tested_names(test.left)


def is_none_test(test):
    """Whether a condition is `x is None`, or `x is not None`."""
    return isinstance(test, ast.Compare) and isinstance(test.ops[0], (ast.Is, ast.IsNot)) \
        and getattr(test.comparators[0], "value", 0) is None


def logged_only(tree):
    """Yields pitfalls of a value that the code reads after an `if` that has found it absent, and that only logs."""
    for function in functions(tree):
        if CAUGHT & identifiers(function):
            continue
        for block in blocks(function):
            for at, node in enumerate(block):
                name, is_none = absent_name(node)
                line = line_of_use(block[at + 1:], functools.partial(is_read, name, is_none), name) if name else None
                if line is not None:
                    yield ["logged-only", line, f"{name} is {'None' if is_none else 'empty, or None,'} here if the "
                           f"condition in line {node.lineno} holds: its branch only logs",
                           "return, raise or continue after the log"]


def absent_name(node):
    """(the name that an `if` finds absent and whose branch only logs, whether it is None); ("", False) of others."""
    if not isinstance(node, ast.If) or node.orelse or not all(
            isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call) and all(
                called_name(part) in HARMLESS for part in nodes_of(statement, ast.Call)) for statement in node.body):
        return "", False
    test: Any = node.test
    is_none = is_none_test(test) and isinstance(test.ops[0], ast.Is)
    tested = test.left if is_none else test.operand if isinstance(test, ast.UnaryOp) and isinstance(
        test.op, ast.Not) else None
    return getattr(tested, "id", ""), is_none


def is_read(name, is_none, node):
    """Whether a node reads a key of a name's value, or an attribute, which None does not have."""
    of_key = isinstance(node, ast.Subscript) and isinstance(getattr(node.slice, "value", None), str)
    return base_name(node) == name and (of_key or is_none and isinstance(node, (ast.Subscript, ast.Attribute)))


TABLE = "def handler(event, context):\n    row = table.get_item(Key={'pk': 'a', 'sk': 'b'}).get('Item')\n" \
    "    if not %s:\n        return None\n    return row['size']"
ROW = "def handler(event, context):\n    row = table.get_item(Key={'pk': 'a', 'sk': 'b'}).get('Item')\n" \
    "    if row is None:\n        print('no row')%s\n    return row['size']"
PITFALLS = [(("if ", "while ", "assert "), always_true), (("if ",), logged_only)]
CHECKS = [
    Check("P154", "A condition on an object that is always true",
          "A function, a client and a table are true, and never None: the code after the condition runs always, or "
          "never.",
          "https://docs.python.org/3/library/stdtypes.html#truth-value-testing",
          TABLE % "table", TABLE % "row", pitfalls_of("true", "no error: the condition decides nothing")),
    Check("P155", "An absent value that is only logged",
          "The code after the log reads the value: TypeError, 'NoneType' object is not subscriptable.",
          "https://docs.python.org/3/library/exceptions.html#TypeError",
          ROW % "", ROW % "\n        return None",
          pitfalls_of("logged-only", "TypeError: 'NoneType' object is not subscriptable")),
]

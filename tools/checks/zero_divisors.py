"""Divisions by a value whose default is zero."""
import ast

from checks.check import Check, pitfalls_of
from checks.python_versions import guarded_lines
from checks.syntax import bindings, method_name, stored_names
from interpreter.sources import called_name, every_node, functions, nodes_of

ERRORS = ("ZeroDivisionError", "ArithmeticError", "InvalidOperation", "DivisionByZero")
NUMBERS = {"float", "int", "Decimal", "abs"}
ZEROS = (0, "0")


def zero_divisors(tree):
    """Yields pitfalls of total / row.get("goal", 0), where no condition of the function tests the divisor."""
    divisions_of = {function: divisions for function in functions(tree) if (divisions := [
        node for node in nodes_of(function, ast.BinOp) if isinstance(node.op, (ast.Div, ast.FloorDiv))])}
    guarded = guarded_lines(tree, ERRORS) if divisions_of else ()
    for function, divisions in divisions_of.items():
        stored = stored_names(function)
        values = {name: value for name, value in bindings(nodes_of(function, ast.Assign)).items()
                  if value is not None and stored.count(name) == 1}
        tests = {ast.unparse(part) for node in every_node(function) for test in conditions(node)
                 for part in every_node(test)}
        for node in divisions:
            divisor = number(node.right)
            value = number(values[divisor.id]) if isinstance(divisor, ast.Name) and divisor.id in values else divisor
            texts = {ast.unparse(part) for part in (divisor, value, node.right, *nodes_of(value, ast.Constant))} - {"0"}
            if is_zero_by_default(value) and not texts & tests and node.lineno not in guarded \
                    and not (isinstance(divisor, ast.Name) and divisor.id in {*stored} - values.keys()):
                yield ["zero-divisor", node.lineno, f"{ast.unparse(divisor)} is 0 where there is no such value",
                       f"... if {ast.unparse(divisor)} else 0"]


def number(node):
    """The expression x of float(x), int(x) and Decimal(x); another node itself."""
    while isinstance(node, ast.Call) and called_name(node) in NUMBERS and len(node.args) == 1 and not node.keywords:
        node = node.args[0]
    return node


def is_zero_by_default(node):
    """Whether an expression is x.get("key", 0), or x.get("key") or 0."""
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
        return is_zero(node.values[-1])
    return method_name(node) == "get" and len(node.args) == 2 and is_zero(node.args[1])


def is_zero(node):
    """Whether an expression is 0, "0" or Decimal(0)."""
    node = number(node)
    return isinstance(node, ast.Constant) and not isinstance(node.value, bool) and node.value in ZEROS


def conditions(node):
    """The expressions that a node tests."""
    parts = [getattr(node, "test", None), *getattr(node, "ifs", ())]
    if isinstance(node, ast.BoolOp) and not is_zero_by_default(node):
        parts += node.values[:-1]
    if isinstance(node, ast.Match):
        parts.append(node.subject)
    compared = nodes_of(node, ast.Compare) if isinstance(node, (ast.Assign, ast.Return)) else []
    return [part for part in parts if part is not None] + compared


GET = "row = table.get_item(Key={'pk': event['id'], 'sk': 'b'}).get('Item', {})\ngoal = row.get('goal', 0)\n" \
    "return str(100 / float(goal)%s)"
PITFALLS = [((".get(",), zero_divisors)]
CHECKS = [
    Check("P169", "A division by a default of zero",
          "ZeroDivisionError, or decimal.DivisionByZero, where the value is missing.",
          "https://docs.python.org/3/library/exceptions.html#ZeroDivisionError",
          GET % "", GET % " if goal else 0", pitfalls_of("zero-divisor", "ZeroDivisionError: division by zero")),
]

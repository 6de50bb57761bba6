"""Texts for ty with reveal_type(...) before the statements whose expressions have types that ty is asked for."""
import ast
from collections.abc import Collection
from typing import NamedTuple

from checks import type_trials
from checks.syntax import function_name, method_name
from interpreter.sources import FUNCTIONS, every_node

LATER = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)  # they have names of their own
COMPARED = (ast.Eq, ast.NotEq, ast.In, ast.NotIn)
SETS = ("set", "frozenset")
BLOCKS = (*FUNCTIONS, ast.ClassDef, ast.Import, ast.ImportFrom)


class Probed(NamedTuple):
    """A text with probes: for each of its lines that of the file, and the probed nodes (Compare, FormattedValue, loops
    that take elements apart, sets and calls that make or fill one, AugAssign) of each probe's line, a node for each
    expression."""

    text: str
    numbers: list[int]
    nodes: dict[int, list[ast.AST]]

    def line(self, number: int) -> int:
        """The file's line of a line that ty reports."""
        return self.numbers[min(number, len(self.numbers)) - 1]


def probed(text: str, tree: ast.Module, calls: Collection[ast.Call] = ()) -> Probed:
    """A file with probes of what its f-strings and other filled texts contain, of both sides of each ==, !=, in and not
    in, of what loops take apart: for key, value in row, of what gets into sets, of elements and attributes that +=
    changes, and of the operands of trials (type_trials.py).

    calls  that fit no form of their function: only their operands are probed
    """
    meanings = type_trials.imported_names(tree) if calls else {}
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    before = {}  # {index of a line: [(node, its expression)]}
    for statement in every_node(tree):
        if isinstance(statement, ast.stmt) and not isinstance(statement, BLOCKS):
            encoded = lines[statement.lineno - 1].encode()
            parts = expressions(statement, calls, meanings) if not encoded[:statement.col_offset].strip() \
                and not encoded.lstrip().startswith(b"elif") else []
            if parts:
                before.setdefault(statement.lineno - 1, []).extend(parts)
    result, numbers, nodes = [], [], {}
    for at, line in enumerate(lines):
        if at in before:
            probes = "; ".join(f"reveal_type({ast.unparse(expression)})" for _node, expression in before[at])
            result.append(line[:len(line) - len(line.lstrip())] + probes)
            numbers.append(at + 1)
            nodes[len(result)] = [node for node, _expression in before[at]]
        result.append(line)
        numbers.append(at + 1)
    return Probed("\n".join(result), numbers, nodes)


def expressions(statement, calls, meanings):
    """[(node or Trial, expression)] to probe in a statement itself, not in those below it; parameters as of probed(),
    and what the file's imported names mean."""
    result: list[tuple] = []
    if isinstance(statement, ast.For) and isinstance(statement.target, ast.Tuple):
        result.append((statement, statement.iter))
    if isinstance(statement, ast.AugAssign) and not isinstance(statement.target, ast.Name):
        result.append((statement, statement.target))
    parts = [value for _name, value in ast.iter_fields(statement)]
    for part in parts:  # which grows meanwhile
        if isinstance(part, list):
            parts += [element for element in part if not isinstance(element, (ast.stmt, ast.excepthandler))]
        elif isinstance(part, LATER):
            loops = getattr(part, "generators", [])[:1]  # further ones have the names of the first
            result += [(loop, loop.iter) for loop in loops if isinstance(loop.target, ast.Tuple) and not loop.is_async]
        elif isinstance(part, ast.AST) and not isinstance(part, ast.stmt):
            trial = type_trials.of_call(part, meanings) if part in calls else type_trials.of_node(part)
            if trial:
                result += [(trial, operand) for operand in trial.operands]
            if isinstance(part, ast.FormattedValue) and part.conversion == -1 and not part.format_spec:
                result.append((part, part.value))
            elif isinstance(part, (ast.Call, ast.BinOp)) and (inserted := filled(part)):
                result += [(ast.FormattedValue(value, -1), value) for value in inserted]
            elif isinstance(part, ast.Compare) and len(part.ops) == 1 and isinstance(part.ops[0], COMPARED):
                result += [(part, part.left), (part, part.comparators[0])]
            else:
                result += [(part, element) for element in hashed(part)]
            parts += [value for _name, value in ast.iter_fields(part)]
    return result


def filled(node):
    """[expression] that a text gets as they are: of str(value), "{}".format(value) and "%s" % value."""
    if isinstance(node, ast.BinOp):
        is_text = isinstance(getattr(node.left, "value", None), str) and isinstance(node.op, ast.Mod)
        values = node.right.elts if isinstance(node.right, ast.Tuple) else [node.right]
        return values if is_text and node.left.value.count("%s") == node.left.value.count("%") == len(values) else []
    if getattr(node.func, "id", "") == "str":
        return node.args if len(node.args) == 1 and not node.keywords else []
    is_text = getattr(node.func, "attr", "") == "format" and isinstance(
        getattr(node.func.value, "value", None), str)
    return [value for value in node.args if not isinstance(value, ast.Starred)] \
        if is_text and "{}" in node.func.value.value else []


def hashed(node):
    """[expression] that Python hashes there: elements of a set. After "seen.add(row)" the set comes first."""
    if isinstance(node, ast.Set):
        return [element for element in node.elts if not isinstance(element, (ast.Constant, ast.Starred))]
    if isinstance(node, ast.Call) and len(node.args) == 1 and not isinstance(node.args[0], ast.Starred):
        if method_name(node) == "add":
            return [node.func.value, node.args[0]]
        return node.args if function_name(node) in SETS else []
    return []

"""Helper functions that read one environment variable, whose name is an argument.

    def setting(name):
        return os.environ["DEMO_" + name.upper()]

A template is a text, the index of a parameter, [template, template, ...] joined, or {"upper": template}:
["DEMO_", {"upper": 0}]. scan/called_reads.py fills in the arguments of the calls. The interpreter follows all code
that is not of this form.
"""
import ast
from collections.abc import Callable
from typing import Any

# Statements and expressions after which a read may not be made, or for other values.
BRANCHES = (ast.If, ast.IfExp, ast.For, ast.While, ast.Match, ast.Try, ast.TryStar, ast.With, ast.Yield, ast.YieldFrom,
            ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef, ast.ListComp, ast.SetComp, ast.DictComp,
            ast.GeneratorExp, ast.Global)
CASES = ("upper", "lower")


def helper(tree: ast.Module, key: ast.expr, read: ast.expr, text: Callable) -> tuple[str, Any, dict] | None:
    """(name of the helper, template of the variable, its parameters {name: default text or None}) of a read; or None.

    key   the name of the variable in the read
    text  node -> the text of a literal or a constant, None of anything else
    """
    function = next((node for node in tree.body if node.__class__ is ast.FunctionDef and node.lineno < read.lineno
                     <= (node.end_lineno or 0)), None)
    if function is None or not _is_plain(function, read):
        return None
    signature = function.args
    names = [parameter.arg for parameter in signature.args]
    defaults = [None] * (len(names) - len(signature.defaults)) + [text(node) for node in signature.defaults]
    template = _template(key, names, text)
    return None if template is None else (function.name, template, dict(zip(names, defaults)))


def _is_plain(function, read):
    """Whether a function makes the read once in each call, whatever its arguments."""
    signature, statements = function.args, function.body
    if function.decorator_list or signature.vararg or signature.kwarg or signature.kwonlyargs or signature.posonlyargs:
        return False
    if any(statement.__class__ in (ast.Return, ast.Raise) for statement in statements[:-1]):
        return False
    nodes = [node for statement in statements for node in ast.walk(statement)]
    names = {parameter.arg for parameter in signature.args}
    return not any(node.__class__ in BRANCHES
                   or node.__class__ is ast.Name and node.id in names and node.ctx.__class__ is not ast.Load
                   or node.__class__ is ast.BoolOp and node.values[0] is not read for node in nodes)


def _template(node, names, text):
    """The template of an expression over parameters; None of any other expression."""
    kind = node.__class__
    if kind is ast.Name and node.id in names:
        return names.index(node.id)
    if kind is ast.FormattedValue:
        return None if node.format_spec or node.conversion != -1 else _template(node.value, names, text)
    if kind is ast.Call and node.func.__class__ is ast.Attribute and node.func.attr in CASES \
            and not node.args and not node.keywords:
        receiver_template = _template(node.func.value, names, text)
        return None if receiver_template is None else {node.func.attr: receiver_template}
    parts = node.values if kind is ast.JoinedStr else [node.left, node.right] if kind is ast.BinOp \
        and node.op.__class__ is ast.Add else []
    templates = [_template(part, names, text) for part in parts]
    return text(node) if not parts else None if None in templates else templates


def variable(template, arguments: list[str | None]) -> str | None:
    """The name of the variable, by the texts of the arguments; None if one that it needs is unknown."""
    if isinstance(template, list):
        texts = [variable(part, arguments) for part in template]
        return None if None in texts else "".join(map(str, texts))
    if isinstance(template, dict):
        (case, inner), = template.items()
        text = variable(inner, arguments)
        return text and getattr(text, case)()
    return arguments[template] if isinstance(template, int) else template


def uses(calls: list[ast.Call], loads: list[ast.Name], names: dict[str, str], ignored: set[int],
         text: Callable) -> dict[str, list | None]:
    """{dotted name: [[line, [text or None of an argument], {keyword: text or None}]]} of calls in a file.

    calls, loads   the file's nodes
    names          {local name: dotted name} whose uses are sought: "setting" -> "lambdas.common.setting"
    The calls are None if the file does anything else with the name.
    """
    calls_by_name: dict[str, Any] = {}
    understood = set()
    for call in calls:
        node: Any = call.func
        attributes = ""
        while node.__class__ is ast.Attribute:
            node, attributes = node.value, f".{node.attr}{attributes}"
        if node.__class__ is not ast.Name or node.id not in names:
            continue
        understood.add(id(node))
        dotted = names[node.id] + attributes
        if any(argument.__class__ is ast.Starred for argument in call.args) or calls_by_name.get(dotted, []) is None:
            calls_by_name[dotted] = None
        elif not ignored.intersection(range(call.lineno, (call.end_lineno or 0) + 1)):
            calls_by_name.setdefault(dotted, []).append([
                call.lineno, [*map(text, call.args)], {entry.arg or "": text(entry.value) for entry in call.keywords}])
    return calls_by_name | {names[node.id]: None for node in loads if node.id in names and id(node) not in understood}

"""The results of the app's functions that return nothing, or a generator; functions that a loop keeps for later."""
import ast
from typing import Any

from checks import app_functions
from checks.check import Check, Finding, Findings, Subject, pitfalls_of
from checks.syntax import arguments, parameters, stored_names
from interpreter.sources import FUNCTIONS, called_name, every_node, functions, identifiers, is_abstract, nodes_of

LATER = (*FUNCTIONS, ast.Lambda, ast.ClassDef)
KEEPING = {"append", "submit", "add", "add_done_callback", "setdefault", "Thread", "Timer"}
NOTHING, GENERATOR = "nothing", "generator"


def results(tree):
    """{name of a function of the module: NOTHING or GENERATOR} of those that never return a value: plain ones, without
    decorators, that are defined once and never replaced."""
    stored = stored_names(tree)
    defined = [node.name for node in tree.body if isinstance(node, (*FUNCTIONS, ast.ClassDef))]
    return {node.name: kind for node in tree.body if isinstance(node, ast.FunctionDef) and not node.decorator_list
            and defined.count(node.name) == 1 and node.name not in stored and (kind := _result(node))}


def _result(function):
    """NOTHING of a function without `return value`, GENERATOR of one with a yield; "" of others, and of a body that
    only raises or does nothing."""
    nodes = _own_nodes(function)
    if any(isinstance(node, (ast.Yield, ast.YieldFrom)) for node in nodes):
        return GENERATOR
    returns = any(isinstance(node, ast.Return) and node.value is not None for node in nodes)
    return "" if returns or is_abstract(function) or isinstance(function.body[-1], ast.Raise) else NOTHING


def _own_nodes(function):
    """The nodes of a function's body, without those of functions in it."""
    nodes = [*function.body]
    for node in nodes:  # which grows meanwhile
        if not isinstance(node, LATER):
            nodes += ast.iter_child_nodes(node)
    return nodes


def used_results(subject: Subject) -> Findings:
    """Uses of a result that is None, or a generator, as if it were a value of another kind."""
    for path in subject.python_files:
        known = {**app_functions.of_imports(subject, path, results), **subject.of_tree(results, path)}
        for line, name, kind in subject.of_tree(uses, path, tuple(sorted(known.items()))) if known else ():
            if kind == NOTHING:
                yield Finding(path, line, f"{name}() returns nothing: this value is always None", "return it there",
                              "TypeError, or no error: the value is None")
            else:
                yield Finding(path, line, f"{name}() is a generator, which has neither a length nor an index",
                              f"list({name}(...))", "TypeError: 'generator' object")


def uses(tree, known):
    """[[line, name of the function, NOTHING or GENERATOR]] of calls in a file whose result is used. known: the pairs of
    results(), of the file and of what it imports"""
    kinds, result = dict(known), []
    local = {entry.arg for function in nodes_of(tree, *FUNCTIONS, ast.Lambda) for entry in parameters(function)}
    for scope in (tree, *functions(tree)):
        loads = {node.id for node in nodes_of(scope, ast.Name) if isinstance(node.ctx, ast.Load)}
        for node in _own_nodes(scope):
            for call, is_sized in _used_calls(node, loads):
                name = ast.unparse(call.func)
                kind = kinds.get(name) if isinstance(call, ast.Call) and name not in local else None
                if kind == NOTHING or kind == GENERATOR and is_sized:
                    result.append([call.lineno, name, kind])
    return result


def _used_calls(node, loads):
    """Yields (call, whether the use needs a length, an index or an operator) of the calls whose value a node uses.
    loads: the names that the function reads"""
    if isinstance(node, ast.Assign):
        is_read = any(isinstance(target, ast.Name) and target.id in loads - {"_"} for target in node.targets)
        values = [(node.value, False)] if is_read or not isinstance(node.targets[0], ast.Name) else []
    elif isinstance(node, (ast.For, ast.comprehension)):
        values = [(node.iter, False)]
    elif isinstance(node, ast.BinOp):
        values = [(node.left, True), (node.right, True)]
    elif isinstance(node, (ast.Subscript, ast.Attribute)):
        values = [(node.value, isinstance(node, ast.Subscript))]
    elif isinstance(node, ast.Call) and called_name(node) in ("len", "dumps"):
        values = [(argument, True) for argument in node.args]
    else:
        values = [(value, False) for value in node.values] if isinstance(node, ast.Dict) else []
    yield from ((value, is_sized) for value, is_sized in values if isinstance(value, ast.Call))


def kept_in_loops(tree):
    """[kind, line, message, hint] of lambdas that a loop keeps, and that read a name which each round sets again."""
    for loop in nodes_of(tree, ast.For, ast.ListComp, ast.DictComp):
        targets = [loop.target] if isinstance(loop, ast.For) else [part.target for part in loop.generators]
        names = {name for target in targets for name in identifiers(target)}
        elements: list[Any] = loop.body if isinstance(loop, ast.For) else [
            getattr(loop, "elt", getattr(loop, "value", None))]
        values = [*elements, *(value for element in elements for node in every_node(element) for value in _kept(node))]
        for value in (value for value in values if isinstance(value, ast.Lambda)):
            own = {entry.arg for entry in (*value.args.args, *value.args.kwonlyargs)}
            if late := sorted(identifiers(value.body) & names - own):
                yield ["late-name", value.lineno, f"each of these functions reads {late[0]} when it is called: "
                       "the value of the last round", f"lambda {late[0]}={late[0]}: ..., or functools.partial"]


def _kept(node):
    """The values that a statement or call keeps for later."""
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], (ast.Subscript, ast.Attribute)):
        return [node.value]
    return arguments(node) if called_name(node) in KEEPING else []


SAVE = "def save(order):\n    table.put_item(Item={'pk': order['id'], 'sk': 'order'})\n%s\n\n" \
    "def handler(event, context):\n    saved = save(event['order'])\n    return {'saved': saved['id']}"
TASKS = "tasks = []\nfor name in event['names']:\n    tasks.append(lambda%s: name.upper())\n" \
    "return [task() for task in tasks]"
PITFALLS = [(("lambda",), kept_in_loops)]
CHECKS = [
    Check("P188", "The result of a function that returns nothing",
          "A function without `return value` returns None; one with a yield is a generator.",
          "https://docs.python.org/3/reference/simple_stmts.html#the-return-statement",
          SAVE % "", SAVE % "    return order\n", used_results),
    Check("P189", "Functions of a loop that all read the last value",
          "A lambda reads a name when it is called, and not when it is made.",
          "https://docs.python.org/3/faq/programming.html#why-do-lambdas-defined-in-a-loop-with-different-values-all-"
          "return-the-same-result", TASKS % "", TASKS % " name=name",
          pitfalls_of("late-name", "no error: all have one value")),
]

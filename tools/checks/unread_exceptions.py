"""Work for the records of a batch in threads or tasks, whose exceptions no code reads: a record that fails is lost."""
import ast
from typing import Any

from checks.batch_parts import is_of_records
from checks.check import Check, Finding, Findings, Subject
from checks.syntax import base_name, keywords, method_name
from checks.threads import called, makers
from interpreter.sources import every_node, functions, nodes_of

READERS = {"result", "exception", "add_done_callback", "results"}  # methods of a future


def unread(tree):
    """[line] of work whose exceptions no code reads: pool.submit() for each record, pool.map(), gather(...)."""
    nodes, kinds = every_node(tree), makers(tree)
    pools = {name.id for node in nodes for value, name in _bindings(node)
             if isinstance(name, ast.Name) and kinds.get(called(value)) == "pool"}
    records = {name.id for node in nodes for value, name in _bindings(node)
               if isinstance(name, ast.Name) and is_of_records(value, set(), set(), "Records")}
    # of functions that handle no exception themselves
    raising = {function.name for function in functions(tree) if not nodes_of(function, ast.ExceptHandler)}
    is_read = any(isinstance(node, ast.Attribute) and node.attr in READERS for node in nodes)
    lines = []
    for node in nodes:
        call = getattr(node.value, "value", node.value) if isinstance(node, ast.Expr) else None
        if isinstance(call, ast.Call) and _runs_each(call, pools, records, raising):
            lines.append(node.lineno)
        parts, source = _repeated(node)
        submitted = {_submitted(part, pools) for part in parts}
        if submitted and not is_read and submitted <= raising and is_of_records(source, records, set(), "Records"):
            lines.append(node.lineno)
    return lines


def maps(tree):
    """[[line, name of the function]] of pool.map(f, rows) whose result is discarded."""
    kinds = makers(tree)
    if "pool" not in kinds.values():
        return []
    pools = {name.id for node in nodes_of(tree, ast.Assign, ast.With) for value, name in _bindings(node)
             if isinstance(name, ast.Name) and kinds.get(called(value)) == "pool"}
    calls = [node.value for node in nodes_of(tree, ast.Expr)]
    return [[call.lineno, work_name(call.args[0])] for call in calls
            if method_name(call) == "map" and call.args and base_name(call.func) in pools]


def work_name(node):
    """The name of the function that an expression is, or that a lambda calls; "" of another expression."""
    inner = node.body if isinstance(node, ast.Lambda) else node
    return called(inner).rpartition(".")[2] if isinstance(inner, ast.Call) else getattr(inner, "id", "")


def dropped(subject: Subject) -> Findings:
    """pool.map(f, rows) whose results no code reads, where f handles no exception."""
    handlers = {fn["path"] for fn in subject.model["lambdas"].values()}
    for path in subject.python_files:
        work = subject.of_tree(maps, path)
        reported = subject.of_tree(unread, path) if work and path in handlers else []
        for line, name in work:
            if line not in reported and raises(name, subject, path):
                yield Finding(path, line, "no code reads the exceptions of this work: map() keeps them",
                              "list(pool.map(...)), or for result in pool.map(...)", "no error: the work is not done")


def raises(name, subject, path):
    """Whether a function of the app has a name, and handles no exception: that of the file at a path comes first."""
    function = next((function for file in (path, *subject.python_files) for function in functions(subject.tree(file))
                     if function.name == name), None)
    return function is not None and not nodes_of(function, ast.ExceptHandler)


def _bindings(node):
    """[(value, target)] of an assignment and of a with."""
    if isinstance(node, ast.Assign):
        return [(node.value, node.targets[0])]
    return [(item.context_expr, item.optional_vars) for item in node.items] if isinstance(node, ast.With) else []


def _repeated(node: ast.AST) -> tuple[list, Any]:
    """([expression], iterable) of a loop or a comprehension: all that it does for each element."""
    if isinstance(node, ast.For):
        return [getattr(part, "value", None) for part in node.body], node.iter
    if isinstance(node, ast.DictComp):
        return [node.key], node.generators[0].iter
    return ([node.elt], node.generators[0].iter) if isinstance(node, (ast.ListComp, ast.SetComp)) else ([], None)


def _runs_each(call, pools, records, raising):
    """Whether a call runs a function for each record and keeps no exception: its result is discarded."""
    name = method_name(call)
    if name == "map" and base_name(call.func) in pools and len(call.args) == 2:
        return getattr(call.args[0], "id", "") in raising and is_of_records(call.args[1], records, set(), "Records")
    tasks = getattr(call.args[0], "value", None) if name == "gather" and call.args else None
    return bool(getattr(keywords(call).get("return_exceptions"), "value", False)) \
        and isinstance(tasks, (ast.ListComp, ast.GeneratorExp)) and called(tasks.elt) in raising \
        and is_of_records(tasks.generators[0].iter, records, set(), "Records")


def _submitted(node: Any, pools: set[str]) -> str:
    """The name of the function that a pool runs: pool.submit(f, record), also futures.append(pool.submit(...))."""
    if method_name(node) == "append" and node.args:
        node = node.args[0]
    is_submit = method_name(node) == "submit" and node.args and base_name(node.func) in pools
    return getattr(node.args[0], "id", "") if is_submit else ""


POOL = "from concurrent.futures import ThreadPoolExecutor\n\n\ndef save(row):\n    print(int(row))\n\n\n" \
    "def handler(event, context):\n    with ThreadPoolExecutor(4) as pool:\n        %s"
CHECKS = [
    Check("P150", "Exceptions of a pool that no code reads",
          "map() of a pool keeps the exceptions of its calls until their results are read.",
          "https://docs.python.org/3/library/concurrent.futures.html#concurrent.futures.Executor.map",
          POOL % "pool.map(save, event['rows'])", POOL % "list(pool.map(save, event['rows']))", dropped),
]

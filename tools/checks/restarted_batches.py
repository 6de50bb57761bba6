"""Loops that take batches of a list with islice(), which begins at the list's first element each time; groups
of rows that are sorted by another key."""
import ast
import re

from checks.check import Check, pitfalls_of
from checks.syntax import base_name, keywords, method_name
from interpreter.sources import assignments, called_name, every_node, functions, nodes_of

# What returns a list, or another value that each iteration begins anew.
LISTS = {"list", "sorted", "tuple", "set", "dict", "range", "split", "splitlines"}
DISPLAYS = (ast.List, ast.ListComp, ast.Set, ast.SetComp, ast.Dict, ast.DictComp, ast.Tuple)


def restarted(tree):
    """Yields pitfalls of `while batch := list(islice(rows, 10))`, and of the same in the body of the loop, where rows
    is a list in the function, or in every call of the function."""
    for function in functions(tree):
        for loop in nodes_of(function, ast.While):
            inside = {id(node) for node in every_node(loop)}
            for call in nodes_of(loop, ast.Call):
                source = call.args[0] if called_name(call) == "islice" and len(call.args) == 2 else None
                if isinstance(source, ast.Name) and is_list(source, function, tree, 3) and not any(
                        isinstance(node, ast.Name) and node.id == source.id and id(node) in inside
                        and node is not source for node in every_node(function)):
                    yield ["restarted", call.lineno, f"{source.id} is a list: each islice() begins at its first "
                           "element", f"iterator = iter({source.id}) before the loop, and islice(iterator, ...)"]


def is_list(node, function, tree, deep):
    """Whether an expression of a function is a list for certain; deep: how many names and calls are followed."""
    if isinstance(node, DISPLAYS):
        return True
    if isinstance(node, ast.Call):
        helpers = [helper for helper in functions(tree) if getattr(helper, "name", "") == getattr(node.func, "id", "")]
        return called_name(node) in LISTS if not helpers else deep > 0 and len(helpers) == 1 \
            and returns_list(helpers[0], tree, deep - 1)
    if not isinstance(node, ast.Name) or not deep:
        return False
    values = [value for name, value in [*assignments(every_node(function)), *parallel(function)] if name == node.id]
    stores = sum(part.id == node.id and isinstance(part.ctx, ast.Store) for part in nodes_of(function, ast.Name))
    if values or stores:
        return len(values) == stores == 1 and is_list(values[0], function, tree, deep - 1)
    return is_parameter_list(node.id, function, tree, deep)


def parallel(function):
    """Yields (name, expression) of first, second = [], {}"""
    for node in nodes_of(function, ast.Assign):
        targets = node.targets[0]
        if isinstance(targets, ast.Tuple) and isinstance(node.value, ast.Tuple) \
                and len(targets.elts) == len(node.value.elts) and not nodes_of(node, ast.Starred):
            yield from ((getattr(target, "id", ""), value) for target, value in zip(targets.elts, node.value.elts))


def returns_list(function, tree, deep):
    """Whether all returns of a function are lists. deep: of is_list()"""
    returned = [node.value for node in nodes_of(function, ast.Return)]
    return bool(returned) and not nodes_of(function, ast.Yield, ast.YieldFrom) \
        and all(value is not None and is_list(value, function, tree, deep) for value in returned)


def is_parameter_list(name, function, tree, deep):
    """Whether all calls of a function, of which there is one at least, pass a list for a parameter. deep: of
    is_list()"""
    names = [parameter.arg for parameter in function.args.args]
    uses = [node for node in nodes_of(tree, ast.Name) if node.id == function.name]
    calls = [node for node in nodes_of(tree, ast.Call) if node.func in uses]
    if name not in names or len(calls) != len(uses) or not calls:
        return False
    at = names.index(name)
    passed = [keywords(call).get(name, call.args[at] if len(call.args) > at else None) for call in calls]
    owners = [next((owner for owner in functions(tree) if call in every_node(owner)), tree) for call in calls]
    return all(value is not None and is_list(value, owner, tree, deep - 1) for value, owner in zip(passed, owners))


def unsorted_groups(tree):
    """[kind, line, message, hint] of groupby() of rows that are sorted by another key first."""
    for scope in functions(tree):
        names = dict(assignments(nodes_of(scope, ast.Assign)))
        calls = nodes_of(scope, ast.Call)
        names.update((base_name(node.func), node) for node in calls if method_name(node) == "sort")
        for node in calls:
            if called_name(node) != "groupby" or not node.args:
                continue
            rows = names.get(getattr(node.args[0], "id", ""), node.args[0])
            groups = key_parts(node.args[1] if len(node.args) > 1 else keywords(node).get("key"))
            order = key_parts(keywords(rows).get("key")) if called_name(rows) in ("sorted", "sort") else []
            if groups and order and not all(map(str.startswith, groups, order)):
                yield ["groups", node.lineno, f"the rows are sorted by {order[0]} first, and grouped by {groups[0]}",
                       "the key of groupby() as the first part of the key of sorted()"]


def key_parts(key):
    """["['depot']", "['day']"] of itemgetter("depot", "day"), or of lambda row: (row["depot"], row["day"])."""
    if isinstance(key, ast.Call) and called_name(key) in ("itemgetter", "attrgetter"):
        parts = [getattr(argument, "value", None) for argument in key.args]
        return [f"[{part!r}]" if called_name(key) == "itemgetter" else f".{part}" for part in parts] \
            if None not in parts else []
    if isinstance(key, ast.Lambda) and len(key.args.args) == 1:
        name = key.args.args[0].arg
        texts = [ast.unparse(part) for part in getattr(key.body, "elts", [key.body])]
        return [text.removeprefix(name) for text in texts] if all(
            re.match(rf"{name}[.\[]", text) and name not in text[len(name):] for text in texts) else []
    return []


GROUPS = "from itertools import groupby\nfrom operator import itemgetter\n\n\ndef handler(event, context):\n" \
    "    rows = sorted(event['rows'], key=itemgetter('%s'))\n" \
    "    return {depot: len(list(group)) for depot, group in groupby(rows, key=itemgetter('depot'))}"
BATCHES = "from itertools import islice\n\n\ndef handler(event, context):\n    rows = sorted(event['rows'])\n" \
    "%s    while batch := list(islice(%s, 10)):\n        print(batch)"
PITFALLS = [(("islice",), restarted), (("groupby(",), unsorted_groups)]
CHECKS = [
    Check("P174", "Batches of a list that begin anew",
          "The loop takes the first elements again and again, until the timeout: only an iterator remembers how far it "
          "was read.",
          "https://docs.python.org/3/library/itertools.html#itertools.islice",
          BATCHES % ("", "rows"), BATCHES % ("    iterator = iter(rows)\n", "iterator"),
          pitfalls_of("restarted", "no error: the loop does not end")),
    Check("P190", "Groups of rows that are sorted by another key",
          "groupby() begins a new group whenever the key changes: a key has several groups.",
          "https://docs.python.org/3/library/itertools.html#itertools.groupby",
          GROUPS % "day", GROUPS % "depot", pitfalls_of("groups", "no error: a key has several groups")),
]

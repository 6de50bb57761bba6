"""Values that can be read once: generators, the groups of groupby(), and streams of S3."""
import ast
from typing import Any

from checks.check import Check, pitfalls_of
from checks.cold_start import CACHES
from checks.syntax import arguments, base_name, function_name, method_name, stored_names
from interpreter import sources
from interpreter.sources import FUNCTIONS, assignments, called_name, every_node, functions, last_name, nodes_of

LAZY = {"map", "filter", "zip", "reversed", "enumerate"}
# Functions that read all elements of their argument.
READERS = {"list", "tuple", "set", "sum", "max", "min", "sorted", "dict", "len", "frozenset", "writerows",
           "extend", "join", "update", "Counter"}


def read_again(tree):
    """Yields pitfalls of generators, and streams, that a function reads a second time, and of len() of a generator."""
    readers = {function.name for function in functions(tree) for parameter in function.args.args[:1]
               if any(any(uses(part, parameter.arg, "generator", READERS)) for part in function.body)}
    for function in functions(tree):
        nodes = own_nodes(function)
        for name, kind, body in [*lazy_names(nodes), *groups(nodes)]:
            stores = sum(isinstance(node, ast.Name) and node.id == name and not isinstance(node.ctx, ast.Load)
                         for node in nodes)
            rebound = sum(isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == name
                          and kind == "stream" and ast.unparse(node.value) == f"{name}.read()" for node in nodes)
            if stores - rebound != 1:
                continue
            reads = [read for statement in body for read in uses(statement, name, kind, READERS | readers)]
            sized = [line for read, line in reads if read == "len" and kind != "stream"]
            if sized:
                yield ["read-once", sized[0], f"{name} is a generator, and has no length", f"{name} = list({name})"]
            elif (line := second(body, name, kind, READERS | readers)) is not None:
                yield ["read-once", line, f"{name} was read before, and is empty now",
                       f"keep what is read: {'data' if kind == 'stream' else name} = "
                       + (f"{name}.read()" if kind == "stream" else f"list({name})")]


def kept_generators(tree):
    """Yields pitfalls of generators that a cache, or a name of the module, keeps: the first reader leaves nothing."""
    for function in functions(tree):
        if sources.decorator_names(function) & CACHES:
            nodes = own_nodes(function)
            lazy = {name for name, _kind, _body in lazy_names(nodes)}
            for node in nodes:
                value = node.value if isinstance(node, ast.Return) else None
                if is_lazy(value) or isinstance(node, ast.Yield) or isinstance(value, ast.Name) and value.id in lazy:
                    yield ["read-once", node.lineno, f"{function.name}() is cached: each call returns the same "
                           "generator, which is empty after its first reader",
                           f"return list({ast.unparse(value)})" if value else "return a list"]
                    break
    lazy = {name: value for name, value in assignments(tree.body) if is_lazy(value)}
    rebound = {name for node in nodes_of(tree, ast.Global) for name in node.names}
    at_start = {called_name(node) for statement in tree.body if not isinstance(statement, (*FUNCTIONS, ast.ClassDef))
                for node in nodes_of(statement, ast.Call)} if lazy else set()
    for function in (function for function in functions(tree) if lazy and function.name not in at_start):
        own = {node.id for node in nodes_of(function, ast.Name) if not isinstance(node.ctx, ast.Load)}
        for name in sorted(lazy.keys() - rebound - own):
            line = next((line for part in function.body for _how, line in uses(part, name, "generator", READERS)), None)
            if line is not None:
                yield ["read-once", line, f"{name} is empty after the first invocation of an environment",
                       f"{name} = list(...)"]


def repeated_objects(tree):
    """Yields pitfalls of rows.append(row), and of batch.put_item(Item=row), in a loop that changes the same row, made
    before the loop, in each round."""
    for function in functions(tree):
        nodes = own_nodes(function)
        pairs = [*assignments(nodes), *((target.id, value) for node in nodes if isinstance(node, ast.Assign)
                 and isinstance(node.targets[0], ast.Tuple) and isinstance(node.value, ast.Tuple)
                 for target, value in zip(node.targets[0].elts, node.value.elts) if isinstance(target, ast.Name))]
        mappings = {name for name, value in pairs if isinstance(value, ast.Dict) or called_name(value) == "dict"}
        lists = {name for name, value in pairs if isinstance(value, ast.List)} | {
            item.optional_vars.id for node in nodes if isinstance(node, ast.With) for item in node.items
            if called_name(item.context_expr) == "batch_writer" and isinstance(item.optional_vars, ast.Name)}
        for loop in (node for node in nodes if isinstance(node, ast.For)) if mappings and lists else ():
            stored = {*stored_names(loop)}
            changed = {base_name(target) for statement in loop.body if isinstance(statement, ast.Assign)
                       for target in statement.targets if isinstance(target, ast.Subscript)}
            for statement in loop.body if not nodes_of(loop, ast.Break, ast.Return) else ():
                call: Any = getattr(statement, "value", None)
                is_added = called_name(call) in ("append", "put_item") and last_name(
                    getattr(call.func, "value", None)) in lists - stored and len(arguments(call)) == 1
                row = getattr(arguments(call)[0], "id", "") if is_added else ""
                if row in mappings & changed - stored:
                    yield ["same-object", call.lineno, f"each round keeps the same {row}, and changes it: all "
                           "elements are that of the last round", f"make {row} in the loop, or pass dict({row})"]


CHANGING = {"append", "add", "extend", "update", "insert", "setdefault", "remove", "pop", "discard", "clear"}


def shared_elements(tree):
    """Yields pitfalls of [[]] * 3 and dict.fromkeys(names, []), whose elements are one list or mapping, which the code
    changes."""
    parts = [node.func.value for node in nodes_of(tree, ast.Call) if method_name(node) in CHANGING]
    parts += [node.value for node in nodes_of(tree, ast.Subscript) if isinstance(node.ctx, ast.Store)]
    changed = {base_name(part) for part in parts if isinstance(part, ast.Subscript)}
    for name, node in assignments(nodes_of(tree, ast.Assign)):
        if name not in changed or not isinstance(node, (ast.BinOp, ast.Call)):
            continue
        shared = node.left.elts if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult) \
            and isinstance(node.left, ast.List) else node.args[1:] if called_name(node) == "fromkeys" else []
        for element in shared:
            value = element.left if isinstance(element, ast.BinOp) else element
            if isinstance(value, (ast.List, ast.Dict, ast.Set)) or called_name(value) in ("list", "dict", "set") \
                    and isinstance(value, ast.Call):
                yield ["same-object", node.lineno, f"all elements are the same {ast.unparse(element)}",
                       f"{{name: {ast.unparse(element)} for name in ...}}" if isinstance(node, ast.Call) else
                       f"[{ast.unparse(element)} for _ in range(...)]"]


def is_lazy(node):
    """Whether an expression makes a generator or an iterator: (row for row in rows), map(str, rows)."""
    return isinstance(node, ast.GeneratorExp) or function_name(node) in LAZY


def own_nodes(function):
    """The nodes of a function without those of functions inside it."""
    inside = {id(part) for node in nodes_of(function, *FUNCTIONS, ast.Lambda)
              if node is not function for part in every_node(node)}
    return [node for node in every_node(function) if id(node) not in inside]


def lazy_names(nodes):
    """Yields (name, kind, the statements after the assignment) of names of generators and streams."""
    for node in [node for node in nodes if "body" in node._fields]:
        for field in ("body", "orelse", "finalbody"):
            block: Any = getattr(node, field, None)
            for at, statement in enumerate(block) if isinstance(block, list) else ():
                if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
                    value: Any = statement.value
                    is_stream = isinstance(value, ast.Subscript) and getattr(value.slice, "value", "") == "Body"
                    if is_lazy(value):
                        yield statement.targets[0].id, "generator", block[at + 1:]
                    elif is_stream:
                        yield statement.targets[0].id, "stream", block[at + 1:]


def groups(nodes):
    """Yields (name, "generator", body) of the groups in loops over groupby()."""
    for node in nodes:
        if isinstance(node, ast.For) and isinstance(node.iter, ast.Call) and ast.unparse(node.iter.func) in (
                "groupby", "itertools.groupby") and isinstance(node.target, ast.Tuple) \
                and len(node.target.elts) == 2 and isinstance(node.target.elts[1], ast.Name):
            yield node.target.elts[1].id, "generator", node.body


def uses(node, name, kind, readers):
    """Yields (how, line) of each read of all that a name has: "len", or "all".

    readers  names of functions that read all elements of their argument
    """
    for part in nodes_of(node, ast.Call, *(() if kind == "stream" else (ast.For, ast.comprehension))):
        if kind == "stream":
            if method_name(part) == "read" and base_name(part.func) == name and not arguments(part):
                yield "all", part.lineno
        elif isinstance(part, ast.Call):
            reader = called_name(part)
            if reader in readers and any(getattr(argument, "id", "") == name for argument in part.args):
                yield "len" if reader == "len" else "all", part.lineno
        elif getattr(part.iter, "id", "") == name and not (
                isinstance(part, ast.For) and nodes_of(part, ast.Break, ast.Return)):
            yield "all", part.iter.lineno


def second(body, name, kind, readers):
    """The line of the second read of a name by statements that follow each other; None if there is none. readers: as of
    uses()"""
    seen = False
    for statement in body:
        if isinstance(statement, (ast.If, ast.Try, ast.Match)):
            seen = seen or any(uses(getattr(statement, "test", ast.Pass()), name, kind, readers))
            lines = [second(part, name, kind, readers) for part in branches(statement)]
            line = next((line for line in lines if line is not None), None)
            first = [read for part in branches(statement) for entry in part
                     for read in uses(entry, name, kind, readers)]
            if line is not None or seen and first:
                return line if line is not None else first[0][1]
            continue
        reads = [*uses(statement, name, kind, readers)]
        is_choice = bool(nodes_of(statement, ast.IfExp, ast.BoolOp))
        if reads and (seen or len(reads) > 1 and not is_choice or repeats(statement, name, kind, readers)):
            return reads[-1][1]
        seen = seen or bool(reads)
    return None


def repeats(statement, name, kind, readers):
    """Whether a statement is a loop that reads a name in each round."""
    return isinstance(statement, ast.For) and getattr(statement.iter, "id", "") != name \
        and not nodes_of(statement, ast.Break, ast.Return) \
        and any(any(uses(part, name, kind, readers)) for part in statement.body
                if not isinstance(part, (ast.If, ast.Try)))


def branches(statement):
    """The bodies of a statement of which one runs."""
    parts = [getattr(statement, field, []) for field in ("body", "orelse", "finalbody")]
    return [*parts, *(entry.body for entry in (*getattr(statement, "handlers", []), *getattr(statement, "cases", [])))]


ROWS = "rows = %s\nreturn {'count': sum(1 for row in rows), 'names': [row['name'] for row in rows]}"
PITFALLS = [((), read_again), ((), kept_generators), (("append", "batch_writer"), repeated_objects),
            (("] *", "fromkeys("), shared_elements)]
SLOTS = "rows, row = [], {'day': event['day']}\nfor time in event['times']:\n    row['time'] = time\n" \
    "    rows.append(%s)\nreturn rows"
CHECKS = [
    Check("P179", "One mapping in all elements of a list",
          "append() keeps the object itself: what a later round changes, all elements show.",
          "https://docs.python.org/3/faq/programming.html#why-did-changing-list-y-also-change-list-x",
          SLOTS % "row", SLOTS % "dict(row)", pitfalls_of("same-object", "no error: all elements are the last one")),
    Check("P144", "A generator or a stream that is read twice",
          "A generator, a group of groupby(), and the body of an S3 object have nothing left after the first read.",
          "https://docs.python.org/3/glossary.html#term-generator",
          ROWS % "(row for row in event['rows'] if row)", ROWS % "[row for row in event['rows'] if row]",
          pitfalls_of("read-once", "no error: nothing is read; TypeError for len()")),
]

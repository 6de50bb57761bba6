"""Names without a value after a failed try, and averages of no rows."""
import ast
import functools

from checks.check import Check, pitfalls_of
from checks.syntax import LOGS, function_name, method_name
from interpreter.sources import FUNCTIONS, called_name, every_node, functions, identifiers, nodes_of, read_key

HARMLESS = LOGS | {"str", "repr", "len", "get", "format"}
JUMPS = (ast.Return, ast.Raise, ast.Continue, ast.Break)
ITEMS, READS = {"Items", "Contents"}, {"query", "scan", "paginate", "search"}
AVERAGES = {"mean", "fmean", "median", "mode", "max", "min"}


def unbound(tree):
    """Yields pitfalls of a name that only the body of a try binds, and that the code after an except needs that only
    logs: UnboundLocalError."""
    for function in functions(tree):
        free = {name for node in nodes_of(function, ast.Global, ast.Nonlocal) for name in node.names} | {
            part.arg for part in nodes_of(function.args, ast.arg)}
        for block in blocks(function):
            for at, node in enumerate(block):
                if isinstance(node, ast.Try) and not node.finalbody and any(map(goes_on, node.handlers)):
                    for name in bound_by(node) - free - stored(function, node):
                        if (line := line_of_use(block[at + 1:], functools.partial(is_load, name), name)) is not None:
                            yield ["unbound", line, f"{name} has no value if the call in line "
                                   f"{binding(node, name).lineno} raises: the except only logs",
                                   "raise, or return, at the end of the except"]


def blocks(function):
    """Yields the lists of statements of a function, not those of functions inside it."""
    waiting = [function.body]
    while waiting:
        block = waiting.pop()
        yield block
        for node in block:
            if not isinstance(node, FUNCTIONS):
                parts = [getattr(node, field, []) for field in ("body", "orelse", "finalbody")]
                waiting += [part for part in (*parts, *(entry.body for entry in getattr(node, "handlers", [])))
                            if isinstance(part, list) and part]


def goes_on(handler):
    """Whether an except only logs, at least where its conditions do not hold, so that the code after the try runs."""
    logs = [statement for statement in handler.body if not isinstance(statement, ast.If)]
    return not any(isinstance(node, ast.If) and node.orelse for node in handler.body) \
        and all(isinstance(statement, (ast.Expr, ast.Pass)) for statement in logs) \
        and all(called_name(call) in HARMLESS for statement in logs for call in nodes_of(statement, ast.Call))


def bound_by(node):
    """{name} that the last call of a try's body binds: without it they have no value."""
    calls = [statement for statement in node.body if nodes_of(statement, ast.Call, ast.Subscript)]
    last = calls[-1] if calls else None
    if not isinstance(last, ast.Assign) or not nodes_of(last.value, ast.Call):
        return set()
    return {part.id for target in last.targets for part in nodes_of(target, ast.Name)
            if isinstance(part.ctx, ast.Store)}


def binding(node, name):
    """The statement of a try that binds a name."""
    return next(statement for statement in node.body if isinstance(statement, ast.Assign) and any(
        getattr(part, "id", "") == name for target in statement.targets for part in every_node(target)))


def stored(function, tried):
    """{name} that a function binds besides the body of one try."""
    own = {id(part) for statement in tried.body for part in every_node(statement)}
    bound = [node.name for node in nodes_of(function, ast.ExceptHandler, *FUNCTIONS)]
    last = bound_by(tried)
    stores = [node.id for node in nodes_of(function, ast.Name)
              if not isinstance(node.ctx, ast.Load) and id(node) not in own]
    inside = [part.id for statement in tried.body if not isinstance(statement, ast.Assign) or not bound_by(
        ast.Try(body=[statement], handlers=[], orelse=[], finalbody=[])) & last
        for part in nodes_of(statement, ast.Name) if isinstance(part.ctx, ast.Store)]
    return {*stores, *inside, *filter(None, bound)}


def line_of_use(statements, is_use, name):
    """The line in which statements use a name's value for certain; None if another statement may end the function, or
    bind the name anew, before. is_use: function(node) -> whether it is such a use"""
    for node in statements:
        part = node.test if isinstance(node, ast.If) else node.iter if isinstance(node, ast.For) else node
        if not isinstance(part, (ast.Expr, ast.Assign, ast.Return, ast.AugAssign, ast.expr)):
            return None
        binds = any(isinstance(target, ast.Name) and target.id == name for target in every_node(part)
                    if not isinstance(getattr(target, "ctx", None), ast.Load))
        if (line := certain_use(part, is_use)) is not None or binds or isinstance(node, (ast.If, ast.For, *JUMPS)):
            return line
    return None


def certain_use(node, is_use):
    """The line at which the evaluation of a node uses a value, None if only a part of it does that may not run."""
    if is_use(node):
        return node.lineno
    parts = [node.test] if isinstance(node, ast.IfExp) else node.values[:1] if isinstance(node, ast.BoolOp) else \
        [] if isinstance(node, (ast.Lambda, *FUNCTIONS)) else [node.generators[0].iter] \
        if isinstance(node, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)) else ast.iter_child_nodes(node)
    return next((line for part in parts if (line := certain_use(part, is_use)) is not None), None)


def is_load(name, node):
    """Whether a node is the value of a name."""
    return isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load)


def averages(tree):
    """Yields pitfalls of sum(rows) / len(rows), mean(rows) and max(rows) of the rows of a query that no line tests."""
    readers = {function.name for function in functions(tree) if any(is_read(node) for node in every_node(function))}
    for function in functions(tree):
        nodes = every_node(function)
        sources = row_names(nodes, readers)
        tested = {part.id for node in nodes for part in every_node(getattr(node, "test", None) or (
            node if isinstance(node, ast.BoolOp) else ast.Pass())) if isinstance(part, ast.Name)}
        caught = any(isinstance(node, ast.Try) for node in nodes)
        for node in nodes if not caught else ():
            name = averaged(node)
            if name in sources and not tested & sources[name]:
                yield ["average", node.lineno, f"{name} has no element where the query finds no item",
                       f"if {name}: ... else ..." if isinstance(node, ast.BinOp) else
                       f"if {name}: ..., or default=... of max() and min()"]


def is_read(node):
    """Whether a node reads items of a table or objects of a bucket: page["Items"], table.query(...)"""
    return read_key(node) in ITEMS or method_name(node) in READS


def row_names(nodes, readers):
    """{name: {names from which it is made}} of lists with an element for each item of a query, or for some of them."""
    sources: dict[str, set[str]] = {}
    for _round in range(3):
        for node in nodes:
            for name, source in makers(node):
                of_names = identifiers(source) & sources.keys()
                if of_names or any(is_read(part) or function_name(part) in readers for part in every_node(source)):
                    sources.setdefault(name, {name}).update(of_names, *(sources[part] for part in of_names))
    others = {name for node in nodes for name in other_bindings(node)}
    return {name: chain for name, chain in sources.items() if name not in others}


def makers(node):
    """Yields (name, expression) of a list that is made of an expression: by a comprehension, by an append in a loop."""
    value = node.value if isinstance(node, ast.Assign) and len(node.targets) == 1 else None
    if isinstance(value, (ast.ListComp, ast.Subscript)) and isinstance(node.targets[0], ast.Name):
        yield node.targets[0].id, value.generators[0].iter if isinstance(value, ast.ListComp) else value
    for part in every_node(node) if isinstance(node, ast.For) else ():
        base = part.func.value if method_name(part) in ("append", "extend") else \
            part.target if isinstance(part, ast.AugAssign) else None
        while isinstance(base, ast.Subscript):
            base = base.value
        if isinstance(base, ast.Name):
            yield base.id, node.iter


def other_bindings(node):
    """Yields the names that a statement binds to something that is not empty at first, and is no such list."""
    value = getattr(node, "value", None)
    for target in getattr(node, "targets", []) if isinstance(node, ast.Assign) else ():
        is_empty = isinstance(value, (ast.List, ast.Dict)) and not ast.dump(value).count("Constant") or isinstance(
            value, ast.Call) and function_name(value) in ("defaultdict", "list", "dict")
        if isinstance(target, ast.Name) and not is_empty and not isinstance(value, (ast.ListComp, ast.Subscript)):
            yield target.id
    if isinstance(node, (ast.For, ast.comprehension)):
        yield from identifiers(node.target)


def averaged(node):
    """The name of the list of which a node computes an average, or the largest; "" of other nodes."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Div, ast.FloorDiv)):
        call = node.right
        return getattr(call.args[0], "id", "") if function_name(call) == "len" and call.args else ""
    if isinstance(node, ast.Call) and len(node.args) == 1 and not node.keywords and called_name(node) in AVERAGES:
        part = node.args[0]
        part = part.generators[0].iter if isinstance(part, (ast.GeneratorExp, ast.ListComp)) else part
        return getattr(part, "id", "")
    return ""


TRY = "try:\n    row = table.get_item(Key={'pk': 'a', 'sk': 'b'})['Item']\nexcept Exception as error:\n" \
    "    print(error)%s\nreturn row['size']"
MEAN = "def handler(event, context):\n    sizes = [row['size'] for row in table.query(" \
    "KeyConditionExpression=Key('pk').eq('a'))['Items']]\n" \
    "    table.put_item(Item={'pk': 'a', 'sk': 'b', 'size': 1})\n" \
    "    return {'mean': str(sum(sizes) / len(sizes)%s)}"
PITFALLS = [(("except", "suppress"), unbound), (("len(", *AVERAGES), averages)]
CHECKS = [
    Check("P136", "A name without a value after a failed try",
          "UnboundLocalError, which hides the first error.",
          "https://docs.python.org/3/library/exceptions.html#UnboundLocalError",
          TRY % "", TRY % "\n    raise", pitfalls_of("unbound", "UnboundLocalError: cannot access local variable")),
    Check("P137", "The average, or the largest, of no items",
          "ZeroDivisionError, StatisticsError or ValueError: a query may find no item.",
          "https://docs.python.org/3/library/exceptions.html#ZeroDivisionError",
          MEAN % "", MEAN % " if sizes else 0", pitfalls_of("average", "ZeroDivisionError, or ValueError")),
]

"""What each name of a Python module was given, scope by scope, from its syntax tree.

A scope is {"names": {name: [given, ...]}, "nodes": [...], "outer": scope or None,
"function": "load" or "", "parameters": [...], "owner": "Settings" or "", "module": "lambdas.dates",
"package": "lambdas"}.

names  a given is a syntax node (its value), a (node,) (a value out of it, as a loop gives),
       or a made expression (a str or a list: see kit/expressions.py)
nodes  all that stands in the scope, without what stands inside its functions
owner  the class whose method the scope is

A name given twice has both values: whoever reads it asks for what it may be.
"""
import ast

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
DEFINITIONS = (*FUNCTIONS, ast.Lambda, ast.ClassDef)
TRIES = (ast.Try, ast.TryStar)
# What a walk (most of a scan's time) does not go into, and what whoever reads the scopes wants to see.
LEAVES = {ast.Name, ast.Constant, ast.arg, ast.alias, ast.Pass, bool, int, str, type(None),
          *(kind for base in (ast.expr_context, ast.operator, ast.cmpop, ast.unaryop, ast.boolop)
            for kind in base.__subclasses__())}
WANTED = {ast.Assign, ast.AnnAssign, ast.NamedExpr, ast.For, ast.AsyncFor, ast.comprehension, ast.Import,
          ast.ImportFrom, ast.Call, ast.Subscript, ast.Compare, ast.BoolOp, *TRIES}


def scopes(tree, module, is_package=False):
    """Every scope of a module, the module's own first. Raises nothing."""
    package = module if is_package else module.rpartition(".")[0]
    found = [_scope(None, tree.body, "", module, package)]
    for scope in found:
        waiting = [(scope.pop("body"), "")]
        for body, owner in waiting:
            nodes, definitions = _flat(body)
            scope["nodes"] += nodes
            for node in nodes:
                if node.__class__ in BINDERS:
                    BINDERS[node.__class__](node, owner, scope)
            for node in definitions:
                if not isinstance(node, ast.Lambda):
                    _bind_definition(node, owner, scope)
                if isinstance(node, ast.ClassDef):
                    waiting.append((node.body, f"{owner}.{node.name}" if owner else node.name))
                else:
                    found.append(_inner(node, owner, scope))
    return found


def _scope(outer, body, function, module, package):
    """A scope whose body is still to be read."""
    return {"names": {}, "known": {}, "outer": outer, "body": body, "nodes": [], "function": function,
            "parameters": [], "owner": "", "module": module, "package": package}


def _inner(node, owner, outer):
    """The scope of a function or lambda; each of its parameters is its default, or what a call gives."""
    name = lambda_name(node) if isinstance(node, ast.Lambda) else ".".join(
        filter(None, [outer["function"], owner, node.name]))
    body = [node.body] if isinstance(node, ast.Lambda) else node.body
    scope = _scope(outer, body, name, outer["module"], outer["package"])
    scope["owner"] = owner or outer["owner"]
    args = node.args
    placed = [*args.posonlyargs, *args.args]
    defaults = dict(zip([arg.arg for arg in reversed(placed)], reversed(args.defaults)))
    defaults.update((arg.arg, default) for arg, default in zip(args.kwonlyargs, args.kw_defaults) if default)
    for arg in [*placed, *args.kwonlyargs]:
        given = scope["names"][arg.arg] = [["param", f"{scope['module']}.{name}", arg.arg]]
        if arg.arg in defaults:
            given.append(_later(defaults[arg.arg], outer))
    scope["parameters"] = [arg.arg for arg in [*placed, *args.kwonlyargs]]
    if owner and placed and placed[0].arg in ("self", "cls"):
        scope["names"][placed[0].arg] = [["at", f"{scope['module']}.{owner}"]]
        del scope["parameters"][0]
    return scope


def _later(node, scope):
    """A node that is to be read in another scope than the one that holds it."""
    return {"node": node, "scope": scope}


def lambda_name(node):
    """How a function without a name is called here: by its place."""
    return f"<lambda {node.lineno} {node.col_offset}>"


def _flat(body):
    """(the wanted nodes, the functions and classes) of a body, without what stands inside the latter."""
    wanted, definitions, stack = [], [], list(body)
    while stack:
        node = stack.pop()
        kind = node.__class__
        if kind in LEAVES:
            continue
        if kind in WANTED:
            wanted.append(node)
        elif kind in DEFINITIONS:
            definitions.append(node)
            stack += getattr(node, "decorator_list", [])
            stack += node.bases if kind is ast.ClassDef else node.args.defaults + node.args.kw_defaults
            continue
        for value in node.__dict__.values():
            if value.__class__ is list:
                stack += value
            elif value.__class__ not in LEAVES:
                stack.append(value)
    return wanted[::-1], definitions[::-1]


def _give(target, given, owner, scope):
    """Bind a target (a name, a tuple of them, self.name) to what it was given."""
    if isinstance(target, ast.Name):
        name = f"{owner}.{target.id}" if owner else target.id
        scope["names"].setdefault(name, []).append(given)
        if owner:
            scope["names"].setdefault(target.id, []).append(given)
    elif isinstance(target, (ast.Tuple, ast.List)):
        parts = given.elts if isinstance(given, (ast.Tuple, ast.List)) else []
        for index, part in enumerate(target.elts):
            one = parts[index] if len(parts) == len(target.elts) else ("part", given, index)
            _give(part, one, owner, scope)
    elif isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) \
            and target.value.id in ("self", "cls") and scope["owner"]:
        top = scope
        while top["outer"]:
            top = top["outer"]
        name = f"{scope['owner']}.{target.attr}"
        held = _later(given, scope) if isinstance(given, ast.AST) else given
        top["names"].setdefault(name, []).append(held)


def _bind_assign(node, owner, scope):
    """a = b = value; with `a, b = 1, 2` part by part."""
    for target in node.targets:
        _give(target, node.value, owner, scope)


def _bind_one(node, owner, scope):
    """a: str = value; (a := value)"""
    if node.value is not None:
        _give(node.target, node.value, owner, scope)


def _bind_loop(node, owner, scope):
    """for a in values, in a statement or in a comprehension."""
    _give(node.target, ("each", node.iter), owner, scope)


def _bind_import(node, owner, scope):
    """import a.b binds a; import a.b as c binds c."""
    for alias in node.names:
        path = alias.name if alias.asname else alias.name.partition(".")[0]
        scope["names"].setdefault(alias.asname or path, []).append(["at", path])


def _bind_from(node, owner, scope):
    """from a import b as c; `*` is kept as a name of its own."""
    base = absolute(node.module or "", node.level, scope["package"])
    for alias in node.names:
        if alias.name == "*":
            scope["names"].setdefault("*", []).append(["at", base])
        else:
            scope["names"].setdefault(alias.asname or alias.name, []).append(["at", f"{base}.{alias.name}"])


def _bind_definition(node, owner, scope):
    """A function or class is found by its dotted name."""
    path = ".".join(filter(None, [scope["module"], scope["function"], owner, node.name]))
    scope["names"].setdefault(f"{owner}.{node.name}" if owner else node.name, []).append(["at", path])


def absolute(name, level, package):
    """The dotted name of a module said relatively: ("dates", 2, "lambdas.orders") -> "lambdas.dates"."""
    if not level:
        return name
    parts = package.split(".")
    base = parts[:len(parts) - level + 1]
    return ".".join([*base, name] if name else base)


BINDERS = {
    ast.Assign: _bind_assign, ast.AnnAssign: _bind_one, ast.NamedExpr: _bind_one,
    ast.For: _bind_loop, ast.AsyncFor: _bind_loop, ast.comprehension: _bind_loop,
    ast.Import: _bind_import, ast.ImportFrom: _bind_from,
}

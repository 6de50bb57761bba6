"""Times and ids that are computed once, at the cold start, and used for every event; see checks/pitfalls.py."""
import ast
import re
from types import MappingProxyType

from aws import tables
from checks.app_functions import of_imports
from checks.check import Finding, Findings, Subject
from checks.syntax import LOGS, body_nodes, defaults, keywords, method_name
from interpreter.observation import CACHES
from interpreter.sources import FUNCTIONS, called_name, decorator_names, functions, last_name, nodes_of, parents

TIMES = re.compile("%[HIMSfsXcpT]")
# Names of the time of an invocation.
OF_NOW = re.compile("(?i)(the_)?(now|today|current|current_time|timestamp|this_moment)$")
# Names of times and ids that are meant to be those of the cold start.
OF_START = re.compile("(?i)start|boot|cold|load|init|launch|birth|born|import|since|instance|container|worker|process|"
                      "deploy|build|version|revision|release|warm|session|seed|node|host|runtime|env")
OF_ID = re.compile("^(?!.*GroupId$)(pk|sk|id|key|Key|token|nonce|.*(_id|Id|ID|_key|DeduplicationId|_token|Token))$")
NOW = {"now", "utcnow", "today", "time", "time_ns", "gmtime", "localtime"}
CLOCKS = ("datetime", "date", "time", "dt")
STEADY = {"monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns"}  # whose constants measure ages
IDS = {"uuid1", "uuid4", "uuid6", "uuid7", "token_hex", "token_urlsafe"}
NUMBERS = {"randint", "randrange", "getrandbits", "randbits", "randbelow", "token_bytes"}  # many are no ids
WRAPPERS = {"str", "int", "float", "round"}
OF_KEY = "stale-key "  # and a name: an id if that is the key of a table


def stale(tree):
    """Yields [kind, line, message, hint] of times and ids that are made at the cold start, and used later as if new;
    the kind is "stale", or "stale-key <name>" of an id as a value."""
    yield from stale_constants(tree)
    for function in _outer_functions(tree):
        yield from _cached(function)


def stale_constants(tree, *imported):
    """[[kind, line, message, hint]] of such constants of a module, attributes of its classes and default arguments.

    imported  ("sessions.now", "time"): the functions of other modules that return what differs in each invocation
    """
    loaded = {node.id for function in functions(tree) for node in nodes_of(function, ast.Name)}
    helpers = {**fresh_functions(tree), **dict(imported)}
    return [*_constants(tree, loaded, helpers),
            *(pitfall for node in nodes_of(tree, ast.ClassDef) for pitfall in _class_attributes(node, helpers)),
            *(pitfall for function in _outer_functions(tree) for pitfall in _defaults(function, helpers))]


def stale_values(subject: Subject) -> Findings:
    """The pitfalls of stale(), and constants that are times or ids of functions of the app's other modules. An id is
    also one where its name is the key of a table."""
    keys = {key for described in subject.model["state"]["table"].values() for key in tables.keys(described)}
    for path, facts in sorted(subject.files.items()):
        helpers = {name: kind for name, kind in of_imports(subject, path, fresh_functions).items() if kind}
        imported = subject.of_tree(stale_constants, path, *sorted(helpers.items())) if helpers else []
        for kind, line, message, hint in dict.fromkeys(map(tuple, [*facts["pitfalls"], *imported])):
            if kind == "stale" or kind.startswith(OF_KEY) and kind.removeprefix(OF_KEY) in keys:
                yield Finding(path, line, message, hint)


def fresh_functions(tree):
    """{name: "time" or "id"} of the module's functions that return what differs in each invocation; "" of others."""
    kinds = {function.name: "" for function in _outer_functions(tree)}
    for function in _outer_functions(tree):
        returned = [fresh(node.value, kinds) for node in nodes_of(function, ast.Return) if node.value is not None]
        kinds[function.name] = next(filter(None, returned), "")
    return kinds


def _constants(tree, loaded, helpers):
    """TODAY = date.today(), EXPIRES = time.time() + 3600 at the top of a module."""
    for node in tree.body:
        target = node.targets[0] if isinstance(node, ast.Assign) and len(node.targets) == 1 else None
        if not isinstance(target, ast.Name) or target.id not in loaded:
            continue
        if any(map(_is_day, nodes_of(node.value, ast.Call))):
            yield _pitfall(node, f"{target.id} is the date of the cold start, not of the invocation", "date")
        elif (_is_now(tree, target.id) or not OF_START.search(target.id)) and not any(
                target.id in declared.names for declared in nodes_of(tree, ast.Global)):
            for kind in _uses(tree, target.id, fresh(node.value, helpers)):
                yield [kind, *_pitfall(node, f"{target.id} is computed at the cold start, not at the invocation",
                                       fresh(node.value, helpers))[1:]]


def _is_now(tree, name):
    """Whether a function assigns a constant of the module to a name of the present: now = STARTED"""
    return any(getattr(node.value, "id", "") == name and OF_NOW.match(getattr(node.targets[0], "id", ""))
               for function in _outer_functions(tree) for node in nodes_of(function, ast.Assign))


def _pitfall(node, message, kind):
    """[kind, line, message, hint] of a value that the cold start computes."""
    return ["stale", node.lineno, message, f"compute the {kind} inside the function"]


def fresh(node, helpers=MappingProxyType({})):
    """What an expression computes that differs in each invocation: "time", "id" or "number"; "" of other expressions.

    helpers  of fresh_functions(): a function of the module passes on what its argument is
    """
    if isinstance(node, ast.Call):
        name = called_name(node)
        owner = getattr(node.func, "value", None)  # of 3() it is no node
        of_clock = last_name(owner) in CLOCKS
        if name in NOW and of_clock:
            return "time"
        if name in IDS or name in NUMBERS:
            return "id" if name in IDS else "number"
        if isinstance(node.func, ast.Name):
            passed = node.args if name in helpers else node.args[:1] if name in WRAPPERS else ()
            return helpers.get(name) or next(filter(None, (fresh(part, helpers) for part in passed)), "")
        return helpers.get(f"{last_name(owner)}.{name}") or fresh(owner, helpers)
    if isinstance(node, (ast.Attribute, ast.Subscript)):
        return fresh(node.value, helpers)
    parts = [node.left, node.right] if isinstance(node, ast.BinOp) else [
        part.value for part in node.values if isinstance(part, ast.FormattedValue)] \
        if isinstance(node, ast.JoinedStr) else []
    return next(filter(None, (fresh(part, helpers) for part in parts)), "")


def _uses(tree, name, kind):
    """[kind of the pitfall] of a constant that a function uses for its event: a time in any way but to see how old it
    is, an id in a key or an id of something."""
    if not kind:
        return []
    parent_of = parents(tree)
    uses = [node for node in body_nodes(*_outer_functions(tree)) if isinstance(node, ast.Name) and node.id == name]
    if kind == "time":
        return [] if all(_is_age(node, parent_of) for node in uses) else ["stale"]
    names = dict.fromkeys(filter(None, (_key_of(node, parent_of) for node in uses)))
    return ["stale"] if any(map(OF_ID.match, names)) else [OF_KEY + name for name in names if not OF_START.search(name)]


def _is_age(node, parent_of):
    """Whether a use only computes how old the time is, logs it, or passes it under a name like `started`."""
    if OF_START.search(_key_of(node, parent_of)):
        return True
    while node in parent_of and isinstance(node, ast.expr):
        user = parent_of[node]
        if isinstance(user, ast.BinOp) and isinstance(user.op, ast.Sub) and user.right is node:
            return True
        if called_name(user) in LOGS:
            return True
        node = user
    return False


def _key_of(node, parent_of):
    """The key of the mapping, or the name of the argument, whose value contains a node; "" if there is none."""
    while node in parent_of and isinstance(node, ast.expr):
        user = parent_of[node]
        if isinstance(user, ast.keyword):
            return user.arg or ""
        if isinstance(user, ast.Dict) and node in user.values:
            key = user.keys[user.values.index(node)]
            return str(getattr(key, "value", ""))
        node = user
    targets = getattr(node, "targets", [])
    return targets[0].slice.value if len(targets) == 1 and isinstance(targets[0], ast.Subscript) \
        and isinstance(targets[0].slice, ast.Constant) and isinstance(targets[0].slice.value, str) else ""


def _class_attributes(node, helpers):
    """class Order: created = datetime.now(). helpers: of fresh()"""
    for statement in node.body:
        targets = getattr(statement, "targets", [getattr(statement, "target", None)])
        name = getattr(targets[0], "id", "")
        value = getattr(statement, "value", None)
        if isinstance(statement, (ast.Assign, ast.AnnAssign)) and value is not None \
                and fresh(value, helpers) in ("time", "id") and not OF_START.search(name) and name:
            yield _pitfall(statement, f"{node.name}.{name} is computed once, when the class is defined",
                           fresh(value, helpers))


def _outer_functions(tree):
    """The functions and methods of a module, without nested ones: their defaults are computed at the cold start."""
    waiting, functions = list(tree.body), []
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, FUNCTIONS):
            functions.append(node)
        elif isinstance(node, (ast.ClassDef, ast.If, ast.Try)):
            waiting += node.body
    return functions


def _defaults(function, helpers):
    """def handler(event, context, now=datetime.now()). helpers: of fresh()"""
    for name, default in defaults(function):
        is_steady = any(called_name(call) in STEADY for call in nodes_of(default, ast.Call))
        kind = "" if OF_START.search(name) else "time" if is_steady else fresh(default, helpers)
        if kind in ("time", "id"):
            yield _pitfall(default, f"the default of {name} is computed once, at the cold start", kind)


def _cached(function):
    """@lru_cache on a function that returns the current time."""
    is_cached = decorator_names(function) & CACHES and not OF_START.search(function.name)
    for node in nodes_of(function, ast.Return) if is_cached else ():
        if node.value is not None and fresh(node.value) == "time":
            yield _pitfall(node, f"{function.name}() is cached: it returns the time of its first call", "time")


def cached_items(tree):
    """Yields [kind, line, message, hint] of cached functions that read the item of a key that is their argument."""
    for function in nodes_of(tree, ast.FunctionDef):
        is_cached = decorator_names(function) & CACHES
        names = {entry.arg for entry in (*function.args.args, *function.args.kwonlyargs)} - {"self", "cls"}
        for node in nodes_of(function, ast.Call) if is_cached else ():
            key = keywords(node).get("Key") if method_name(node) == "get_item" else None
            if key is not None and any(part.id in names for part in nodes_of(key, ast.Name)):
                yield ["cached", node.lineno, f"{function.name}() is cached: it returns an item as it was at the first "
                       "call, also None of an item that is written later",
                       "remove the cache, or let its entries expire"]


def _is_day(node):
    """Whether a call returns the current date: date.today(), now().date(), now().strftime("%F")."""
    if not isinstance(node.func, ast.Attribute):
        return False
    of_now = any(part.attr in ("now", "utcnow") for part in nodes_of(node.func.value, ast.Attribute))
    if node.func.attr == "today":
        return isinstance(node.func.value, (ast.Name, ast.Attribute)) and ast.unparse(node.func.value).endswith("date")
    if node.func.attr == "strftime" and node.args and isinstance(node.args[0], ast.Constant):
        return of_now and not TIMES.search(str(node.args[0].value))
    return node.func.attr == "date" and of_now and not node.args

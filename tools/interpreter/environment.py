"""Which variables of its environment code reads and sets, and which modules it imports by a text: what the scan asks.

    environment(module, sources, ignored)
    -> {"files": [path], "reads": [[variable, path, line, optional]], "assigns": [variable],
        "unknown": [[path, line, site, surely]], "known": [site], "imports": [[path, line]],
        "gave_up": [path, line] or None}

unknown  reads whose variable is not known, or may be one that is not known
site     "path:line" of the read itself; path and line are those of the call that gives the name, where the name is
         the parameter of a function
surely   False if only a function that nothing was seen to call reads so: another lambda may call it
imports  import_module(name), where name is not known
"""
import ast

from interpreter import texts, values
from interpreter.values import TEXT, UNKNOWN, Const, External, Text

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
ENVIRON = External("os.environ")
MOST_CUTS = 100  # calls of a function by itself with other texts; from then on its texts are unknown


class Reads:
    """What was seen of the environment in one run.

    ignored  {path: [line]}: reads there are left out
    """

    def __init__(self, ignored):
        self.ignored = ignored
        self.reads, self.unknown, self.known, self.assigns, self.imports = [], [], [], [], []
        self.optional = set()  # ids of nodes that stand before `or default`
        self.defined = []  # functions and classes, also those inside functions
        self.calls, self.cuts = [], {}  # calls that were not gone into, and {id of a function: {texts it was given}}

    def cut_short(self, function, args, named, node, frame):
        """Keep a call of itself, or one too deep, to be followed later: once for all texts that it is called with."""
        words = [(name, text) for name, value in [*enumerate(args), *named.items()]
                 for text in map(texts.text, values.options(value))]
        seen = self.cuts.setdefault(id(function.node), set())
        if any(text for _name, text in words) and tuple(words) not in seen and len(seen) <= MOST_CUTS:
            seen.add(tuple(words))
            if len(seen) > MOST_CUTS:
                args, named = [UNKNOWN for _value in args], dict.fromkeys(named, UNKNOWN)
            self.calls.append((function, args, named, node, frame))

    def is_ignored(self, path, node):
        """Whether a line of a node says `# pareto: ignore`."""
        return any(node.lineno <= line <= node.end_lineno for line in self.ignored.get(path, ()))


def read(key, optional, node, key_node, frame, run):
    """The value of the variable of a name: os.environ[key], os.environ.get(key)."""
    names = [texts.text(option) for option in values.options(key)]
    if len(names) > 1:  # None, or a number, among names is no name
        names = [name for name, option in zip(names, values.options(key)) if name or option.__class__ is not Const]
    if run.environment is not None:
        _note(names, optional, node, key_node, frame, run)
    return values.one_of([Text((("env", name),)) if name else TEXT for name in names])


def _note(names, optional, node, key_node, frame, run):
    """Keep the names that are read, and who gives them."""
    reads, path = run.environment, frame.module.path
    places = origins(node, key_node, frame)
    if any(reads.is_ignored(*place) for place in places):
        return
    site, (from_path, from_node) = f"{path}:{node.lineno}", places[-1]
    if None in names:
        reads.unknown.append([from_path, from_node.lineno, site, run.reached])
    elif run.reached:
        reads.known.append(site)
    optional = optional or id(node) in reads.optional
    reads.reads += [[name, from_path, from_node.lineno, optional] for name in names if name]


def origins(node, key, frame):
    """[(path, node)] from a read to the call that gives its name: of a parameter that is the call of its function."""
    places = [(frame.module.path, node)]
    while key is not None and len(places) < 50:
        caller = _caller(_names(key), frame)
        if caller is None:
            break
        node, frame = caller
        places.append((frame.module.path, node))
        key = node
    return places


def _names(node):
    """The names in an expression; of a call those in its arguments."""
    parts = [*node.args, *node.keywords] if node.__class__ is ast.Call else [node]
    return {inner.id for part in parts for inner in ast.walk(part) if inner.__class__ is ast.Name}


def _caller(names, frame):
    """(node, frame) of the call that gave one of the names to the function it is a parameter of, or None."""
    while frame is not None:
        if frame.call is not None and isinstance(frame.fn, FUNCTIONS):
            args = frame.fn.args
            parameters = {arg.arg for arg in (*args.posonlyargs, *args.args, *args.kwonlyargs, args.vararg, args.kwarg)
                          if arg is not None} - {"self", "cls"}
            if names & parameters:
                return frame.call
            names = names - frame.names.keys()
        frame = frame.outer
    return None


def is_environ(value):
    """Whether a value is os.environ, or a copy of it."""
    return value.__class__ is External and value.dotted == "os.environ"


def assign(key, run):
    """os.environ[key] = ..."""
    if run.environment is not None:
        run.environment.assigns += [name for name in map(texts.text, values.options(key)) if name]


def function(default):
    """A function that reads a variable; default: that it has one of its own."""
    def called(args, named, rest, node, frame, run):
        key = args[0] if args else named.get("key", UNKNOWN)
        is_call = isinstance(node, ast.Call)
        keys = [*node.args, *(keyword.value for keyword in node.keywords if keyword.arg == "key")] if is_call else []
        return read(key, default or len(args) > 1 or "default" in named, node, keys[0] if keys else None, frame, run)
    return called


def _setdefault(args, named, rest, node, frame, run):
    """os.environ.setdefault("A", "x"): sets and reads."""
    assign(args[0] if args else UNKNOWN, run)
    return READ_OR_DEFAULT(args, named, rest, node, frame, run)


def _set(args, named, rest, node, frame, run):
    """os.putenv("A", "x")"""
    assign(args[0] if args else UNKNOWN, run)
    return values.NONE


def _update(args, named, rest, node, frame, run):
    """os.environ.update({"A": "x"}, B="y")"""
    for given in args:
        for key in given.items if given.__class__ is values.Dict else ():
            assign(Const(key), run)
    for name in named:
        assign(Const(name), run)
    return values.NONE


def _copy(args, named, rest, node, frame, run):
    """os.environ.copy()"""
    return ENVIRON


def _import(args, named, rest, node, frame, run):
    """importlib.import_module("lambdas.a"), __import__("os"): the module, or one of several."""
    from interpreter import importing
    names = [texts.text(option) for option in values.options(args[0] if args else named.get("name", UNKNOWN))]
    if None in names or any(name.startswith(".") for name in names):
        if run.environment is not None and not run.environment.is_ignored(frame.module.path, node):
            run.environment.imports.append([frame.module.path, node.lineno])
        return UNKNOWN
    return values.one_of([importing.module(name, frame, run, node) for name in names])


READ, READ_OR_DEFAULT = function(False), function(True)
CALLS = {
    "os.environ.get": READ, "os.getenv": READ, "os.environ.__getitem__": READ, "os.environ.pop": READ,
    "os.environ.setdefault": _setdefault, "os.environ.__contains__": READ_OR_DEFAULT, "os.environ.update": _update,
    "os.environ.__setitem__": _set, "os.putenv": _set, "os.environ.copy": _copy,
    "importlib.import_module": _import, "builtins.__import__": _import}

"""The environment variables that code reads and sets, and the modules that it imports by a text, for the scan.

unknown of EnvironmentReads (observation.py) are reads whose variable is not known, or may be one that is not known;
each with its site, "path:line" of the read itself: path and line are those of the call that gives the name, where the
name is the parameter of a function. It is not surely unknown if a function that nothing was seen to call reads so:
another function or lambda may call it.
"""
import ast

from interpreter import importing, texts, values
from interpreter.analysis import Arguments
from interpreter.sources import every_node, identifiers
from interpreter.values import TEXT, UNKNOWN, Const, External, Text
from kit.variable_reads import tested_calls

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
ENVIRON = External("os.environ")
MOST_ORIGINS = 50  # calls from a read up to the one that passes its name
MOST_CUTS = 100  # recursive calls with different texts; after that the texts are unknown


class Reads:
    """The reads and writes of the environment in one run.

    ignored  {path: [line]}: reads on these lines are ignored
    """

    def __init__(self, ignored):
        self.ignored = ignored
        self.reads, self.unknown, self.known, self.assigns, self.imports = [], [], [], [], []
        self.optional = set()  # ids of nodes before `or default`
        self.tested = {}  # {path: ids of calls of which code only tests the value}
        self.defined = []  # functions and classes, also those inside functions
        self.calls, self.cuts = [], {}  # calls to follow later, and {id of a function: {texts among its arguments}}

    def cut_short(self, function, arguments, site):
        """Record a recursive or too deep call, to follow it later: once for all texts among its arguments."""
        pieces = [(name, text) for name, value in [*enumerate(arguments.positional), *arguments.keywords.items()]
                 for text in map(texts.text, values.options(value))]
        seen = self.cuts.setdefault(id(function.node), set())
        if any(text for _name, text in pieces) and tuple(pieces) not in seen and len(seen) <= MOST_CUTS:
            seen.add(tuple(pieces))
            if len(seen) > MOST_CUTS:
                arguments = Arguments([UNKNOWN for _value in arguments.positional],
                                      dict.fromkeys(arguments.keywords, UNKNOWN))
            self.calls.append((function, arguments, site))

    def is_ignored(self, path, node):
        """Whether a line of a node has `# pareto: ignore`."""
        return any(node.lineno <= line <= node.end_lineno for line in self.ignored.get(path, ()))


def unique(facts: list[list]) -> list[list]:
    """The facts in order, each once."""
    return [*map(list, sorted({*map(tuple, facts)}))]


def read(key, optional, key_node, site):
    """The value of a variable that is read, os.environ[key]; records the read for the scan.

    optional  whether it has a default; key_node: the node of the key, whose callers origins() follows
    """
    names = [texts.text(option) for option in values.options(key)]
    if len(names) > 1:  # None or a number is no name
        names = [name for name, option in zip(names, values.options(key)) if name or option.__class__ is not Const]
    if site.analysis.environment is not None:
        _note(names, optional, key_node, site)
    own = site.analysis.own
    return values.union([Const(own[name]) if name in own else Text((("env", name),)) if name else TEXT
                         for name in names])


def _note(names, optional, key_node, site):
    """Record the names that code reads, each at the call that passes the name; None is an unknown name."""
    reads, sites = site.analysis.environment, origins(key_node, site)
    if any(reads.is_ignored(call_site.frame.module.path, call_site.node) for call_site in sites):
        return
    call_site = [sites[-1].frame.module.path, sites[-1].node.lineno]
    read_at = f"{site.frame.module.path}:{site.node.lineno}"
    if None in names:
        reads.unknown.append([*call_site, read_at, site.analysis.reached or len(sites) > 1])
    else:
        reads.known.append(read_at)
    path = site.frame.module.path
    if path not in reads.tested:
        reads.tested[path] = tested_calls(every_node(site.analysis.sources.tree(path)))
    optional = optional or id(site.node) in reads.optional or id(site.node) in reads.tested[path]
    reads.reads += [[name, *call_site, optional] for name in names if name]


def origins(key, site):
    """[Site]: the read, then the calls that pass its name, up to the one that has the name itself.

    key  the node of the name; site: of the read
    """
    sites = [site]
    while key is not None and len(sites) < MOST_ORIGINS:
        site = _caller(_names(key), site.frame)
        if site is None:
            break
        sites.append(site)
        key = site.node
    return sites


def _names(node):
    """The names in an expression; of a call those in its arguments."""
    parts = [*node.args, *node.keywords] if node.__class__ is ast.Call else [node]
    return {name for part in parts for name in identifiers(part)}


def _caller(names, frame):
    """The Site of the call that passed one of the names to the function whose parameter it is, or None."""
    while frame is not None:
        if frame.call is not None and isinstance(frame.fn, FUNCTIONS):
            signature = frame.fn.args
            every = [*signature.posonlyargs, *signature.args, *signature.kwonlyargs, signature.vararg, signature.kwarg]
            parameters = {parameter.arg for parameter in every if parameter is not None} - {"self", "cls"}
            if names & parameters:
                return frame.call
            names = names - frame.names.keys()
        frame = frame.outer
    return None


def is_environ(value):
    """Whether a value is os.environ, or a copy of it."""
    return value.__class__ is External and value.dotted == "os.environ"


def assign(key, analysis):
    """Record the assignment os.environ[key] = ... for the scan: the variable has no certain value now. key: a value"""
    for name in map(texts.text, values.options(key)):
        analysis.own.pop(name, None)
    if analysis.environment is not None:
        analysis.environment.assigns += [name for name in map(texts.text, values.options(key)) if name]


def function(default):
    """The function(arguments, site) for calls that read a variable. default: whether the call has a default value."""
    def called(arguments, site):
        key = arguments.get(0, "key")
        keys = [] if not isinstance(site.node, ast.Call) else [
            *site.node.args, *(keyword.value for keyword in site.node.keywords if keyword.arg == "key")]
        optional = default or len(arguments.positional) > 1 or "default" in arguments.keywords
        value = read(key, optional, keys[0] if keys else None, site)
        default_text = texts.text(arguments.get(1, "default"))
        return _with_default(value, default_text) if default_text else value
    return called


def _with_default(value, default):
    """The value of a variable that is a text of its own where nothing sets it."""
    return values.union([Text((("env", option.parts[0][1], default),)) if option.__class__ is Text and
                         option.parts[0].__class__ is tuple else option for option in values.options(value)])


def _setdefault(arguments, site):
    """os.environ.setdefault("A", "x"): sets and reads."""
    assign(arguments.get(0), site.analysis)
    return READ_OR_DEFAULT(arguments, site)


def _set(arguments, site):
    """os.putenv("A", "x")"""
    assign(arguments.get(0), site.analysis)
    return values.NONE


def _update(arguments, site):
    """os.environ.update({"A": "x"}, B="y")"""
    if arguments.more or any(getattr(argument, "open", True) for argument in arguments.positional):
        site.analysis.own.clear()
    for argument in arguments.positional:
        for key in argument.items if argument.__class__ is values.Dict else ():
            assign(Const(key), site.analysis)
    for name in arguments.keywords:
        assign(Const(name), site.analysis)
    return values.NONE


def _copy(arguments, site):
    """os.environ.copy()"""
    return ENVIRON


def _import(arguments, site):
    """importlib.import_module("lambdas.a"), __import__("os"): the module, or one of several."""
    names = [texts.text(option) for option in values.options(arguments.get(0, "name"))]
    if None in names or any(name.startswith(".") for name in names):
        reads, path = site.analysis.environment, site.frame.module.path
        if reads is not None and not reads.is_ignored(path, site.node):
            reads.imports.append([path, site.node.lineno])
        return UNKNOWN
    return values.union([importing.module(name, site.analysis) for name in names])


def _resolve(arguments, site):
    """pkgutil.resolve_name("lambdas.a:run")"""
    name, package = texts.text(arguments.get(0, "name")) or "", f"{site.analysis.sources.top()}."
    return importing.value_of_name(name, site.analysis) if name.startswith(package) else UNKNOWN


def _run_module(arguments, site):
    """runpy.run_module("lambdas.a", run_name="__main__"): follows the module, and returns its names as a mapping."""
    value, name = _import(arguments, site), arguments.get(2, "run_name")
    for option in values.options(value):
        if option.__class__ is values.Module and texts.text(name) and option.tree is not None:
            option.frame.names["__name__"] = name
            site.analysis.follow(option.tree.body, option.frame)
    return values.union([values.Dict(dict(option.frame.names)) if option.__class__ is values.Module else UNKNOWN
                         for option in values.options(value)])


READ, READ_OR_DEFAULT = function(False), function(True)
CALLS = {
    "os.environ.get": READ, "os.getenv": READ, "os.environ.__getitem__": READ, "os.environ.pop": READ,
    "os.environ.setdefault": _setdefault, "os.environ.__contains__": READ_OR_DEFAULT, "os.environ.update": _update,
    "os.environ.__setitem__": _set, "os.putenv": _set, "os.environ.copy": _copy,
    "importlib.import_module": _import, "pkgutil.resolve_name": _resolve, "runpy.run_module": _run_module,
    "builtins.__import__": _import}

"""Importing: modules of the app are run once, all others are only names."""
from interpreter import values
from interpreter.run import Frame, bind
from interpreter.values import Const, External, Module

DONE = object()  # of a module that was run to its end: only then is a name that it lacks a mistake


def module(dotted, frame, run, node):
    """The module of a dotted name: of the app (run now, if it was not), or External."""
    if not run.sources.is_ours(dotted):
        if run.sources.is_ours(dotted.partition(".")[0]):
            return values.UNKNOWN  # scan tells of a module of the app that is not there
        return External(dotted)
    parts = dotted.split(".")
    for end in range(1, len(parts)):
        load(".".join(parts[:end]), run)
    return load(dotted, run)


def load(dotted, run):
    """A module of the app, run if it is the first time."""
    if dotted in run.modules:
        return run.modules[dotted]
    found = run.modules[dotted] = Module(dotted, run.sources.files.get(dotted, ""))
    found.frame = Frame(found)
    found.frame.names.update(__name__=Const(dotted), __file__=values.TEXT)
    if found.path:
        from interpreter.statements import follow  # they need each other
        branches, run.branches = run.branches, []
        tries, run.tries = run.tries, 0
        found.tree = run.sources.tree(found.path)
        follow(found.tree.body, found.frame, run)
        found.frame.fn = DONE
        run.branches, run.tries = branches, tries
    return found


def import_names(node, frame, run):
    """from a import b, c: each a name of the module, or a module below it."""
    base = node.module or ""
    if node.level:
        package = run.sources.package_of(frame.module.dotted).split(".")
        base = ".".join([*package[:len(package) - node.level + 1], *filter(None, [base])])
    found = module(base, frame, run, node)
    for alias in node.names:
        if alias.name == "*":
            _import_all(found, frame)
        else:
            bind(alias.asname or alias.name, member(found, alias.name, frame, run, node), frame)


def _import_all(found, frame):
    """Every public name; of a module outside the app none is known, and so any may be there."""
    if found.__class__ is Module:
        for name, value in list(found.frame.names.items()):
            if not name.startswith("_") or name == "*":
                frame.names[name] = value
    else:
        frame.names["*"] = values.UNKNOWN


def member(found, name, frame, run, node):
    """A name of a module; a note if a module of the app has no such name."""
    if found.__class__ is External:
        return External(f"{found.dotted}.{name}")
    if found.__class__ is not Module:
        return values.UNKNOWN
    if name in found.frame.names:
        return found.frame.names[name]
    if run.sources.is_ours(f"{found.dotted}.{name}"):
        return load(f"{found.dotted}.{name}", run)
    if found.frame.fn is DONE and not ({"*", "__getattr__"} & found.frame.names.keys() or name.startswith("__")):
        run.note("no-name", frame, node, module=found.dotted, name=name, has=sorted(found.frame.names))
    return values.UNKNOWN

"""Following calls, whatever is called."""
import ast

from interpreter import amazon, functions, known, methods, values
from interpreter.expressions import evaluate
from interpreter.values import (UNKNOWN, Any, Aws, Class, Const, Dict, External, Function, Instance, List, Method,
                                Partial)

EXITS = {"sys.exit", "os._exit", "builtins.exit", "builtins.quit"}
# What waits so many seconds: the place of that among the arguments, and its name.
WAITING = {"time.sleep": (0, "secs"), "urllib.request.urlopen": (2, "timeout"),
           **{f"{module}.{verb}": (99, "timeout") for module in ("requests", "httpx")
              for verb in ("get", "post", "put", "patch", "delete", "head", "options", "request")}}


def call(node, frame, run):
    """The value of a call."""
    called = evaluate(node.func, frame, run)
    args, named, rest = arguments(node, frame, run)
    value = applied(called, args, named, rest, node, frame, run)
    run.called_last = called
    return value


def arguments(node, frame, run):
    """([values], {name: value}, whether others are given too that we do not know)."""
    args, named, rest = [], {}, False
    for one in node.args:
        if not isinstance(one, ast.Starred):
            args.append(evaluate(one, frame, run))
            continue
        held = evaluate(one.value, frame, run)
        if held.__class__ is List and not held.open:
            args += held.items
        else:
            rest = True
    for one in node.keywords:
        value = evaluate(one.value, frame, run)
        if one.arg is not None:
            named[one.arg] = value
        elif value.__class__ is Dict:
            named.update({key: inner for key, inner in value.items.items() if key.__class__ is str})
            rest |= value.open or bool(value.maybe)
        else:
            rest = True
    return args, named, rest


def applied(called, args, named, rest, node, frame, run):
    """The value of a call of a value."""
    if called.__class__ is Any:
        there = [one for one in called.options if not (one.__class__ is Const and one.value is None)]
        return values.one_of([_one_applied(one, len(there) > 1, args, named, rest, node, frame, run)
                              for one in there])
    if called.__class__ in APPLIED:
        return APPLIED[called.__class__](called, args, named, rest, node, frame, run)
    escape([*args, *named.values()], node, frame, run)
    return UNKNOWN


def _one_applied(called, among, args, named, rest, node, frame, run):
    """The call of one of several: what a function of the app does it does, whichever it is that is called."""
    if among and called.__class__ is Function:
        return functions.invoke(called, args, named, None, frame, run, rest)
    run.muted += among
    value = applied(called, args, named, rest, node, frame, run)
    run.muted -= among
    return value


def _function(called, args, named, rest, node, frame, run):
    """A function of the app."""
    return functions.invoke(called, args, named, node, frame, run, rest)


def _class(called, args, named, rest, node, frame, run):
    """A class of the app, if it is one whose making we can see."""
    return functions.instance(called, args, named, node, frame, run)


def _partial(called, args, named, rest, node, frame, run):
    """What functools.partial made."""
    return applied(called.function, [*called.args, *args], {**called.named, **named}, rest, node, frame, run)


def _external(called, args, named, rest, node, frame, run):
    """A function of a module that is not the app's."""
    if called.dotted in EXITS and run.stack:
        run.note("exit", frame, node, name=called.dotted.removeprefix("builtins."))
    if called.dotted in WAITING:
        _note_wait(called.dotted, args, named, node, frame, run)
    of_it = known.FUNCTIONS.get(called.dotted) or amazon.FUNCTIONS.get(called.dotted)
    if of_it:
        return of_it(args, named, rest, node, frame, run)
    if called.dotted in known.KINDS:
        escape([*args, *named.values()], node, frame, run, called.dotted not in known.PURE)
        return functions.as_unknown(known.KINDS[called.dotted])
    escape([*args, *named.values()], node, frame, run, called.dotted not in known.PURE)
    return UNKNOWN


def _note_wait(name, args, named, node, frame, run):
    """Note how long a call may wait, if it says so."""
    at, word = WAITING[name]
    given = args[at] if len(args) > at else named.get(word, UNKNOWN)
    if given.__class__ is Const and given.value.__class__ in (int, float):
        run.note("waits", frame, node, name=name, seconds=given.value)


def _method(called, args, named, rest, node, frame, run):
    """A method of a value that is no object of the app."""
    value = methods.applied(called.of, called.name, args, named, node, frame, run)
    if value is None:
        escape([*args, *named.values()], node, frame, run, called.name not in methods.PURE)
        return functions.as_unknown(methods.KINDS.get(called.name, ""))
    return value


def _aws(called, args, named, rest, node, frame, run):
    """boto3.client, table.put_item, ..."""
    return amazon.called(called, args, named, rest, node, frame, run)


def _instance(called, args, named, rest, node, frame, run):
    """An object that can be called."""
    return applied(values.Method(called, "__call__"), args, named, rest, node, frame, run)


def escape(given, node, frame, run, changes=True):
    """Values go where we do not see: functions may be called with anything, mappings changed."""
    for value in given:
        for one in values.options(value):
            if one.__class__ is Function:
                if id(one.node) not in run.called:
                    functions.invoke(one, [], {}, None, frame, run, rest=True)
            elif one.__class__ is Partial:
                applied(one, [], {}, True, node, frame, run)
            elif one.__class__ is Aws or changes and one.__class__ is values.Text:
                known = [part[1] for part in getattr(one, "parts", ()) if part.__class__ is tuple]
                run.note("escaped", frame, node, service=getattr(one, "service", ""), variables=known)
            elif one.__class__ is Dict and changes:
                one.open = True
            elif one.__class__ is List:
                if changes and one.kind != "tuple":
                    one.open = True
                escape(one.items, node, frame, run, changes)


APPLIED = {Function: _function, Class: _class, Partial: _partial, External: _external, Method: _method, Aws: _aws,
           Instance: _instance}

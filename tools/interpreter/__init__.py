"""What a lambda's code does, as far as its syntax tree tells: a small interpreter over values that may be unknown.

    observed(fn, sources)    fn a lambda of app.json, sources = sources.Sources({"lambdas.dates": path, ...})
    -> {"files": [path], "calls": [call], "notes": [note], "returns": [{"value", "file", "line"}], "falls": line or 0,
        "falls_surely": True, "whole": True, "gave_up": None}

gave_up is [path, line] of where the budget was spent (run.py), and whole is then False: all that was seen so far may
be true, and what was not seen may be there too.

falls is the line of the last statement of a handler that may end without a return; falls_surely is False where
that statement hides whether it does (a with, a match, a call of what we cannot see).

The code is followed from its modules' first lines, through `handler(event, context)` with an event of the
trigger's shape (shapes.py), into every function, class and module of the app. What was not reached is followed
with unknown arguments. What cannot be followed is unknown: never guessed.

A call of AWS is plain JSON:

    {"service": "dynamodb", "operation": "PutItem", "method": "put_item",
     "via": "client" | "resource" | "paginator" | "waiter" | "batch", "type": "Table" or None,
     "python": True                               of DynamoDB: items are Python's own values, not {"S": ...}
     "ids": {"Name": {"env": "DEMO_TABLE"}}       of a resource
     "args": {"Item": {"dict": ...}}              see plain.py; those the resource fills in with them
     "filled": ["TableName"], "placed": 0         placed: how many arguments were given without a name
     "whole": True                                False: others may be given (**more)
     "file", "line", "tried": False, "sure": True, "reached": True}   tried: inside a try; sure: False if one of
                                                  several receivers; reached: from the handler, as far as we see
     "always": False                              nothing decides about it: see doubts.py

A note is {"note": kind, "file", "line", "tried", "caught", ...}; caught: in a try that may answer to a missing key
or None (caught.py):

    null, no-key, open-key, maybe, index-text, index-list   of the event: path, key (attributes.py); of open-key and
                  maybe also guarded: whether it is thought of that it may be missing; inside: some if
    no-answer     a field that AWS's answer has not: service, operation, key, has
    no-method, no-service, no-name, arguments               what is not there
    read          of JSON that another lambda may have made: path, key, how, expected, always, chosen (see doubts.py)
    read-row      of a row of a table: path, key, call, expected, always
    escaped       something of boto3, or a variable's value, went where we do not see: service, variables
    text-number   a text of the event beside a number: path
    presigned     an address that is good for so many seconds: seconds
    waits         of a call that says how long it may wait: name, seconds
    dumps, loads-object, loads-stream, index-stream, stream-method, decimal-float, sets-env
"""
import ast

from interpreter import functions, importing, shapes, values
from interpreter.environment import Reads
from interpreter.run import Frame, Run
from interpreter.sources import deep_recursion
from interpreter.values import UNKNOWN, Function, Given, Unknown

NULL_NOTES = ("null", "no-key")
OPTIONAL = ("maybe", "open-key")
READS = ("read", "read-row")


def observed(fn, sources):
    """What the code of a lambda was seen to do (see above)."""
    run, handler, returns, falls = Run(sources), UNKNOWN, [], 0
    try:
        with deep_recursion():
            handler, returns, falls = _followed(fn, run)
    except RecursionError:  # a value that holds itself, or code nested a thousand deep: nothing is sure any more
        run.give_up()
    whole = run.steps <= run.most_steps
    files = sorted({one.path for one in run.modules.values() if one.path})
    return {"files": files, "calls": run.calls, "notes": _kept_notes(run) if whole else [],
            "returns": returns if whole else [], "falls": falls if whole else 0,
            "falls_surely": bool(falls) and _ends_plainly(handler, run), "whole": whole, "gave_up": run.gave_up}


def environment_reads(module, sources, ignored):
    """What the code of a lambda reads of its environment: see interpreter/environment.py.

    module   dotted, of its index.py
    ignored  {path: [line]} of the lines that say `# pareto: ignore`
    """
    reads = Reads(ignored)
    run = Run(sources, reads)
    try:
        with deep_recursion():
            index = importing.module(module, None, run, None)
            _call_handler(index.frame.names.get("handler", UNKNOWN), index, run)
            _follow_all(run)
    except RecursionError:
        run.give_up()
    return {"files": sorted(one.path for one in run.modules.values() if one.path), "reads": reads.reads,
            "assigns": reads.assigns, "unknown": reads.unknown, "known": reads.known, "imports": reads.imports,
            "gave_up": run.gave_up}


def _call_handler(handler, module, run):
    """Follow a handler with an event of which nothing is known."""
    from interpreter.calling import applied
    given = [UNKNOWN, Unknown("context")]
    if handler.__class__ is Function:
        functions.invoke(handler, given, {}, None, module.frame, run)
    else:
        applied(handler, given, {}, False, module.tree, module.frame, run)


def _follow_all(run):
    """Follow the calls that were cut short, and every function and method that nothing was seen to call."""
    reads = run.environment
    while reads.calls or reads.defined:
        if reads.calls:
            function, args, named, node, frame = reads.calls.pop(0)
            functions.invoke(function, args, named, node, frame, run)
            continue
        run.reached, made = False, reads.defined.pop(0)
        if made.__class__ is values.Class:
            _follow_methods(made, run, rest=False)
        elif made.owner is None and id(made.node) not in run.called:
            functions.invoke(made, [], {}, None, made.frame, run)


def _followed(fn, run):
    """(the handler, its returns, the line where it falls through or 0), with all that was seen put into run."""
    module = importing.load(fn["handler"].removesuffix(".handler"), run)
    handler, returns, falls = module.frame.names.get("handler", UNKNOWN), [], 0
    if handler.__class__ is Function:
        returns, falls = _handled(handler, fn, run)
    else:
        from interpreter.calling import applied
        applied(handler, [UNKNOWN, UNKNOWN], {}, False, module.tree, module.frame, run)
    _follow_the_rest(run)
    return handler, returns, falls


def _handled(handler, fn, run):
    """([{"value", "file", "line"}] of each return, the line where it falls through or 0)."""
    from interpreter.statements import follow
    code = handler.node
    opaque = id(code) in run.opaque
    inner = Frame(handler.frame.module, handler.frame, code)
    shape = shapes.shape_of(fn)
    event = UNKNOWN if opaque else Given(shapes.PARSED if shape["is"] == "any" else shape, ())
    functions.bind_arguments(handler, [event, Unknown("context")], {}, inner, True)
    run.called.add(id(code))
    run.stack.append(code)
    body = getattr(code, "body", [])
    run.handling, run.doubts = True, int(opaque)
    ended = follow(body, inner, run) if isinstance(body, list) else "out"
    run.handling = False
    run.stack.pop()
    if opaque or inner.yields is not None:
        return [], 0
    path = handler.frame.module.path
    found = [{"value": run.plain(value), "file": path, "line": node.lineno} for value, node in inner.returns]
    return found, 0 if ended == "out" else body[-1].lineno


def _ends_plainly(handler, run):
    """Whether what a handler falls through is something that does not hide its end."""
    last = handler.node.body[-1]
    while isinstance(last, ast.If) and (last.orelse or last.body):
        last = (last.orelse or last.body)[-1]
    called = isinstance(last, ast.Expr) and isinstance(last.value, ast.Call) and id(last) not in run.known_ends
    return not called and not isinstance(last, (ast.With, ast.AsyncWith, ast.Match, ast.Try, ast.TryStar, ast.While,
                                                ast.For))


def _follow_the_rest(run):
    """Functions that nothing was seen to call: their calls are calls too, of whoever calls them."""
    run.reached = False
    for module in list(run.modules.values()):
        for value in list(module.frame.names.values()):
            if value.__class__ is Function and id(value.node) not in run.called:
                functions.invoke(value, [], {}, None, module.frame, run, rest=True)
            elif value.__class__ is values.Class and value.frame.module is module:
                _follow_methods(value, run)


def _follow_methods(made_of, run, rest=True):
    """The methods of a class that nothing was seen to call, on an object made of we know not what."""
    waiting = [one for one in made_of.names.values() if one.__class__ is Function and id(one.node) not in run.called]
    if waiting:
        held = functions.instance(made_of, [], {}, None, made_of.frame, run)
        for one in waiting:
            if id(one.node) not in run.called:
                bound = functions.bound(one, made_of, held)
                functions.invoke(bound, [], {}, None, made_of.frame, run, rest)


def _kept_notes(run):
    """Each note once; a part of the event that some condition looks at was thought of."""
    found, looked, by_place = [], {path[:-1] for path in run.asked}, {}
    for note in run.notes:
        if note["note"] in OPTIONAL:
            note["guarded"] = _is_guarded(note, run)
        elif note["note"] in NULL_NOTES and (tuple(note["path"]) in run.tested and note["note"] == "null"
                                           or (*note["path"], note.get("key")) in run.tested):
            continue
        if note["note"] in READS and note["how"] == "item" and (
                (*note["path"], note["key"]) in run.asked or note["chosen"] and tuple(note["path"]) in looked):
            continue
        same_place = by_place.setdefault((note["note"], note["file"], note["line"]), [])
        if note not in same_place:
            same_place.append(note)
            found.append(note)
    return found


def _is_guarded(note, run):
    """Whether a key was asked for before, or is read under a condition where conditions look at what it is in."""
    path = tuple(note["path"])
    base = path[:2] if path[:2] == ("body", "()") else path
    return (*path, note["key"]) in run.asked or (*path, None) in run.asked or not note["always"] and any(
        one[:len(base)] == base for one in run.tested | run.asked)

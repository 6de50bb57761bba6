"""What a lambda's code does, by its syntax tree: a small interpreter over values that may be unknown.

    observed(fn, sources, event_shape)
        fn           a lambda of app.json
        sources      sources.Sources({"lambdas.dates": path, ...})
        event_shape  of the events that invoke it: recipes/event_shapes.py
    -> an Observation: observation.py has its fields, and those of its calls of AWS and of its notes

The code is followed from its modules' first lines, through `handler(event, context)` with an event of the given
shape, into every function, class and module of the app. A function without a known caller is followed with unknown
arguments. Code that cannot be followed has an unknown value, never a guessed one.

    amazon            boto3 clients and resources, and their parts; records each call of AWS
    analysis          the state and the observations while code is followed
    arithmetic        the results of operators; whether a number is a float
    attributes        parts of a value: attributes and items
    boto3_resources   resources and collections of boto3
    boto3_transfers   uploads, downloads, copies and presigned URLs of boto3
    branches          statements with several branches, and the values of names after them
    calls             calls of functions, classes, methods and unknown values
    clocks            numbers of a clock, and how many of them a second has
    comparisons       comparisons, and what they test
    computed_names    attributes and methods whose names code computes: getattr(x, name), methodcaller(name)
    conditions        which conditions are around a line
    constant_caches   caches under a constant key with what AWS answered for one event
    decorating        what decorators make of a function
    deferral          code that is followed again because it runs after other code
    delegation        functions that call another one: pools, threads, event loops
    dispatching       functools.singledispatch: functions that Python chooses by the type of an argument
    elements          the elements of values that are no lists
    enums             members of the app's Enums in texts, which are formatted as their names
    environment       the environment variables that code reads and sets, and modules that it imports by name
    escaping          what leaves the app: objects, functions and modules that other code gets
    error_codes       the codes of AWS's errors with which code compares
    event_parts       items of the event, by its shape
    expressions       follows expressions to values
    foreign_bases     classes that inherit from a class outside the app, which reads their objects' attributes
    frames            frames with the values of names, and their union after branches
    frameworks        decorators of frameworks: those that pass the event on, and those that declare a route
    functions         functions and classes of the app: definitions and calls
    generated         the parameters of the __init__ that a dataclass or a NamedTuple gets
    handlers          which exceptions a try catches
    importing         runs the modules of the app once; of others it knows only names
    injected          parameters that FastAPI fills in with what a function returns
    known_objects     the objects that the code makes, on which methods without a known caller run
    iterators         range, iter, filter, itertools and their relatives
    library           functions of Python's library with known results, and those that leave their argument unchanged
    library_calls     calls of functions of libraries: requests without a timeout, texts for bytes or numbers, programs
    lookups           texts with which code looks up a function, a method or an attribute
    mapping_functions functions of the library that return mappings
    machine           the paths that code writes, and its use of shared memory
    liveness          which functions nothing mentions, and calls that no followed line contains
    literals          mappings, lists and comprehensions in the code, and the elements of a loop
    matches           regular expressions on parts of the event
    members           members of the app's classes and objects, and the special methods that Python calls
    methods           methods of texts, mappings, lists, the event, a table's items, and methods known by name
    models            parameters and responses of AWS's services, by the models of botocore and boto3
    narrowing         the values of names after a test that is true, or false
    notes             the notes of a finished analysis
    number_functions  functions of Python that return numbers
    object_functions  functions of Python's library that return objects, or functions that call others
    observation       the types of what the interpreter returns, and the record of a call
    own_attributes    attributes that no object of a class of the app has
    passing           what code that is not followed may do with the values that it gets
    plain             values as plain JSON
    powertools        the calls of AWS that functions of Powertools make
    remaining_time    the milliseconds that a Lambda has left, and numbers of seconds
    request_claims    the id of the caller, or another one that the request names
    responses         responses of AWS: their fields and the fields' values, by botocore's models
    rounds            the rounds of a loop
    signatures        the parameters of a function, as code reads them: inspect.signature(f)
    slices            how many elements a part of a list has at most
    sources           the modules of the app as syntax trees, each read once
    statements        follows statements
    storing           assignments to names, attributes and items
    table_conditions  conditions of boto3 with Python's own operators
    text_methods      methods of texts: the result, or its type
    texts             constants, values of variables, texts with unknown parts, and their combinations
    times             dates and times: aware of their time zone, or naive
    type_tests        the result of isinstance, where the type of a value is known
    uncalled          follows functions and methods without a known caller
    units             the functions of a module, each with the names and calls in it
    unlimited         lists that have an element for each item of a query, whatever their number
    unresolved        calls whose receiver is not known, and that may be calls of AWS
    values            the values that the interpreter knows: constants, texts with holes, mappings, AWS clients
    warm_state        lists, mappings and globals that a warm Lambda keeps
"""
from typing import Any

from aws.app import Lambda
from interpreter import (
    calls,
    conditions,
    deferral,
    expressions,
    frameworks,
    functions,
    importing,
    injected,
    liveness,
    notes,
    statements,
    storing,
    uncalled,
    unresolved,
    values,
    warm_state,
)
from interpreter.analysis import Analysis, Arguments, Site, Tables
from interpreter.environment import Reads, unique
from interpreter.frames import Frame
from interpreter.observation import EnvironmentReads, Observation
from interpreter.sources import Sources, deep_recursion
from interpreter.values import UNKNOWN, Function, Shaped, Unknown

TABLES = Tables({**expressions.EXPRESSIONS, **calls.EXPRESSIONS}, statements.STATEMENTS, calls.CALLS,
                expressions.test, storing.assign)


def observed(fn: Lambda, sources: Sources, event_shape: dict) -> Observation:
    """The observation of a lambda's code (see above)."""
    analysis, handler, returns, falls, live = Analysis(sources, TABLES), UNKNOWN, [], 0, {}
    analysis.own = dict(fn["infra"].get("env") or {})
    try:
        with deep_recursion():
            handler, returns, falls, live = _follow_lambda(fn, event_shape, analysis)
            liveness.note_unvisited(analysis, live)
    except RecursionError:  # a value that contains itself, or code nested a thousand deep: the rest is unknown
        analysis.give_up()
        unresolved.complete(analysis)
    whole = analysis.steps <= analysis.most_steps
    files = sorted({module.path for module in analysis.modules.values() if module.path})
    observation: Observation = {"files": files, "calls": analysis.calls, "unresolved": analysis.unresolved,
            "missing_keys": liveness.mentions_missing_keys(live), "notes": notes.reportable(analysis) if whole else [],
            "returns": returns if whole else [], "falls": falls if whole else 0,
            "falls_surely": bool(falls) and conditions.ends_plainly(handler, analysis), "whole": whole,
            "warm": warm_state.states(analysis) if whole else [], "gave_up": analysis.gave_up}
    analysis.release()
    return observation


def environment_reads(module: str, sources: Sources, ignored: Any) -> EnvironmentReads:
    """The environment variables that the code of a lambda reads: see interpreter/environment.py.

    module   dotted, of its index.py
    ignored  {path: [line]} of the lines with `# pareto: ignore`; only its get(path, default) is called
    """
    reads = Reads(ignored)
    analysis = Analysis(sources, TABLES, reads)
    try:
        with deep_recursion():
            index = importing.module(module, analysis)
            _call_handler(index.frame.names.get("handler", UNKNOWN), index, analysis)
            deferral.end(analysis, Site(None, index.frame, analysis))
            _follow_all(analysis)
    except RecursionError:
        analysis.give_up()
    return {"files": sorted(module.path for module in analysis.modules.values() if module.path),
            "reads": unique(reads.reads), "assigns": sorted({*reads.assigns}), "unknown": unique(reads.unknown),
            "known": sorted({*reads.known}), "imports": unique(reads.imports), "gave_up": analysis.gave_up}


def _call_handler(handler, module, analysis):
    """Follow a handler with an unknown event."""
    event_and_context = [UNKNOWN, Unknown("context")]
    if handler.__class__ is Function:
        functions.invoke(handler, Arguments(event_and_context), Site(None, module.frame, analysis))
    else:
        analysis.call(handler, Arguments(event_and_context), Site(module.tree, module.frame, analysis))


def _follow_all(analysis):
    """Follow the calls that were cut short, and every function and method without a known caller."""
    reads = analysis.environment
    while reads.calls or reads.defined:
        if reads.calls:
            functions.invoke(*reads.calls.pop(0))
            continue
        analysis.reached, defined = False, reads.defined.pop(0)
        if defined.__class__ is values.Class:
            uncalled.follow_methods(defined, analysis, more=False)
        elif defined.owner is None and id(defined.node) not in analysis.called:
            functions.invoke(defined, Arguments(), Site(None, defined.frame, analysis))


def _follow_lambda(fn, event_shape, analysis):
    """(the handler, its returns, the line where it falls through or 0, live code as of liveness.live_units()); the
    analysis gets the calls and notes."""
    module = importing.load(fn["handler"].removesuffix(".handler"), analysis)
    handler, site = module.frame.names.get("handler", UNKNOWN), Site(module.tree, module.frame, analysis)
    analysis.serving = True
    returns, falls = _follow_invocation(handler, event_shape, site)
    if analysis.warmed and 2 * analysis.steps < analysis.most_steps:
        analysis.silenced += 1
        _follow_invocation(handler, event_shape, site)
        analysis.silenced -= 1
    deferral.end(analysis, Site(None, module.frame, analysis))
    return handler, returns, falls, uncalled.follow(analysis)


def _follow_invocation(handler, event_shape, site):
    """Follow the handler, and the routes of a framework. -> as _follow_handler()"""
    returns, falls = [], 0
    if handler.__class__ is Function:
        returns, falls = _follow_handler(handler, event_shape, site.analysis)
    else:
        site.analysis.call(handler, Arguments([UNKNOWN, UNKNOWN]), site)
    for route in site.analysis.routes:
        passed = {**frameworks.path_parameters(route, event_shape), **injected.parameters(route, site)}
        site.analysis.call(route, Arguments([], passed, True), Site(None, site.frame, site.analysis))
        injected.note_call(route, site.analysis)
    return returns, falls


def _follow_handler(handler, event_shape, analysis):
    """([{"value", "file", "line"}] of each return, the line where it falls through or 0)."""
    code = handler.node
    opaque, part = id(code) in analysis.undecipherable, Frame(handler.frame.module, handler.frame, code)
    event = UNKNOWN if opaque else Shaped(event_shape, ())
    own = [] if handler.self is None else [handler.self]
    functions.bind_arguments(handler, [*own, event, Unknown("context")], {}, part, opaque)
    analysis.called.add(id(code))
    analysis.enter(code, (handler.frame, handler.self))
    body = getattr(code, "body", [])
    analysis.in_handler, analysis.conditions = True, int(opaque)
    if isinstance(body, list):
        ended = analysis.follow(body, part)
    else:  # a lambda expression
        ended, part.returns = "out", [(analysis.evaluate(body, part), code)]
    analysis.in_handler = False
    analysis.leave()
    if opaque or part.yields is not None:
        return [], 0
    return [{"value": analysis.plain(value), "file": handler.frame.module.path, "line": node.lineno}
            for value, node in part.returns], 0 if ended == "out" else body[-1].lineno

"""What a lambda's code does, by its syntax tree: a small interpreter over values that may be unknown.

    observed(fn, sources, event_shape)
        fn           a lambda of app.json
        sources      sources.Sources({"lambdas.dates": path, ...})
        event_shape  of the events that invoke it: recipes/event_shapes.py
    -> an Observation: observation.py has its fields, and those of its calls of AWS and of its notes

The code is followed from its modules' first lines, through `handler(event, context)` with an event of the given
shape, into every function, class and module of the app. A function without a known caller is followed with unknown
arguments. Code that cannot be followed has an unknown value, never a guessed one.

    analysis, frames, sources, values, plain, observation    the state of an analysis, its values, and what it returns
    statements, branches, loops, patterns, rounds, storing, unpacking, merging, deferral    statements, later code
    conditions, comparisons, narrowing, type_tests, handlers    conditions, excepts, and the values of names after them
    expressions, arithmetic, special_methods, percent_formats, literals, elements, slices, attributes    expressions
    texts, text_methods, filled_texts, matches     texts, regular expressions
    enums, table_conditions          members of Enums, conditions of DynamoDB
    calls, methods, functions, members, generated, decorating    calls of the app's functions, classes and methods
    computed_names, lookups, signatures    functions that code chooses by a name, and reads the parameters of
    dispatching, delegation          functions that code chooses by a type, or passes on
    importing, foreign_bases, metaclasses, known_objects, own_attributes    modules, classes, objects
    escaping, passing, uncalled      what code that is not followed gets, and functions without a known caller
    units, liveness, class_trees, switches     functions that nothing mentions, and code that constants switch off
    unresolved, notes                what is noted after an analysis
    amazon, models, responses, origins       boto3: clients, calls, responses
    boto3_resources, boto3_transfers, error_codes    resources, transfers, errors
    library, library_calls, number_functions, object_functions, mapping_functions, iterators     Python's library
    times, clocks, remaining_time    dates and times, numbers of a clock, the time that a Lambda has left
    frameworks, injected, powertools     decorators and parameters of frameworks, and Powertools
    event_parts, request_claims      items of the event, and the caller's id in it
    data_types                       Python's types of the event's parts and of responses, for ty
    environment                      the variables that code reads and sets, for the scan
    machine, warm_state, constant_caches, unlimited    Lambda's machine, what a warm Lambda keeps, long lists
"""
import ast
from typing import Any

from aws.app import Lambda
from interpreter import (
    calls,
    conditions,
    data_types,
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
from interpreter.sources import Sources, deep_recursion, every_node
from interpreter.values import UNKNOWN, Function, Shaped, Unknown

TABLES = Tables({**expressions.EXPRESSIONS, **calls.EXPRESSIONS}, statements.STATEMENTS, calls.CALLS,
                conditions.test, storing.assign)


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
            "warm": warm_state.states(analysis) if whole else [],
            "types": data_types.listed(analysis) if whole else {}, "gave_up": analysis.gave_up}
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


def _binding(tree, name):
    """The last statement of a module that names something; notes on a handler of a library have its line."""
    return next((statement for statement in reversed(tree.body) for node in every_node(statement)
                 if name in (getattr(node, "id", None), getattr(node, "asname", None), getattr(node, "name", None))),
                ast.Pass(lineno=1, col_offset=0))


def _follow_invocation(handler, event_shape, site):
    """Follow the handler, and the routes of a framework. -> as _follow_handler()"""
    returns, falls = [], 0
    if handler.__class__ is Function:
        returns, falls = _follow_handler(handler, event_shape, site.analysis)
    else:
        binding = Site(_binding(site.node, "handler"), site.frame, site.analysis)
        site.analysis.call(handler, Arguments([UNKNOWN, UNKNOWN]), binding)
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
    data_types.record_parameters(handler, part, analysis)
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

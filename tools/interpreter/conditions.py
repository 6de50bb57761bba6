"""The conditions around a line: a call of AWS without a condition is made in every invocation.

    analysis.conditions           how many conditions and loops contain the statement that is followed
    analysis.choices              how many of them are conditions
    analysis.conditional_raises   how many exceptions are raised under a condition, or may be: they leave the caller too
    analysis.failure_handling     above 0 in code that handles a failure of AWS: its conditions do not count
    analysis.expected_key_errors  above 0 in a try that handles a missing key
"""
import ast

from interpreter import matches, members, type_tests, values
from interpreter.frames import entry_line
from interpreter.sources import constant_texts, every_node, last_name
from interpreter.values import Const, List, Shaped

# Fields of responses that report failures, and exceptions that only report that something does not exist.
FAILURES = frozenset("""FailedEntryCount Failed FunctionError UnprocessedItems FailedRecordCount FailedPutCount
    HTTPStatusCode""".split())
ABSENCE_ERRORS = frozenset("NoSuchKey NoSuchBucket ResourceNotFoundException".split())
MISSING = frozenset("KeyError LookupError".split())
BROAD = frozenset("Exception BaseException".split())
NEVER_EMPTY = {("Records",), ("detail", "records")}
DISPLAYS = {ast.Dict, ast.List, ast.Set, ast.Tuple}
LOOKING = {"isinstance", "len", "bool", "any", "all"}


def enter(analysis, decided=True):
    """Count one more condition around the code that follows, if `decided`. -> the state for `leave`"""
    outer_state = analysis.conditions, analysis.conditional_raises, analysis.choices
    analysis.conditions += decided
    analysis.choices += decided
    return outer_state


def leave(analysis, outer_state):
    """After that code: restore the counts of `enter`; a condition under which the code may raise remains."""
    analysis.conditions = outer_state[0] + (analysis.conditional_raises > outer_state[1])
    analysis.choices = outer_state[2]


def leave_loop(analysis, outer_state, inside):
    """Leave a loop whose body began under `inside` conditions: a break or return in it is a condition for the rest."""
    may_end = analysis.conditional_raises > outer_state[1] or analysis.conditions > inside
    analysis.conditions = outer_state[0] + may_end
    analysis.choices = outer_state[2]


def after_branches(branches, analysis, routine=False):
    """Count a condition for the rest of the code if some branches end the function or loop, and others do not.

    branches  [(how it ends, names)]; routine: the branches handle a failure of AWS, which does not count
    """
    decides = not routine and len({bool(ended) for ended, _names in branches}) > 1
    analysis.conditions += decides
    analysis.choices += decides


def count_conditional_raise(analysis):
    """Count an exception that is, or may be, raised under a condition: the code after it has that condition too."""
    analysis.conditional_raises += bool(analysis.conditions) and not analysis.failure_handling


def may_fail(analysis):
    """Count a write with a condition: the code after it runs only if that is true."""
    analysis.conditions += 1
    analysis.conditional_raises += 1


def skip(test, parts, analysis):
    """Note that no invocation evaluates parts of an expression, if a constant such as False decides that."""
    if test.__class__ is ast.Constant:
        analysis.visited.update(id(entry) for part in parts for entry in ast.walk(part))


def is_failure_test(test):
    """Whether a condition only tests whether AWS accepted a request."""
    return any(isinstance(node, ast.Constant) and node.value in FAILURES for node in every_node(test))


def wrapper_tries(code, analysis):
    """How many tries around the handler are its decorator's, which turns any error into a response. code: of a call"""
    is_decorated = getattr(code, "name", "") == "handler" and bool(code.decorator_list)
    return analysis.catching_tries if is_decorated else analysis.wrapper_tries


def after_try(node, ended, branches, analysis):
    """Count a condition for the rest of the code if a handler returns and the body does not.

    ended  how the body ends; branches: [(how it ends, names)] of the handlers
    """
    for handler, (handler_ended, _names_after) in zip(node.handlers, branches):
        if handler_ended and not ended and not isinstance(handler.body[-1], ast.Raise) \
                and not (_names(handler.type) | _texts(handler)) & ABSENCE_ERRORS:
            analysis.conditions += 1


def expects_key_error(node):
    """Whether a try handles a missing key: it names KeyError, or its body only reads."""
    small = len(node.body) == 1 and isinstance(node.body[0], (ast.Assign, ast.AnnAssign, ast.Return))
    return any(_names(handler.type) & MISSING or small and (handler.type is None or _names(handler.type) & BROAD)
               for handler in node.handlers)


def _texts(handler):
    """The texts with which a handler compares: {"NoSuchKey"}."""
    return {text for node in every_node(handler) if isinstance(node, ast.Compare) for text in constant_texts(node)}


def _names(node):
    """The names and attributes of an expression: {"s3", "exceptions", "NoSuchKey"}."""
    nodes = every_node(node) if node is not None else ()
    return {last_name(entry) for entry in nodes}


def is_never_empty(value):
    """Whether a loop over a value certainly runs: over the records of a batch, or a list with elements."""
    if value.__class__ is Shaped:
        return value.path in NEVER_EMPTY
    return value.__class__ is List and (value.not_empty or bool(value.items) and not value.open)


def ends_plainly(handler, analysis):
    """Whether a handler falls through for certain: its last statement neither returns nor raises in a hidden way."""
    last = handler.node.body[-1] if isinstance(handler.node.body, list) else handler.node
    while isinstance(last, ast.If) and (last.orelse or last.body):
        last = (last.orelse or last.body)[-1]
    is_call = isinstance(last, ast.Expr) and isinstance(last.value, ast.Call)
    hides = (ast.With, ast.AsyncWith, ast.Match, ast.Try, ast.TryStar, ast.While, ast.For)
    return not (is_call and id(last) not in analysis.returning_calls) and not isinstance(last, hides)


def test(node, frame, analysis):
    """The value of a condition. Records which parts of the event it tests."""
    analysis.testing += 1
    value = analysis.evaluate(node, frame)
    analysis.testing -= 1
    note_test(value, analysis)
    if type_tests.is_isinstance(node):
        receiver, names = analysis.evaluate(node.args[0], frame), type_tests.tested_types(node.args[1])
        ways = [type_tests.remaining_options(receiver, names, holds) for holds in (True, False)]
        value = value if all(ways) else Const(bool(ways[0]))
    elif node.__class__ is ast.Call and getattr(node.func, "id", "") == "isinstance" and len(node.args) == 2:
        value = _is_of_class(node, frame, analysis) or value
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in LOOKING:
        for argument in node.args:
            note_test(analysis.evaluate(argument, frame), analysis)
    return value


def _is_of_class(node, frame, analysis):
    """The Const of isinstance(parameter, Class) and of isinstance(p.annotation, Class), with a class of the app;
    None if only a run knows it. Other attributes may have changed."""
    class_, tested = analysis.evaluate(node.args[1], frame), node.args[0]
    if class_.__class__ is not values.Class or tested.__class__ not in (ast.Attribute, ast.Name):
        return None
    of = analysis.evaluate(tested.value, frame) if tested.__class__ is ast.Attribute else None
    is_fixed = frame.fn is not None and tested.id in frame.names and _is_parameter(tested.id, frame) if of is None \
        else of.__class__ is values.Instance and of.class_.__class__ is values.External
    results = {type_tests.holds(option, class_) for option in values.options(
        analysis.evaluate(tested, frame))} if is_fixed else {None}
    return Const(results.pop()) if len(results) == 1 and None not in results else None


def truth(node, value, frame):
    """Whether a condition holds in each run; None if that is not known. value: of its node, as of test()"""
    if value.__class__ is Const:
        return bool(value.value)
    if node.__class__ in DISPLAYS:
        return True if value.items and not getattr(value, "open", False) else None
    if node.__class__ is ast.BoolOp and node.op.__class__ is ast.Or:
        return True if any(truth(part, frame.names[part.id], frame) for part in node.values
                           if part.__class__ is ast.Name and part.id in frame.names) else None
    if node.__class__ is not ast.Name or frame.fn is None or node.id not in frame.names:
        return None
    if value.__class__ is List:
        return bool(value.items) if value.kind == "tuple" and not value.open else None  # if rows: of *rows
    return True if all(map(members.is_true, values.options(value))) and _is_parameter(node.id, frame) else None


def _is_parameter(name, frame):
    """Whether a name has the value that a call passes: others may be from an object that other code changes."""
    if not hasattr(frame.fn, "parameters"):
        args = getattr(frame.fn, "args", None) or ast.arguments([], [], None, [], [], None, [])
        frame.fn.parameters = {part.arg for part in (*args.posonlyargs, *args.args, *args.kwonlyargs)} - {
            part.id for part in every_node(frame.fn) if part.__class__ is ast.Name and part.ctx.__class__ is ast.Store}
    return name in frame.fn.parameters


def note_test(value, analysis):
    """Record in `analysis.tested` that a condition tests a value, if it is a part of the event."""
    for option in values.options(value):
        if option.__class__ is values.Shaped or matches.is_match(option):
            analysis.tested.add(matches.path(option))
        elif option.__class__ is values.Row:
            analysis.tested.update([("row", option.call["line"], *path) for path in (
                option.path, option.path or (entry_line(analysis),))])
        elif option.__class__ is List and option.row is not None:
            analysis.tested.add(("row", option.row.call["line"]))
        elif getattr(option, "warm", None) is not None and "grown" not in option.warm:  # a cache is tested first
            option.warm["tested"] = True
        elif option.__class__ is values.Instance:
            analysis.tested.update(("row", part.call["line"], "object", entry_line(analysis))
                                   for part in option.names.values() if part.__class__ is values.Row)

"""Statements with several branches: each is followed, and the names after it come from the branches that do not end."""
import ast

from interpreter import (
    conditions,
    handlers,
    literals,
    members,
    merging,
    patterns,
    rounds,
    slices,
    switches,
    unlimited,
    values,
)
from interpreter.analysis import Site
from interpreter.frames import assigned, joined, own_nodes
from interpreter.narrowing import matched, narrowed
from interpreter.sources import every_node
from interpreter.values import LOOSE, UNKNOWN, Const


def _branch(body, names, frame, analysis, mark, decided=True):
    """Follows one branch. -> (how it ends, {name: value} after it)

    mark     what Analysis.branches has while the branch is followed
    decided  whether a condition chooses the branch
    """
    frame.names = dict(names)
    analysis.branches.append(mark)
    outer_state = conditions.enter(analysis, decided)
    analysis.open_conditions += decided
    ended = analysis.follow(body, frame)
    analysis.open_conditions -= decided
    if decided:
        conditions.leave(analysis, outer_state)
    analysis.branches.pop()
    return ended, frame.names


def if_(node, frame, analysis):
    """Follows both branches of an if, or the one that a constant test chooses. -> how it ends: see Analysis.follow

    After it the names have the values of the branches that do not end.
    """
    analysis.tested.recent, analysis.looked_up.recent = set(), set()
    tested = Const(False) if switches.is_empty(node.test) else analysis.test(node.test, frame)
    own_tests = analysis.tested.recent | analysis.looked_up.recent
    if tested.__class__ is Const and not switches.is_changing(node.test, frame):
        return analysis.follow(node.body if tested.value else node.orelse, frame)
    before, routine = frame.names, conditions.is_failure_test(node.test)
    analysis.failure_handling += routine
    full = [(batch, number, batch.most) for batch, number in slices.full_batches(node.test, node.body, frame, analysis)]
    for batch, number, _most in full:
        batch.most = number
    starts = [narrowed(before, node.test, holds, frame) for holds in (True, False)]
    branches = [_branch(body, start, frame, analysis, (id(node), at, "if"))
                for at, (body, start) in enumerate(zip((node.body, node.orelse), starts))]
    for batch, _number, most in full:
        batch.most = most
    analysis.failure_handling -= routine
    if len({bool(ended) for ended, _names in branches}) > 1:
        analysis.ending |= own_tests
    conditions.after_branches(branches, analysis, routine)
    return _join_branches(branches, frame, before, starts)


def _join_branches(branches, frame, before, starts=()):
    """Set the frame's names to those of the branches that do not end -> how the statement ends.

    starts  the names at the start of each branch: a name that none of the branches assigns has its value of before
    """
    names_of_open = [names for ended, names in branches if not ended]
    if len(names_of_open) == len(starts):
        names_of_open = [{**names, **{name: before[name] for name in before if start[name] is not before[name]
                                      and names[name] is start[name]}} for names, start in zip(names_of_open, starts)]
    frame.names = before if not names_of_open else names_of_open[0]
    for names in names_of_open[1:]:
        frame.names = joined(frame.names, names)
    return "" if names_of_open else "out" if all(ended == "out" for ended, _names in branches) else "loop"


def _loop(site, sure, bind_target):
    """A loop's body, once; names that it assigns may have any value before and after. sure: it runs at least once."""
    node, frame, analysis = site.node, site.frame, site.analysis
    names = {name for name in assigned(node) if not (frame.names.get(name).__class__ is values.List
                                                     and _only_grows(name, node))}
    for name in names & frame.names.keys():
        is_extended = frame.names[name].__class__ is values.Dict and _only_extends(name, node.body)
        frame.names[name] = merging.opened(frame.names[name], analysis) if is_extended else \
            values.union([frame.names[name], LOOSE])
    before = frame.names
    frame.names = dict(before)
    analysis.branches.append((id(node), 0))
    outer_state = conditions.enter(analysis, False)
    analysis.conditions += not sure
    inside = analysis.conditions
    bind_target()
    ended = analysis.follow(node.body, frame)
    rounds.follow_again(node, names, before, bind_target, frame, analysis)
    conditions.leave_loop(analysis, outer_state, inside)
    analysis.branches.pop()
    after = frame.names
    after.update({name: values.union([after[name], LOOSE]) for name in names & after.keys()})
    frame.names = joined(before, after) if ended != "out" else dict(before, **{
        name: values.union([before.get(name, UNKNOWN), UNKNOWN]) for name in names})


def _only_grows(name, loop):
    """Whether a loop assigns a name by name += more alone: a list is the same list then."""
    stores = [node for node in own_nodes([loop]) if isinstance(node, ast.Name) and node.id == name
              and isinstance(node.ctx, ast.Store)]
    grown = {id(node.target) for node in own_nodes([loop]) if isinstance(node, ast.AugAssign)}
    return all(id(node) in grown for node in stores)


def _only_extends(name, body):
    """Whether each assignment of a name in a loop adds keys to its mapping: query = {**query, "Limit": 5}."""
    assignments = [node for node in own_nodes(body) if isinstance(node, ast.Assign)
                   and any(isinstance(part, ast.Name) and part.id == name for target in node.targets
                           for part in every_node(target))]
    return bool(assignments) and all(
        isinstance(node.value, ast.Dict) and isinstance(node.targets[0], ast.Name) and len(node.targets) == 1
        and node.value.keys[0] is None and getattr(node.value.values[0], "id", "") == name
        for node in assignments if node.value is not None)


def for_(node, frame, analysis):
    """Follows the body of a for loop once, with the element of the iterable, and its else. -> how it ends"""
    items = analysis.evaluate(node.iter, frame)
    if switches.never_loops(node.iter, items) and not switches.is_changing(node.iter, frame):
        return analysis.follow(node.orelse, frame)
    over_records = conditions.is_never_empty(items)
    number, outer = rounds.count(node, frame, analysis), analysis.rounds
    analysis.record_loops += over_records
    analysis.rounds *= number or 1
    for element in rounds.pairs(node, items) or [None]:
        _loop(Site(node, frame, analysis), over_records or number > 0 or element is not None and not items.open,
              lambda element=element: analysis.assign(node.target, element or literals.element(items, analysis), frame))
    analysis.record_loops -= over_records
    analysis.rounds = outer
    unlimited.mark_appended(node, items, frame, analysis)
    return analysis.follow(node.orelse, frame)


def while_(node, frame, analysis):
    """Follows the body of a while loop once, and its else. -> how it ends; without an end by "out"."""
    tested = analysis.test(node.test, frame)
    is_off = tested.__class__ is Const and not tested.value and switches.is_switch(node.test)
    if not is_off or switches.is_changing(node.test, frame):
        _loop(Site(node, frame, analysis), tested.__class__ is Const,
              lambda: setattr(frame, "names", narrowed(frame.names, node.test, True, frame)))
    if node.test.__class__ is ast.Constant and node.test.value and not rounds.breaks(node.body):
        return "out"
    return analysis.follow(node.orelse, frame)


def try_(node, frame, analysis):
    """Follows the body of a try, each handler as from anywhere in the body, and the finally. -> how it ends"""
    before, tried = frame.names, assigned(node)
    has_handlers = bool(node.handlers)
    expects, caught = conditions.expects_key_error(node), handlers.caught_names(node, frame, analysis)
    catches = handlers.catch_slips(caught)
    first_call, first_note = len(analysis.calls), len(analysis.notes)
    analysis.open_tries += [caught] * has_handlers
    analysis.expected_key_errors += expects
    analysis.catching_tries += catches
    ended, names = _branch(node.body, before, frame, analysis, (id(node), 0), decided=False) if has_handlers else (
        analysis.follow(node.body, frame), frame.names)
    del analysis.open_tries[len(analysis.open_tries) - has_handlers:]
    analysis.expected_key_errors -= expects
    analysis.catching_tries -= catches
    if has_handlers and analysis.record_loops and analysis.in_handler and len(analysis.stack) > 1:
        through = [[code.name, code.lineno] for code in analysis.stack if hasattr(code, "name")]
        analysis.note("try-of-record", frame, node, through=through)
    if has_handlers:
        handlers.note_heads(node, analysis.calls[first_call:], analysis.notes[first_note:], frame, analysis)
    if not ended and node.orelse:
        ended, names = _branch(node.orelse, names, frame, analysis, (id(node), 0))
    failed = joined(before, names)
    failed = {name: values.union([value, LOOSE]) if name in tried else value for name, value in failed.items()}
    branches = [(ended, names)]
    analysis.failure_handling += 1
    for at, handler in enumerate(node.handlers, 1):
        if handler.type is not None:
            analysis.evaluate(handler.type, frame)
        start = {**failed, handler.name: values.Unknown("exception")} if handler.name else failed
        branches.append(_branch(handler.body, start, frame, analysis, (id(node), at)))
    analysis.failure_handling -= 1
    conditions.after_try(node, ended, branches[1:], analysis)
    ended = _join_branches(branches, frame, before)
    return _follow_finally(node.finalbody, failed, frame, analysis) or ended


def _follow_finally(body, failed, frame, analysis):
    """Follows a finally, which also runs after an exception, with the names of then. -> how it ends

    failed  the names of an exception from anywhere in the try; code after the finally has none of them
    """
    usual = frame.names
    frame.names = joined(usual, failed) if body else usual
    ended = analysis.follow(body, frame)
    changed = {node.id for node in own_nodes(body) if node.__class__ is ast.Name and node.ctx.__class__ is ast.Store}
    frame.names = {**frame.names, **{name: usual[name] for name in usual if name not in changed}}
    return ended


def with_(node, frame, analysis):
    """Follows the body of a with. -> how it ends

    A context manager that may suppress an exception (contextlib.suppress) counts as a try.
    """
    swallows, site, first = False, Site(node, frame, analysis), len(analysis.entered)
    for item in node.items:
        value = analysis.evaluate(item.context_expr, frame)
        analysis.entered.append(value)
        swallows |= value.__class__ is values.Unknown and value.kind == "suppress"
        if item.optional_vars is not None:
            analysis.assign(item.optional_vars, members.entered(value, site), frame)
        elif value.__class__ is values.Instance:
            members.entered(value, site)
    analysis.open_tries += [frozenset([handlers.ANY])] * swallows
    analysis.catching_tries += swallows
    ended = analysis.follow(node.body, frame)
    del analysis.open_tries[len(analysis.open_tries) - swallows:]
    analysis.catching_tries -= swallows
    while len(analysis.entered) > first:
        members.leave(analysis.entered.pop(), site)
    return "" if swallows else ended


def match_(node, frame, analysis):
    """Follows every case of a match; perhaps none of them matches. -> how it ends"""
    subject, before, branches = analysis.test(node.subject, frame), frame.names, []
    for at, case in enumerate(node.cases):
        patterns.note_other_texts(case.pattern, subject, frame, analysis)
        names = matched(before, node.subject, case.pattern) | patterns.captured(case.pattern, subject, frame, analysis)
        if case.guard is not None:
            analysis.test(case.guard, frame)
        branches.append(_branch(case.body, names, frame, analysis, (id(node), at)))
    matches_all = getattr(node.cases[-1].pattern, "pattern", 0) is None and node.cases[-1].guard is None
    branches += [] if matches_all else [("", before)]
    conditions.after_branches(branches, analysis)
    return _join_branches(branches, frame, before)


STATEMENTS = {
    ast.If: if_, ast.For: for_, ast.AsyncFor: for_, ast.While: while_, ast.Try: try_, ast.TryStar: try_,
    ast.With: with_, ast.AsyncWith: with_, ast.Match: match_}

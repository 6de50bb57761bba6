"""Statements with several branches: each is followed, and the names after it come from the branches that do not end."""
import ast

from interpreter import (
    conditions,
    handlers,
    members,
    patterns,
    slices,
    storing,
    switches,
    values,
)
from interpreter.analysis import Site
from interpreter.frames import assigned, joined
from interpreter.narrowing import matched, narrowed
from interpreter.values import LOOSE, Const


def branch(body, names, frame, analysis, mark, decided=True):
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
    holds = conditions.truth(node.test, tested, frame)
    own_tests = analysis.tested.recent | analysis.looked_up.recent
    if holds is not None and not switches.is_changing(node.test, frame):
        return analysis.follow(node.body if holds else node.orelse, frame)
    before, routine = frame.names, conditions.is_failure_test(node.test)
    analysis.failure_handling += routine
    full = [(batch, number, batch.most) for batch, number in slices.full_batches(node.test, node.body, frame, analysis)]
    for batch, number, _most in full:
        batch.most = number
    starts = [narrowed(before, node.test, holds, frame) for holds in (True, False)]
    branches = [branch(body, start, frame, analysis, (id(node), at, "if"))
                for at, (body, start) in enumerate(zip((node.body, node.orelse), starts))]
    for batch, _number, most in full:
        batch.most = most
    analysis.failure_handling -= routine
    if len({bool(ended) for ended, _names in branches}) > 1:
        analysis.ending |= own_tests
    conditions.after_branches(branches, analysis, routine)
    return join(branches, frame, before, starts)


def join(branches, frame, before, starts=()):
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


def try_(node, frame, analysis):
    """Follows the body of a try, each handler as from anywhere in the body, and the finally. -> how it ends"""
    before, yields = frame.names, frame.yields
    tried = assigned(node, before.keys())
    ended, names = _follow_tried(node, frame, analysis)
    if not ended and node.orelse:
        ended, names = branch(node.orelse, names, frame, analysis, (id(node), 0))
    failed = joined(before, names)
    failed = {name: values.union([value, LOOSE]) if name in tried else value for name, value in failed.items()}
    branches, returns, yielding = [(ended, names)], len(frame.returns), frame.yields is not yields
    analysis.failure_handling += 1
    for at, handler in enumerate(node.handlers, 1):
        if handler.type is not None:
            analysis.evaluate(handler.type, frame)
        start = {**failed, handler.name: values.Unknown("exception")} if handler.name else failed
        branches.append(branch(handler.body, start, frame, analysis, (id(node), at)))
    frame.swallows |= yielding and (len(frame.returns) > returns or any(ended != "out" for ended, _ in branches[1:]))
    analysis.failure_handling -= 1
    conditions.after_try(node, ended, branches[1:], analysis)
    ended = join(branches, frame, before)
    finally_ended = _follow_finally(node.finalbody, failed, frame, analysis)
    frame.swallows |= yielding and bool(finally_ended)
    return finally_ended or ended


def _follow_tried(node, frame, analysis):
    """Follows the body of a try, and notes what its handlers are for. -> (how it ends, {name: value} after it)"""
    has_handlers = bool(node.handlers)
    expects, caught = conditions.expects_key_error(node), handlers.caught_names(node, frame, analysis)
    catches = handlers.catch_slips(caught)
    first_call, first_note = len(analysis.calls), len(analysis.notes)
    analysis.open_tries += [caught] * has_handlers
    analysis.expected_key_errors += expects
    analysis.filling += [storing.filled(node)] * expects
    analysis.catching_tries += catches
    ended, names = branch(node.body, frame.names, frame, analysis, (id(node), 0), decided=False) if has_handlers else (
        analysis.follow(node.body, frame), frame.names)
    del analysis.open_tries[len(analysis.open_tries) - has_handlers:]
    analysis.expected_key_errors -= expects
    del analysis.filling[len(analysis.filling) - expects:]
    analysis.catching_tries -= catches
    if has_handlers and analysis.record_loops and analysis.in_handler and len(analysis.stack) > 1:
        through = [[code.name, code.lineno] for code in analysis.stack if hasattr(code, "name")]
        analysis.note("try-of-record", frame, node, through=through)
    if has_handlers:
        handlers.note_heads(node, analysis.calls[first_call:], analysis.notes[first_note:], frame, analysis)
    return ended, names


def _follow_finally(body, failed, frame, analysis):
    """Follows a finally, which also runs after an exception, with the names of then. -> how it ends

    failed  the names of an exception from anywhere in the try; code after the finally has none of them
    """
    if not body:
        return ""
    usual, start = frame.names, joined(frame.names, failed)
    frame.names = dict(start)
    ended = analysis.follow(body, frame)
    frame.names = {**frame.names, **{name: usual[name] for name in usual if frame.names.get(name) is start[name]}}
    return ended


def with_(node, frame, analysis):
    """Follows the body of a with. -> how it ends

    A context manager that may suppress an exception (contextlib.suppress, an own one) counts as a try.
    """
    swallows, is_stack, site, first = False, False, Site(node, frame, analysis), len(analysis.entered)
    for item in node.items:
        value = analysis.evaluate(item.context_expr, frame)
        analysis.entered.append(value)
        is_stack |= "stack" in (getattr(value, "detail", None) or ())
        swallows |= members.may_swallow(value, analysis) or is_stack and any(
            members.may_swallow(other, analysis) for other in analysis.entered)
        if item.optional_vars is not None:
            analysis.assign(item.optional_vars, members.entered(value, site), frame)
        elif value.__class__ is values.Instance:
            members.entered(value, site)
    analysis.open_tries += [frozenset([handlers.ANY])] * swallows
    analysis.catching_tries += swallows
    before, yields = frame.names, frame.yields
    ended, frame.names = branch(node.body, before, frame, analysis, (id(node), 0), decided=False) \
        if swallows or is_stack else (analysis.follow(node.body, frame), frame.names)
    del analysis.open_tries[len(analysis.open_tries) - swallows:]
    analysis.catching_tries -= swallows
    while len(analysis.entered) > first:
        swallows |= members.leave(analysis.entered.pop(), site)
    if not swallows:
        return ended
    frame.swallows |= frame.yields is not yields
    tried = assigned(node, before.keys())
    frame.names = {name: values.union([value, LOOSE]) if name in tried else value
                   for name, value in joined(before, frame.names).items()}
    return ""


def match_(node, frame, analysis):
    """Follows every case of a match; perhaps none of them matches. -> how it ends"""
    subject, before, branches = analysis.test(node.subject, frame), frame.names, []
    for at, case in enumerate(node.cases):
        patterns.note_other_texts(case.pattern, subject, frame, analysis)
        names = matched(before, node.subject, case.pattern) | patterns.captured(case.pattern, subject, frame, analysis)
        if case.guard is not None:
            analysis.test(case.guard, frame)
        branches.append(branch(case.body, names, frame, analysis, (id(node), at)))
    matches_all = getattr(node.cases[-1].pattern, "pattern", 0) is None and node.cases[-1].guard is None
    branches += [] if matches_all else [("", before)]
    conditions.after_branches(branches, analysis)
    return join(branches, frame, before)


STATEMENTS = {
    ast.If: if_, ast.Try: try_, ast.TryStar: try_, ast.With: with_, ast.AsyncWith: with_, ast.Match: match_}

"""Loops: each body is followed once, or a few times, and the else behind it, which does not run after a break."""
import ast

from interpreter import branches, conditions, literals, merging, rounds, switches, unlimited, values
from interpreter.analysis import Site
from interpreter.frames import assigned, joined, own_nodes
from interpreter.narrowing import narrowed
from interpreter.sources import every_node
from interpreter.values import LOOSE, UNKNOWN, Const


def _loop(site, sure, bind_target):
    """A loop's body, once; names that it assigns may have any value before and after. sure: it runs at least once."""
    node, frame, analysis = site.node, site.frame, site.analysis
    names = {name for name in assigned(node, frame.names.keys())
             if not (frame.names.get(name).__class__ is values.List and _only_grows(name, node))}
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
    return _follow_else(node, frame, analysis)


def _begin_round(node, frame, analysis):
    """Narrows the names in the body of a while; a test that assigns runs again."""
    if getattr(node, "assigned_by_test", None) and analysis.silenced:
        analysis.test(node.test, frame)
    frame.names = narrowed(frame.names, node.test, True, frame)


def while_(node, frame, analysis):
    """Follows the body of a while loop once, and its else. -> how it ends; without an end by "out"."""
    tested = analysis.test(node.test, frame)
    is_off = tested.__class__ is Const and not tested.value and switches.is_switch(node.test)
    if not is_off or switches.is_changing(node.test, frame):
        _loop(Site(node, frame, analysis), tested.__class__ is Const,
              lambda: _begin_round(node, frame, analysis))
    if node.test.__class__ is ast.Constant and node.test.value:
        return "" if rounds.breaks(node) else "out"
    return _follow_else(node, frame, analysis)


def _follow_else(node, frame, analysis):
    """Follows the else of a loop. -> how the loop ends: it does not if the body may have a break."""
    if not node.orelse or not rounds.breaks(node):
        return analysis.follow(node.orelse, frame)
    names = frame.names
    after_else = branches.branch(node.orelse, names, frame, analysis, (id(node), 1))
    conditions.after_branches([("", names), after_else], analysis)
    return branches.join([("", names), after_else], frame, names)


STATEMENTS = {ast.For: for_, ast.AsyncFor: for_, ast.While: while_}

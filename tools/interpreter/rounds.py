"""The rounds of a loop: how many, of which elements, and the second one, whose calls take what the first has set."""
import ast

from interpreter import generated, values
from interpreter.frames import own_nodes
from interpreter.sources import last_name
from interpreter.values import UNKNOWN, Const

MOST_ROUNDS = 8  # of a loop that calls results of its earlier rounds, such as a machine of states
CARRIED = (values.Aws, values.Text, Const, values.Function, values.Instance, values.Any, values.Partial, values.Class)
MOST_PAIRS = 6  # items of a mapping for each of which a loop's body is followed
LOOPS, SCOPES = {ast.For, ast.AsyncFor, ast.While}, {ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef}
BLOCKS = ("body", "orelse", "handlers", "finalbody", "cases")  # fields of statements, of excepts and of cases
LOOKUPS = {"getattr", "setattr", "setdefault"}


def follow_again(node, names, before, bind_target, frame, analysis):
    """Follow a loop's body again, if an argument of a call in it is a name that an earlier round has set, or if what it
    calls may be the result of an earlier round: until a round reaches no code that no earlier one has reached."""
    note_calls(node)
    after, late, reached = frame.names, {}, -1
    early = (names | node.assigned_by_test) & before.keys() & node.early
    calls_results = analysis.environment is None and (node.calls_results or any(
        option.__class__ is values.Instance for name in node.objects for option in values.options(after.get(name))))
    for _round in range(MOST_ROUNDS if calls_results else not (analysis.silenced or analysis.environment)):
        earlier = {name: late.get(name, before[name]) for name in early}
        new = {name: more for name in early if (more := _new_options(earlier[name], frame.names.get(name, UNKNOWN)))}
        earlier_reached, reached = reached, len(analysis.executed) + len(analysis.visited)
        if not new and not (calls_results and earlier_reached < reached):
            break
        late.update((name, values.union([earlier[name], *more])) for name, more in new.items())
        analysis.silenced += 1
        frame.names = {**before, **late}
        bind_target()
        analysis.follow(node.body, frame)
        analysis.silenced -= 1
    else:
        analysis.lost |= calls_results
    frame.names = after


def _new_options(value, later):
    """[value] of the options of a name after a round that it has not before."""
    known = set(map(id, values.options(value)))
    return [option for option in values.options(later) if id(option) not in known
            and (option.__class__ in CARRIED or option is UNKNOWN)]


def note_calls(loop):
    """Sets what the calls in a loop use, computed once:

    early          {name} that the loop passes to a call, calls, or whose method it calls, before it assigns it
    calls_results  whether it calls what it has computed: step = step(event), steps.pop()(event)
    objects        {name} that it assigns and whose method it calls: state = state.run()
    assigned_by_test    {name}: while step := step(event)
    """
    if hasattr(loop, "early"):
        return
    nodes, first, attributes = own_nodes([loop]), {}, set()
    for node in nodes:
        if node.__class__ is ast.Name and node.ctx.__class__ is ast.Store:
            first[node.id] = min(first.get(node.id, node.lineno), node.lineno)
        elif node.__class__ is ast.Attribute and node.ctx.__class__ is ast.Store:
            attributes.add(node.attr)
    loop.early, loop.objects, loop.calls_results = set(), set(), False
    loop.assigned_by_test = {part.target.id for part in (own_nodes([loop.test]) if loop.__class__ is ast.While else ())
                             if part.__class__ is ast.NamedExpr}
    for node in nodes:
        if node.__class__ is ast.Call:
            func, receiver = node.func, getattr(node.func, "value", None)
            parts = [*node.args, *(keyword.value for keyword in node.keywords), func, receiver]
            loop.early |= {part.id for part in parts if part.__class__ is ast.Name
                           and part.lineno <= first.get(part.id, part.lineno)}
            loop.objects |= {getattr(receiver, "id", "")} & first.keys()
            loop.calls_results |= func.__class__ in (ast.Call, ast.Subscript) or getattr(func, "id", "") in first \
                or getattr(func, "attr", "") in attributes


def pairs(node, items):
    """[value] of the elements of a loop over few items of a known mapping that sets items itself, or over few constants
    or tuples by which it sets items or looks up attributes, or over objects of a dataclass or NamedTuple: it is
    followed once for each, so that each key has its own value, and each attribute its own arguments. [] of others."""
    if items.__class__ is not values.List or items.open and any(item.__class__ is not Const for item in items.items) \
            or not 1 < len(items.items) <= MOST_PAIRS:
        return []
    inner_nodes = own_nodes(node.body)
    if getattr(getattr(node.iter, "func", None), "attr", "") == "items":
        is_own = _uses_as_name(node.target, inner_nodes) or any(
            isinstance(part, ast.Subscript) and isinstance(part.ctx, ast.Store) for part in inner_nodes)
    elif all(item.__class__ is values.Instance for item in items.items):
        is_own = all(item.class_.__class__ is not values.Class or generated.has_fields(item.class_)
                     for item in items.items)
    else:
        is_own = all(item.__class__ is Const or item.__class__ is values.List for item in items.items) \
            and _uses_as_name(node.target, inner_nodes)
    return items.items if is_own and not breaks(node) and not any(isinstance(
        part, (ast.Return, ast.Continue)) for part in inner_nodes) else []


def _uses_as_name(target, nodes):
    """Whether code passes a target of a loop to getattr(), setattr() or setdefault(), or sets an item under it what a
    call returns."""
    names = {part.id for part in getattr(target, "elts", [target]) if isinstance(part, ast.Name)}
    calls = [part for part in nodes if part.__class__ is ast.Call and last_name(part.func) in LOOKUPS]
    sets = [part for part in nodes if part.__class__ is ast.Assign and part.value.__class__ is ast.Call]
    keys = [argument for call in calls for argument in call.args[:2]] + [
        store.slice for part in sets for store in part.targets if store.__class__ is ast.Subscript]
    return any(getattr(key, "id", "") in names for key in keys)


def count(node, frame, analysis):
    """How often a loop over range(5) runs its body; 0 if that is unknown, or a break or return may end it."""
    is_range = isinstance(node.iter, ast.Call) and getattr(node.iter.func, "id", "") == "range"
    if not is_range or any(isinstance(part, (ast.Break, ast.Return)) for part in ast.walk(node)):
        return 0
    numbers = [analysis.evaluate(argument, frame) for argument in node.iter.args]
    constants = [number.value for number in numbers if number.__class__ is Const and number.value.__class__ is int]
    return len(range(*constants)) if len(constants) == len(numbers) and (constants[2:] != [0]) else 0


def breaks(loop):
    """Whether the body of a loop has a break of this loop; computed once for each loop."""
    if not hasattr(loop, "breaks"):
        nodes, loop.breaks = [*loop.body], False
        for node in nodes:  # which grows meanwhile
            loop.breaks |= node.__class__ is ast.Break
            nodes += getattr(node, "orelse", ()) if node.__class__ in LOOPS else [
                part for field in BLOCKS for part in getattr(node, field, ())] if node.__class__ not in SCOPES else ()
    return loop.breaks

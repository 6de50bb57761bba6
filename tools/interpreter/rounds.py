"""The second round of a loop's body: calls that take a value which an earlier round has set."""
import ast

from interpreter import values
from interpreter.frames import own_nodes
from interpreter.values import UNKNOWN


def follow_again(node, names, before, bind_target, frame, analysis):
    """Follow a loop's body a second time, if an argument of a call in it is a name that an earlier round has set."""
    after, late = frame.names, {}
    earlier = names & before.keys()
    for name in earlier & passed_early(node) if earlier else ():
        known = set(map(id, values.options(before[name])))
        more = [option for option in values.options(after.get(name, UNKNOWN)) if id(option) not in known
                and option.__class__ in (values.Aws, values.Text, values.Const, values.Function, values.Instance,
                                         values.Any) or option is UNKNOWN]
        if more:
            late[name] = values.union([before[name], *more])
    if late and not analysis.silenced and not analysis.environment:
        analysis.silenced += 1
        frame.names = {**before, **late}
        bind_target()
        analysis.follow(node.body, frame)
        analysis.silenced -= 1
        frame.names = after


def passed_early(loop):
    """{name} that a loop's body passes to a call, or whose method it calls, before it assigns it; computed once."""
    if not hasattr(loop, "early"):
        first, loop.early = {}, set()
        nodes = own_nodes(loop.body)
        for node in nodes:
            if node.__class__ is ast.Name and node.ctx.__class__ is ast.Store:
                first[node.id] = min(first.get(node.id, node.lineno), node.lineno)
        for node in nodes:
            if node.__class__ is ast.Call:
                parts = [*node.args, *(keyword.value for keyword in node.keywords), getattr(node.func, "value", None)]
                loop.early |= {part.id for part in parts if part.__class__ is ast.Name
                               and part.lineno <= first.get(part.id, 0)}
    return loop.early

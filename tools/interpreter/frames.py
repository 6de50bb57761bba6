"""Frames with the values of names, and the names after branches."""
import ast

from interpreter import values
from kit.child_fields import CHILD_FIELDS


class Frame:
    """The names of a module, a function, a class's body or a comprehension.

    call  the Site of the call that a function's frame is made by
    before_yield  of a generator: the lengths of analysis.logs() at its first yield; swallows: whether it goes on after
                  an exception at a yield
    shared  {name} that an inner function has set as `nonlocal`
    """

    __slots__ = ("names", "outer", "module", "globals", "nonlocals", "returns", "yields", "fn", "call",
                 "unlimited", "before_yield", "swallows", "shared")

    def __init__(self, module, outer=None, fn=None, call=None):
        self.names, self.outer, self.module, self.fn, self.call = {}, outer, module, fn, call
        self.globals, self.nonlocals, self.returns, self.yields = set(), set(), [], None
        self.swallows, self.shared = False, frozenset()
        self.unlimited, self.before_yield = 0, None  # of a generator: see unlimited.py


def lookup(name, frame):
    """The value of a name, or None if no frame has it."""
    if name in frame.globals:
        return frame.module.frame.names.get(name)
    while frame is not None:
        if name in frame.names:
            return frame.names[name]
        frame = frame.outer
    return None


def bind(name, value, frame):
    """Set the value of a name; one that is `global` or `nonlocal` keeps its earlier value as a possible one."""
    if name in frame.globals:
        names = frame.module.frame.names
        names[name] = values.union([names[name], value]) if name in names else value
    elif name in frame.nonlocals:
        outer = frame.outer
        while outer is not None and name not in outer.names:
            outer = outer.outer
        if outer is not None:
            outer.names[name] = values.union([outer.names[name], value])
    else:
        frame.names[name] = value


def joined(first, second):
    """{name: value} after two branches with the names `first` and `second`: where they differ, either value."""
    if first is second:
        return first
    names = dict(second)
    for name, value in first.items():
        second_value = second.get(name, value)
        names[name] = value if second_value is value else values.union([value, second_value])
    return names


def assigned(statement, before=()):
    """{name} that the body of a loop or a try assigns, without nested functions; computed once for each statement.

    before  of these names also those that it binds in another way: def, import, as, case
    """
    if not hasattr(statement, "assigned"):
        nodes = own_nodes(statement.body)
        statement.assigned = {node.id for node in nodes
                              if node.__class__ is ast.Name and node.ctx.__class__ is ast.Store}
        statement.bound = {getattr(node, BINDING[node.__class__]) for node in nodes if node.__class__ in BINDING}
        statement.bound |= {(node.asname or node.name).partition(".")[0] for node in nodes
                            if node.__class__ is ast.alias}
        statement.bound |= {part.name for node in [statement, *nodes] if node.__class__ in BLOCKS
                            for part in node.body if part.__class__ in DEFINITIONS}
    return statement.assigned | statement.bound & before if before else statement.assigned


def entry_line(analysis):
    """The line of the function that AWS, or a framework, called: the handler, or a route."""
    return getattr(analysis.stack[0], "lineno", 0) if analysis.stack else 0


def own_nodes(body):
    """[node] of a body, without constants and those of nested functions and classes."""
    nodes = [node for node in body if node.__class__ not in NOT_OWN]
    for node in nodes:  # which grows meanwhile
        for field in CHILD_FIELDS[node.__class__]:
            value = getattr(node, field)
            if value.__class__ is list:
                nodes += [part for part in value if part.__class__ not in NOT_OWN]
            elif value.__class__ not in NOT_OWN:
                nodes.append(value)
    return nodes


def default_values(parameters, frame, analysis):
    """[value or None] of the defaults of a function, then those of its keyword-only parameters. parameters: its node"""
    return [None if default is None else analysis.evaluate(default, frame)
            for default in (*parameters.defaults, *parameters.kw_defaults)]


def is_generator(function, text):
    """Whether a function's body has a yield, without nested functions; computed once for each node. text: of its file
    """
    if not hasattr(function, "is_generator"):
        function.is_generator = "yield" in text and any(
            node.__class__ in (ast.Yield, ast.YieldFrom) for node in own_nodes(function.body))
    return function.is_generator


DEFINITIONS = {ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef}
BINDING = {ast.MatchAs: "name", ast.MatchStar: "name", ast.MatchMapping: "rest", ast.ExceptHandler: "name"}
BLOCKS = {ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.TryStar, ast.ExceptHandler,
          ast.match_case}  # with statements in their body
NOT_OWN = {ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef, ast.Constant, type(None)}

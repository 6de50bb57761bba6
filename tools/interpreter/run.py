"""One run through what a lambda's code does: the modules it loads, and what is seen on the way."""
import ast

from interpreter import plain, values
from kit.reads import LEAVES

MOST_STEPS, MOST_STEPS_OF_SCAN = 60_000, 300_000  # expressions and statements, half a second and more
DEEPEST_CALL = 14
MOST_PLAIN, MOST_PLAIN_AT_ONCE = 1_000_000, 20_000  # values that are written down as plain JSON


class Frame:
    """Where names stand: of a module, a function, a class's body or a comprehension.

    call  (node, frame) of the call that a function's frame is made by
    """

    __slots__ = ("names", "outer", "module", "globals", "nonlocals", "returns", "yields", "fn", "call")

    def __init__(self, module, outer=None, fn=None, call=None):
        self.names, self.outer, self.module, self.fn, self.call = {}, outer, module, fn, call
        self.globals, self.nonlocals, self.returns, self.yields = set(), set(), [], None


class Run:
    """What is known and what was seen while a lambda's code is followed.

    sources   interpreter/sources.py: the modules of the app
    calls     of AWS, as plain JSON
    notes     [{"note": kind, "file", "line", ...}] of all else that a check may want
    branches  what may not happen and is happening: ids of the ifs, loops and tries we are in
    asked     {(*path, key)} of the event that were asked for by `in` or .get
    doubts, chosen, raises, routine, expects: see interpreter/doubts.py
    """

    def __init__(self, sources, environment=None):
        self.sources, self.modules, self.environment = sources, {}, environment
        self.most_steps = MOST_STEPS if environment is None else MOST_STEPS_OF_SCAN
        self.calls, self.notes, self.tested, self.asked = [], [], set(), set()
        self.branches, self.stack, self.called, self.opaque = [], [], set(), set()
        self.at, self.gave_up = ("", 0), None  # (path, line): of the statement that is followed, and of the last one
        self.plain_left, self.called_last = MOST_PLAIN, values.UNKNOWN
        self.steps = self.muted = self.testing = self.tries = 0
        self.doubts = self.chosen = self.raises = self.routine = self.expects = 0
        self.outer_tries = False  # whether whoever called this has an answer to a missing key
        self.catches = self.inside = 0  # tries that may catch a missing key; ifs that we are in
        self.known_ends = set()  # ids of statements that are calls of something that we know to return
        self.reached = True  # from the handler, or from the first lines of a module
        self.handling = False  # from the handler

    def note(self, kind, frame, node, **more):
        """Keep a fact at a node, unless we only try options."""
        if not self.muted and self.environment is None:
            self.notes.append({"note": kind, "file": frame.module.path, "line": node.lineno,
                               "tried": bool(self.tries or self.outer_tries), "caught": bool(self.catches),
                               "reached": self.reached, **more})

    def chances(self):
        """What decides about a read of something that may be missing: see interpreter/doubts.py."""
        return {"expected": bool(self.expects), "always": self.handling and not self.doubts,
                "chosen": bool(self.chosen)}

    def defined(self, made):
        """Remember a function or class, where all code is to be followed, also what nothing calls."""
        if self.environment is not None:
            self.environment.defined.append(made)

    def cut_short(self, function, args, named, node, frame):
        """Remember a call that is not gone into, of itself or too deep, where it may read other variables."""
        if self.environment is not None:
            self.environment.cut_short(function, args, named, node, frame)

    def is_tired(self):
        """Whether so much was followed that the rest is left unknown."""
        self.steps += 1
        if self.steps > self.most_steps:
            self.give_up()
        return self.steps > self.most_steps

    def give_up(self):
        """Leave all that follows unknown, and remember where that was."""
        self.steps = max(self.steps, self.most_steps + 1)
        self.gave_up = self.gave_up or self.at

    def plain(self, value):
        """A value as it is now, as plain JSON; what passes the budget of a run is known by its type alone."""
        if self.environment is not None:  # the scan wants no calls
            return plain.NOTHING
        most = min(self.plain_left, MOST_PLAIN_AT_ONCE)
        size = plain.size(value, most)
        self.plain_left -= size
        return plain.plain(value) if size < most else plain.kind_alone(value)


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
    """Give a name a value, in the frame that it belongs to."""
    if name in frame.globals:
        held = frame.module.frame.names
        held[name] = values.one_of([held[name], value]) if name in held else value
    elif name in frame.nonlocals:
        outer = frame.outer
        while outer is not None and name not in outer.names:
            outer = outer.outer
        if outer is not None:
            outer.names[name] = values.one_of([outer.names[name], value])
    else:
        frame.names[name] = value


def joined(first, second):
    """The names after two ways that meet."""
    if first is second:
        return first
    met = dict(second)
    for name, value in first.items():
        other = second.get(name, value)
        met[name] = value if other is value else values.one_of([value, other])
    return met


def assigned(statement):
    """Every name that is given a value in the body of a loop or a try, functions in it apart; found once."""
    if not hasattr(statement, "assigned"):
        statement.assigned = {node.id for node in own_nodes(statement.body)
                              if node.__class__ is ast.Name and node.ctx.__class__ is ast.Store}
    return statement.assigned


def own_nodes(body):
    """Every node of a body, those inside functions and classes in it apart."""
    waiting = list(body)
    while waiting:
        node = waiting.pop()
        if node.__class__ in INNER or node.__class__ in LEAVES:
            continue
        yield node
        for field in node._fields:
            value = getattr(node, field, None)
            if value.__class__ is list:
                waiting += value
            elif value.__class__ not in LEAVES:
                waiting.append(value)


INNER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)

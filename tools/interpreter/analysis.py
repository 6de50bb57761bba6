"""The analysis of one lambda's code: its modules, the code that is followed now, and the observations.

It imports none of the modules that follow code: their functions are in its tables, and call each other through its
methods `evaluate`, `test`, `assign`, `follow` and `call`. So no module of this package imports one that imports it.
"""
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from interpreter import handlers, plain, values
from interpreter.values import UNKNOWN

MOST_STEPS, MOST_STEPS_OF_SCAN = 60_000, 300_000  # expressions and statements, half a second and more
MOST_PLAIN, MOST_PLAIN_AT_ONCE = 1_000_000, 20_000  # values that are written as plain JSON


class Tables(NamedTuple):
    """Which function follows what; put together in interpreter/__init__.py."""
    expressions: dict  # {class of a node: function(node, frame, analysis) -> its value}
    statements: dict  # {class of a node: function(node, frame, analysis) -> how it ends, see Analysis.follow}
    calls: dict  # {class of a value, None for all others: function(called, arguments, site) -> value}
    test: object  # function(node, frame, analysis) -> value of a condition
    assign: object  # function(target, value, frame, analysis)


class Site:  # with slots, as Arguments: each call makes both, and a NamedTuple takes twice the time
    """The node that is followed (None where unknown code calls), and what following it needs: a frame of names."""

    __slots__ = ("node", "frame", "analysis")

    def __init__(self, node, frame, analysis):
        self.node, self.frame, self.analysis = node, frame, analysis

    def note(self, kind, **more):
        """Record a note for the checks."""
        self.analysis.note(kind, self.frame, self.node, **more)

    def without_node(self):
        """The Site of a call by unknown code."""
        return Site(None, self.frame, self.analysis)


MAYBE = "maybe"


class Arguments:
    """The arguments of a call in the code, as values.

    more     whether there may be unknown arguments: *args, **named; MAYBE: known ones may be absent
    spread   the parts of JSON among them: **event["detail"]; starred: elements of lists of unknown length: *rows
    choices  [Dict] one of which has further named arguments
    """

    __slots__ = ("positional", "keywords", "more", "spread", "choices", "starred")

    def __init__(self, positional: Sequence = (), keywords: Mapping = MappingProxyType({}), more: bool | str = False,
                 spread: Sequence = (), choices: Sequence = (), starred: Sequence = ()):
        self.positional, self.keywords, self.more, self.spread, self.choices, self.starred = (
            positional, keywords, more, spread, choices, starred)

    def get(self, at, name=None, default=UNKNOWN):
        """The argument at a position, or of a name."""
        return self.positional[at] if len(self.positional) > at else self.keywords.get(name, default)

    def every(self):
        """[value] of all known arguments."""
        return [*self.positional, *self.keywords.values()]


class Paths(set):
    """A set of paths that also remembers which were added since `recent` was emptied."""

    def __init__(self):
        super().__init__()
        self.recent = set()

    def add(self, path):
        """Add a path."""
        super().add(path)
        self.recent.add(path)

    def update(self, *several):
        """Add the paths of several iterables."""
        for path in (path for paths in several for path in paths):
            self.add(path)


class Analysis:
    """The state and the observations of the interpreter while it follows a lambda's code.

    sources   interpreter/sources.py: the modules of the app
    tables    Tables: which function follows which kind of node or value
    environment   of the scan: interpreter/environment.py; None for the checks
    calls     of AWS, as plain JSON
    notes     [{"note": kind, "file", "line", ...}] of all else that a check may want
    branches  ids of the ifs, loops and tries that are followed now; types: see interpreter/data_types.py
    tested    {path} of parts of the event and of rows that a condition tests
    ending    {path} of parts of the event that a condition tests under which a branch ends
    set_fields {(*path, key): value} of fields that code sets in parts of the event; the key is None of any field.
               {dotted name: value} of the attributes that it sets on what is outside the app: flask.g.table
    looked_up {(*path, key)} of the event and of rows that the code looks up by `in` or .get
    conditions, choices, conditional_raises, failure_handling, expected_key_errors: see interpreter/conditions.py
    undecipherable   ids of functions whose decorators are not known
    routes    functions that a framework calls for a request, hooks first: see interpreter/frameworks.py
    silenced  above 0 while one of several options is tried: nothing is noted
    """

    # Slots: an object with more than 30 attributes is otherwise slow to make and to read.
    __slots__ = tuple("""around at branches called callers callers_tries calls catching_tries changed choices
        clients conditional_raises conditions cut dead defining early ending entered environment escaped executed
        expected_key_errors expressions failure_handling filling gave_up globals handed in_handler is_ending lookups
        known_objects last_callee lasting later looked_up lost members modules most_steps notes objects of_functions
        open_conditions open_tries own paired reached receivers record_loops region remaining_plain returning_calls
        rounds routes serving set_fields silenced sources stack statements steps swallowing tables tested testing types
        undecipherable unnamed unresolved visited warm warmed wrapper_tries yielded""".split())

    def __init__(self, sources, tables, environment=None):
        self.tables, self.expressions = tables, tables.expressions
        self.statements, self.callers = tables.statements, tables.calls
        self.sources, self.modules, self.environment = sources, {}, environment
        self.most_steps = MOST_STEPS if environment is None else MOST_STEPS_OF_SCAN
        self.calls, self.notes, self.tested, self.looked_up = [], [], Paths(), Paths()
        self.ending, self.set_fields, self.types = set(), {}, {}
        self.branches, self.stack, self.around, self.called, self.defining = [], [], [], set(), []
        self.undecipherable, self.routes, self.unnamed = set(), [], []  # unnamed: of lambda expressions, and partials
        self.warm, self.globals, self.of_functions = [], {}, {}  # see warm_state.py, storing.attribute_of_function()
        self.at, self.gave_up = ("", 0), None  # (path, line): of the current statement, and of the last one
        self.remaining_plain, self.last_callee = MOST_PLAIN, values.UNKNOWN
        self.steps = self.silenced = self.testing = 0
        self.open_tries, self.filling = [], []  # of each try: handlers.caught_names() in a function, storing.filled()
        self.conditions = self.choices = self.conditional_raises = self.failure_handling = self.expected_key_errors = 0
        self.rounds = 1  # of the loops over range() with a constant that are followed now, and that nothing ends early
        self.record_loops, self.callers_tries = 0, False  # loops over records; whether a caller handles a missing key
        self.catching_tries = self.wrapper_tries = self.open_conditions = 0  # tries for a missing key; open ifs
        self.returning_calls = set()  # ids of statements that are calls of functions that return for certain
        self.unresolved, self.clients = [], set()  # see interpreter/unresolved.py; {("client", "s3")} that code makes
        self.visited, self.executed, self.cut, self.receivers = set(), set(), set(), {}  # ids of nodes: liveness.py
        self.entered, self.yielded, self.swallowing = [], {}, {}  # values of the withs that are followed; deferral.py
        self.own, self.region = {}, None  # {variable: text} of the lambda's own `env`; of boto3's default session
        self.members = {}  # {id of the value of an Enum's member: its Instance}; see interpreter/enums.py
        self.paired = {}  # {id of a Dict: [List]} of tuples with it that were unpacked
        self.early, self.later, self.is_ending = 0, [], False  # elements read from empty queues; see deferral.started()
        self.lookups = {}  # {id of a call of getattr(): {name} that it reads of the app's objects, None of any name}
        self.dead = self.lost = False  # in a function that nothing mentions; whether code calls what is not known
        # {id: Instance} of objects that the handler does not make; whether it has changed a constant of theirs, of a
        # class or of a module: then the next invocation may take another way. serving: all modules are imported
        self.lasting, self.warmed, self.serving = {}, False, False
        # See interpreter/known_objects.py. objects: {id of a class's node: [Instance]}; changed: {attribute} that code
        # sets on values of which nothing is known
        self.objects, self.changed, self.known_objects = {}, set(), None
        self.escaped, self.handed = set(), {}  # {name of a class}, {key: value}: see interpreter/escaping.py
        self.reached, self.in_handler = True, False  # from the handler, or from the first lines of a module

    def evaluate(self, node, frame):
        """The value of an expression."""
        reader = self.expressions.get(node.__class__)
        if reader is None:
            return UNKNOWN
        self.steps += 1
        if self.steps > self.most_steps:
            self.give_up()
            return UNKNOWN
        return reader(node, frame, self)

    def test(self, node, frame):
        """The value of a condition; the parts of the event that it tests are remembered."""
        return self.tables.test(node, frame, self)

    def assign(self, target, value, frame):
        """Assign a value to a target: a name, a tuple of names, an attribute, an item."""
        self.tables.assign(target, value, frame, self)

    def follow(self, body, frame):
        """Follow statements until one ends the branch, by "loop" (break, continue) or "out" (return, raise)."""
        path, followers = frame.module.path, self.statements
        for node in body:
            self.at = path, node.lineno
            self.steps += 1
            if self.steps > self.most_steps:
                self.give_up()
                return ""
            self.executed.add(id(node))
            follower = followers.get(node.__class__)
            if follower and (ended := follower(node, frame, self)):
                return ended
        return ""

    def call(self, called, arguments, site):
        """The value of a call of a value; an unknown function may do anything with its arguments."""
        return (self.callers.get(called.__class__) or self.callers[None])(called, arguments, site)

    def enter(self, code, around):
        """Begin a function's body. around: (the frame that it closes over, the object to which it is bound or None)"""
        self.stack.append(code)
        self.around.append(around)

    def leave(self):
        """End the body that enter() began."""
        self.stack.pop()
        self.around.pop()

    def note(self, kind, frame, node, **more):
        """Record a note at a node, unless the interpreter only tries one of several options."""
        if not self.silenced and self.environment is None:
            self.notes.append({"note": kind, "file": frame.module.path, "line": node.lineno, "reached": self.reached,
                               "tried": handlers.is_expected(kind, self), "caught": bool(self.catching_tries),
                               "wrapped": 0 < self.wrapper_tries == self.catching_tries, **more})

    def logs(self):
        """The lists of observations, which grow."""
        return self.calls, self.notes, self.unresolved

    def certainty(self):
        """Fields of a note on a read of what may be missing: {"expected", "by_caller", "always", "chosen": bool}.

        Their meaning: interpreter/observation.py.
        """
        return {"expected": bool(self.expected_key_errors), "by_caller": self.callers_tries and not self.open_tries,
                "always": self.in_handler and not self.conditions,
                "chosen": bool(self.choices)}

    def defined(self, result):
        """Record a function or class for the scan, which also follows code without a caller."""
        if self.environment is not None:
            self.environment.defined.append(result)

    def cut_short(self, function, arguments, site):
        """Remember a call that is not followed (recursive, or too deep): it may read other variables."""
        self.cut.add(id(function.node))
        if self.environment is not None:
            self.environment.cut_short(function, arguments, site)

    def give_up(self):
        """Ends the analysis: all further code stays unknown. Sets `gave_up` to the current (path, line)."""
        self.steps = max(self.steps, self.most_steps + 1)
        self.gave_up = self.gave_up or self.at

    def release(self):
        """Breaks the cycles of modules, frames and functions: a scan collects none, and uses their memory again."""
        for module in self.modules.values():
            module.frame.names.clear()

    def plain(self, value):
        """The plain JSON of a value as it is now; beyond the budget of a run only its type."""
        if self.environment is not None:  # the scan needs no calls
            return plain.NOTHING
        most = min(self.remaining_plain, MOST_PLAIN_AT_ONCE)
        size = plain.size(value, most)
        self.remaining_plain -= size
        return plain.plain(value) if size < most else plain.kind_alone(value)

"""The values that the interpreter knows of a lambda's code: constants, texts with holes, mappings, AWS clients, ...
Everything that the syntax tree does not determine is Unknown: no check may report it."""
import typing

MOST_NAMED = 40  # tables, other resources, and classes of a registry of which a value is one
MOST_OPTIONS, MOST_CONSTANTS = 6, 200  # that a value may have; constants: a loop over many names is ordinary code
MOST_DIGITS = 38  # of a number in DynamoDB: boto3 raises decimal.Inexact above that
# Of larger results of operators only the type is known: a short program can double a text sixty times.
MOST_LETTERS, MOST_PARTS, MOST_ITEMS, LARGEST = 20_000, 200, 1_000, 2 ** 256


class Value:
    """The value of an expression."""
    __slots__ = ()


class Unknown(Value):
    """A value of which at most the type is known.

    kind  "" or text, whole, number, float, decimal, inexact (a Decimal of a float), bytes, set, time, uuid, bool,
          function, list, map, exception, future (detail {"result": value})
    detail  {"offset": ...} or {"most": 25}: see slices.py; {"aware": True} of a time with a zone; {"hash": True}
    json  of a text that json.dumps made: what it was, in plain form; {"kind": "repr"} of str(mapping);
          of a stream or text that another lambda answered with: {"answer of": {"env": "DEMO_A_FUNCTION"}}
    """
    __slots__ = ("kind", "json", "detail")

    def __init__(self, kind="", json=None, detail=None):
        self.kind, self.json, self.detail = kind, json, detail


class Const(Value):
    """A constant of Python: text, number, bytes, True, None."""
    __slots__ = ("value",)

    def __init__(self, value):
        self.value = value


class Text(Value):
    """A text with known parts: "a" is constant, ("env", "A", [default]) a variable's value, None an unknown part;
    ("event", path) a part of the event, ("decoded", path) one that urllib.parse.unquote() decoded, ("hash", "") a
    number that hash() made, ("last", "A") the end of a variable's value, ("enum", "listed", "repr": plain.py)."""
    __slots__ = ("parts",)

    def __init__(self, parts):
        self.parts = parts


class Dict(Value):
    """A mapping. `maybe`: keys that may be absent. `open`: it may have other keys, and its values may have changed.
    `rest`: the values that were set under unknown keys, `keys`: these keys. `warm`: see interpreter/warm_state.py.
    `born`: the branches in which the code made it, see storing.put(); `chosen`: {key: those that set it}"""
    __slots__ = ("items", "maybe", "open", "born", "rest", "keys", "warm", "chosen")

    def __init__(self, items, open_=False, born=()):
        self.items, self.maybe, self.open, self.born, self.rest, self.warm = items, set(), open_, born, [], None
        self.keys, self.chosen = [], {}


class List(Value):
    """A list or tuple. `open`: it may have each of `items` any number of times, and other elements.
    `not_empty`: an open list that is not empty for certain. `most`: of a slice, how many elements it has at most.
    `warm`: see interpreter/warm_state.py. `row`: of a list with an element for each item of a query, its Row.
    `unlimited`: of_each() of unlimited.py. `end`: its last element, if known.
    `resumed`: of what a contextmanager yields, a function without arguments that follows its end."""
    __slots__ = ("items", "open", "kind", "not_empty", "most", "warm", "row", "unlimited", "resumed", "end")

    def __init__(self, items, open_=False, kind="list", not_empty=False, most=None):
        self.items, self.open, self.kind, self.not_empty = items, open_, kind, not_empty
        self.most, self.warm, self.row, self.unlimited, self.resumed, self.end = most, None, None, 0, None, None


class Any(Value):
    """A value that is one of several options."""
    __slots__ = ("options",)

    def __init__(self, options):
        self.options = options


class Shaped(Value):
    """A part of the event, or of the payload of another lambda: its shape (recipes/event_shapes.py) and path."""
    __slots__ = ("shape", "path")

    def __init__(self, shape, path):
        self.shape, self.path = shape, path


class Answer(Value):
    """A part of AWS's response to a call.

    call   the call's dict (see interpreter/__init__.py)
    shape  the name of its shape in botocore's model, or None
    path   ("Items", "[]"); sent: {parameter: value} of the call
    """
    __slots__ = ("call", "shape", "path", "sent")

    def __init__(self, call, shape, path, sent):
        self.call, self.shape, self.path, self.sent = call, shape, path, sent


class Row(Value):
    """An item of a table that a call returned, or a part of it; its numbers are Decimals.
    `many`: all items of the call; `part`: a slice of them; `key`: the key of one alone, LastEvaluatedKey."""
    __slots__ = ("call", "path", "many", "part", "key")

    def __init__(self, call, path=(), many=False, part=False, key=False):
        self.call, self.path, self.many, self.part, self.key = call, path, many, part, key


class Function(Value):
    """A function of the app: its node, the frame it closes over, what it is bound to. `declared` has its decorators."""
    __slots__ = ("node", "frame", "self", "defaults", "owner", "declared")

    def __init__(self, node, frame, defaults, owner=None, self_=None, declared=None):
        self.node, self.frame, self.defaults, self.owner, self.self = node, frame, defaults, owner, self_
        self.declared = declared or node


class Class(Value):
    """A class of the app. `enum`: of an Enum "plain", or "mixed" if its members are texts or numbers too; else ""."""
    __slots__ = ("node", "names", "bases", "frame", "enum", "foreign", "metaclass")  # foreign: see foreign_bases.of()

    def __init__(self, node, names, bases, frame):
        self.node, self.names, self.bases, self.frame, self.enum = node, names, bases, frame, ""
        self.foreign = self.metaclass = None


class Instance(Value):
    """An object of a class of the app. `born`: as of a Dict."""
    __slots__ = ("class_", "names", "born")

    def __init__(self, class_, born=()):
        self.class_, self.names, self.born = class_, {}, born


class Parent(Value):
    """super() in a method: the class after that of the method, and the object."""
    __slots__ = ("class_", "of")

    def __init__(self, class_, of):
        self.class_, self.of = class_, of


class Module(Value):
    """A module of the app; its frame is None while it is not yet run."""
    __slots__ = ("dotted", "path", "frame", "tree")

    def __init__(self, dotted, path, frame: typing.Any = None, tree: typing.Any = None):
        self.dotted, self.path, self.tree, self.frame = dotted, path, tree, frame


class External(Value):
    """A dotted name of a module outside the app: "json.dumps"."""
    __slots__ = ("dotted",)

    def __init__(self, dotted):
        self.dotted = dotted


class Method(Value):
    """A method of a value: "append" of a list."""
    __slots__ = ("of", "name")

    def __init__(self, of, name):
        self.of, self.name = of, name


class Partial(Value):
    """functools.partial(function, ...). site: the Site of this call; None of other functions with some arguments"""
    __slots__ = ("function", "args", "keywords", "site")

    def __init__(self, function, args, keywords, site=None):
        self.function, self.args, self.keywords, self.site = function, args, keywords, site


class Aws(Value):
    """An object of boto3.

    role     session, client, resource, paginator, waiter, batch, collection, exceptions, meta, credentials
    service  "dynamodb"; of a resource, type is "Table" (None for the service itself), and ids are {"Name": value}
    more     the operation of a paginator or waiter, the collection's name; region: the value of region_name, or None
    """
    __slots__ = ("role", "service", "type", "ids", "more", "region")

    def __init__(self, role, service="", type_=None, ids=None, more=None, region=None):
        self.role, self.service, self.type, self.ids = role, service, type_, ids or {}
        self.more, self.region = more, region


class Condition(Value):
    """Key("pk").eq(x) & Attr("a").gt(1): [("Key", "pk", "eq"), ...]; open if a part is unknown. `equal`: {"pk": x} of
    attributes that must equal x, of begins_with a text with an unknown end; `compared`: [("a", 1)] of each value."""
    __slots__ = ("parts", "open", "equal", "compared")

    def __init__(self, parts, open_=False, equal=None, compared=()):
        self.parts, self.open, self.equal, self.compared = parts, open_, equal or {}, compared


UNKNOWN = Unknown()
LOOSE = Unknown(detail={"loose": True})  # of a name in a loop or after a failed try: one of its other values, or none
MISSING = Unknown("missing")  # an attribute that an object of boto3 does not have
KEYED = 2  # Dict.open of a mapping whose only other keys are in `keys`
NONE = Const(None)
EQUAL = {Const, Unknown, Text, Aws}  # see _key()
TEXT, HASHED, UTC = Unknown("text"), {"hash": True}, Unknown("time", detail={"aware": True, "utc": True})
AWARE, NAIVE, TIME = Unknown("time", detail={"aware": True}), Unknown("time", detail={"aware": False}), Unknown("time")


def options(value):
    """The values that a value may be: those of an Any, else the value alone."""
    return value.options if value.__class__ is Any else (value,)


def is_empty(value):
    """Whether a value is {}."""
    return value.__class__ is Dict and not value.items and not value.open


def union(values):
    """The value that is one of several values: an Any of their options, each once; UNKNOWN if they are too many."""
    by_key = {}
    for value in values:
        for option in value.options if value.__class__ is Any else (value,):
            by_key.setdefault(_key(option) if option.__class__ in EQUAL else id(option), option)
    distinct = tuple(by_key.values())
    if len(distinct) > MOST_OPTIONS:
        kinds = {option.__class__ for option in distinct}
        of_names = MOST_NAMED if kinds <= {Aws, Text, Class, Function, Instance} else 0
        if len(distinct) > (MOST_CONSTANTS if kinds == {Const} else of_names):
            return UNKNOWN
    return distinct[0] if len(distinct) == 1 else Any(distinct) if distinct else UNKNOWN


def _key(value):
    """The key by which values of EQUAL are equal; other values are only equal to themselves."""
    if value.__class__ is Const:
        return value.value.__class__, value.value
    if value.__class__ is Unknown:
        return Unknown, value.kind, id(value) if value.json is not None else id(value.detail) if value.detail else 0
    return (Text, value.parts) if value.__class__ is Text else (
        Aws, value.role, value.service, value.type, *value.ids, *(
            _key(part) if part.__class__ in EQUAL else part if part.__class__ is str else id(part)
            for part in (*value.ids.values(), value.region, value.more)))


def list_of(items, open_=False, kind="list"):
    """A List of items. If they are too many, an open list that may have each of them."""
    return List(items, open_, kind) if len(items) <= MOST_ITEMS else List([union(items)], True, kind, True)

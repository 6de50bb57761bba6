"""What a piece of a lambda's code may stand for: constants, texts with holes, mappings, AWS clients, ...

Unknown is the answer to everything that the tree does not tell: no check may speak of it.
"""
MOST_OPTIONS, MOST_CONSTANTS = 6, 200  # that a value may have; constants: a loop over many names is ordinary code
# What operators make beyond these is known by its type alone: code that doubles a text sixty times is short.
MOST_LETTERS, MOST_PARTS, MOST_ITEMS, LARGEST = 20_000, 200, 1_000, 2 ** 256


class Value:
    """Anything that an expression may stand for."""
    __slots__ = ()


class Unknown(Value):
    """Of which at most the type is known.

    kind  "" or text, whole, number, float, decimal, bytes, set, time, uuid, bool, function, list, map
    json  of a text that json.dumps made: what it was, in plain form; {"kind": "repr"} of str(mapping);
          of a stream or text that another lambda answered with: {"answer of": {"env": "DEMO_A_FUNCTION"}}
    """
    __slots__ = ("kind", "json")

    def __init__(self, kind="", json=None):
        self.kind, self.json = kind, json


class Const(Value):
    """A constant of Python: text, number, bytes, True, None."""
    __slots__ = ("value",)

    def __init__(self, value):
        self.value = value


class Text(Value):
    """A text of which parts are known: "a" as it is, ("env", "DEMO_TABLE") a variable's value, None a hole."""
    __slots__ = ("parts",)

    def __init__(self, parts):
        self.parts = parts


class Dict(Value):
    """A mapping. `maybe`: keys that may be absent. `open`: others may be there, and all may have changed.
    `rest`: what was put under keys that are not known."""
    __slots__ = ("items", "maybe", "open", "born", "rest")

    def __init__(self, items, open_=False, born=()):
        self.items, self.maybe, self.open, self.born, self.rest = items, set(), open_, born, []


class List(Value):
    """A list or tuple. `open`: what stands in `items` may be there any number of times, and others too.
    `some`: an open one that surely is not empty."""
    __slots__ = ("items", "open", "kind", "some")

    def __init__(self, items, open_=False, kind="list", some=False):
        self.items, self.open, self.kind, self.some = items, open_, kind, some


class Any(Value):
    """One of several."""
    __slots__ = ("options",)

    def __init__(self, options):
        self.options = options


class Given(Value):
    """A part of the event that calls the lambda: its shape (recipes/event_shapes.py) and where it stands."""
    __slots__ = ("shape", "path")

    def __init__(self, shape, path):
        self.shape, self.path = shape, path


class Answer(Value):
    """A part of what AWS answers to a call.

    call   the call's dict (see interpreter/__init__.py)
    shape  the name of its shape in botocore's model, or None
    path   ("Items", "[]")
    """
    __slots__ = ("call", "shape", "path")

    def __init__(self, call, shape, path):
        self.call, self.shape, self.path = call, shape, path


class Row(Value):
    """What the table holds under a key, its numbers Decimals: of the item that a call answered with."""
    __slots__ = ("call", "path", "many")

    def __init__(self, call, path=(), many=False):
        self.call, self.path, self.many = call, path, many


class Function(Value):
    """A function of the app: its node, the frame it closes over, and what it is bound to."""
    __slots__ = ("node", "frame", "self", "defaults", "owner")

    def __init__(self, node, frame, defaults, owner=None, self_=None):
        self.node, self.frame, self.defaults, self.owner, self.self = node, frame, defaults, owner, self_


class Class(Value):
    """A class of the app."""
    __slots__ = ("node", "names", "bases", "frame")

    def __init__(self, node, names, bases, frame):
        self.node, self.names, self.bases, self.frame = node, names, bases, frame


class Instance(Value):
    """An object of a class of the app."""
    __slots__ = ("made_of", "names")

    def __init__(self, made_of):
        self.made_of, self.names = made_of, {}


class Module(Value):
    """A module of the app; names are None while it is not yet run."""
    __slots__ = ("dotted", "path", "frame", "tree")

    def __init__(self, dotted, path):
        self.dotted, self.path, self.frame, self.tree = dotted, path, None, None


class External(Value):
    """A dotted name of a module outside the app: "json.dumps"."""
    __slots__ = ("dotted",)

    def __init__(self, dotted):
        self.dotted = dotted


class Method(Value):
    """An attribute of something, about to be called: ("append" of a list)."""
    __slots__ = ("of", "name")

    def __init__(self, of, name):
        self.of, self.name = of, name


class Partial(Value):
    """functools.partial(function, ...)"""
    __slots__ = ("function", "args", "keywords")

    def __init__(self, function, args, keywords):
        self.function, self.args, self.keywords = function, args, keywords


class Aws(Value):
    """Something of boto3.

    role     session, client, resource, paginator, waiter, batch, collection, exceptions, meta
    service  "dynamodb"; of a resource, type is "Table" (None for the service itself)
    ids      {"Name": value} of a resource
    more     the operation of a paginator or waiter, the collection's name
    """
    __slots__ = ("role", "service", "type", "ids", "more")

    def __init__(self, role, service="", type_=None, ids=None, more=None):
        self.role, self.service, self.type, self.ids, self.more = role, service, type_, ids or {}, more


class Condition(Value):
    """Key("pk").eq(x) & Attr("a").gt(1): [("Key", "pk", "eq"), ...]; open if a part is not known.
    `wanted`: {"pk": x} of what is wanted equal; of begins_with a text with a hole at its end."""
    __slots__ = ("parts", "open", "wanted")

    def __init__(self, parts, open_=False, expected=None):
        self.parts, self.open, self.wanted = parts, open_, expected or {}


UNKNOWN = Unknown()
NONE = Const(None)
TEXT = Unknown("text")


def options(value):
    """Every value that one may be."""
    return value.options if value.__class__ is Any else (value,)


def one_of(values):
    """One value of several; what is said twice counts once."""
    by_key = {}
    for value in values:
        for option in options(value):
            by_key.setdefault(_key(option), option)
    distinct = list(by_key.values())
    constant = all(option.__class__ is Const for option in distinct)
    if len(distinct) > (MOST_CONSTANTS if constant else MOST_OPTIONS):
        return UNKNOWN
    return distinct[0] if len(distinct) == 1 else Any(tuple(distinct)) if distinct else UNKNOWN


def _key(value):
    """What makes two values the same: constants by what they say, all else by what they are."""
    if value.__class__ is Const:
        return value.value.__class__, value.value
    if value.__class__ is Unknown:
        return Unknown, value.kind, id(value) if value.json is not None else 0
    if value.__class__ is Text:
        return Text, value.parts
    return id(value)


def list_of(items, open_=False, kind="list", some=False):
    """A list of items; of too many it is known that each may be there."""
    if len(items) > MOST_ITEMS:
        return List([one_of(items)], True, kind, True)
    return List(items, open_, kind, some)

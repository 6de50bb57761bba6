"""Messages of ty about values of types that Python's library does not take, in Pareto's words."""
import re

from checks.certain_types import certain_type, name_of

TEXTS, OTHERS = "P167", "P168"
TYPE_ERROR, ATTRIBUTE_ERROR, PAGE = "TypeError", "AttributeError", "see its page in Python's documentation"
NUMBERS = frozenset("int float Decimal Number bool".split())
BYTES = frozenset("Buffer bytes bytearray ReadableBuffer SizedBuffer memoryview".split())
CONTAINERS = re.compile(r"(?:list|dict|set|deque|defaultdict|Counter|OrderedDict|tuple|frozenset|ChainMap)\.\w+")
# Of functions with several forms ty names no type, and annotations are often wider than values: these are certain.
OVERLOADED = ("compare_digest", "new")
EXTENDED = ("list", "dict", "set", "deque", "Counter", "defaultdict")  # to which += adds elements of any type
OF_JSON = "dict[str, Any]"
# Functions whose types ty judges by all their arguments together: it refuses code that Python takes.
JUDGED_TOGETHER = frozenset("""sum max min sorted map filter zip reduce round pow dict range iter next getattr
    isinstance print partial submit run gather chain defaultdict Counter object""".split())
NAME = r"(?:[a-z]+ )*`(?P<name>[\w.]+)`"
ARGUMENT = re.compile(rf"Argument to {NAME} is incorrect: Expected `(?P<due>.+)`, found `(?P<actual>.+)`")
KEY = re.compile(r"Method `__getitem__` of type `.+` cannot be called with key of type `(?P<key>.+)` on object of type "
                 r"`(?P<actual>.+)`")
OPERATOR = re.compile(r"Operator `(?P<operator>.+)` is not supported between (?:two objects of type `(?P<both>.+)`|"
                      r"objects of type `(?P<first>.+)` and `(?P<second>.+)`)")
VARIABLE = re.compile(r"Invalid subscript assignment with key of type `.+` and value of type `(?P<actual>.+)` on "
                      r"object of type `_Environ\[str\]`")
READ_ONLY = re.compile(r"Cannot assign to a subscript on an object of type `(?P<actual>.+)`")
ATTRIBUTE = re.compile(r"(?:Object of type|Class) `(?P<actual>.+)` has no attribute `(?P<attribute>\w+)`")
OBJECT = re.compile(r"(?:Object of type|Cannot (?:subscript|raise) object of type|Unary operator `.+` is not supported "
                    r"for object of type|Invalid object caught in an exception handler: Object has type) "
                    r"`(?P<actual>.+?)`(?: (?P<fault>is not (?:iterable|async-iterable|callable|awaitable)|with no .+|"
                    r"cannot be used .+)|: Not an instance.+)?")
OVERLOAD = re.compile(rf"No overload of {NAME} matches arguments")
# Of a call that ty refuses for all its arguments together: Python may take it (type_trials.py).
DOUBTFUL = re.compile(rf"No overload of|Argument to .+ found `(?:Number|Decimal)`|"
                      rf"Argument to (?:[a-z]+ )*`(?:{'|'.join(sorted(JUDGED_TOGETHER))})`")
ARITY = re.compile(rf"(?:Argument `\w+` does not match any known parameter|No arguments? provided for required "
                   rf"parameters? .+|Too many positional arguments)(?: of| to) {NAME}.*")
ASSIGNED = "is not assignable to"  # of a value and an annotation: Python takes it


def described(text, own):
    """(id, message, hint, Python's error) of a message of ty; None of one that may be no fault."""
    for pattern, message, hint, error in CERTAIN:
        if match := pattern.fullmatch(text):
            return OTHERS, message.format(**match.groupdict()).replace("`", ""), hint, error
    for pattern, describe in FORMS if ASSIGNED not in text else ():
        match = pattern.fullmatch(text)
        if match:
            groups = match.groupdict()
            types = {name: certain_type(value, own) for name, value in groups.items() if name in TYPES and value}
            if None in types.values() or {*(groups.get("name") or "").split("."), f".{groups.get('attribute')}"} & own:
                return None
            return describe(types, groups)
    return None


def of_argument(types, groups):
    """Of an argument that a function of Python's library does not take."""
    name, actual, due = groups["name"], types["actual"], set(re.findall(r"\w+", groups["due"]))
    if name.rpartition(".")[2] in JUDGED_TOGETHER or CONTAINERS.fullmatch(name) or "Decimal" in actual \
            or "->" in groups["due"] or {actual} | due <= NUMBERS:
        return None
    name = name.removesuffix(".__new__").removesuffix(".__init__").rpartition(".")[2]
    if actual == "str" and due & BYTES and "str" not in due:
        return TEXTS, f"{name}() takes bytes, and this is a text", ".encode()", TYPE_ERROR
    if actual == "bytes" and "str" in due and not due & BYTES:
        return TEXTS, f"{name}() takes a text, and this is bytes", ".decode()", TYPE_ERROR
    if groups["due"] in ("SupportsWrite[str]", "Iterable[str]") and re.search("Buffer|Bytes", groups["actual"]):
        return TEXTS, f"{name}() takes a file of texts, and this is a file of bytes", "open it as a text", TYPE_ERROR
    value = groups["actual"] if groups["actual"].startswith(f"{actual}[") else name_of(actual)
    return OTHERS, f"{name}() does not take {value}", f"it takes {groups['due']}", TYPE_ERROR


def of_operator(types, groups):
    """Of two values between which Python has no such operation."""
    first, second = (types.get("both") or types[name] for name in ("first", "second"))
    operands = {first, second}
    if operands <= NUMBERS and "Number" in operands:
        return None  # P322 has the numbers of tables
    if groups["operator"].rstrip("=") in ("+", "|", "-", "&", "^", "*") and groups["operator"].endswith("=") \
            and first in EXTENDED and second not in NUMBERS:
        return None  # ty takes elements of one type alone
    id_ = TEXTS if operands == {"str", "bytes"} else OTHERS
    hint = "await" if "CoroutineType" in operands else ".encode() or .decode()" if id_ == TEXTS else \
        "str(...), or int(...)" if "str" in operands else "Decimal(str(...))" if "Decimal" in operands else ""
    return (id_, f"{name_of(first)} {groups['operator']} {name_of(second)}: Python has no such operation", hint,
            TYPE_ERROR)


def of_attribute(types, groups):
    """Of an attribute that a value of Python's library does not have."""
    actual, attribute = types["actual"], groups["attribute"]
    if actual in NUMBERS - {"Number"} or actual.startswith("the function") or attribute.startswith("_") \
            or actual.endswith(("Error", "Exception", "Warning", "HTTPResponse")):
        return None
    id_ = TEXTS if {actual, attribute} <= {"str", "bytes", "encode", "decode"} else OTHERS
    return (id_, f"{name_of(actual)} has no {attribute!r}", "",
            f"{ATTRIBUTE_ERROR}: '{actual}' object has no attribute '{attribute}'")


def of_key(types, groups):
    """Of a subscript that a list, a text or a dict does not take."""
    actual, key = types["actual"], types["key"]
    if actual == "dict" and key == "int":
        return (OTHERS, "the keys of this dict are texts", "", "KeyError") if groups["actual"] == OF_JSON else None
    if actual == "dict":
        return (TEXTS, "the keys of this dict are bytes", "make it of a text", "KeyError") if key == "str" else None
    return (OTHERS, f"the elements of {name_of(actual)} have whole numbers, and this index is {name_of(key)}",
            "len(...) // 2" if key == "float" else "", TYPE_ERROR)


def of_object(types, groups):
    """Of a value with which Python cannot do this: call it, loop over it, raise it ..."""
    fault = (groups["fault"] or "does not support this operation").replace("`", "'")
    return OTHERS, f"{name_of(types['actual'])} {fault}", "", TYPE_ERROR


def of_variable(types, _groups):
    """Of a variable of the environment that is set."""
    actual = types["actual"]
    return None if actual == "str" else (OTHERS, f"a variable of the environment is a text, and this is "
                                         f"{name_of(actual)}", "str(...)", TYPE_ERROR)


def of_read_only(types, _groups):
    """Of an element that is set in a text or a tuple."""
    if types["actual"] not in ("str", "bytes", "tuple", "range"):
        return None
    return OTHERS, f"the elements of {name_of(types['actual'])} cannot be set", "a new value, or a list", TYPE_ERROR


def of_call(_types, groups):
    """Of a call that fits no form of a function of Python's library."""
    name = groups["name"]
    if name.rpartition(".")[2] in JUDGED_TOGETHER or name.startswith("object."):
        return None
    name = name.removesuffix(".__new__").removesuffix(".__init__")
    return OTHERS, f"{name}() does not take these arguments", PAGE, TYPE_ERROR


TYPES = ("actual", "both", "first", "second", "key")
# Messages that hold whatever the types: (pattern, our words, hint, Python's error)
CERTAIN = [(re.compile(pattern), *parts) for pattern, *parts in (
    (r"Object of type `CoroutineType\[.*\]` is not awaited", "a coroutine that nothing awaits does not run", "await",
     "RuntimeWarning: never awaited"),
    (r"`None` is not awaitable", "this call is no coroutine: it has run when Python awaits its None",
     "without await; asyncio.sleep(...)", TYPE_ERROR),
    (r"Index (?P<value>-?\d+) is out of bounds for .+ with length (?P<more>\d+)",
     "{value} is no index of a value with {more} parts", "", "IndexError"),
    (r"Slice step size cannot be zero", "the step of a slice is not 0", "", "ValueError"),
    (r"Required field `(?P<value>\w+)` cannot be defined after .+",
     "the field {value!r} has no default, and stands after one that has", "move it up, or give it a default",
     "TypeError at the import"),
    (r"Cannot instantiate `(?P<value>\w+)` with unimplemented abstract methods? `(?P<more>\w+)`.*",
     "{value} has an abstract method, {more}(): no object of it can be made", "a class that defines it", TYPE_ERROR),
    (r"Property `(?P<value>\w+)` defined in `(?P<more>\w+)` is read-only",
     "{value!r} of {more} cannot be set: it is a property, or its class is frozen", "dataclasses.replace(...)",
     "AttributeError, or FrozenInstanceError"),
    (r"Positional-only parameter \d+ \(`(?P<value>\w+)`\) passed as keyword argument of .+",
     "this parameter takes its value without its name, {value}", "", TYPE_ERROR),
    (r"No arguments? provided for required parameters? (?P<value>`\w+`(?:, `\w+`)*)",
     "the call lacks {value}", "", TYPE_ERROR))]
FORMS = [
    (ARGUMENT, of_argument), (KEY, of_key), (OPERATOR, of_operator), (ATTRIBUTE, of_attribute), (VARIABLE, of_variable),
    (READ_ONLY, of_read_only), (OBJECT, of_object), (ARITY, of_call),
    (OVERLOAD, lambda types, groups: of_call(types, groups) if groups["name"] in OVERLOADED else None),
]

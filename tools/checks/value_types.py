"""Texts, bytes, numbers and times where Python's own library takes another type. mypy knows the types."""
import ast
import re

from checks import type_checker
from checks.check import Check, Finding, Findings, Subject
from checks.imports import runtime_version
from checks.python_versions import guarded_lines
from interpreter.sources import FUNCTIONS, every_node, last_name

TEXTS, OTHERS = "P167", "P168"
# mypy infers these from several values, or from annotations that are wrong in much code: they are no certain types.
VAGUE = re.compile(r'"(?:object|None|type|Any|Collection\[[^"]*)"')
CONTAINERS = r"(?:list|dict|set|deque|defaultdict|Counter|OrderedDict|tuple|frozenset|ChainMap)"
ARGUMENT = re.compile(r'Argument (?:\d+|"\w+") to "(?:openssl_)?(?P<name>[\w.]+)"(?: of "(?P<owner>[\w.]+)")? '
                      r'has incompatible type "(?P<actual>[^"]+)"; expected "(?P<due>[^"]+)"')
ITEM = re.compile(r'List item \d+ has incompatible type "(?P<actual>[^"]+)"; expected "(?P<due>[^"]+)"')
OPERATOR = re.compile(r'Unsupported operand types for (?P<operator>\S+) \("(?P<left>[^"]+)" and "(?P<right>[^"]+)"\)')
ATTRIBUTE = re.compile(r'"(?P<owner>type\[\w+\]|[\w.]+)(?:\[[^"]*\])?" has no attribute "(?P<name>\w+)"'
                       r'(?:; maybe (?P<near>"\w+".*)\?)?(?P<looped> \(not iterable\))?')
INDEX = re.compile(r'Invalid index type "(?P<actual>str|float)" for "(?P<owner>str|bytes|(?:list|tuple)\[[^"]*\])".*')
BYTE_KEYS = re.compile(r'Invalid index type "str" for "dict\[bytes, .*')
CALL = re.compile(r'(?:Too many arguments|Unexpected keyword arguments? "[^"]+"|Missing positional arguments? "[^"]+"|'
                  r'Too few arguments|Missing named arguments? "[^"]+")(?: in call to| for) "(?P<name>[\w.]+)"'
                  r'(?: of "(?P<owner>[\w.]+)")?(?:; .*)?')
OVERLOAD = re.compile(r'No overload variant of "(?P<name>[\w.]+)"(?: of "(?P<owner>[\w.]+)")? matches argument types? '
                      r'(?P<actual>.+)')
EQUAL = re.compile(r'Non-overlapping (?:equality|container) check \((?:left operand|element) type: "(?P<left>[^"]+)", '
                   r'(?:right operand|container item) type: "(?P<right>[^"]+)"\)')
ELEMENT = re.compile(r'No overload variant of "__getitem__" of "(?P<owner>list|tuple)" matches argument type '
                     r'"(?P<actual>str|float)"')
BOUND = re.compile(r'Value of type variable "AnyStr" of "(?P<name>\w+)" cannot be .*')
LITERAL = re.compile(r"Literal\[('.*'|b'.*'|\d+|True|False)\]")
UNPACKED = re.compile(r"(?:Too many values to unpack|Need more than \d+ values? to unpack) \(.*")
# Functions whose types mypy judges by all their arguments together: it refuses code that Python takes.
JUDGED_TOGETHER = frozenset("""sum max min sorted map filter zip reduce round pow dict range iter next getattr
    isinstance print partial submit run gather chain defaultdict Counter""".split())
PLAIN = frozenset("str bytes int float UUID datetime date timedelta Decimal Path bool".split())
KNOWN = PLAIN.union(["dict", "list", "set", "tuple", "Coroutine"])
NUMBERS = frozenset("int float Decimal bool".split())
BYTES = ("Buffer", "bytes", "bytearray", "ReadableBuffer")
NAMES = {"str": "a text", "bytes": "bytes", "int": "a whole number", "float": "a float", "dict": "a dict", "list":
         "a list", "UUID": "a UUID", "tuple": "a tuple", "set": "a set", "Coroutine": "a coroutine"}
TYPE_ERROR, ATTRIBUTE_ERROR, PAGE = "TypeError", "AttributeError", "see its page in Python's documentation"
LOGGING = re.compile(r"(?:print|debug|info|warning|error|exception|critical|log|\w*Error|\w*Exception)")
# Objects whose attributes code may set, or that may be of a class with more attributes.
OPEN = re.compile(r"Callable|overloaded|\w*(?:Exception|Error|Warning|Wrapper|_wrapper|partial|Module)|function")
OPERATORS = {"__add__": "+", "__sub__": "-", "__mul__": "*", "__truediv__": "/", "__lt__": "<", "__gt__": ">"}


def findings_of(id_):
    """The function of a Check whose findings are those of faults() with its id."""
    def findings(subject: Subject) -> Findings:
        for path, found in sorted(all_faults(subject).items()):
            for fault_id, line, message, hint, error in found:
                if fault_id == id_:
                    yield Finding(path, line, message, hint, error)
    return findings


def all_faults(subject):
    """{path: faults()} of the files of an app: cached between runs until a file changes."""
    version = ".".join(map(str, runtime_version(subject)))
    key = f"{__name__} {version}"
    results = {path: facts.setdefault("results", {}) for path, facts in subject.files.items() if path.endswith(".py")}
    texts = {path: subject.sources.text(path) for path, own in results.items()
             if key not in own and type_checker.is_readable(subject.tree(path))}
    for path, messages in type_checker.messages(texts, version).items():
        results[path][key], subject.has_new_results = faults(subject.tree(path), messages), True
    return {path: own.get(key, []) for path, own in results.items()}


def faults(tree, messages):
    """[[id, line, message, hint, Python's error]] of the messages of mypy about a file that hold for certain."""
    nodes = every_node(tree)
    own = {node.name for node in nodes if isinstance(node, (*FUNCTIONS, ast.ClassDef))}
    own |= {node.attr for node in nodes if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)}
    unsure = unsure_lines(nodes, messages) | guarded_lines(tree, (TYPE_ERROR, ATTRIBUTE_ERROR)) if messages else set()
    logged = {line for node in nodes if isinstance(node, ast.Call) and LOGGING.fullmatch(last_name(node.func))
              for line in range(node.lineno, (node.end_lineno or 0) + 1)} if messages else set()
    result = {}
    for line, code, text in messages:
        fault = None if VAGUE.search(text) or line in unsure else described(code, text, own, line in logged)
        if fault:
            result.setdefault((line, fault[0]), [fault[0], line, *fault[1:]])
    return [*result.values()]


def unsure_lines(nodes, messages):
    """The lines of the functions in which a name or a container gets values of several types: mypy keeps the first. All
    lines if it is an attribute or a name of the module."""
    mixed = {line for line, code, text in messages if code in ("assignment", "dict-item", "no-redef")
             or re.search(f'to "\\w+" of "{CONTAINERS}"', text)}
    functions = [range(node.lineno, (node.end_lineno or 0) + 1) for node in nodes if isinstance(node, FUNCTIONS)]
    shared = {name for node in nodes if isinstance(node, ast.Global) for name in node.names}
    local = {node.lineno for node in nodes if isinstance(node, ast.Name) and node.id not in shared
             and any(node.lineno in lines for lines in functions)}
    attributes = {node.lineno for node in nodes if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)}
    if mixed - local or mixed & attributes:
        return {node.lineno for node in nodes if hasattr(node, "lineno")}
    return {line for lines in functions if mixed.intersection(lines) for line in lines}


def described(code, text, own, is_logged):
    """(id, message, hint, Python's error) of a message of mypy; None of one that may be no fault.

    own: names of the file's functions and classes, and of the attributes that it sets; is_logged: in a call that logs
    """
    for pattern, describe in FORMS.get(code, ()):
        match = pattern.fullmatch(text)
        if match and not {match.groupdict().get("name"), match.groupdict().get("owner")} & own:
            return describe(match)
    if code == "str-bytes-safe" and not is_logged:
        return TEXTS, "bytes in a text become \"b'...'\"", ".decode()", "no error: the text begins with b'"
    if code == "unused-coroutine":
        return OTHERS, "a coroutine that nothing awaits does not run", "await", "RuntimeWarning: never awaited"
    return None


def name_of(type_):
    """"str" -> "a text", "list[int]" -> "a list"."""
    plain, _bracket, inside = type_.partition("[")
    return f"the class {inside[:-1]}" if plain == "type" else NAMES.get(plain, plain.rpartition(".")[2])


def of_argument(match):
    """Of an argument that a function of Python's library does not take."""
    name, actual, due = match.groupdict().get("name", "join"), match["actual"], match["due"]
    if name in JUDGED_TOGETHER or re.fullmatch(CONTAINERS, match.groupdict().get("owner") or "") or " | " in actual \
            or "Callable" in due:
        return None
    if actual == "str" and any(word in due for word in BYTES) and "str" not in re.findall(r"\w+", due):
        return TEXTS, f"{name}() takes bytes, and this is a text", ".encode()", TYPE_ERROR
    if actual == "bytes" and due in ("str", "str | None"):
        return TEXTS, f"{name}() takes a text, and this is bytes", ".decode()", TYPE_ERROR
    if "SupportsWrite[str]" in due and "Buffer" in actual:
        return TEXTS, f"{name}() writes texts, and this is a file of bytes", "open it with the mode 'w'", TYPE_ERROR
    if actual.partition("[")[0] not in KNOWN or {actual, due} <= NUMBERS or "Decimal" in actual:
        return None
    return OTHERS, f"{name}() does not take {name_of(actual)}", f"it takes {due}", TYPE_ERROR


def of_operator(match):
    """Of two values between which Python has no such operation."""
    sides = [match["left"].partition("[")[0], match["right"].partition("[")[0]]
    if not {*sides} <= KNOWN:
        return None
    id_ = TEXTS if {*sides} == {"str", "bytes"} else OTHERS
    hint = "await" if "Coroutine" in sides else ".encode() or .decode()" if id_ == TEXTS else \
        "str(...), or int(...)" if "str" in sides else "Decimal(str(...))" if "Decimal" in sides else ""
    return (id_, f"{name_of(sides[0])} {match['operator']} {name_of(sides[1])}: Python has no such operation", hint,
            TYPE_ERROR)


def of_attribute(match):
    """Of an attribute that a value of Python's library does not have."""
    owner, name = match["owner"], match["name"]
    if OPEN.fullmatch(owner):
        return None
    if match["looped"]:
        return OTHERS, f"{name_of(owner)} has no elements: a loop cannot read it", "range(...)", TYPE_ERROR
    if owner in NUMBERS:
        return None
    of_both = {owner, name} <= {"str", "bytes", "encode", "decode"}
    return (TEXTS if of_both else OTHERS, f"{name_of(owner)} has no {name!r}",
            (match["near"] or "").replace('"', ""), f"{ATTRIBUTE_ERROR}: '{owner}' object has no attribute '{name}'")


def of_equality(match):
    """Of two values that are never equal, because their types differ."""
    left, right = (LITERAL.sub(lambda value: type(ast.literal_eval(value[1])).__name__, side)
                   for side in (match["left"], match["right"]))
    sides, are_constant = {left, right}, "Literal" in match["left"] and "Literal" in match["right"]
    if not sides <= PLAIN or sides <= NUMBERS or sides <= {"datetime", "date"} or are_constant:
        return None
    return (TEXTS if sides == {"str", "bytes"} else OTHERS, f"{name_of(left)} never equals {name_of(right)}",
            "compare values of one type", "no error: the comparison is always the same")


def of_index(match):
    """Of an index that is no whole number."""
    return (OTHERS, f"the elements of {name_of(match['owner'])} have whole numbers, and this index is "
            f"{name_of(match['actual'])}", "len(...) // 2" if match["actual"] == "float" else "", TYPE_ERROR)


def of_overload(match):
    """Of a call that fits no form of a function of Python's library."""
    if match["name"] in JUDGED_TOGETHER or re.fullmatch(CONTAINERS, match["owner"] or "") \
            or re.search(r"Any|\||object|Callable|def |Decimal", match["actual"]):
        return None
    types = [name_of(name) for name in re.findall(r'"([^"]+)"', match["actual"])]
    if match["name"] in OPERATORS:
        operation = f"{name_of(match['owner'])} {OPERATORS[match['name']]} {types[0]}"
        return OTHERS, f"{operation}: Python has no such operation", "", TYPE_ERROR
    id_ = TEXTS if types and {*types} <= {"a text", "bytes"} else OTHERS
    return id_, f"{match['name']}() does not take {', '.join(types)}", PAGE, TYPE_ERROR


FORMS = {
    "arg-type": [(ARGUMENT, of_argument)], "list-item": [(ITEM, of_argument)],
    "operator": [(OPERATOR, of_operator), (OVERLOAD, of_overload)],
    "attr-defined": [(ATTRIBUTE, of_attribute)], "call-overload": [(ELEMENT, of_index), (OVERLOAD, of_overload)],
    "comparison-overlap": [(EQUAL, of_equality)],
    "type-var": [(BOUND, lambda match: (TEXTS, f"{match['name']}() takes two texts or two bytes", ".encode()",
                                        TYPE_ERROR))],
    "index": [(INDEX, of_index), (BYTE_KEYS, lambda match: (TEXTS, "the keys of this dict are bytes",
                                                            "make it of a text", "KeyError"))],
    "call-arg": [(CALL, lambda match: (OTHERS, match[0][0].lower() + match[0][1:].replace('"', "'"),
                                       PAGE, TYPE_ERROR))],
    "misc": [(UNPACKED, lambda match: (OTHERS, match[0][0].lower() + match[0][1:], "", "ValueError"))],
}
DIGEST = "import hashlib\ndigest = hashlib.sha256()\ndigest.update(json.dumps(event)%s)\nreturn digest.hexdigest()"
CHECKS = [
    Check(TEXTS, "A text where bytes are expected, or bytes where a text is",
          "TypeError when the line runs; an f-string makes \"b'...'\" of bytes, and a comparison is never true.",
          "https://docs.python.org/3/library/stdtypes.html#bytes-objects",
          DIGEST % "", DIGEST % ".encode()",
          findings_of(TEXTS)),
    Check(OTHERS, "A value of a type that the operation or the function of Python's library does not take",
          "TypeError or AttributeError when the line runs.",
          "https://docs.python.org/3/library/exceptions.html#TypeError",
          "import uuid\nreturn 'order-' + uuid.uuid4()", "import uuid\nreturn 'order-' + str(uuid.uuid4())",
          findings_of(OTHERS)),
]

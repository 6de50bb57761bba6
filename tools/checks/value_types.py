"""Texts, bytes, numbers and times where Python's own library takes another type. ty knows the types."""
import ast
import hashlib
import re

from checks import type_checker, type_probes
from checks.app_functions import dotted_names
from checks.certain_types import certain_type, name_of
from checks.check import Check, Finding, Findings, Subject
from checks.imports import runtime_version
from checks.python_versions import guarded_lines
from interpreter.sources import FUNCTIONS, last_name, nodes_of
from scan.source import absolute

TEXTS, OTHERS = "P167", "P168"
TYPE_ERROR, ATTRIBUTE_ERROR, PAGE = "TypeError", "AttributeError", "see its page in Python's documentation"
PLAIN = frozenset("str bytes int float UUID datetime date timedelta Decimal Path bool".split())
NUMBERS = frozenset("int float Decimal bool".split())
BYTES = frozenset("Buffer bytes bytearray ReadableBuffer SizedBuffer memoryview".split())
CONTAINERS = re.compile(r"(?:list|dict|set|deque|defaultdict|Counter|OrderedDict|tuple|frozenset|ChainMap)\.\w+")
# Functions whose types ty judges by all their arguments together: it refuses code that Python takes.
JUDGED_TOGETHER = frozenset("""sum max min sorted map filter zip reduce round pow dict range iter next getattr
    isinstance print partial submit run gather chain defaultdict Counter object""".split())
LOGGING = re.compile(r"(?:print|debug|info|warning|error|exception|critical|log|\w*Error|\w*Exception)")
NAME = r"(?:[a-z]+ )*`(?P<name>[\w.]+)`"
ARGUMENT = re.compile(rf"Argument to {NAME} is incorrect: Expected `(?P<due>.+)`, found `(?P<actual>.+)`")
KEY = re.compile(r"Method `__getitem__` of type `.+` cannot be called with key of type `(?P<key>.+)` on object of type "
                 r"`(?P<actual>.+)`")
OPERATOR = re.compile(r"Operator `(?P<operator>.+)` is not supported between objects of type `(?P<left>.+)` and "
                      r"`(?P<right>.+)`")
ATTRIBUTE = re.compile(r"(?:Object of type|Class) `(?P<actual>.+)` has no attribute `(?P<attribute>\w+)`")
OBJECT = re.compile(r"(?:Object of type|Cannot (?:subscript|raise) object of type|Unary operator `.+` is not supported "
                    r"for object of type|Invalid object caught in an exception handler: Object has type) "
                    r"`(?P<actual>.+)`(?:,? (?P<rest>(?:is|with|cannot).*)|:.*)?")
OVERLOAD = re.compile(rf"No overload of {NAME} matches arguments")
ARITY = re.compile(rf"(?:Argument `\w+` does not match any known parameter|No arguments? provided for required "
                   rf"parameters? .+|Too many positional arguments)(?: of| to) {NAME}.*")
COROUTINE = re.compile(r"Object of type `CoroutineType\[.*\]` is not awaited")
UNPACKED = re.compile(r"(?:Too many|Not enough) values to unpack: Expected \d+")


def findings_of(id_):
    """The function of a Check whose findings are those of faults() with its id."""
    def findings(subject: Subject) -> Findings:
        for path, of_file in sorted(all_faults(subject).items()):
            for fault_id, line, message, hint, error in of_file:
                if fault_id == id_:
                    yield Finding(path, line, message, hint, error)
    return findings


def all_faults(subject):
    """{path: faults()} of the files of an app: cached between runs until a file, or one that it imports, changes."""
    version = ".".join(map(str, runtime_version(subject)))
    results = {path: facts.setdefault("results", {}) for path, facts in subject.files.items() if path.endswith(".py")}
    read = {path: read_files(subject, path) for path in results}
    keys = {path: [version, *(digest_of(subject, file) for file in files)] for path, files in read.items()}
    changed = [path for path, own in results.items() if own.get(__name__, [None])[0] != keys[path]]
    texts = {path: type_probes.probed(subject.sources.text(path), subject.tree(path))
             for path in {file for path in changed for file in read[path]}}
    own = {name for path in results for name in subject.of_tree(own_names, path)} if changed else set()
    reports = type_checker.messages({path: probed.text for path, probed in texts.items()}, changed, version)
    for path, messages in reports.items():
        results[path][__name__] = [keys[path], faults(subject.tree(path), texts[path], messages, own)]
        subject.has_new_results = True
    return {path: own_results[__name__][1] for path, own_results in results.items()}


def read_files(subject, path):
    """The paths of a file and of all of the app's that it imports, directly or through others."""
    modules, paths = subject.sources.files, [path]
    for file in paths:  # which grows meanwhile
        package = subject.sources.package_of(dotted_names(subject).get(file, ""))
        paths += sorted({modules[name] for name in subject.of_tree(imported, file, package) if name in modules
                         and modules[name] in subject.files} - {*paths})
    return paths


def imported(tree, package):
    """[dotted name] of all that a file may import."""
    names = set()
    for node in nodes_of(tree, ast.Import, ast.ImportFrom):
        base = absolute(node.module or "", node.level, package) if isinstance(node, ast.ImportFrom) else ""
        names |= {".".join(filter(None, (base, alias.name))) for alias in node.names} | {base}
    return sorted(names)


def digest_of(subject, path):
    """The digest of a file's text, cached until the file changes."""
    results = subject.files[path]["results"]
    if "digest" not in results:
        text = subject.sources.text(path).encode("utf-8", "surrogatepass")
        results["digest"], subject.has_new_results = hashlib.blake2b(text, digest_size=8).hexdigest(), True
    return results["digest"]


def own_names(tree):
    """The names of a file's functions and classes, and ".name" of the attributes that it sets."""
    return sorted({node.name for node in nodes_of(tree, *FUNCTIONS, ast.ClassDef)} | {
        f".{node.attr}" for node in nodes_of(tree, ast.Attribute) if isinstance(node.ctx, ast.Store)})


def faults(tree, probed, messages, own):
    """[[id, line, message, hint, Python's error]] of the messages of ty about a file that hold for certain.

    probed: the text that ty read; own: own_names() of the app"""
    if not messages:
        return []
    guarded = guarded_lines(tree, (TYPE_ERROR, ATTRIBUTE_ERROR))
    logged = {line for node in nodes_of(tree, ast.Call) if LOGGING.fullmatch(last_name(node.func))
              for line in range(node.lineno, (node.end_lineno or 0) + 1)}
    result, types = {}, {}  # {line of a probe: [type of each of its expressions]}
    for number, rule, text in messages:
        line = probed.numbers[min(number, len(probed.numbers)) - 1]
        if rule == type_checker.REVEALED:
            types.setdefault(number, []).append(certain_type(text.partition("`")[2].rstrip("`"), own))
        elif line not in guarded and (fault := described(text, own)):
            result.setdefault((line, fault[0]), [fault[0], line, *fault[1:]])
    for number, of_line in types.items():
        line, nodes = probed.numbers[number - 1], probed.nodes.get(number, [])
        for fault in of_probes(nodes, of_line) if len(nodes) == len(of_line) else ():
            if line not in guarded and not (line in logged and fault is BYTES_IN_TEXT):
                result.setdefault((line, fault[0]), [fault[0], line, *fault[1:]])
    return [*result.values()]


def of_probes(nodes, types):
    """Yields the faults of f-strings with bytes, and of comparisons of two types that are never equal."""
    sides = {}
    for node, type_ in zip(nodes, types):
        if isinstance(node, ast.Compare):
            sides.setdefault(node, []).append(type_)
        elif type_ == "bytes":
            yield BYTES_IN_TEXT
    for left, right in sides.values():
        if {left, right} <= PLAIN and left != right and not {left, right} <= NUMBERS \
                and {left, right} != {"datetime", "date"}:
            id_ = TEXTS if {left, right} == {"str", "bytes"} else OTHERS
            yield (id_, f"{name_of(left)} never equals {name_of(right)}", "compare values of one type",
                   "no error: the comparison is always the same")


def described(text, own):
    """(id, message, hint, Python's error) of a message of ty; None of one that may be no fault."""
    for pattern, describe in FORMS:
        match = pattern.fullmatch(text)
        if match:
            groups = match.groupdict()
            types = {name: certain_type(value, own) for name, value in groups.items() if name in TYPES}
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
    left, right = types["left"], types["right"]
    id_ = TEXTS if {left, right} == {"str", "bytes"} else OTHERS
    hint = "await" if "CoroutineType" in (left, right) else ".encode() or .decode()" if id_ == TEXTS else \
        "str(...), or int(...)" if "str" in (left, right) else "Decimal(str(...))" if "Decimal" in (left, right) else ""
    return (id_, f"{name_of(left)} {groups['operator']} {name_of(right)}: Python has no such operation", hint,
            TYPE_ERROR)


def of_attribute(types, groups):
    """Of an attribute that a value of Python's library does not have."""
    actual, attribute = types["actual"], groups["attribute"]
    if actual in NUMBERS or actual.startswith("the function") or actual.endswith(("Error", "Exception", "Warning")):
        return None
    id_ = TEXTS if {actual, attribute} <= {"str", "bytes", "encode", "decode"} else OTHERS
    return (id_, f"{name_of(actual)} has no {attribute!r}", "",
            f"{ATTRIBUTE_ERROR}: '{actual}' object has no attribute '{attribute}'")


def of_key(types, _groups):
    """Of a subscript that a list, a text or a dict does not take."""
    actual, key = types["actual"], types["key"]
    if actual == "dict":
        return (TEXTS, "the keys of this dict are bytes", "make it of a text", "KeyError") if key == "str" else None
    return (OTHERS, f"the elements of {name_of(actual)} have whole numbers, and this index is {name_of(key)}",
            "len(...) // 2" if key == "float" else "", TYPE_ERROR)


def of_object(types, groups):
    """Of a value with which Python cannot do this: call it, loop over it, raise it ..."""
    rest = (groups["rest"] or "has not this operation").replace("`", "'")
    return OTHERS, f"{name_of(types['actual'])} {rest}", "", TYPE_ERROR


def of_call(_types, groups):
    """Of a call that fits no form of a function of Python's library."""
    name = groups["name"]
    if name.rpartition(".")[2] in JUDGED_TOGETHER or name.startswith("object."):
        return None
    name = name.removesuffix(".__new__").removesuffix(".__init__")
    return OTHERS, f"{name}() does not take these arguments", PAGE, TYPE_ERROR


TYPES = ("actual", "left", "right", "key")
BYTES_IN_TEXT = TEXTS, "bytes in a text become \"b'...'\"", ".decode()", "no error: the text begins with b'"
UNAWAITED = OTHERS, "a coroutine that nothing awaits does not run", "await", "RuntimeWarning: never awaited"
FORMS = [
    (ARGUMENT, of_argument), (KEY, of_key), (OPERATOR, of_operator), (ATTRIBUTE, of_attribute),
    (COROUTINE, lambda _types, _groups: UNAWAITED), (OBJECT, of_object), (OVERLOAD, of_call), (ARITY, of_call),
    (UNPACKED, lambda _types, _groups: (OTHERS, "the number of values to unpack is not that of the names", "",
                                        "ValueError")),
]
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

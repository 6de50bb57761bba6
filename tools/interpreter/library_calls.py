"""Notes of calls of libraries: requests without a timeout, values of variables that are sent, texts where bytes or
numbers are expected, and programs that call AWS."""
import re

from interpreter import arithmetic, event_parts, importing, texts, unresolved, values
from interpreter.frames import lookup
from interpreter.values import NONE, Const

VERBS = ("get", "post", "put", "patch", "delete", "head", "options", "request")
# Functions that wait without an end if they get no timeout: the position and the name of that argument.
ENDLESS = {"urllib.request.urlopen": (2, "timeout"), "http.client.HTTPSConnection": (2, "timeout"),
           "http.client.HTTPConnection": (2, "timeout"), "socket.create_connection": (1, "timeout"),
           **{f"requests.{verb}": (99, "timeout") for verb in VERBS}}
# Requests: the position and the name of the argument with the address.
ADDRESSES = {"urllib.request.urlopen": (0, "url"), "urllib.request.Request": (0, "url"),
             "http.client.HTTPSConnection": (0, "host"),
             **{f"{module}.{verb}": (int(verb == "request"), "url") for module in ("requests", "httpx")
                for verb in VERBS}}
# Arguments that are values for certain, never the name or the ARN of something: the position, the name.
SENT = {"hmac.new": [(0, "key")], "hmac.digest": [(0, "key")], "hmac.compare_digest": [(0, "a"), (1, "b")],
        "secrets.compare_digest": [(0, "a"), (1, "b")], "urllib.request.Request": [(2, "headers")],
        "jwt.decode": [(1, "key")], "jwt.encode": [(1, "key")],
        **{f"{module}.{verb}": [(99, "headers"), (99, "auth"), (99, "json")] for module in ("requests", "httpx")
           for verb in VERBS}}
# Functions that take bytes, and no text: the position and the name of that argument.
OF_BYTES = {**{f"base64.{name}": (0, "s") for name in ("b64encode", "urlsafe_b64encode", "standard_b64encode",
                                                      "encodebytes", "b32encode", "b16encode", "b85encode")},
            **{f"hashlib.{name}": (0, "string") for name in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512")},
            **{f"{name}.compress": (0, "data") for name in ("zlib", "gzip", "bz2", "lzma")},
            "hmac.new": (1, "msg"), "zlib.crc32": (0, "data"), "binascii.hexlify": (0, "data")}
# Functions that run a program: its command is the first argument, a text or a list; and readers that take s3://...
COMMANDS = {**{f"subprocess.{name}": (0, "args") for name in ("run", "call", "check_call", "check_output", "Popen")},
            "subprocess.getoutput": (0, "cmd"), "os.system": (0, "command"), "os.popen": (0, "cmd")}
READERS = {f"pandas.read_{form}": (0, "path") for form in ("csv", "json", "parquet", "excel", "pickle", "feather")}
CODE = {"builtins.eval", "builtins.exec"}  # that run the code of a text
LINES = {"csv.reader", "csv.DictReader"}  # that read an iterable of lines
# Functions whose arguments are numbers.
OF_NUMBERS = {"datetime.timedelta", "builtins.range", "builtins.abs", "builtins.round", "time.sleep", "random.randint",
              "datetime.datetime.fromtimestamp", *(f"math.{name}" for name in "ceil floor sqrt log pow fabs".split())}
NUMBERS = {"builtins.int": "int", "builtins.float": "float", "decimal.Decimal": "Decimal"}  # of a text
# Functions that do not take None: the position and the name of that argument.
PRESENT = {**{name: [(0, "")] for name in NUMBERS}, "decimal.Decimal": [(0, "value")], "json.loads": [(0, "s")],
           "hmac.compare_digest": [(0, "a"), (1, "b")], "secrets.compare_digest": [(0, "a"), (1, "b")],
           "uuid.UUID": [(0, "hex")], "builtins.len": [(0, "obj")], "hmac.new": [(0, "key")],
           **{f"base64.{name}": [(0, "s")] for name in ("b64decode", "urlsafe_b64decode", "standard_b64decode")},
           **{f"datetime.{name}": [(0, "date_string")] for name in (
               "datetime.fromisoformat", "date.fromisoformat", "datetime.strptime")},
           **{f"urllib.parse.{name}": [(0, "string")] for name in ("quote", "quote_plus", "unquote", "unquote_plus")},
           **{f"re.{name}": [(1, "string")] for name in ("match", "search", "fullmatch", "findall", "split")},
           "re.sub": [(2, "string")], "os.path.join": [(0, "a"), (1, "p")], "html.escape": [(0, "s")]}
# Those with notes.
FUNCTIONS = {*PRESENT, *NUMBERS, *OF_NUMBERS, "socket.setdefaulttimeout", *ENDLESS, *SENT, *OF_BYTES, *COMMANDS,
             *READERS, *LINES, *CODE}
EQUALITY = ("Eq", "NotEq")


def note_call(name, arguments, site):
    """Note a request that may wait without an end, and the variables whose values a call uses as such."""
    for at, word in PRESENT.get(name, ()):
        if (value := arguments.get(at, word)).__class__ is values.Any:
            event_parts.note_none(value, f"{name.removeprefix('builtins.')}()", site)
    if name in NUMBERS:
        value = arguments.get(0)
        part = value.parts[0] if value.__class__ is values.Text and len(value.parts) == 1 else None
        if part.__class__ is tuple and part[0] == "env" and len(arguments.positional) == 1 and not arguments.keywords:
            site.note("env-number", name=NUMBERS[name], key=part[1])
        return
    if name in OF_NUMBERS:
        if any(texts.is_text(option) for value in arguments.every() for option in values.options(value)):
            site.note("text-argument", name=name.removeprefix("builtins."))
        return
    if name == "socket.setdefaulttimeout":
        site.note("default-timeout")
    for at, word in [OF_BYTES[name], *[(0, "key")] * (name == "hmac.new")] if name in OF_BYTES else ():
        if texts.is_text(arguments.get(at, word)):
            site.note("text-bytes", name=name)
    program = _beginning(arguments.get(*COMMANDS[name])).split(" ")[0] if name in COMMANDS else ""
    if program.rpartition("/")[2] == "aws":
        importing.note_caller(program, site)
    if name in CODE and any(word in unresolved.PACKAGES or lookup(word, site.frame).__class__ is values.Aws
                            for word in re.findall(r"\w+", _beginning(arguments.get(0)))):
        importing.note_caller(name, site)
    if name in READERS and _beginning(arguments.get(*READERS[name])).startswith("s3://"):
        importing.note_caller(name, site)
    if name in LINES and texts.is_text(arguments.get(0, "f")):
        site.note("text-lines", name=name)
    if name in ADDRESSES:
        _note_address(arguments.get(*ADDRESSES[name]), site)
    at, word = ENDLESS.get(name, (99, ""))
    timeout = arguments.get(at, word, NONE)
    if word and timeout.__class__ is Const and timeout.value is None and not arguments.more:
        site.note("no-timeout", name=name)
    for at, word in SENT.get(name, ()):
        if word == "headers":
            _note_numbers(arguments.get(at, word), name, site)
        _note_variables(arguments.get(at, word), site)


def _note_address(value, site):
    """Note the host of a request, if it is known as a whole, or the variable with which its address begins."""
    first, *more = texts.parts_of(value)
    if first.__class__ is tuple and first[0] == "env":
        site.note("request", variable=first[1])
    elif first.__class__ is str and (match := re.match(r"(?:https?://)?([\w.-]+)" + r"(?=[/:?])" * bool(more), first)):
        site.note("request", host=match[1])


def _beginning(value):
    """The known beginning of a text, or of the first text of a list."""
    first = value.items[0] if value.__class__ is values.List and value.items else value
    part = texts.parts_of(first)[0]
    return part if part.__class__ is str else ""


def _note_numbers(headers, name, site):
    """Note a header of a request that is a number: http.client takes texts and bytes."""
    for header, value in headers.items.items() if headers.__class__ is values.Dict else ():
        if arithmetic.number(value) in arithmetic.NUMBERS or value.__class__ is values.Shaped \
                and value.shape["is"] == "number":
            site.note("number-header", name=name, key=header)


def note_comparison(first, second, kind, site):
    """Note the variables whose values are compared with a part of the event, and the methods of requests."""
    if kind.__name__ in EQUALITY:
        for operand, opposite in ((first, second), (second, first)):
            if opposite.__class__ is values.Shaped and opposite.path[-1:] == ("httpMethod",) \
                    and operand.__class__ is Const:
                site.note("method-test", name=operand.value)
            if any(option.__class__ is values.Shaped for option in values.options(opposite)):
                _note_variables(operand, site)


def _note_variables(value, site):
    """Note the variables whose values are a value, or parts of it."""
    if variables := sorted({*_variables(value, 0)}):
        site.note("uses-value", variables=variables)


def _variables(value, depth):
    """Yields the names of the variables in a text, its bytes, and the values of a mapping or list, at most 3 deep."""
    if value.__class__ is values.Text:
        yield from (part[1] for part in value.parts if part.__class__ is tuple and part[0] == "env")
    elif value.__class__ is values.Unknown and value.detail:
        yield from value.detail.get("variables", ())
    elif value.__class__ in (values.Dict, values.List) and depth < 3:
        for part in value.items.values() if value.__class__ is values.Dict else value.items:
            yield from _variables(part, depth + 1)


def encoded(text):
    """The bytes of text.encode(): the variables in them stay known."""
    variables = sorted({*_variables(text, 0)})
    return values.Unknown("bytes", getattr(text, "json", None), {"variables": variables} if variables else None)

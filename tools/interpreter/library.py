"""Functions of Python and its library whose results are known, and those that leave their arguments unchanged."""
from interpreter import (
    clocks,
    computed_names,
    conditions,
    environment,
    iterators,
    literals,
    machine,
    mapping_functions,
    matches,
    merging,
    number_functions,
    object_functions,
    own_attributes,
    signatures,
    text_methods,
    texts,
    times,
    type_tests,
    unlimited,
    values,
)
from interpreter.values import TEXT, UNKNOWN, Condition, Dict, External, List, Shaped, Unknown

# dotted name: the kind of its result (interpreter/values.py, Unknown)
KINDS = {
    "time.time": "float", "time.perf_counter": "float", "time.monotonic": "float", "time.time_ns": "whole",
    "random.random": "float", "random.uniform": "float", "random.gauss": "float", "statistics.fmean": "float",
    "random.randint": "whole", "random.randrange": "whole", "math.sqrt": "float", "math.log": "float",
    "math.log10": "float", "math.sin": "float", "math.cos": "float", "math.exp": "float", "math.radians": "float",
    "math.hypot": "float", "math.atan2": "float", "math.floor": "whole", "math.ceil": "whole",
    "builtins.len": "whole", "builtins.int": "whole", "builtins.bool": "bool", "builtins.repr": "text",
    "builtins.hash": "whole", "builtins.id": "whole", "builtins.ord": "whole", "builtins.chr": "text",
    "builtins.bytes": "bytes", "builtins.bytearray": "bytes", "builtins.format": "text", "builtins.input": "text",
    "builtins.isinstance": "bool", "builtins.hasattr": "bool", "builtins.any": "bool", "builtins.all": "bool",
    "builtins.callable": "bool", "builtins.range": "", "builtins.complex": "",
    "decimal.Decimal": "decimal", "uuid.uuid4": "uuid", "uuid.uuid1": "uuid", "uuid.uuid5": "uuid",
    "uuid.UUID": "uuid", "uuid.uuid3": "uuid",
    "datetime.datetime.now": "time", "datetime.datetime.utcnow": "time", "datetime.datetime.today": "time",
    "datetime.datetime.fromisoformat": "time", "datetime.datetime.strptime": "time", "datetime.datetime": "time",
    "datetime.datetime.fromtimestamp": "time", "datetime.datetime.utcfromtimestamp": "time",
    "datetime.datetime.combine": "time", "datetime.date.today": "time", "datetime.date": "time",
    "datetime.date.fromisoformat": "time", "datetime.timedelta": "span",
    "json.dump": "none", "time.strftime": "text",
    "urllib.parse.quote": "text", "urllib.parse.quote_plus": "text", "urllib.parse.urlencode": "text",
    "html.escape": "text", "base64.b64encode": "bytes", "secrets.token_hex": "text",
    "secrets.token_urlsafe": "text", "os.urandom": "bytes", "secrets.token_bytes": "bytes",
    "contextlib.suppress": "suppress", "builtins.print": "none", "sys.exit": "never", "os._exit": "never",
    "builtins.exit": "never", "builtins.quit": "never", "re.sub": "text", "textwrap.dedent": "text",
    "base64.urlsafe_b64encode": "bytes", "zlib.compress": "bytes", "gzip.compress": "bytes"}
# Functions that read what a function is, and do not call it.
INSPECTING = {
    *(f"builtins.{name}" for name in "bool callable dir hasattr hash id isinstance issubclass print repr".split()),
    "asyncio.iscoroutinefunction", *(f"inspect.{name}" for name in (
        "isasyncgenfunction isbuiltin isclass iscoroutinefunction isfunction isgeneratorfunction ismethod isroutine "
        "getdoc getmodule getsource getsourcefile").split())}
# Functions that do not change their arguments.
PURE = KINDS.keys() | {f"builtins.{name}" for name in (
    "str float round sum min max sorted list tuple set frozenset dict enumerate zip map filter abs next iter "
    "Exception ValueError RuntimeError KeyError TypeError LookupError pow divmod").split()} | {
    "json.dumps", "json.loads", "copy.copy", "copy.deepcopy", "pprint.pprint", "logging.info", "logging.warning",
    "logging.error", "logging.debug", "logging.exception", "logging.critical", "yaml.safe_dump", "orjson.dumps",
    "urllib.parse.unquote_plus", "urllib.parse.unquote", "os.environ.get", "os.getenv", "hashlib.sha256",
    "hashlib.md5", "hashlib.sha1", "hmac.new", "math.isnan", "operator.itemgetter", "uuid.uuid5", "os.path.basename"}
# Not hashlib, whose file_digest(file) calls methods of an object of the app.
PURE_MODULES = ("statistics.", "math.", "textwrap.")


def is_pure(dotted):
    """Whether a function of Python's library changes none of its arguments."""
    return dotted in PURE or dotted.startswith(PURE_MODULES)


def _decoded(plus):
    """What follows a call of urllib.parse.unquote_plus, or without `plus` of unquote, which leaves each + as it is."""
    def result(arguments, site):
        value = arguments.get(0, "string")
        if value.__class__ is Shaped:
            site.note("decoded", path=list(value.path), how="plus" if plus else "")
            return values.Text((("decoded", value.path),))
        for part in value.parts if value.__class__ is values.Text and len(value.parts) == 1 else ():
            if part.__class__ is tuple and part[0] == "decoded":  # unquote_plus(unquote(key))
                site.note("decoded", path=list(part[1]), how="plus" if plus else "")
                return value
        return TEXT
    return result


def _str(arguments, site):
    """str(x): its known parts; of a mapping or list the result is no JSON."""
    value = arguments.get(0)
    if value.__class__ in (Dict, List):
        return Unknown("text", {"kind": "repr"})
    return clocks.text(value) or texts.text_of(list(texts.parts_of(value)))


def _repr(arguments, site):
    """repr(x): of a mapping or list the result is no JSON; of a text it has quotation marks."""
    return _str(arguments, site) if arguments.get(0).__class__ in (Dict, List) else TEXT


def _dumps(arguments, site):
    """json.dumps(x): a text; a note with x, and whether `default` or `cls` is passed."""
    if arguments.positional:
        plain = site.analysis.plain(arguments.positional[0])
        helped = arguments.more or bool({"default", "cls"} & arguments.keywords.keys())
        types = type_tests.handled_types(arguments.keywords.get("default", UNKNOWN)) if helped else None
        site.note("dumps", value=plain, helped=helped, types=types,
                  object=own_attributes.object_in(arguments.positional[0]))
        return Unknown("text", plain)
    return TEXT


def _loads(arguments, site):
    """json.loads(x): of a request's body its schema; numbers are floats without parse_float."""
    argument = arguments.get(0, "s")
    if argument.__class__ is Shaped and argument.shape.get("null") and argument.path not in site.analysis.tested:
        site.note("null", path=list(argument.path), key="json.loads")
    if argument.__class__ in (Dict, List) or argument.__class__ is Shaped and argument.shape["is"] in (
            "map", "list", "number") or argument.__class__ is Shaped and "base64" in argument.shape:
        site.note("loads-object", value=site.analysis.plain(argument))
    if argument.__class__ is Unknown and argument.kind == "stream":
        site.note("loads-stream")
    if argument.__class__ is Shaped and "json" in argument.shape:
        helped = arguments.more or bool({"parse_float", "cls", "object_hook"} & arguments.keywords.keys())
        shape = argument.shape["json"]
        return Shaped(_without_floats(shape) if helped else shape, (*argument.path, "()"))
    return _answered(argument, site)


def _answered(argument, site):
    """The payload of another lambda as JSON: its path begins with the variable of that lambda."""
    if argument.__class__ is Unknown and isinstance(argument.json, dict) and "no answer" in argument.json:
        site.note("empty-payload", name=argument.json["no answer"])
    name = argument.json.get("answer of") if argument.__class__ is Unknown and isinstance(argument.json, dict) else None
    return Shaped({"is": "parsed"}, ("answer of", name)) if name else UNKNOWN


def _without_floats(shape):
    """A shape whose numbers are Decimals."""
    if shape["is"] == "map":
        return {**shape, "fields": {key: _without_floats(entry) for key, entry in shape["fields"].items()}}
    if shape["is"] == "list":
        return {**shape, "of": _without_floats(shape["of"])}
    if shape["is"] == "parsed":
        return {**shape, "exact": True}
    return {"is": "decimal"} if shape.get("float") else shape


def _deque(arguments, site):
    """collections.deque(items): a list; of one with a maximal length nothing is known."""
    is_plain = not (arguments.more or arguments.keywords or arguments.positional[1:])
    return _list("list")(arguments, site) if is_plain else UNKNOWN


def _list(kind):
    """list(x), sorted(x), tuple(x), set(x): the elements of a loop over it."""
    def result(arguments, site):
        if not arguments.positional:
            return List([], kind=kind)
        value = literals.listed(arguments.positional[0])
        if value.__class__ is List and (_are_distinct(value) if kind == "set" else value.kind != "set"):
            copied = List(list(value.items), value.open, kind, value.not_empty, value.most)
        else:
            copied = List([literals.element(value, site.analysis)], True, kind, conditions.is_never_empty(value),
                          unlimited.most_of(value))
        copied.unlimited = unlimited.of_each(value) * (kind != "set")
        return copied
    return result


def _are_distinct(items):
    """Whether a List has only constants, each once: it is a set with all of them."""
    constants = [part.value for part in items.items if part.__class__ is values.Const]
    return not items.open and len(items.items) == len(constants) == len(set(constants))


def _iter(arguments, site):
    """iter(x); iter(function, end)"""
    return iterators.repeated(arguments, site) if len(arguments.positional) == 2 else _list("list")(arguments, site)


def _path(arguments, _site):
    """os.path.join("a", b), posixpath.join("a", b)"""
    return TEXT if arguments.more else texts.combined_options(
        lambda *parts: texts.joined_path(parts), *arguments.positional)


def _copy(arguments, site):
    """copy.copy(x), copy.deepcopy(x)"""
    return merging.copied(arguments.positional[0], site.analysis) if arguments.positional else UNKNOWN


def _sorted(arguments, site):
    """sorted(x): compares the elements, as max(x) does."""
    number_functions.extreme(arguments, site)
    result = _list("list")(arguments, site)
    result.items = [values.union(result.items)] * len(result.items)  # in another order
    return result


def _reversed(arguments, site):
    """reversed(x): a list, from its end."""
    result = _list("list")(arguments, site)
    result.items.reverse()
    return result


def _itself(arguments, site):
    """Functions that return their argument: functools.lru_cache(f), asyncio.run(x)."""
    return arguments.positional[0] if arguments.positional else External("functools.lru_cache")


def _condition(kind):
    """Key("pk"), Attr("a"): the attribute of a condition."""
    def result(arguments, site):
        return Condition([(kind, texts.text(arguments.positional[0]) if arguments.positional else None, "")], False)
    return result


FUNCTIONS = {
    "urllib.parse.unquote_plus": _decoded(True), "urllib.parse.unquote": _decoded(False), **environment.CALLS,
    **machine.FUNCTIONS, **matches.FUNCTIONS, **iterators.FUNCTIONS, **times.FUNCTIONS,
    **number_functions.FUNCTIONS, "builtins.str": _str, "builtins.repr": _repr,
    "json.dumps": _dumps, "json.loads": _loads, "json.load": lambda arguments, site: _answered(
        arguments.get(0, "fp"), site), **mapping_functions.FUNCTIONS,
    "builtins.list": _list("list"), "builtins.sorted": _sorted, "builtins.reversed": _reversed,
    "builtins.tuple": _list("tuple"), "builtins.set": _list("set"), "builtins.frozenset": _list("set"),
    "weakref.WeakSet": _list("set"),
    "csv.reader": unlimited.lines, "csv.DictReader": unlimited.mappings,
    "builtins.iter": _iter, "collections.deque": _deque, "copy.copy": _copy,
    "copy.deepcopy": _copy, "os.path.join": _path, "posixpath.join": _path,
    "os.path.basename": lambda arguments, _site: text_methods.end(arguments.get(0), [values.Const("/")]),
    **object_functions.FUNCTIONS, **computed_names.FUNCTIONS, **signatures.FUNCTIONS,
    **dict.fromkeys(("contextlib.nullcontext", "functools.lru_cache", "functools.cache", *(
        f"asyncio.{name}" for name in "wait_for create_task ensure_future shield run".split())), _itself),
    "boto3.dynamodb.conditions.Key": _condition("Key"), "boto3.dynamodb.conditions.Attr": _condition("Attr")}

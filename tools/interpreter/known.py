"""Functions of Python and its library of which something is known: what they give, and that they change nothing."""
from interpreter import attributes, environment, texts, values
from interpreter.doubts import surely_some
from interpreter.values import (TEXT, UNKNOWN, Condition, Dict, External, Given, List, Partial, Unknown)

# dotted name: the kind of what it gives (interpreter/values.py, Unknown)
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
    "builtins.callable": "bool", "builtins.range": "", "builtins.type": "", "builtins.complex": "",
    "decimal.Decimal": "decimal", "uuid.uuid4": "uuid", "uuid.uuid1": "uuid", "uuid.uuid5": "uuid",
    "uuid.UUID": "uuid", "uuid.uuid3": "uuid",
    "datetime.datetime.now": "time", "datetime.datetime.utcnow": "time", "datetime.datetime.today": "time",
    "datetime.datetime.fromisoformat": "time", "datetime.datetime.strptime": "time", "datetime.datetime": "time",
    "datetime.datetime.fromtimestamp": "time", "datetime.datetime.utcfromtimestamp": "time",
    "datetime.datetime.combine": "time", "datetime.date.today": "time", "datetime.date": "time",
    "datetime.date.fromisoformat": "time", "datetime.timedelta": "span",
    "json.dump": "none", "os.path.join": "text", "os.path.basename": "text", "time.strftime": "text",
    "urllib.parse.quote": "text", "urllib.parse.quote_plus": "text", "urllib.parse.urlencode": "text",
    "html.escape": "text", "base64.b64encode": "bytes", "base64.b64decode": "bytes", "secrets.token_hex": "text",
    "secrets.token_urlsafe": "text", "os.urandom": "bytes", "secrets.token_bytes": "bytes",
    "contextlib.suppress": "suppress", "builtins.print": "none", "sys.exit": "never", "os._exit": "never",
    "builtins.exit": "never", "builtins.quit": "never", "re.sub": "text", "textwrap.dedent": "text",
    "base64.urlsafe_b64encode": "bytes", "zlib.compress": "bytes", "gzip.compress": "bytes"}
# What they are given stays as it is.
PURE = KINDS.keys() | {f"builtins.{name}" for name in (
    "str float round sum min max sorted list tuple set frozenset dict enumerate zip map filter abs next iter "
    "Exception ValueError RuntimeError KeyError TypeError LookupError pow divmod").split()} | {
    "json.dumps", "json.loads", "copy.copy", "copy.deepcopy", "pprint.pprint", "logging.info", "logging.warning",
    "logging.error", "logging.debug", "logging.exception", "logging.critical", "yaml.safe_dump", "orjson.dumps",
    "urllib.parse.unquote_plus", "urllib.parse.unquote", "os.environ.get", "os.getenv", "hashlib.sha256",
    "hashlib.md5", "hashlib.sha1", "hmac.new", "math.isnan", "operator.itemgetter", "uuid.uuid5"}


def _float(args, named, rest, node, frame, run):
    """float(x)"""
    return Unknown("float")


def _round(args, named, rest, node, frame, run):
    """round(x) is whole of a float; round(x, 2) is of x's own type."""
    from interpreter.arithmetic import number
    kind = number(args[0]) if args else ""
    if len(args) == 1 and not named:
        return Unknown("whole") if kind else UNKNOWN
    return Unknown(kind) if kind in ("float", "whole", "decimal") else UNKNOWN


def _str(args, named, rest, node, frame, run):
    """str(x): its known parts; of a mapping or list it is no JSON."""
    if len(args) == 1 and args[0].__class__ in (Dict, List):
        return Unknown("text", {"kind": "repr"})
    return texts.text_of(list(texts.parts_of(args[0]))) if len(args) == 1 else TEXT


def _dumps(args, named, rest, node, frame, run):
    """json.dumps(x): text; what x was is noted, and whether something helps json along."""
    if args:
        plain = run.plain(args[0])
        run.note("dumps", frame, node, value=plain, helped=rest or bool({"default", "cls"} & named.keys()))
        return Unknown("text", plain)
    return TEXT


def _loads(args, named, rest, node, frame, run):
    """json.loads(x): of a request's body its schema; numbers are floats unless parse_float says otherwise."""
    given = args[0] if args else named.get("s", UNKNOWN)
    if given.__class__ is Given and given.shape.get("null") and given.path not in run.tested:
        run.note("null", frame, node, path=list(given.path), key="json.loads")
    if given.__class__ in (Dict, List) or given.__class__ is Given and given.shape["is"] in ("map", "list", "number"):
        run.note("loads-object", frame, node, value=run.plain(given))
    if given.__class__ is Unknown and given.kind == "stream":
        run.note("loads-stream", frame, node)
    if given.__class__ is Given and "json" in given.shape:
        helped = rest or bool({"parse_float", "cls", "object_hook"} & named.keys())
        return Given(_without_floats(given.shape["json"]) if helped else given.shape["json"], (*given.path, "()"))
    return _answered(given)


def _load(args, named, rest, node, frame, run):
    """json.load(x): of what another lambda answered."""
    return _answered(args[0] if args else named.get("fp", UNKNOWN))


def _answered(given):
    """What another lambda answered, as JSON: its path begins with the variable that names it."""
    name = given.json.get("answer of") if given.__class__ is Unknown and isinstance(given.json, dict) else None
    return Given({"is": "parsed"}, ("answer of", name)) if name else UNKNOWN


def _without_floats(shape):
    """A shape whose numbers were read as Decimals."""
    if shape["is"] == "map":
        return {**shape, "fields": {key: _without_floats(one) for key, one in shape["fields"].items()}}
    if shape["is"] == "list":
        return {**shape, "of": _without_floats(shape["of"])}
    return {"is": "decimal"} if shape.get("float") else shape


def _made_dict(args, named, rest, node, frame, run):
    """dict(a=1), dict(other, a=1)"""
    from interpreter.displays import spread
    if len(args) == 1 and environment.is_environ(args[0]):
        return environment.ENVIRON
    made = Dict({}, open_=rest, born=tuple(run.branches))
    for one in args:
        spread(made, one)
    made.items.update(named)
    return made


def _listed(kind):
    """list(x), sorted(x), tuple(x), set(x): what a loop over it gives."""
    def made(args, named, rest, node, frame, run):
        from interpreter.displays import element
        if not args:
            return List([], kind=kind)
        held = args[0]
        if held.__class__ is List and held.kind != "set" and kind != "set":
            return List(list(held.items), held.open, kind, held.some)
        return List([element(held, run)], True, kind, surely_some(held))
    return made


def _copied(args, named, rest, node, frame, run):
    """copy.copy(x), copy.deepcopy(x)"""
    return copied(args[0], run) if args else UNKNOWN


def copied(value, run):
    """A mapping or list that is like another."""
    if value.__class__ is Dict:
        made = Dict(dict(value.items), value.open, tuple(run.branches))
        made.maybe = set(value.maybe)
        return made
    return List(list(value.items), value.open, value.kind) if value.__class__ is List else value


def _enumerated(args, named, rest, node, frame, run):
    """enumerate(x)"""
    from interpreter.displays import element
    if not args:
        return UNKNOWN
    return List([List([Unknown("whole"), element(args[0], run)], kind="tuple")], True, some=surely_some(args[0]))


def _zipped(args, named, rest, node, frame, run):
    """zip(a, b)"""
    from interpreter.displays import element
    return List([List([element(one, run) for one in args], kind="tuple")], True, some=all(map(surely_some, args)))


def _mapped(args, named, rest, node, frame, run):
    """map(f, x): what f gives of an element."""
    from interpreter import calling
    from interpreter.displays import element
    if len(args) < 2:
        return UNKNOWN
    given = [element(one, run) for one in args[1:]]
    return List([calling.applied(args[0], given, {}, False, node, frame, run)], True)


def _next(args, named, rest, node, frame, run):
    """next(x), next(x, None)"""
    from interpreter.displays import element
    return values.one_of([element(args[0], run), *args[1:]]) if args else UNKNOWN


def _partial(args, named, rest, node, frame, run):
    """functools.partial(f, ...)"""
    return Partial(args[0], args[1:], named) if args and not rest else UNKNOWN


def _itself(args, named, rest, node, frame, run):
    """What wraps a function and leaves it: functools.lru_cache(f), asyncio.run(x)."""
    return args[0] if args else External("functools.lru_cache")


def _getattr(args, named, rest, node, frame, run):
    """getattr(x, "name")"""
    name = texts.text(args[1]) if len(args) > 1 else None
    return attributes.attribute(args[0], name, node, frame, run) if name and len(args) == 2 else UNKNOWN


def _condition(kind):
    """Key("pk"), Attr("a"): what the comparison after it is about."""
    def made(args, named, rest, node, frame, run):
        return Condition([(kind, texts.text(args[0]) if args else None, "")], False)
    return made


def _extreme(args, named, rest, node, frame, run):
    """min(a, b), max(a, b) of numbers; sum of what is not known is not known."""
    from interpreter.arithmetic import number
    kinds = {number(one) for one in args} if len(args) > 1 else {""}
    return Unknown(kinds.pop()) if len(kinds) == 1 and kinds & {"float", "whole", "decimal"} else UNKNOWN


FUNCTIONS = {
    **environment.CALLS, "builtins.float": _float, "builtins.round": _round, "builtins.str": _str,
    "json.dumps": _dumps, "json.loads": _loads, "json.load": _load, "builtins.dict": _made_dict,
    "builtins.list": _listed("list"),
    "builtins.sorted": _listed("list"), "builtins.reversed": _listed("list"), "builtins.tuple": _listed("tuple"),
    "builtins.set": _listed("set"), "builtins.frozenset": _listed("set"), "builtins.iter": _listed("list"),
    "copy.copy": _copied, "copy.deepcopy": _copied, "builtins.enumerate": _enumerated, "builtins.zip": _zipped,
    "builtins.map": _mapped, "builtins.next": _next, "functools.partial": _partial, "functools.lru_cache": _itself,
    "functools.cache": _itself, "asyncio.run": _itself, "builtins.getattr": _getattr, "builtins.min": _extreme,
    "builtins.max": _extreme, "boto3.dynamodb.conditions.Key": _condition("Key"),
    "boto3.dynamodb.conditions.Attr": _condition("Attr")}

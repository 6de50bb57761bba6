"""Conversions whose result is wrong for some values: weeks of a year, cents, durations, and tokens in base64."""
import ast
import re

from checks.check import Check, pitfalls_of
from checks.syntax import function_name, method_name, module_constants
from interpreter.sources import assignments, called_name, every_node, functions, last_name, nodes_of

DIRECTIVE = re.compile(r"%[-#]?([A-Za-z])")
OF_CALENDAR = set("mdjUWbB")
PARTS = {"year": "Y", "month": "m", "day": "d"}
OF_ISO = {"year": "G", "week": "V", 0: "G", 1: "V"}
FORMATS = {"strftime", "strptime"}
WHOLES = {"int", "floor", "trunc"}
SHARES = re.compile("(?i)percent|pct|ratio|share|progress|score|rate|confidence|probability")
ENCODERS = {"urlsafe_b64encode": "url", "b64encode": "standard"}
DECODERS = {"urlsafe_b64decode": "url", "b64decode": "standard"}
# Parts of events that AWS encodes.
OF_AWS = {"kinesis", "data", "body", "Data", "awslogs"}


def mixed_years(tree):
    """Yields pitfalls of the year of ISO's week beside a month or a day, and of ISO's week beside the other year."""
    constants = module_constants(tree)
    reported = set()
    for scope in (tree, *functions(tree)):
        names = date_names(scope, constants)
        for node in every_node(scope):
            is_text = isinstance(node, (ast.JoinedStr, ast.Call, ast.Tuple)) or isinstance(node, ast.BinOp) \
                and isinstance(node.op, (ast.Add, ast.Mod))
            used = directives(node, names, constants) if is_text and node.lineno not in reported else set()
            plain = bool(used & {"Y", "y"})
            if "G" in used and not plain and used & OF_CALENDAR:
                reported.add(node.lineno)
                yield ["week", node.lineno, "the year of ISO's week (%G) stands beside a month or day of the calendar: "
                       "around New Year it is another year", "%Y with months and days, %G with %V"]
            elif "V" in used and "G" not in used and plain and not used & OF_CALENDAR:
                reported.add(node.lineno)
                yield ["week", node.lineno, "the number of ISO's week (%V) stands beside the year of the calendar: "
                       "around New Year the week belongs to another year", "%G-W%V, or isocalendar()[:2]"]


def date_names(scope, constants):
    """{name: directives} of the names of a scope whose values are parts of a date: {"week": {"V"}, "iso": {"iso"}}."""
    names: dict = {}
    for node in every_node(scope):
        target = node.targets[0] if isinstance(node, ast.Assign) else None
        if isinstance(target, ast.Name):
            names[target.id] = {"iso"} if is_iso(node.value, names) else directives(node.value, names, constants)
        elif isinstance(target, ast.Tuple) and is_iso(node.value, names):
            names |= {getattr(part, "id", ""): {letter} for part, letter in zip(target.elts, "GVu")}
    return names


def is_iso(node, names):
    """Whether an expression is an isocalendar(), also a slice of it."""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
        return is_iso(node.value, names)
    return method_name(node) == "isocalendar" or isinstance(node, ast.Name) and "iso" in names.get(node.id, ())


def directives(node, names, constants):
    """{"Y", "V"}: the directives of strftime for the parts of a date that an expression contains."""
    if isinstance(node, ast.FormattedValue):
        spec = [str(part.value) for part in getattr(node.format_spec, "values", ()) if isinstance(part, ast.Constant)]
        return {*DIRECTIVE.findall("".join(spec)), *directives(node.value, names, constants)}
    if isinstance(node, ast.Name):
        return names.get(node.id, set()) - {"iso"}
    if isinstance(node, ast.Attribute) and node.attr in ("year", "month", "day", "week"):
        return {OF_ISO[node.attr]} if is_iso(node.value, names) and node.attr in OF_ISO else {
            PARTS.get(node.attr, "")} - {""}
    if isinstance(node, ast.Subscript):
        index = getattr(node.slice, "value", None)
        return {OF_ISO.get(index, "u")} if is_iso(node.value, names) and isinstance(index, int) else set()
    if isinstance(node, ast.Call):
        name = called_name(node)
        if name in FORMATS:
            texts = [constants.get(getattr(part, "id", ""), getattr(part, "value", "")) for part in node.args]
            return {letter for text in texts if isinstance(text, str) for letter in DIRECTIVE.findall(text)}
        owner = [node.func.value] if name in ("format", "zfill", "join", "rjust") \
            and isinstance(node.func, ast.Attribute) else []
        return set().union(*(directives(part, names, constants) for part in (*owner, *node.args))) \
            if owner or name in ("str", "int", "tuple") else set()
    if isinstance(node, (ast.JoinedStr, ast.Tuple, ast.List, ast.BinOp)):
        parts = [node.left, node.right] if isinstance(node, ast.BinOp) else getattr(
            node, "values", getattr(node, "elts", ()))
        return set().union(*(directives(part, names, constants) for part in parts))
    return set()


def cut_cents(tree):
    """Yields pitfalls of int(float(price) * 100): 19.99 * 100 is 1998.9999999999998."""
    for scope in (tree, *functions(tree)):
        floats = {name for name, value in assignments(nodes_of(scope, ast.Assign)) if is_float(value, ())} | {
            parameter.arg for parameter in getattr(getattr(scope, "args", None), "args", ())
            if getattr(parameter.annotation, "id", "") == "float"}
        for node in every_node(scope):
            called = called_name(node)
            is_cut = isinstance(node, ast.BinOp) and isinstance(node.op, ast.FloorDiv) \
                and getattr(node.right, "value", 0) == 1
            product = node.args[0] if called in WHOLES and len(node.args) == 1 else node.left if is_cut else None
            if isinstance(product, ast.BinOp) and isinstance(product.op, ast.Mult) \
                    and not SHARES.search(ast.unparse(product)):
                sides = [product.left, product.right]
                if any(is_hundred(side) for side in sides) and any(is_float(side, floats) for side in sides):
                    yield ["cents", node.lineno, f"{ast.unparse(node)} cuts off a cent of some amounts: "
                           "19.99 * 100 is 1998.9999999999998", "int(Decimal(text) * 100), or round(...)"]


def is_hundred(node):
    """100, 100.0 or 10 ** 2"""
    is_power = isinstance(node, ast.BinOp) and ast.unparse(node) == "10 ** 2"
    return is_power or isinstance(node, ast.Constant) and type(node.value) in (int, float) and node.value == 100


def is_float(node, names):
    """float(...), or a name of such a value."""
    return function_name(node) == "float" or isinstance(node, ast.Name) and node.id in names


def seconds_alone(tree):
    """Yields pitfalls of the seconds of a duration that may be longer than a day, in a function that reads none of its
    other parts."""
    for function in functions(tree):
        read = {node.attr for node in nodes_of(function, ast.Attribute)}
        if "seconds" not in read or read & {"days", "total_seconds", "microseconds"} or any(
                called_name(part) == "timedelta" for node in nodes_of(function, ast.Compare)
                for part in nodes_of(node, ast.Call)):
            continue
        names = dict(assignments(nodes_of(function, ast.Assign)))
        durations = {parameter.arg for parameter in function.args.args
                     if last_name(parameter.annotation) == "timedelta"}
        for node in nodes_of(function, ast.Attribute):
            name = getattr(node.value, "id", "")
            if node.attr == "seconds" and (name in durations - {*names} or is_long(names.get(name, node.value), names)):
                yield ["seconds", node.lineno, "the seconds of a duration are those besides its days: 0 to 86399",
                       f"{ast.unparse(node.value)}.total_seconds()"]


def is_long(node, names):
    """Whether an expression is a difference of times of which one is read from a text: it may be longer than a day.

    names  {name: expression} of the function"""
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub) and any(
        called_name(call) in ("fromisoformat", "strptime") for side in (node.left, node.right)
        for call in nodes_of(names.get(getattr(side, "id", ""), side), ast.Call))


def other_alphabets(tree):
    """Yields pitfalls of tokens that a module writes in one form of base64, and reads in another."""
    calls = nodes_of(tree, ast.Call)
    name_of = {node: called_name(node) for node in calls}
    written = {ENCODERS[name_of[node]] for node in calls if name_of[node] in ENCODERS and len(node.args) == 1}
    reads = [node for node in calls if name_of[node] in DECODERS and len(node.args) == 1 and not node.keywords
             and not OF_AWS & {getattr(part, "value", None) for part in nodes_of(node, ast.Constant)}]
    read = {DECODERS[name_of[node]] for node in reads}
    texts = [node.value.decode("latin-1") if isinstance(node.value, bytes) else node.value
             for node in nodes_of(tree, ast.Constant) if isinstance(node.value, (str, bytes))]
    if len(written) == len(read) == 1 and written != read and not {"-", "_", "-_", "+/"} & set(texts):
        site = reads[0]
        yield ["base64", site.lineno, f"{name_of[site]} reads what "
               f"{next(name for name, kind in ENCODERS.items() if kind in written)} writes: their alphabets differ",
               "urlsafe_b64encode with urlsafe_b64decode, b64encode with b64decode"]
    cut = [node for node in calls if name_of[node] in ("rstrip", "strip", "replace") and node.args
           and getattr(node.args[0], "value", None) in ("=", b"=") and ENCODERS.keys() & {
               name_of.get(part) for part in every_node(node.func)}]
    for node in reads:
        if isinstance(node.args[0], ast.Call) and name_of.get(node.args[0]) in ("rstrip", "strip", "replace") \
                and getattr(next(iter(node.args[0].args), None), "value", None) in ("=", b"="):
            yield ["base64", node.lineno, f"{name_of[node]} needs the '=' at the end of a token, and the code removes "
                   "them", "urlsafe_b64decode(token)"]
    padded = sum(set(text) == {"="} for text in texts) > len([node for node in calls if name_of[node] in (
        "rstrip", "strip", "replace") and getattr(next(iter(node.args), None), "value", None) in ("=", b"=")])
    if cut and reads and written == read and not padded:
        yield ["base64", reads[0].lineno, f"the code removes the '=' at the end of a token (line {cut[0].lineno}), and "
               f"{name_of[reads[0]]} needs them", "urlsafe_b64decode(token + '=' * (-len(token) % 4))"]


DAY = "from datetime import date\n\n\ndef handler(event, context):\n    day = date.fromisoformat(event['day'])\n" \
    "    return f'{day:%s}'"
TOKEN = "import base64\n\n\ndef token(key):\n" \
    "    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode()\n\n\n" \
    "def handler(event, context):\n    key = json.loads(base64.%s(event['token'])) if 'token' in event else {}\n" \
    "    return {'next': token(key)}"
DURATION = "from datetime import datetime\n\n\ndef handler(event, context):\n" \
    "    end = datetime.fromisoformat(event['end'])\n" \
    "    return (end - datetime.fromisoformat(event['begin'])).%s // 60"
PITFALLS = [(("strftime", "isocalendar", "%V", "%G"), mixed_years), (("float",), cut_cents),
            ((".seconds",), seconds_alone), (("b64decode",), other_alphabets)]
CHECKS = [
    Check("P132", "The year of one calendar beside the week or day of another",
          "ISO's first week may begin in December: 2027-01-01 is in week 53 of 2026, and %G is 2026 there.",
          "https://docs.python.org/3/library/datetime.html#strftime-and-strptime-format-codes",
          DAY % "%Y-W%V", DAY % "%G-W%V", pitfalls_of("week")),
    Check("P133", "A float that is cut to cents",
          "A float is only nearly the number of its text, and int() cuts: 19.99 becomes 1998.",
          "https://docs.python.org/3/tutorial/floatingpoint.html",
          "return {'cents': int(float(event['price']) * 100)}", "return {'cents': round(float(event['price']) * 100)}",
          pitfalls_of("cents")),
    Check("P196", "The seconds of a duration without its days",
          "A timedelta has days and seconds: of 26 hours the seconds are those of two.",
          "https://docs.python.org/3/library/datetime.html#timedelta-objects",
          DURATION % "seconds", DURATION % "total_seconds()",
          pitfalls_of("seconds", "no error: the days do not count")),
    Check("P134", "A token that is read in another form of base64",
          "b64decode drops - and _ in silence, and raises binascii.Error if the '=' are missing.",
          "https://docs.python.org/3/library/base64.html#base64.urlsafe_b64decode",
          TOKEN % "b64decode", TOKEN % "urlsafe_b64decode", pitfalls_of("base64")),
]

"""Slips of the hand that Python accepts: =+ for +=, an index beyond the end, a group that a pattern does not have, a
pattern for a plain text, a field of no DictWriter."""
import ast
import re

from checks.check import Check, notes_of, pitfalls_of
from checks.syntax import base_name, body_nodes, keywords, members, method_name, stored_names
from interpreter.sources import FUNCTIONS, assignments, called_name, every_node, functions, nodes_of

SEARCHES = ("match", "fullmatch", "search")
FROM_ONE = {"isoweekday": 7, "month": 12}  # of datetime: the most that a count from one reaches
OF_GROUPS = ("group", "start", "end", "span")
REGULAR = re.compile(r"\\[dsw][+*{\]]|\\[dsw]$|\[[a-z0-9^]+-[^\]]*\][+*{]", re.IGNORECASE)


def mistaken_operators(tree):
    """[kind, line, message, hint] of total =+ 1."""
    for node in nodes_of(tree, ast.Assign):
        value, target = node.value, node.targets[0]
        if isinstance(value, ast.UnaryOp) and isinstance(value.op, ast.UAdd) and isinstance(target, ast.Name) \
                and value.col_offset == (target.end_col_offset or 0) + 2:
            yield ["operator", node.lineno, f"{target.id} =+ ... sets {target.id} to the value alone",
                   f"{target.id} += ..."]


def beyond_the_end(tree):
    """[kind, line, message, hint] of names[at] for at in range(len(names) + 1), where no condition tests it."""
    for loop in nodes_of(tree, ast.For):
        call = loop.iter
        last = call.args[-1] if called_name(call) == "range" and call.args else None
        if not (isinstance(last, ast.BinOp) and isinstance(last.op, ast.Add) and called_name(last.left) == "len"
                and isinstance(last.right, ast.Constant) and isinstance(loop.target, ast.Name) and len(call.args) < 3):
            continue
        measured = ast.dump(last.left.args[0]) if last.left.args else ""
        parts = body_nodes(loop)
        if any(isinstance(part, (ast.If, ast.IfExp, ast.Try, ast.Break)) for part in parts):
            continue
        for part in parts:
            if isinstance(part, ast.Subscript) and ast.dump(part.value) == measured \
                    and getattr(part.slice, "id", "") == loop.target.id:
                yield ["past-end", part.lineno, f"{ast.unparse(part)} is beyond the last element in the last round",
                       f"range(len({ast.unparse(part.value)}))"]


def numbered_days(tree):
    """[kind, line, message, hint] of DAYS[day.isoweekday()] with seven days, and MONTHS[day.month] with twelve months:
    Python counts these from one. Also of DAYS[day.weekday()] where the first day is Sunday."""
    bound = [node.arg if isinstance(node, ast.arg) else node.id for node in nodes_of(tree, ast.arg, ast.Name)
             if not isinstance(getattr(node, "ctx", None), ast.Load)]
    values = {name: value for name, value in assignments(nodes_of(tree, ast.Assign)) if bound.count(name) == 1}
    own = {function.name for function in functions(tree) if isinstance(function, FUNCTIONS)} | {
        getattr(node.target, "id", "") for node in nodes_of(tree, ast.AnnAssign)}
    tried = {id(part) for node in nodes_of(tree, ast.Try) for part in every_node(node)}
    for node in nodes_of(tree, ast.Subscript):
        if id(node) in tried or not isinstance(node.ctx, ast.Load):
            continue
        counted = _counted(node.slice, values)
        names = _only(node.value, values)
        parts = [getattr(part, "value", None) for part in names.elts] if isinstance(names, (ast.List, ast.Tuple)) \
            and not any(isinstance(part, ast.Starred) for part in names.elts) else []
        size = 7 if ast.unparse(node.value) in ("calendar.day_name", "calendar.day_abbr") else len(parts)
        if counted not in own and FROM_ONE.get(counted) == size:
            yield ["counted", node.lineno, f"{counted} begins with 1, and the index of {ast.unparse(node.value)} with "
                   "0", f"{ast.unparse(node.slice)} - 1" if size > 7 else "weekday() begins with 0"]
        elif counted == "weekday" and [str(part)[:3].lower() for part in parts[:2]] == ["sun", "mon"] and size == 7:
            yield ["sunday", node.lineno, "weekday() is 0 on Mondays, and the first of these days is Sunday",
                   "isoweekday() % 7"]


def _counted(node, values):
    """"isoweekday" of an index day.isoweekday(), "month" of day.month, also under a name; "" of others."""
    node = _only(node, values)
    if isinstance(node, ast.Call) and not (node.args or node.keywords) and isinstance(node.func, ast.Attribute):
        return node.func.attr if node.func.attr in ("weekday", "isoweekday") else ""
    return node.attr if isinstance(node, ast.Attribute) and node.attr == "month" else ""


def _only(node, values):
    """The node of a name's only value, or the node itself. values: {name: node of its only value}"""
    return values.get(getattr(node, "id", ""), node)


def unknown_groups(tree):
    """[kind, line, message, hint] of match.group(2) of a constant pattern with one group, and of an unknown name."""
    patterns = {name: value.args[0].value for name, value in assignments(nodes_of(tree, ast.Assign))
                if isinstance(value, ast.Call) and called_name(value) == "compile" and value.args
                and isinstance(value.args[0], ast.Constant) and isinstance(value.args[0].value, str)}
    for scope in functions(tree):
        stored = stored_names(scope)
        values = assignments(nodes_of(scope, ast.Assign))
        values += [(node.target.id, node.value) for node in nodes_of(scope, ast.NamedExpr)]
        matches = {name: pattern for name, value in values if stored.count(name) == 1
                   and (pattern := _pattern(value, patterns))}
        for node in nodes_of(scope, ast.Call, ast.Subscript):
            of_call = method_name(node) in OF_GROUPS
            base = node.func.value if of_call else node.value if isinstance(node, ast.Subscript) else None
            pattern = matches.get(getattr(base, "id", "")) or _pattern(base, patterns)
            groups = [argument.value for argument in (node.args if of_call else [node.slice] if base else ())
                      if isinstance(argument, ast.Constant)] if pattern else []
            for group in groups:
                if isinstance(group, int) and group > pattern.groups or isinstance(group, str) \
                        and group not in pattern.groupindex:
                    yield ["group", node.lineno, f"the pattern {pattern.pattern!r} has no group {group!r}",
                           f"it has {_groups_of(pattern)}"]


def _groups_of(pattern):
    """The groups of a pattern for a message: "2 groups", "id, day"."""
    number = "1 group" if pattern.groups == 1 else f"{pattern.groups} groups"
    return ", ".join(pattern.groupindex) or number


def _pattern(node, patterns):
    """The compiled pattern of re.match("...", text) or PATTERN.match(text), None of other nodes. patterns: {name: text}
    of the file's constants"""
    if method_name(node) not in SEARCHES:
        return None
    name = base_name(node.func)
    text = getattr(node.args[0], "value", None) if name == "re" and node.args else patterns.get(name)
    try:
        return re.compile(text) if isinstance(text, str) else None
    except (re.error, OverflowError, RecursionError):
        return None


def plain_patterns(tree):
    r"""[kind, line, message, hint] of text.replace(r"\s+", ""), which replaces these three characters alone."""
    for node in nodes_of(tree, ast.Call):
        first = node.args[0] if node.args and isinstance(node.func, ast.Attribute) else None
        if called_name(node) in ("replace", "split", "startswith", "endswith", "removeprefix", "removesuffix") \
                and isinstance(first, ast.Constant) and isinstance(first.value, str) and REGULAR.search(first.value) \
                and base_name(node.func) != "re" and not _of_patterns(node):
            yield ["plain", node.lineno, f"{called_name(node)}() takes {first.value!r} as it stands, not as a pattern",
                   f"re.sub({first.value!r}, ...)" if called_name(node) == "replace" else "a function of re"]


def _of_patterns(node):
    """Whether the object of a method may be a compiled pattern, or a column of pandas."""
    text = ast.unparse(node.func.value)
    return "re." in text or ".str" in text or text.rpartition(".")[2].isupper() or "pattern" in text.lower() \
        or "regex" in keywords(node)


def loaded_responses(tree):
    """[kind, line, message, hint] of json.loads(response) of a response of urlopen(), which is a file."""
    for scope in functions(tree):
        values = assignments(nodes_of(scope, ast.Assign))
        values += [(getattr(item.optional_vars, "id", ""), item.context_expr) for node in nodes_of(scope, ast.With)
                   for item in node.items]
        names = {name for name, value in values if called_name(value) == "urlopen"} - {""}
        for node in nodes_of(scope, ast.Call):
            argument = node.args[0] if called_name(node) == "loads" and node.args else None
            if argument and (getattr(argument, "id", None) in names or called_name(argument) == "urlopen"):
                yield ["response", node.lineno, f"{ast.unparse(argument)} is a file, and json.loads() takes a text",
                       "json.load(response), or response.read()"]


def foreign_fields(tree):
    """[kind, line, message, hint] of rows with a key that their DictWriter does not have."""
    for scope in functions(tree):
        names = {name: value for name, value in assignments(nodes_of(tree, ast.Assign))
                 if isinstance(value, (ast.List, ast.Tuple))}
        writers = {name: fields for name, value in assignments(nodes_of(scope, ast.Assign))
                   if (fields := _fields_of(value, names))}
        for node in nodes_of(scope, ast.Call):
            row = node.args[0] if called_name(node) == "writerow" and node.args else None
            writer = getattr(node.func, "value", None)
            fields = writers.get(getattr(writer, "id", "")) or _fields_of(writer, names)
            for key in members(row) if fields else ():
                if isinstance(key, str) and key not in fields:
                    yield ["field", node.lineno, f"the DictWriter has no field {key!r}",
                           f"it has {', '.join(fields)}; extrasaction='ignore' drops others"]


def _fields_of(node, names):
    """[field] of csv.DictWriter(file, ["a", "b"]); [] if they are not constants, or others are ignored."""
    if called_name(node) != "DictWriter" or {"extrasaction", None} & keywords(node).keys():
        return []
    given = node.args[1] if len(node.args) > 1 else keywords(node).get("fieldnames")
    listed = names.get(getattr(given, "id", ""), given)
    fields = [getattr(part, "value", None) for part in listed.elts] if isinstance(listed, (ast.List, ast.Tuple)) else []
    return fields if all(isinstance(field, str) for field in fields) else []


ORDER = "import re\n\n\ndef handler(event, context):\n    found = re.match(r'order-(\\d+)', event['key'])\n" \
    "    return found.group(%s) if found else ''"
SUM = "total = 0\nfor order in event['orders']:\n    total %s order['price']\nreturn total"
LOOP = "names = sorted(event['names'])\nfor at in range(len(names)%s):\n    print(names[at])"
PAIR = "def parts():\n    return 1, 2, 3\n\n\ndef handler(event, context):\n    %s = parts()\n" \
    "    return first + second"
WEEKDAY = "from datetime import date\n\nDAYS = 'mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'\n\n\n" \
    "def handler(event, context):\n    return DAYS[date.fromisoformat(event['day']).%s()]"
SPACES = "import re\n\n\ndef handler(event, context):\n    return %s"
SHEET = "import csv, io\n\n\ndef handler(event, context):\n    file = io.StringIO()\n" \
    "    writer = csv.DictWriter(file, ['name', 'price'])\n    writer.writerow({'name': event['name'], '%s': 5})\n" \
    "    return file.getvalue()"
PITFALLS = [(("=+",), mistaken_operators), (("range(",), beyond_the_end),
            (("weekday", ".month"), numbered_days),
            ((".match(", ".fullmatch(", ".search("), unknown_groups),
            (("urlopen",), loaded_responses), (("\\",), plain_patterns), (("DictWriter(",), foreign_fields)]
RESPONSE = "import urllib.request\n\n\ndef handler(event, context):\n" \
    "    with urllib.request.urlopen('https://example.com', timeout=3) as response:\n" \
    "        return json.load%s(response)"
CHECKS = [
    Check("P197", "A response of urllib where json takes a text",
          "TypeError: the JSON object must be str, bytes or bytearray, not HTTPResponse.",
          "https://docs.python.org/3/library/json.html#json.loads", RESPONSE % "s", RESPONSE % "",
          pitfalls_of("response", "TypeError: the JSON object must be str, bytes or bytearray")),
    Check("P182", "A group that the pattern does not have", "IndexError: no such group.",
          "https://docs.python.org/3/library/re.html#re.Match.group", ORDER % 2, ORDER % 1,
          pitfalls_of("group", "IndexError: no such group")),
    Check("P183", "=+ in place of +=", "The name gets the value with its sign: nothing is added.",
          "https://docs.python.org/3/reference/simple_stmts.html#augmented-assignment-statements",
          SUM % "=+", SUM % "+=", pitfalls_of("operator", "no error: the last value is the result")),
    Check("P184", "An index beyond the last element", "IndexError: list index out of range, in the last round.",
          "https://docs.python.org/3/library/stdtypes.html#common-sequence-operations", LOOP % " + 1", LOOP % "",
          pitfalls_of("past-end", "IndexError: list index out of range")),
    Check("P242", "A day of the week, or a month, counted from one as an index",
          "isoweekday() is 1 to 7, and month 1 to 12: each element is that of the next day, and the last one raises "
          "IndexError. weekday() is 0 on Mondays.",
          "https://docs.python.org/3/library/datetime.html#datetime.date.isoweekday",
          WEEKDAY % "isoweekday", WEEKDAY % "weekday", lambda subject: [
              *pitfalls_of("counted", "IndexError: tuple index out of range")(subject),
              *pitfalls_of("sunday", "no error: it is another day")(subject)]),
    Check("P185", "A pattern where Python takes a plain text",
          "str.replace() and its like look for the characters of the pattern themselves.",
          "https://docs.python.org/3/library/stdtypes.html#str.replace",
          SPACES % "event['name'].replace(r'\\s+', ' ')", SPACES % "re.sub(r'\\s+', ' ', event['name'])",
          pitfalls_of("plain", "no error: the text stays as it is")),
    Check("P187", "Another number of values than names",
          "ValueError: too many values to unpack, or not enough values to unpack.",
          "https://docs.python.org/3/reference/simple_stmts.html#assignment-statements",
          PAIR % "first, second", PAIR % "first, second, third", notes_of(
              "part-count", "{key} names for a value with {has[0]} parts", "a name for each part, or name, *others",
              "ValueError: too many, or not enough, values to unpack")),
    Check("P186", "A field that a DictWriter does not have",
          "ValueError: dict contains fields not in fieldnames.",
          "https://docs.python.org/3/library/csv.html#csv.DictWriter", SHEET % "prize", SHEET % "price",
          pitfalls_of("field", "ValueError: dict contains fields not in fieldnames")),
]
